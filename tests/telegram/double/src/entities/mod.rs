//! Text and what is marked in it. Offsets and lengths count UTF-16 units, as everywhere in Telegram.

mod detect;
mod html;
mod markdown;

use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::server::params::Params;

/// The longest text of a message, in UTF-16 units after the marks are taken out.
pub(crate) const LONGEST_TEXT: usize = 4096;
/// The longest caption, counted likewise.
pub(crate) const LONGEST_CAPTION: usize = 1024;

/// A text and its entities, as they stand in a message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Formatted {
    pub text: String,
    pub entities: Vec<Value>,
}

impl Formatted {
    /// A text that a person typed: commands, links and the like are found in it.
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), entities: Vec::new() }.trimmed().detected()
    }

    /// The text in this parameter, in the notation that the call names. `prefix` is "caption_" where the other
    /// parameters carry it.
    pub fn from_params(params: &Params, name: &str, prefix: &str) -> Result<Self, Refusal> {
        let Some(text) = params.text(name) else { return Ok(Self::default()) };
        let entities = params.json(&format!("{prefix}entities"), "message entities")?;
        Self::parse(text, params.text("parse_mode"), entities)
    }

    /// A text in a notation, or with entities that came beside it.
    pub fn parse(text: &str, mode: Option<&str>, entities: Option<Value>) -> Result<Self, Refusal> {
        let parsed = match mode.map(str::to_ascii_lowercase).as_deref() {
            None | Some("none") => {
                let entities = entities.and_then(|entities| entities.as_array().cloned()).unwrap_or_default();
                Ok(Self { text: text.to_owned(), entities })
            }
            Some("html") => html::parse(text),
            Some("markdownv2") => markdown::parse(text, markdown::Version::Two),
            Some("markdown") => markdown::parse(text, markdown::Version::One),
            Some(_) => return Err(Refusal::bad("unsupported parse_mode")),
        };
        let parsed = parsed.map_err(|fault| Refusal::bad(format_args!("can't parse entities: {fault}")))?;
        Ok(parsed.trimmed().detected())
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// UTF-16 units.
    pub fn length(&self) -> usize {
        utf16(&self.text)
    }

    /// Writes text and entities into a message; nothing if there is no text.
    pub fn write(self, body: &mut Value, text: &str, entities: &str) {
        if self.text.is_empty() {
            return;
        }
        body[text] = json!(self.text);
        if !self.entities.is_empty() {
            body[entities] = Value::Array(self.entities);
        }
    }

    /// White space at both ends is taken away.
    fn trimmed(mut self) -> Self {
        let lead = utf16(&self.text) - utf16(self.text.trim_start());
        let text = self.text.trim();
        let length = utf16(text);
        self.entities = self
            .entities
            .into_iter()
            .filter_map(|mut entity| {
                let start = usize::try_from(entity["offset"].as_u64()?).ok()?;
                let end = start + usize::try_from(entity["length"].as_u64()?).ok()?;
                let (start, end) = (start.saturating_sub(lead), end.saturating_sub(lead).min(length));
                entity["offset"] = json!(start);
                entity["length"] = json!(end.checked_sub(start)?);
                (end > start).then_some(entity)
            })
            .collect();
        self.text = text.to_owned();
        self
    }

    /// Adds what is found in the text itself, where nothing is marked yet.
    fn detected(mut self) -> Self {
        let span = |entity: &Value| {
            let start = entity["offset"].as_u64().unwrap_or_default();
            (start, start + entity["length"].as_u64().unwrap_or_default())
        };
        for found in detect::find(&self.text) {
            let (start, end) = span(&found);
            if !self.entities.iter().map(span).any(|(other, stop)| start < stop && other < end) {
                self.entities.push(found);
            }
        }
        self.entities.sort_by_key(|entity| {
            let (start, end) = span(entity);
            (start, std::cmp::Reverse(end))
        });
        self
    }
}

/// The length of a text in UTF-16 units.
pub(crate) fn utf16(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> Formatted {
        Formatted::parse(text, Some("HTML"), None).expect("it can be parsed")
    }

    fn refused(text: &str, mode: &str) -> String {
        Formatted::parse(text, Some(mode), None).expect_err("it cannot be parsed").description
    }

    #[test]
    fn offsets_count_utf16_units() {
        let formatted = html("🙂 <b>fett 🙂</b>");
        assert_eq!(formatted.text, "🙂 fett 🙂");
        assert_eq!(formatted.entities, [json!({ "type": "bold", "offset": 3, "length": 7 })]);
    }

    #[test]
    fn marks_may_stand_in_each_other() {
        let formatted = html("<b>a<i>b</i></b><a href=\"https://example.org/?a=1&amp;b=2\">c</a>&lt;");
        assert_eq!(formatted.text, "abc<");
        assert_eq!(
            formatted.entities,
            [
                json!({ "type": "bold", "offset": 0, "length": 2 }),
                json!({ "type": "italic", "offset": 1, "length": 1 }),
                json!({ "type": "text_link", "offset": 2, "length": 1, "url": "https://example.org/?a=1&b=2" }),
            ]
        );
    }

    #[test]
    fn faults_are_told_in_the_words_of_the_server() {
        let said = |text| refused(text, "HTML");
        assert_eq!(
            said("a <x>"),
            "Bad Request: can't parse entities: Unsupported start tag \"x\" at byte offset 2"
        );
        assert_eq!(
            said("<b>a"),
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
        );
        assert_eq!(
            said("<b>a</i>"),
            "Bad Request: can't parse entities: Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""
        );
        assert_eq!(said("a</b>"), "Bad Request: can't parse entities: Unexpected end tag at byte offset 1");
        assert_eq!(said("a <b"), "Bad Request: can't parse entities: Unclosed start tag at byte offset 2");
        assert_eq!(refused("a", "BBCode"), "Bad Request: unsupported parse_mode");
    }

    #[test]
    fn markdown_has_reserved_characters() {
        let formatted =
            Formatted::parse("*fett* _schräg_ 1\\.", Some("MarkdownV2"), None).expect("it can be parsed");
        assert_eq!(formatted.text, "fett schräg 1.");
        assert_eq!(formatted.entities.len(), 2);
        assert_eq!(
            refused("1.", "MarkdownV2"),
            "Bad Request: can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'"
        );
        assert_eq!(
            refused("*a", "MarkdownV2"),
            "Bad Request: can't parse entities: Can't find end of Bold entity at byte offset 0"
        );
        assert_eq!(
            refused("a *b", "Markdown"),
            "Bad Request: can't parse entities: Can't find end of the entity starting at byte offset 2"
        );
    }

    #[test]
    fn commands_and_links_are_found() {
        let formatted = Formatted::plain("  /start jetzt, siehe https://example.org/a. @lotse ");
        assert_eq!(formatted.text, "/start jetzt, siehe https://example.org/a. @lotse");
        let kinds: Vec<_> = formatted.entities.iter().map(|entity| entity["type"].as_str()).collect();
        assert_eq!(kinds, [Some("bot_command"), Some("url"), Some("mention")]);
        assert_eq!(formatted.entities[1]["length"], 21);
    }
}

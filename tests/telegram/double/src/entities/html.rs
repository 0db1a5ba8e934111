//! The notation `parse_mode=HTML`.

use serde_json::{Value, json};

use super::Formatted;

struct Open {
    tag: String,
    kind: &'static str,
    /// A further field of the entity: its name and its value.
    field: Option<(&'static str, Value)>,
    /// Where it starts in the text, in UTF-16 units.
    start: usize,
}

/// Reads a text with tags; an error is what the server says behind "can't parse entities: ".
pub(super) fn parse(source: &str) -> Result<Formatted, String> {
    let mut formatted = Formatted::default();
    let mut open: Vec<Open> = Vec::new();
    let mut length = 0;
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        if c == '&' {
            let (decoded, bytes) = character(rest);
            formatted.text.push(decoded);
            length += decoded.len_utf16();
            at += bytes;
        } else if let Some(tag) = rest.strip_prefix("</") {
            let end = tag.find('>').ok_or_else(|| format!("Unclosed end tag at byte offset {at}"))?;
            let name = tag[..end].trim().to_ascii_lowercase();
            let top = open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {at}"))?;
            if !name.is_empty() && name != top.tag {
                return Err(format!(
                    "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{name}>\"",
                    top.tag
                ));
            }
            close(&mut formatted.entities, open.last_mut(), top, length);
            at += 2 + end + 1;
        } else if c == '<' {
            let end = tag_end(rest).ok_or_else(|| format!("Unclosed start tag at byte offset {at}"))?;
            open.push(start(&rest[1..end], at, length)?);
            at += end + 1;
        } else {
            formatted.text.push(c);
            length += c.len_utf16();
            at += c.len_utf8();
        }
    }
    match open.pop() {
        Some(top) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", top.tag)),
        None => Ok(formatted),
    }
}

/// Where a start tag ends: at the first `>` outside of quotes.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    rest.char_indices().find_map(|(at, c)| {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return Some(at),
            Some(_) | None => {}
        }
        None
    })
}

fn start(tag: &str, at: usize, start: usize) -> Result<Open, String> {
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let name = name.trim_end_matches('/').to_ascii_lowercase();
    let value = |wanted: &str| attribute(attributes, wanted);
    let (kind, field) = match name.as_str() {
        "b" | "strong" => ("bold", None),
        "i" | "em" => ("italic", None),
        "u" | "ins" => ("underline", None),
        "s" | "strike" | "del" => ("strikethrough", None),
        "tg-spoiler" => ("spoiler", None),
        "span" if value("class").as_deref() == Some("tg-spoiler") => ("spoiler", None),
        "span" => return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}")),
        "code" => {
            let language =
                value("class").and_then(|class| class.strip_prefix("language-").map(|name| json!(name)));
            ("code", language.map(|language| ("language", language)))
        }
        "pre" => ("pre", None),
        "blockquote" if attributes.contains("expandable") => ("expandable_blockquote", None),
        "blockquote" => ("blockquote", None),
        "tg-emoji" => ("custom_emoji", value("emoji-id").map(|id| ("custom_emoji_id", json!(id)))),
        "a" => ("text_link", value("href").map(|address| ("url", json!(address)))),
        _ => return Err(format!("Unsupported start tag \"{name}\" at byte offset {at}")),
    };
    Ok(Open { tag: name, kind, field, start })
}

/// Makes an entity of a tag that ends here. A language of `code` belongs to the `pre` around it.
fn close(entities: &mut Vec<Value>, around: Option<&mut Open>, tag: Open, end: usize) {
    if end == tag.start || (tag.kind == "text_link" && tag.field.is_none()) {
        return;
    }
    if tag.kind == "code" {
        if let Some(pre) = around.filter(|around| around.kind == "pre" && around.start == tag.start) {
            pre.field = tag.field;
            return;
        }
        entities.push(json!({ "type": "code", "offset": tag.start, "length": end - tag.start }));
        return;
    }
    let mut entity = json!({ "type": tag.kind, "offset": tag.start, "length": end - tag.start });
    if let Some((name, value)) = tag.field {
        entity[name] = value;
    }
    entities.push(entity);
}

fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let (_, rest) = attributes.split_once(&format!("{wanted}="))?;
    let quote = rest.chars().next()?;
    let value = if quote == '"' || quote == '\'' {
        rest[1..].split(quote).next()?
    } else {
        rest.split(char::is_whitespace).next()?
    };
    let mut decoded = String::new();
    let mut at = 0;
    while at < value.len() {
        let (c, bytes) = character(&value[at..]);
        decoded.push(c);
        at += bytes;
    }
    Some(decoded)
}

/// The first character of a text that is not empty, with a character reference resolved, and its bytes.
fn character(rest: &str) -> (char, usize) {
    for (name, c) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if rest.starts_with(name) {
            return (c, name.len());
        }
    }
    if let Some((number, _)) = rest.strip_prefix("&#").and_then(|number| number.split_once(';')) {
        let code = number
            .strip_prefix(['x', 'X'])
            .map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            return (c, number.len() + 3);
        }
    }
    let c = rest.chars().next().unwrap_or_default();
    (c, c.len_utf8().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_belongs_to_the_block_around_the_code() {
        let formatted = parse("<pre><code class=\"language-rust\">x</code></pre>").expect("it can be parsed");
        assert_eq!(
            formatted.entities,
            [json!({ "type": "pre", "offset": 0, "length": 1, "language": "rust" })]
        );
    }

    #[test]
    fn references_are_resolved_and_a_lone_ampersand_stays() {
        let formatted = parse("a &amp; b & c &#228;&#x1F642;").expect("it can be parsed");
        assert_eq!(formatted.text, "a & b & c ä🙂");
    }
}

//! Keyboards below messages and below the input line.

use serde_json::{Value, json};

use crate::refusal::Refusal;
use crate::server::params::Params;

/// The longest `callback_data`, in bytes.
const LONGEST_DATA: usize = 64;

/// What a button can do.
const ACTIONS: [&str; 9] = [
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
];

/// What `reply_markup` asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Markup {
    /// Buttons below the message; they stand in the message.
    pub inline: Option<Value>,
    /// What happens to the keyboard below the input line; only people see it.
    pub shown: Option<Value>,
}

impl Markup {
    /// Reads and checks the parameter.
    pub fn from_params(params: &Params) -> Result<Self, Refusal> {
        let Some(markup) = params.json("reply_markup", "reply keyboard markup")? else {
            return Ok(Self::default());
        };
        let Some(fields) = markup.as_object() else {
            return Err(Refusal::bad("object expected as reply markup"));
        };
        let Some(rows) = fields.get("inline_keyboard") else {
            return Ok(Self { inline: None, shown: (!fields.is_empty()).then_some(markup) });
        };
        let rows = rows.as_array().ok_or_else(|| {
            Refusal::bad("field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array")
        })?;
        let mut kept = Vec::new();
        for row in rows {
            let buttons = row.as_array().ok_or_else(|| {
                Refusal::bad(
                    "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
                )
            })?;
            buttons.iter().try_for_each(check)?;
            if !buttons.is_empty() {
                kept.push(row.clone());
            }
        }
        Ok(Self { inline: (!kept.is_empty()).then(|| json!({ "inline_keyboard": kept })), shown: None })
    }
}

fn check(button: &Value) -> Result<(), Refusal> {
    let unusable = |why: &str| Err(Refusal::bad(format_args!("can't parse inline keyboard button: {why}")));
    let Some(fields) = button.as_object() else { return unusable("InlineKeyboardButton must be an Object") };
    let Some(text) = fields.get("text") else { return unusable("Can't find field \"text\"") };
    if text.as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(Refusal::bad("BUTTON_TEXT_INVALID"));
    }
    if !ACTIONS.iter().any(|action| fields.contains_key(*action)) {
        return unusable("Text buttons are unallowed in the inline keyboard");
    }
    if let Some(data) = fields.get("callback_data") {
        let length = data.as_str().map_or(0, str::len);
        if !(1..=LONGEST_DATA).contains(&length) {
            return Err(Refusal::bad("BUTTON_DATA_INVALID"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markup: &str) -> Result<Markup, String> {
        Markup::from_params(&Params::of(&[("reply_markup", markup)])).map_err(|refusal| refusal.description)
    }

    fn with_data(data: &str) -> Result<Markup, String> {
        read(&json!({ "inline_keyboard": [[{ "text": "ä", "callback_data": data }]] }).to_string())
    }

    #[test]
    fn data_is_one_to_sixty_four_bytes() {
        assert!(with_data(&"x".repeat(64)).is_ok());
        assert!(with_data(&"ä".repeat(32)).is_ok());
        for data in [String::new(), "x".repeat(65), "ä".repeat(33)] {
            assert_eq!(with_data(&data), Err("Bad Request: BUTTON_DATA_INVALID".to_owned()), "{data:?}");
        }
    }

    #[test]
    fn a_button_needs_something_to_do() {
        assert_eq!(
            read(r#"{"inline_keyboard":[[{"text":"x"}]]}"#).expect_err("it does nothing"),
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        );
    }

    #[test]
    fn a_keyboard_below_the_input_line_stands_in_no_message() {
        let markup = read(r#"{"keyboard":[["ja"]]}"#).expect("it is a keyboard");
        assert!(markup.inline.is_none() && markup.shown.is_some());
    }
}

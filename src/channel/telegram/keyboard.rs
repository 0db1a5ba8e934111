//! What can be tapped below a message, and what a tap means.
//!
//! A button carries the step and the id of its choice, so that nothing need be remembered: a tap means the same after
//! a restart. What does not fit into the 64 bytes of a button is left out; then the button's words count, which come
//! back with the tap, as if they had been typed.

use serde_json::Value;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use crate::model::{Choice, Message, StepId};

/// So much fits behind a button (Bot API, `callback_data`).
const MOST_BYTES: usize = 64;
/// Stands between the step and the choice. Neither holds one: they are words of the intake.
const BETWEEN: char = ':';
/// Behind a button whose words count; its place follows, because no two buttons may say the same.
const ITS_WORDS: char = '=';
/// Up to so many characters of all labels together stand in one row.
const ROW_CHARS: usize = 26;
/// Three columns for labels up to this length.
const THIRD_CHARS: usize = 11;
/// Two columns for labels up to this length.
const HALF_CHARS: usize = 24;
/// So few choices stand below each other, if they do not fit into one row.
const FEW: usize = 4;

/// What a tap means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This choice.
    Choice {
        /// Of this step.
        step: Option<StepId>,
        /// Its id.
        choice: String,
    },
    /// What is written on the button.
    Words(String),
    /// Nothing that we know.
    Unknown,
}

/// The buttons of a message; `None`: it has none.
pub(super) fn markup(message: &Message) -> Option<InlineKeyboardMarkup> {
    if message.choices.is_empty() {
        return None;
    }
    let (words, answers): (Vec<_>, Vec<_>) =
        message.choices.iter().enumerate().partition(|(_, choice)| choice.word);
    let button = |(place, choice): &Placed<'_>| {
        InlineKeyboardButton::callback(choice.label.clone(), data(message.step.as_ref(), &choice.id, *place))
    };
    let rows = answers.chunks(columns(&answers)).map(<[Placed<'_>]>::to_vec).chain(packed(&words));
    Some(InlineKeyboardMarkup::new(rows.map(|row| row.iter().map(button).collect::<Vec<_>>())))
}

/// The same keyboard without any button.
pub(super) fn none() -> InlineKeyboardMarkup {
    InlineKeyboardMarkup::default()
}

/// A choice and its place among all.
type Placed<'a> = (usize, &'a Choice);

fn length((_, choice): &Placed<'_>) -> usize {
    choice.label.chars().count()
}

/// In how many columns answers stand: the same in every row, so that the eye finds its way.
fn columns(answers: &[Placed<'_>]) -> usize {
    let longest = answers.iter().map(length).max().unwrap_or_default();
    let all: usize = answers.iter().map(length).sum();
    match answers.len() {
        2 | 3 if all <= ROW_CHARS => answers.len(),
        0..=FEW => 1,
        _ if longest <= THIRD_CHARS => 3,
        _ if longest <= HALF_CHARS => 2,
        _ => 1,
    }
}

/// Words for any time, as many in a row as fit.
fn packed<'a>(words: &[Placed<'a>]) -> Vec<Vec<Placed<'a>>> {
    let mut rows: Vec<Vec<Placed<'a>>> = Vec::new();
    let mut room = 0;
    for word in words {
        let wanted = length(word);
        match rows.last_mut() {
            Some(row) if wanted <= room => row.push(*word),
            Some(_) | None => {
                rows.push(vec![*word]);
                room = ROW_CHARS;
            }
        }
        room = room.saturating_sub(wanted);
    }
    rows
}

fn data(step: Option<&StepId>, choice: &str, place: usize) -> String {
    let step = step.map_or("", StepId::as_str);
    let data = format!("{step}{BETWEEN}{choice}");
    let is_clear = data.len() <= MOST_BYTES && !step.contains(BETWEEN) && !step.starts_with(ITS_WORDS);
    if is_clear { data } else { format!("{ITS_WORDS}{place}") }
}

/// What a tap on a button with this data means; `markup` is the keyboard as it came back with the tap, if it did.
pub(super) fn meaning(data: &str, markup: Option<&Value>) -> Meaning {
    if data.starts_with(ITS_WORDS) {
        return words(data, markup).map_or(Meaning::Unknown, Meaning::Words);
    }
    match data.split_once(BETWEEN) {
        Some((_, "")) | None => Meaning::Unknown,
        Some((step, choice)) => {
            let step = (!step.is_empty()).then(|| StepId::from(step));
            Meaning::Choice { step, choice: choice.to_owned() }
        }
    }
}

/// What is written on the button with this data.
fn words(data: &str, markup: Option<&Value>) -> Option<String> {
    let rows = markup?.get("inline_keyboard")?.as_array()?;
    let mut buttons = rows.iter().filter_map(Value::as_array).flatten();
    let button = buttons.find(|button| button.get("callback_data").and_then(Value::as_str) == Some(data))?;
    button.get("text").and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(id: &str, label: &str) -> Choice {
        Choice { word: true, ..Choice::answer(id, label) }
    }

    fn asked(choices: Vec<Choice>) -> Message {
        Message { text: "Frage".into(), choices, step: Some("land".into()), ..Message::default() }
    }

    fn shape(message: &Message) -> Vec<usize> {
        markup(message).unwrap().inline_keyboard.iter().map(Vec::len).collect()
    }

    #[test]
    fn the_laender_stand_in_two_columns_and_words_below() {
        let laender = ["Baden-Württemberg", "Bayern", "Berlin", "Mecklenburg-Vorpommern", "Sachsen"];
        let mut choices: Vec<_> = laender.map(|land| Choice::answer(land, land)).into();
        choices.insert(0, word("mensch", "Mit einem Menschen sprechen"));
        choices.extend([word("fertig", "Fertig"), word("ueberspringen", "Überspringen")]);
        assert_eq!(shape(&asked(choices)), [2, 2, 1, 1, 2]);
    }

    #[test]
    fn short_answers_share_a_row_and_long_ones_have_their_own() {
        let ja_nein = vec![Choice::answer("ja", "Ja"), Choice::answer("nein", "Nein, im Moment nicht")];
        assert_eq!(shape(&asked(ja_nein)), [2]);
        let long: Vec<_> =
            (0..6).map(|n| Choice::answer(n.to_string(), "Gemeinderat, Stadtrat, Stadtverordnete")).collect();
        assert_eq!(shape(&asked(long)), [1; 6]);
    }

    #[test]
    fn a_tap_means_its_choice_and_one_that_does_not_fit_its_words() {
        let long = "x".repeat(70);
        let message = asked(vec![Choice::answer("DE-BY", "Bayern"), Choice::answer(long, "Sehr lang")]);
        let json = serde_json::to_value(markup(&message).unwrap()).unwrap();
        let data = |place: usize| json["inline_keyboard"][0][place]["callback_data"].as_str().unwrap();
        assert!(data(0).len() <= MOST_BYTES && data(1).len() <= MOST_BYTES);
        let choice = Meaning::Choice { step: Some("land".into()), choice: "DE-BY".to_owned() };
        assert_eq!(meaning(data(0), Some(&json)), choice);
        assert_eq!(meaning(data(1), Some(&json)), Meaning::Words("Sehr lang".to_owned()));
        assert_eq!(meaning(data(1), None), Meaning::Unknown);
        assert_eq!(meaning("gibt es nicht", Some(&json)), Meaning::Unknown);
    }

    #[test]
    fn a_choice_of_no_step_is_read_back_as_that() {
        let message = Message { choices: vec![word("weiter", "Weitermachen")], ..Message::default() };
        let json = serde_json::to_value(markup(&message).unwrap()).unwrap();
        let data = json["inline_keyboard"][0][0]["callback_data"].as_str().unwrap();
        let choice = "weiter".to_owned();
        assert_eq!(meaning(data, None), Meaning::Choice { step: None, choice });
    }
}

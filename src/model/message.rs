//! What goes out: finished text and what can be tapped below it.

use serde::{Deserialize, Serialize};

use super::{Attachment, CaseNumber, OfferId, StepId};

/// Something that can be tapped, or typed as its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What comes back when it is tapped: the option's id or the name of a command.
    pub id: String,
    /// What is written on it.
    pub label: String,
    /// It is a word for any time ("mensch", "fertig"), not an answer: it has no number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub word: bool,
}

impl Choice {
    /// An answer, which has a number by its place.
    pub fn answer(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self { id: id.into(), label: label.into(), word: false }
    }
}

/// One finished message to a contact or to the desk. Channels send it; they add no word of their own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Message {
    /// The whole text, plain; paragraphs are separated by an empty line.
    pub text: String,
    /// What can be tapped, in order; the first is number 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The step of the intake to which the choices belong: a tap on an old message is told from a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// It is about what was tapped in the last message of this step: a channel can show it there, with the choices
    /// as they are now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revises: bool,
    /// It is what the note before it says, as it is now (another of many pieces was counted): a channel can show it
    /// there instead of below.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renews: bool,
    /// The offers shown in the text, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferId>,
    /// The case whose waiting card this is: where a channel can, a tap on it claims the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<CaseNumber>,
    /// Whoever reads the place should look at once: where a channel can, it mentions them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alerts: bool,
    /// The file it carries; the text stands below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enclosure: Option<Enclosure>,
}

/// A file on its way from one side to the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// The file, as the channel it came by finds it again.
    pub file: Attachment,
    /// What it is called on its way: a word of ours. The name it had may say who somebody is.
    pub name: String,
}

impl std::fmt::Debug for Message {
    /// Shows the shape only: the text may repeat what a contact wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("text_bytes", &self.text.len())
            .field("choices", &self.choices.len())
            .field("offers", &self.offers.len())
            .finish_non_exhaustive()
    }
}

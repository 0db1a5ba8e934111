//! What goes out: finished text and what can be tapped below it.

use serde::{Deserialize, Serialize};

use super::OfferId;

/// Something that can be tapped, or typed as its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What comes back when it is tapped: the option's id or the name of a command.
    pub id: String,
    /// What is written on it.
    pub label: String,
}

/// One finished message to a contact or to the desk. Channels send it; they add no word of their own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Message {
    /// The whole text, plain; paragraphs are separated by an empty line.
    pub text: String,
    /// What can be tapped, in order; the first is number 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The offers shown in the text, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<OfferId>,
}

impl std::fmt::Debug for Message {
    /// Shows the shape only: the text may repeat what a contact wrote.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("text_bytes", &self.text.len())
            .field("choices", &self.choices.len())
            .field("offers", &self.offers.len())
            .finish()
    }
}

//! Choices of questions that are asked while humans talk. Each has an id of its own, so that a late tap on an old
//! message is still known for what it is and never taken for words to a human.

use super::words::normalise;

/// What such a choice answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// Another navigator may take over.
    TransferYes,
    /// The case stays where it is.
    TransferNo,
    /// It helped, or not.
    Feedback(Helped),
}

/// Whether the conversation helped, as the contact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Helped {
    /// It did.
    Yes,
    /// In part.
    Partly,
    /// It did not.
    No,
}

impl Tap {
    /// The choices of the question whether another navigator may take over, in order.
    pub const TRANSFER: [Self; 2] = [Self::TransferYes, Self::TransferNo];

    /// The choices of the question whether it helped, in order.
    pub const FEEDBACK: [Self; 3] =
        [Self::Feedback(Helped::Yes), Self::Feedback(Helped::Partly), Self::Feedback(Helped::No)];

    /// The id of the choice.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::TransferYes => "uebergabe-ja",
            Self::TransferNo => "uebergabe-nein",
            Self::Feedback(Helped::Yes) => "hilfreich-ja",
            Self::Feedback(Helped::Partly) => "hilfreich-teils",
            Self::Feedback(Helped::No) => "hilfreich-nein",
        }
    }

    /// Reads the id of a choice.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::TRANSFER.into_iter().chain(Self::FEEDBACK).find(|tap| tap.id() == id.trim())
    }

    /// Reads the typed answer to an open question with these choices: a number, or the last word of an id.
    #[must_use]
    pub fn typed(words: &str, choices: &[Self]) -> Option<Self> {
        let words = normalise(words.trim_end_matches(['.', '!']));
        (1..).zip(choices).find_map(|(number, tap): (u32, &Self)| {
            let word = tap.id().rsplit('-').next();
            (words == number.to_string() || Some(words.as_str()) == word).then_some(*tap)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_question_is_answered_by_number_or_word_and_by_nothing_else() {
        let typed = |words| Tap::typed(words, &Tap::TRANSFER);
        assert_eq!(typed("1"), Some(Tap::TransferYes));
        assert_eq!(typed(" Ja. "), Some(Tap::TransferYes));
        assert_eq!(typed("nein"), Some(Tap::TransferNo));
        for words in ["3", "ja, aber erst morgen", "", "uebergabe"] {
            assert_eq!(typed(words), None, "{words}");
        }
    }

    #[test]
    fn every_id_is_read_back() {
        for tap in Tap::TRANSFER.into_iter().chain(Tap::FEEDBACK) {
            assert_eq!(Tap::from_id(tap.id()), Some(tap));
        }
        assert_eq!(Tap::from_id("ja"), None);
    }
}

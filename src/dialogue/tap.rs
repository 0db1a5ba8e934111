//! Choices that belong to no step of the intake. Each has an id of its own, so that a late tap on an old message is
//! still known for what it is: never taken for the answer to another question, and never for words to a human.

use super::words::normalise;

/// What such a choice answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tap {
    /// Everything is to be deleted, or nothing.
    Delete(bool),
    /// The intake begins anew, or goes on.
    Restart(bool),
    /// The answers may go along.
    Share(Shared),
    /// The question that stands is to come back.
    GoOn,
    /// Another navigator may take over, or the case stays where it is.
    Transfer(bool),
    /// It helped, or not.
    Feedback(Helped),
}

/// What may go along with a case, as the contact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The answers.
    Yes,
    /// Nothing.
    No,
    /// They want to see first what it would be.
    Show,
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
    /// The choices of the question whether to delete everything, in order.
    pub const DELETE: [Self; 2] = [Self::Delete(true), Self::Delete(false)];

    /// The choices of the question whether to begin anew, in order.
    pub const RESTART: [Self; 2] = [Self::Restart(true), Self::Restart(false)];

    /// The choices of the question whether the answers may go along, in order.
    pub const SHARE: [Self; 3] =
        [Self::Share(Shared::Yes), Self::Share(Shared::No), Self::Share(Shared::Show)];

    /// The choices of the question whether another navigator may take over, in order.
    pub const TRANSFER: [Self; 2] = [Self::Transfer(true), Self::Transfer(false)];

    /// The choices of the question whether it helped, in order.
    pub const FEEDBACK: [Self; 3] =
        [Self::Feedback(Helped::Yes), Self::Feedback(Helped::Partly), Self::Feedback(Helped::No)];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let questions: [&[Self]; 6] =
            [&Self::DELETE, &Self::RESTART, &Self::SHARE, &[Self::GoOn], &Self::TRANSFER, &Self::FEEDBACK];
        questions.into_iter().flatten().copied()
    }

    /// The id of the choice.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Delete(true) => "loeschen-ja",
            Self::Delete(false) => "loeschen-nein",
            Self::Restart(true) => "neu-ja",
            Self::Restart(false) => "neu-nein",
            Self::Share(Shared::Yes) => "mitgeben-ja",
            Self::Share(Shared::No) => "mitgeben-nein",
            Self::Share(Shared::Show) => "mitgeben-zeigen",
            Self::GoOn => "zur-frage",
            Self::Transfer(true) => "uebergabe-ja",
            Self::Transfer(false) => "uebergabe-nein",
            Self::Feedback(Helped::Yes) => "hilfreich-ja",
            Self::Feedback(Helped::Partly) => "hilfreich-teils",
            Self::Feedback(Helped::No) => "hilfreich-nein",
        }
    }

    /// Reads the id of a choice.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|tap| tap.id() == id.trim())
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
        assert_eq!(typed("1"), Some(Tap::Transfer(true)));
        assert_eq!(typed(" Ja. "), Some(Tap::Transfer(true)));
        assert_eq!(typed("nein"), Some(Tap::Transfer(false)));
        for words in ["3", "ja, aber erst morgen", "", "uebergabe"] {
            assert_eq!(typed(words), None, "{words}");
        }
    }

    #[test]
    fn every_id_is_read_back() {
        for tap in Tap::all() {
            assert_eq!(Tap::from_id(tap.id()), Some(tap));
        }
        assert_eq!(Tap::from_id("ja"), None);
    }
}

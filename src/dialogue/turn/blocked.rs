//! Somebody whom the desk has blocked. They were told so once; what stays is what everybody must have at any time:
//! the emergency card, the privacy notice, and deleting everything. All else is dropped without an answer.

use super::super::talk::{Aside, ContactInput};
use super::super::words::Command;
use super::super::{Say, Tap};
use super::Turn;

impl Turn<'_> {
    pub(super) fn while_blocked(&mut self, input: &ContactInput) {
        let words = match input {
            ContactInput::Text(text) | ContactInput::Quoting { words: text, .. } => text.reveal().as_str(),
            ContactInput::Tapped { choice, .. } => match Tap::from_id(choice) {
                Some(tap @ Tap::Delete(_)) => return self.answer_tap(tap),
                Some(Tap::Restart(_) | Tap::Share(_) | Tap::GoOn | Tap::Transfer(_) | Tap::Feedback(_)) => {
                    return;
                }
                None => choice,
            },
            ContactInput::Opened
            | ContactInput::Forwarded(_)
            | ContactInput::LivePlace(_)
            | ContactInput::File(_)
            | ContactInput::Refused(_)
            | ContactInput::Unreadable
            | ContactInput::Undecryptable
            | ContactInput::Edited
            | ContactInput::Retracted
            | ContactInput::Reacted
            | ContactInput::Reachable(_) => return,
        };
        if let Some(danger) = self.scene.lexicon.danger(words) {
            self.emergency_card(danger.is_crisis());
        }
        if self.talk.aside.take() == Some(Aside::Delete) && self.answer_aside(Aside::Delete, words) {
            return;
        }
        match self.scene.lexicon.slash(words).or_else(|| self.scene.lexicon.command(words)) {
            Some(Command::Emergency) => self.emergency_card(false),
            Some(Command::Privacy) => self.says.push(Say::PrivacyNotice),
            Some(Command::Delete) => self.ask_whether_to_delete(),
            Some(
                Command::Help
                | Command::Offers(_)
                | Command::Back
                | Command::Skip
                | Command::Human
                | Command::Stop
                | Command::Restart
                | Command::Continue
                | Command::Start,
            )
            | None => {}
        }
    }
}

//! What is given rather than said: files, and words of others. In the intake it counts where evidence or an account is
//! asked for and nowhere else, so that what somebody passes on is never their answer to another question.
//!
//! Such things come in numbers. An album is many files, each with an update of its own, and whoever forwards thirty
//! messages does it with one gesture. What is to be said of all of them is said once, as long as each comes right
//! after the other.

use super::super::intake::{Kind, Step};
use super::super::talk::{Row, Said, Stage, Wish};
use super::super::{Caution, Evidence, Relayed, Say};
use super::Turn;
use crate::model::{Attachment, Private};

impl<'a> Turn<'a> {
    /// Says something unless it was said of the thing right before.
    pub(super) fn once(&mut self, said: Said, say: impl FnOnce(&mut Self)) {
        // A card that has just come up is not left without what stands below it.
        if self.row != Some(said) || self.emergency {
            say(self);
        }
        self.talk.row = Some(Row { said, at: self.now });
    }

    pub(super) fn file(&mut self, file: &Attachment) {
        if let Some(danger) =
            file.caption.as_ref().and_then(|words| self.scene.lexicon.danger(words.reveal()))
        {
            self.alarm(danger);
        }
        if self.talk.is_handed_over() {
            self.wish = Wish::Relay(Relayed::File(file.clone()));
            return;
        }
        match self.asked().map(|step| (step, step.kind)) {
            Some((step, Kind::Evidence { .. })) if self.caution(step).is_some() => self.given_too_early(),
            Some((step, Kind::Evidence { most_items, .. })) => {
                self.take_evidence(step, Evidence::File(file.clone()), most_items);
            }
            Some((
                _,
                Kind::Consent | Kind::Choice | Kind::Several | Kind::Place | Kind::Text { .. } | Kind::Review,
            ))
            | None => self.once(Said::FileNotNow, |turn| turn.sorry(Say::FileNotNow)),
        }
    }

    /// Words of others. They are no command and no "ja".
    pub(super) fn forwarded(&mut self, text: &Private<String>) {
        if let Some(danger) = self.scene.lexicon.danger(text.reveal()) {
            self.alarm(danger);
        }
        if self.talk.is_handed_over() {
            self.relay(text);
            return;
        }
        // A name is asked for in words too, but words of others are none.
        match self.asked().filter(|step| step.sensitive).map(|step| (step, step.kind)) {
            Some((step, Kind::Text { .. } | Kind::Evidence { .. }))
                if self.caution(step) == Some(Caution::Words) =>
            {
                self.given_too_early();
            }
            Some((step, Kind::Text { most_chars })) => self.own_words(step, text, most_chars),
            Some((step, Kind::Evidence { most_items, most_chars })) => {
                if text.reveal().chars().count() > most_chars as usize {
                    self.says.push(Say::TooLong { most_chars });
                    self.ask();
                } else {
                    self.take_evidence(step, Evidence::Words(text.clone()), most_items);
                }
            }
            Some((_, Kind::Consent | Kind::Choice | Kind::Several | Kind::Place | Kind::Review)) | None
                if self.emergency =>
            {
                self.rest_on_the_card();
            }
            Some((_, Kind::Consent | Kind::Choice | Kind::Several | Kind::Place | Kind::Review)) | None => {
                self.once(Said::ForwardedNotNow, |turn| turn.sorry(Say::ForwardedNotNow));
            }
        }
    }

    /// Words about a part of a message of ours. To a question of the intake they are an answer like any other; a human
    /// sees which part was meant.
    pub(super) fn quoting(&mut self, quote: &Private<String>, words: &Private<String>) {
        self.text(words);
        if let Wish::Relay(Relayed::Text(relayed)) = &mut self.wish {
            let quote = quote.reveal().trim_end().replace('\n', "\n> ");
            *relayed = format!("> {quote}\n\n{}", relayed.reveal()).into();
        }
    }

    /// The step of the intake that is being asked.
    fn asked(&self) -> Option<&'a Step> {
        match &self.talk.stage {
            Stage::Asking { step, .. } => self.scene.intake.step(step),
            Stage::Consent | Stage::Changing | Stage::HandedOver => None,
        }
    }

    fn given_too_early(&mut self) {
        self.once(Said::NotTakenYet, Self::not_taken_yet);
    }

    fn take_evidence(&mut self, step: &Step, piece: Evidence, most_items: u32) {
        self.add_evidence(step, piece, most_items);
        let (said, say) = match self.says.pop() {
            Some(Say::EvidenceNoted { count }) if self.row == Some(Said::Noted) => {
                (Said::Noted, Some(Say::MoreEvidenceNoted { count }))
            }
            Some(Say::EvidenceFull { .. }) if self.row == Some(Said::Full) => (Said::Full, None),
            Some(full @ Say::EvidenceFull { .. }) => (Said::Full, Some(full)),
            noted => (Said::Noted, noted),
        };
        self.says.extend(say);
        self.talk.row = Some(Row { said, at: self.now });
    }
}

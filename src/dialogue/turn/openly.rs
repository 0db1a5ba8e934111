//! Channels whose operator can read along. There the most personal answers (steps that are `sensitive`) are taken only
//! after somebody has said that they want to go on; whatever comes before that is neither an answer nor kept.
//!
//! Agreed once, words are taken at every such step. Files show more than words do, so they are asked about on their
//! own where words were agreed to before. Beginning anew asks again.
//!
//! Accepted: what was sent too early lies with the operator all the same. That is said; it cannot be undone from here.

use super::super::intake::{Kind, Step};
use super::super::talk::{Openly, Talk};
use super::super::words::{Candidate, Options, outright};
use super::super::{Caution, Say, Way};
use super::Turn;
use crate::model::{Channel, OptionId};

/// What is to be settled at this step before an answer is taken on this channel.
pub(super) fn caution(talk: &Talk, channel: Channel, step: &Step) -> Option<Caution> {
    if !step.sensitive || !channel.operator_reads_along() {
        return None;
    }
    match (step.kind, talk.openly) {
        (Kind::Text { .. } | Kind::Evidence { .. }, Openly { words: false, .. }) => Some(Caution::Words),
        (Kind::Evidence { .. }, Openly { files: false, .. }) => Some(Caution::Files),
        (Kind::Text { .. } | Kind::Evidence { .. }, Openly { words: true, .. })
        | (Kind::Consent | Kind::Choice | Kind::Several | Kind::Place | Kind::Review, _) => None,
    }
}

impl Turn<'_> {
    pub(super) fn caution(&self, step: &Step) -> Option<Caution> {
        caution(&self.talk, self.channel, step)
    }

    /// Deals with words that must not be taken as the answer to this step. False: they may.
    pub(super) fn holds_back(&mut self, step: &Step, words: &str) -> bool {
        let Some(caution) = self.caution(step) else {
            let is_late_tap = step.sensitive && Way::ALL.iter().any(|way| way.id() == words);
            if is_late_tap {
                self.ask_again();
            }
            return is_late_tap;
        };
        let takes_files = matches!(step.kind, Kind::Evidence { .. });
        match (self.way(caution, words), self.scene.lexicon.yes_no(words), caution) {
            (Some(Way::Here), ..) | (None, Some(true), _) => {
                self.talk.openly.words = true;
                self.talk.openly.files |= takes_files;
                self.talk.misunderstood = 0;
                self.asked_before = None;
                self.ask();
            }
            (Some(Way::Other), ..) => self.aside_from_the_question(Say::OtherWays),
            // Where evidence is asked for, "nein" and "fertig" end the list.
            (None, ..) if takes_files && (self.scene.lexicon.done(words) || self.says_no(words)) => {
                return false;
            }
            (None, Some(false), _) => self.skip(),
            (None, None, Caution::Words) => self.not_taken_yet(),
            (None, None, Caution::Files) => return false,
        }
        true
    }

    /// Something came too early. In danger nothing is put below the card; "weiter" brings the question back.
    pub(super) fn not_taken_yet(&mut self) {
        if self.emergency {
            self.rest_on_the_card();
        } else {
            self.aside_from_the_question(Say::NotTakenYet);
        }
    }

    fn says_no(&self, words: &str) -> bool {
        self.scene.lexicon.yes_no(words) == Some(false)
    }

    /// Which way they chose. Only what names it outright counts: "hier" may stand in any account.
    fn way(&self, caution: Caution, words: &str) -> Option<Way> {
        let [words_here, files_here, other] = &self.scene.labels.openly;
        let here = match caution {
            Caution::Words => words_here,
            Caution::Files => files_here,
        };
        let candidates = [(Way::Here, here), (Way::Other, other)].map(|(way, label)| Candidate {
            id: OptionId::from(way.id()),
            label: label.clone(),
            words: Vec::new(),
        });
        let picked = outright(&self.scene.lexicon, &Options::new(candidates.to_vec()), words)?;
        Way::ALL.into_iter().find(|way| way.id() == picked.as_str())
    }
}

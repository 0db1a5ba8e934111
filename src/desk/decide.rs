//! The whole behaviour of a conversation as one synchronous, total function: [`decide`].

use super::contact::Contact;
use super::{
    Case, Conversation, Decision, Duty, Input, Next, Notice, NumberedMatch, Outgoing, Over, Undeliverable,
    handing, navigator, reminders,
};
use crate::dialogue::{Say, Scene, Talk};
use crate::model::{Address, CaseNumber, Timestamp};

/// What the conversation of the contact at `address` does about `input`.
///
/// Total: every input in every state has an answer. `new_number` is asked at most once, when a case is opened.
pub fn decide(
    conversation: Option<Conversation>,
    address: &Address,
    input: Input,
    scene: &Scene,
    duty: &Duty,
    new_number: &mut dyn FnMut() -> CaseNumber,
    now: Timestamp,
) -> Decision {
    match (conversation, input) {
        (conversation, Input::Contact(heard)) => {
            Contact::hear(conversation, address, &heard, scene, duty, new_number, now)
        }
        (conversation, Input::ContactChange { change, subject }) => {
            Contact::hear_change(conversation, address, &change, &subject, scene, duty, new_number, now)
        }
        (Some(conversation), Input::Navigator { by, case, room, typed }) if has(&conversation, case) => {
            navigator::take(conversation, &by, room, &typed, scene, duty, now)
        }
        (Some(conversation), Input::NavigatorChange { by, case, room, change, subject })
            if has(&conversation, case) =>
        {
            navigator::take_change(conversation, &by, room, &change, &subject, scene, duty, now)
        }
        // What was changed belongs to a case that is gone: there is nothing left that could change.
        (Some(conversation), Input::NavigatorChange { .. }) => Decision::keep(conversation, Vec::new()),
        (Some(conversation), Input::Undelivered(reason)) => undelivered(conversation, reason),
        (Some(conversation), Input::FileLost(reason)) => file_lost(conversation, reason, duty),
        (Some(conversation), Input::RosterChanged) => handing::take_from_leaver(conversation, duty, now),
        (Some(conversation), Input::TimePassed) => reminders::remind(conversation, duty, now),
        (Some(_), Input::Expired(Over::Everything)) => Decision::forget("conversation_expired"),
        (Some(mut conversation), Input::Expired(Over::Intake)) => {
            conversation.talk = Talk::handed_over();
            Decision::keep(conversation, Vec::new())
        }
        // The contact deleted everything while this was under way, and may have begun anew: what was meant for the
        // case that is gone must not fall upon another.
        (Some(conversation), Input::Navigator { case, .. }) => {
            Decision::keep(conversation, vec![Outgoing::Queue(Notice::NoSuchCase(case))])
        }
        (None, Input::Navigator { case, .. }) => {
            Decision { outgoing: vec![Outgoing::Queue(Notice::NoSuchCase(case))], ..Decision::nothing() }
        }
        (
            None,
            Input::NavigatorChange { .. }
            | Input::TimePassed
            | Input::RosterChanged
            | Input::Expired(_)
            | Input::Undelivered(_)
            | Input::FileLost(_),
        ) => Decision::nothing(),
    }
}

fn has(conversation: &Conversation, number: CaseNumber) -> bool {
    conversation.case.as_ref().is_some_and(|case| case.number == number)
}

impl Decision {
    /// Nothing happens, and no conversation is kept.
    #[must_use]
    pub const fn nothing() -> Self {
        Self { next: Next::Forget, outgoing: Vec::new(), release: None, audit: Vec::new() }
    }

    pub(super) fn forget(what: &'static str) -> Self {
        Self { audit: vec![what], ..Self::nothing() }
    }

    pub(super) fn keep(conversation: Conversation, outgoing: Vec<Outgoing>) -> Self {
        Self { next: Next::Keep(Box::new(conversation)), outgoing, release: None, audit: Vec::new() }
    }
}

/// The sheet, its offers and the files that belong to it, as a navigator gets them.
pub(super) fn sheet_notices(case: &Case) -> Vec<Outgoing> {
    let Some(sheet) = &case.sheet else {
        return vec![Outgoing::Case(case.number, Notice::NoSheet(case.number))];
    };
    let numbered = (1..)
        .zip(&sheet.matches)
        .map(|(number, matched)| NumberedMatch { number, matched: matched.clone() })
        .collect();
    let mut notices = vec![
        Outgoing::Case(case.number, Notice::Sheet { case: case.number, sheet: sheet.clone() }),
        Outgoing::Case(case.number, Notice::Offers { case: case.number, numbered }),
    ];
    notices.extend(
        sheet
            .files()
            .map(|file| Outgoing::Case(case.number, Notice::File { case: case.number, file: file.clone() })),
    );
    notices
}

/// Everything somebody needs who takes over a case: sheet, offers, and what was said so far.
pub(super) fn brief(case: &Case) -> Vec<Outgoing> {
    let mut brief = sheet_notices(case);
    brief.push(Outgoing::History(case.number));
    brief
}

fn undelivered(conversation: Conversation, reason: Undeliverable) -> Decision {
    let notice = conversation
        .case
        .as_ref()
        .map(|case| Outgoing::CaseFailure(case.number, Notice::NotDelivered { case: case.number, reason }));
    Decision::keep(conversation, notice.into_iter().collect())
}

/// Both sides are told: one waits for it, the other believes that it is there.
fn file_lost(conversation: Conversation, reason: Undeliverable, duty: &Duty) -> Decision {
    let told = match reason {
        // Not every channel tells beforehand how large a file is. Once more would be too large once more.
        Undeliverable::TooLarge => Say::FileRefused(duty.files.too_large(conversation.address.channel)),
        Undeliverable::Gone
        | Undeliverable::Refused
        | Undeliverable::GaveUp
        | Undeliverable::FileLost
        | Undeliverable::StillThere => Say::FileLost,
    };
    let notice = conversation
        .case
        .as_ref()
        .map(|case| Outgoing::Case(case.number, Notice::FileLost { case: case.number, reason }));
    let outgoing = [Outgoing::Contact(told)].into_iter().chain(notice).collect();
    Decision::keep(conversation, outgoing)
}

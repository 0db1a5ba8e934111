//! What happened to a conversation, and what it is about: the message that is answered or changed, and what was said
//! before.

use super::super::core::{Core, Loaded};
use super::super::error::RuntimeError;
use super::super::matter::Matter;
use super::super::told;
use crate::channel::Reference;
use crate::desk::{Change, Decision, Input, Next, Outgoing};
use crate::model::{Address, EventId};

/// Something that concerns a conversation.
pub(super) struct Happening {
    pub(super) input: Input,
    /// Who did it.
    pub(super) by: Option<Address>,
    /// The event by which it came.
    pub(super) event: Option<EventId>,
    /// The message it is about: the one that is answered, changed, or was not delivered.
    pub(super) about: Option<EventId>,
}

impl Happening {
    /// Something that nobody did.
    pub(super) const fn of(input: Input) -> Self {
        Self { input, by: None, event: None, about: None }
    }
}

/// Finds the message that an input is about.
pub(super) async fn refer(
    core: &Core,
    loaded: Option<&Loaded>,
    input: Input,
    about: Option<&EventId>,
    matter: &mut Matter,
) -> Result<Input, RuntimeError> {
    let (Some(loaded), Some(event)) = (loaded, about) else {
        matter.marked.clone_from(&matter.event);
        return Ok(input);
    };
    let told = told::all(core, loaded).await?;
    let known = told::about(core, loaded, &told, event).await?;
    matter.copies = known.copies;
    matter.counterpart = known.counterpart;
    Ok(match input {
        Input::ContactChange { change, .. } => Input::ContactChange { change, subject: known.subject },
        Input::NavigatorChange { by, case, room, change, .. } => {
            // What is taken back can carry no mark.
            matter.marked = match change {
                Change::Edited(_) => Some(event.clone()),
                Change::Retracted | Change::Unreacted | Change::Reacted(_) => None,
            };
            Input::NavigatorChange { by, case, room, change, subject: known.subject }
        }
        Input::Undelivered(reason) => {
            // The mark belongs to what the navigator wrote, not to its copy, which never arrived.
            matter.counterpart = Some(Reference::Original(event.clone()));
            Input::Undelivered(reason)
        }
        other @ (Input::Contact(_)
        | Input::Navigator { .. }
        | Input::TimePassed
        | Input::RosterChanged
        | Input::Expired(_)
        | Input::FileLost(_)) => {
            matter.marked.clone_from(&matter.event);
            other
        }
    })
}

/// Looks up what was said before, if what was decided needs it.
pub(super) async fn look_back(
    core: &Core,
    loaded: &Loaded,
    decision: &Decision,
    matter: &mut Matter,
) -> Result<(), RuntimeError> {
    let case = decision.outgoing.iter().find_map(|outgoing| match outgoing {
        Outgoing::History(number) => Some(*number),
        Outgoing::Card { card, .. } => Some(card.case),
        Outgoing::Contact(_)
        | Outgoing::ContactCopy { .. }
        | Outgoing::ContactEdit { .. }
        | Outgoing::ContactRetract { .. }
        | Outgoing::ContactReact(_)
        | Outgoing::Queue(_)
        | Outgoing::Case(..)
        | Outgoing::CaseFailure(..)
        | Outgoing::CaseCopy(..)
        | Outgoing::CaseEdit(..)
        | Outgoing::CaseRetract(_)
        | Outgoing::CaseReact(..) => None,
    });
    if decision.next == Next::Forget {
        matter.traces = told::traces(core, loaded).await?;
    }
    // Of a case that begins now nothing was said yet.
    let known = loaded.conversation.case.as_ref().map(|case| case.number);
    if let Some(case) = case.filter(|case| known == Some(*case)) {
        let told = told::all(core, loaded).await?;
        matter.cards = told::cards(&told, case);
        matter.history = told::history(core, loaded, &told, case);
    }
    Ok(())
}

//! Deciding, and committing what was decided. The only place where deciding meets the store.

use super::super::core::{Core, Parts};
use super::super::delivery::Delivery;
use super::super::error::RuntimeError;
use super::super::matter::Matter;
use super::super::pack::{Packed, pack, pack_desk};
use super::super::probe::Point;
use super::happening::{Happening, look_back, refer};
use crate::channel::Destination;
use crate::desk::{self, Input, Notice};
use crate::model::Address;
use crate::privacy::{Lookup, retention};
use crate::store::{InboxSeq, Write};

/// Loads the conversation of `lane`, decides what follows from what happened to it, and commits that.
pub(super) async fn decide(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    lane: Lookup,
    address: Option<Address>,
    happening: Happening,
) -> Result<(), RuntimeError> {
    let _alone = core.lock(lane).await;
    let now = core.now();
    let loaded = core.load(lane).await?;
    let Some(address) = address.or_else(|| loaded.as_ref().map(|loaded| loaded.conversation.address.clone()))
    else {
        // It was deleted between finding the case and taking the lock.
        return at_the_desk(core, delivery, seq, &[]).await;
    };
    let over = loaded.as_ref().and_then(|loaded| retention::over_by(&loaded.conversation, now));
    let Happening { input, by, event, about } = happening;
    let mut matter = Matter { event, by, ..Matter::default() };
    let input = match (input, over) {
        (Input::TimePassed, Some(over)) => Input::Expired(over),
        (input, _) => refer(core, loaded.as_ref(), input, about.as_ref(), &mut matter).await?,
    };
    let conversation = loaded.as_ref().map(|loaded| loaded.conversation.clone());
    let mut new_number = || core.new_case();
    let Parts { scene, duty, .. } = &core.parts;
    let decision = desk::decide(conversation, &address, input, scene, duty, &mut new_number, now);
    if let Some(loaded) = &loaded {
        look_back(core, loaded, &decision, &mut matter).await?;
    }
    commit(core, delivery, pack(core, seq, &address, &matter, loaded, decision, now)?).await
}

/// Says something in the queue that concerns no conversation.
pub(super) async fn at_the_desk(
    core: &Core,
    delivery: &Delivery,
    seq: InboxSeq,
    notices: &[Notice],
) -> Result<(), RuntimeError> {
    commit(core, delivery, pack_desk(core, seq, &Destination::Queue, notices, core.now())?).await
}

/// Sets aside what cannot be read, and tells the desk.
pub(super) async fn dead_letter(core: &Core, delivery: &Delivery, seq: InboxSeq) -> Result<(), RuntimeError> {
    let mut packed = pack_desk(core, seq, &Destination::Queue, &[Notice::DeadLetter], core.now())?;
    // What cannot be read may be something else than what came in.
    packed.turn.dead_letter = true;
    commit(core, delivery, packed).await
}

/// Commits, and only then lets anything out.
pub(super) async fn commit(core: &Core, delivery: &Delivery, packed: Packed) -> Result<(), RuntimeError> {
    let Packed { mut turn, mut parcels, forgotten } = packed;
    delivery.begin_first(&mut turn, &mut parcels);
    let release = turn.release;
    core.parts.probe.reached(Point::Decided);
    delivery.expect(&parcels);
    if let Err(error) = core.journal.write(Write::Turn(Box::new(turn))).await {
        delivery.unexpect(&parcels);
        return Err(error.into());
    }
    core.note_health(true);
    core.parts.probe.reached(Point::Committed);
    if let Some(id) = forgotten {
        delivery.forget(id);
    }
    delivery.post(parcels);
    if release.is_some() {
        delivery.read_outbox().await?;
    }
    Ok(())
}

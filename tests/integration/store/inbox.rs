//! What came in.

use lotse::model::Channel;
use lotse::store::{InboxSeq, NewInbound, Turn, Write, Written};

use super::{accept, at, content, inbound, turn};
use crate::databases::Database;

/// F16: a platform delivers the same event again.
pub async fn the_same_event_is_accepted_once(database: &Database) {
    let store = database.open().await;
    let first = accept(&store, "hello").await;

    let again = store.write(&[Write::Accept(inbound("hello")), Write::Accept(inbound("hello"))]).await;
    assert_eq!(again.unwrap(), [Written::Waiting(first), Written::Waiting(first)]);
    let twice_in_one_batch = [Write::Accept(inbound("bye")), Write::Accept(inbound("bye"))];
    let answers = store.write(&twice_in_one_batch).await.unwrap();
    assert!(matches!(answers[..], [Written::Accepted(a), Written::Waiting(b)] if a == b), "{answers:?}");

    let elsewhere = NewInbound { channel: Channel::Telegram, ..inbound("hello") };
    let answers = store.write(&[Write::Accept(elsewhere)]).await.unwrap();
    assert!(matches!(answers[..], [Written::Accepted(_)]), "{answers:?}");

    store.write(&[Write::Turn(Box::new(turn(first)))]).await.unwrap();
    let after_it_was_handled = store.write(&[Write::Accept(inbound("hello"))]).await.unwrap();
    assert_eq!(after_it_was_handled, [Written::Duplicate]);
}

pub async fn what_came_in_waits_in_order_until_it_is_handled(database: &Database) {
    let store = database.open().await;
    let mut places = Vec::new();
    for event in ["one", "two", "three", "four"] {
        places.push(accept(&store, event).await);
    }
    store.write(&[Write::Turn(Box::new(turn(places[1])))]).await.unwrap();

    let waiting = async |after, limit| {
        let rows = store.waiting_inbox(after, limit).await.unwrap();
        rows.iter().map(|row| content(&row.payload).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(waiting(InboxSeq(0), 10).await, ["one", "three", "four"]);
    assert_eq!(waiting(InboxSeq(0), 2).await, ["one", "three"]);
    assert_eq!(waiting(places[2], 10).await, ["four"]);

    let row = &store.waiting_inbox(InboxSeq(0), 1).await.unwrap()[0];
    let sent = inbound("one");
    assert_eq!((row.seq, row.channel, row.event), (places[0], sent.channel, sent.event));
    assert_eq!((&row.payload, row.received_at), (&sent.payload, sent.received_at));
}

pub async fn event_keys_are_forgotten_when_they_are_old_and_handled(database: &Database) {
    let store = database.open().await;
    let handled = accept(&store, "handled").await;
    let waiting = accept(&store, "waiting").await;
    store.write(&[Write::Turn(Box::new(turn(handled)))]).await.unwrap();

    assert_eq!(store.forget_event_keys(at(1)).await.unwrap(), 0, "handled at this very moment");
    assert_eq!(store.forget_event_keys(at(2)).await.unwrap(), 1);
    let answers = store.write(&[Write::Accept(inbound("handled")), Write::Accept(inbound("waiting"))]).await;
    let answers = answers.unwrap();
    assert!(
        matches!(answers[..], [Written::Accepted(_), Written::Waiting(seq)] if seq == waiting),
        "{answers:?}"
    );
}

/// What the migration says to whoever mended the damage.
const PUT_BACK: &str = "UPDATE inbox SET done_at = NULL, payload = dead_letters.payload, \
    payload_key = dead_letters.payload_key FROM dead_letters WHERE dead_letters.inbox = inbox.seq; \
    DELETE FROM dead_letters;";

pub async fn what_could_not_be_handled_can_be_put_back(database: &Database) {
    let store = database.open().await;
    let (dead, fine) = (accept(&store, "dead").await, accept(&store, "fine").await);
    let given_up = Turn { dead_letter: true, ..turn(dead) };
    store.write(&[Write::Turn(Box::new(given_up)), Write::Turn(Box::new(turn(fine)))]).await.unwrap();
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);
    store.close().await;

    database.tamper(PUT_BACK).await;
    let store = database.open().await;
    let rows = store.waiting_inbox(InboxSeq(0), 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.seq, content(&row.payload))).collect::<Vec<_>>(), [(dead, "dead")]);

    // It is kept no longer than the event key.
    store.write(&[Write::Turn(Box::new(Turn { dead_letter: true, ..turn(dead) }))]).await.unwrap();
    assert_eq!(store.forget_event_keys(at(2)).await.unwrap(), 2);
    store.close().await;
    let again = "INSERT INTO inbox (channel, event, payload, payload_key, received_at) \
        SELECT 'matrix', payload, payload, payload_key, 0 FROM dead_letters";
    database.tamper(again).await;
    assert_eq!(database.open().await.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);
}

//! What must go out.

use std::sync::Arc;

use lotse::model::CaseNumber;
use lotse::store::{ConversationChange, NewOutgoing, SendOutcome, Store, Turn, Write, Written};

use super::{at, commit, content, link, lookup, message, stored, waiting};
use crate::databases::Database;

pub async fn messages_go_out_in_the_order_in_which_they_were_said(database: &Database) {
    let store = database.open().await;
    let said = ["one", "two"].map(|text| message(text, "anna", None));
    let anna = stored(&store, "anna", said.to_vec()).await;
    let for_the_desk = message("three", "desk", None);
    commit(&store, "more", |turn| Turn { outbox: vec![for_the_desk.clone()], ..turn }).await;

    assert_eq!(waiting(&store).await, ["one", "two", "three"]);
    let rows = store.waiting_outbox(0, 2).await.unwrap();
    let after = store.waiting_outbox(rows[1].seq, 10).await.unwrap();
    assert_eq!((rows.len(), after.len()), (2, 1));

    let (first, last) = (&rows[0], &after[0]);
    assert_eq!((first.id, first.target, first.conversation), (said[0].id, lookup("anna"), Some(anna.id)));
    assert_eq!(first.wrapped_key.as_ref(), Some(&anna.wrapped_key));
    assert_eq!((first.attempts, first.half_sent), (0, false));
    assert_eq!((first.due_at, first.created_at), (at(0), at(0)));
    assert_eq!((last.id, last.conversation, &last.wrapped_key), (for_the_desk.id, None, &None));
}

pub async fn held_messages_wait_until_their_case_is_released(database: &Database) {
    let store = database.open().await;
    let held = |text, case| NewOutgoing { held_for: Some(CaseNumber(case)), ..message(text, "room", None) };
    let said = vec![held("sheet", 1), held("note", 1), message("hello", "anna", None), held("other", 2)];
    let anna = stored(&store, "anna", said).await;
    assert_eq!(waiting(&store).await, ["hello"]);
    assert_eq!(store.said(anna.id).await.unwrap().len(), 4);

    let late = vec![message("welcome", "room", Some(&anna))];
    commit(&store, "claim", |turn| Turn { release: Some(CaseNumber(1)), outbox: late, ..turn }).await;
    assert_eq!(waiting(&store).await, ["sheet", "note", "hello", "welcome"]);
}

pub async fn a_delivered_message_stays_as_history(database: &Database) {
    let store = database.open().await;
    let hello = message("hello", "anna", None);
    let anna = stored(&store, "anna", vec![hello.clone(), message("more", "anna", None)]).await;
    let delivered = SendOutcome::Delivered { link: None, then: None, next: None };
    let batch =
        [Write::SendBegun { id: hello.id }, Write::SendEnded { id: hello.id, at: at(2), outcome: delivered }];
    assert_eq!(store.write(&batch).await.unwrap(), [Written::Done, Written::Done]);

    assert_eq!(waiting(&store).await, ["more"]);
    let history = store.said(anna.id).await.unwrap();
    assert_eq!(history.iter().map(|row| content(&row.payload)).collect::<Vec<_>>(), ["hello", "more"]);
    assert_eq!((history[0].attempts, history[0].half_sent), (1, false));
    assert_eq!(history[0].wrapped_key.as_ref(), Some(&anna.wrapped_key));

    let too_late = SendOutcome::Retry { due_at: at(9) };
    store.write(&[Write::SendEnded { id: hello.id, at: at(3), outcome: too_late }]).await.unwrap();
    assert_eq!(waiting(&store).await, ["more"], "what is delivered never waits again");
}

pub async fn a_delivered_message_without_a_conversation_is_gone(database: &Database) {
    let store = database.open().await;
    let (list, other) = (message("list", "desk", None), message("other", "desk", None));
    let outbox = vec![list.clone(), other];
    commit(&store, "command", |turn| Turn { outbox, ..turn }).await;
    let delivered = SendOutcome::Delivered { link: None, then: None, next: None };
    store.write(&[Write::SendEnded { id: list.id, at: at(2), outcome: delivered }]).await.unwrap();
    assert_eq!(waiting(&store).await, ["other"]);
    // The id is free again, so the row is not merely marked.
    commit(&store, "again", |turn| Turn { outbox: vec![list], ..turn }).await;
    assert_eq!(waiting(&store).await, ["other", "list"]);
}

pub async fn a_failed_attempt_is_put_off(database: &Database) {
    let store = database.open().await;
    let hello = message("hello", "anna", None);
    stored(&store, "anna", vec![hello.clone()]).await;
    for attempt in 1..=2 {
        let retry = SendOutcome::Retry { due_at: at(60 * i64::from(attempt)) };
        let batch =
            [Write::SendBegun { id: hello.id }, Write::SendEnded { id: hello.id, at: at(2), outcome: retry }];
        store.write(&batch).await.unwrap();
        let row = store.waiting_outbox(0, 1).await.unwrap().remove(0);
        assert_eq!((row.attempts, row.half_sent), (attempt, false));
        assert_eq!((row.due_at, row.created_at), (at(60 * i64::from(attempt)), at(0)));
    }
}

/// F15: killed between sending and recording it. That sending begins is recorded by itself, with the turn in which
/// something is said, or with what became of the message before.
pub async fn a_message_half_sent_is_known_after_a_restart(database: &Database) {
    let store = database.open().await;
    let hello = NewOutgoing { begun: true, ..message("hello", "anna", None) };
    let (more, last) = (message("more", "anna", None), message("last", "anna", None));
    let half_sent = async |store: &Arc<dyn Store>| -> Vec<(u32, bool)> {
        let rows = store.waiting_outbox(0, 10).await.unwrap();
        rows.iter().map(|row| (row.attempts, row.half_sent)).collect()
    };
    stored(&store, "anna", vec![hello.clone(), more.clone(), last.clone()]).await;
    store.close().await;

    let store = database.open().await;
    assert_eq!(half_sent(&store).await, [(1, true), (0, false), (0, false)]);
    let outcome = SendOutcome::Delivered { link: None, then: None, next: Some(more.id) };
    store.write(&[Write::SendEnded { id: hello.id, at: at(2), outcome }]).await.unwrap();
    store.close().await;

    let store = database.open().await;
    assert_eq!(half_sent(&store).await, [(1, true), (0, false)]);
    store.write(&[Write::SendBegun { id: last.id }]).await.unwrap();
    store.close().await;
    assert_eq!(half_sent(&database.open().await).await, [(1, true), (1, true)]);
}

/// F9: one message that cannot be sent must not stop those behind it.
pub async fn a_dead_letter_blocks_nobody(database: &Database) {
    let store = database.open().await;
    let hello = message("hello", "anna", None);
    let anna = stored(&store, "anna", vec![hello.clone(), message("more", "anna", None)]).await;
    let batch = [
        Write::SendBegun { id: hello.id },
        Write::SendEnded { id: hello.id, at: at(2), outcome: SendOutcome::Dead },
    ];
    store.write(&batch).await.unwrap();
    assert_eq!(waiting(&store).await, ["more"]);
    assert_eq!(store.said(anna.id).await.unwrap().len(), 2, "it is kept for a human to see");
}

/// The last word after a deletion holds the address of somebody of whom nothing may be left.
pub async fn what_is_given_up_without_a_conversation_is_gone(database: &Database) {
    let store = database.open().await;
    let farewell = message("farewell", "anna", None);
    let outbox = vec![farewell.clone()];
    commit(&store, "delete", |turn| Turn { outbox, ..turn }).await;
    let batch = [
        Write::SendBegun { id: farewell.id },
        Write::SendEnded { id: farewell.id, at: at(2), outcome: SendOutcome::Dead },
    ];
    store.write(&batch).await.unwrap();
    // The id is free again, so the row is not merely marked.
    commit(&store, "again", |turn| Turn { outbox: vec![farewell], ..turn }).await;
    assert_eq!(waiting(&store).await, ["farewell"]);
}

pub async fn sending_what_was_forgotten_meanwhile_does_no_harm(database: &Database) {
    let store = database.open().await;
    let hello = message("hello", "anna", None);
    let anna = stored(&store, "anna", vec![hello.clone()]).await;
    store.write(&[Write::SendBegun { id: hello.id }]).await.unwrap();
    let delete = Some(ConversationChange::Delete(anna.id));
    commit(&store, "delete", |turn| Turn { conversation: delete, ..turn }).await;

    let link = Some(link(&anna, &hello, "copy"));
    let receipt = Box::new(message("it has arrived", "room", Some(&anna)));
    let (id, at) = (hello.id, at(2));
    for outcome in [
        SendOutcome::Delivered { link, then: Some(receipt), next: None },
        SendOutcome::Retry { due_at: at },
        SendOutcome::Dead,
    ] {
        let batch = [Write::SendBegun { id }, Write::SendEnded { id, at, outcome }];
        assert_eq!(store.write(&batch).await.unwrap(), [Written::Done, Written::Done]);
    }
    assert_eq!(store.link_by_copy(lookup("copy")).await.unwrap(), None);
    assert_eq!(waiting(&store).await, [""; 0]);
}

pub async fn a_relayed_message_is_found_from_both_sides(database: &Database) {
    let store = database.open().await;
    let parts = ["first half", "second half"].map(|text| message(text, "room", None));
    let anna = stored(&store, "anna", parts.to_vec()).await;
    let links = [link(&anna, &parts[0], "copy 1"), link(&anna, &parts[1], "copy 2")];
    for link in &links {
        let outcome = SendOutcome::Delivered { link: Some(link.clone()), then: None, next: None };
        let ended = Write::SendEnded { id: link.outbox, at: at(2), outcome };
        store.write(&[ended.clone(), ended]).await.unwrap();
    }
    assert_eq!(store.link_by_copy(lookup("copy 2")).await.unwrap().as_ref(), Some(&links[1]));
    assert_eq!(store.link_by_copy(lookup("original")).await.unwrap(), None);
    assert_eq!(store.link(parts[0].id).await.unwrap().as_ref(), Some(&links[0]));
    // F19: a link never joins two conversations.
    let (bert, reply) = (stored(&store, "bert", vec![]).await, message("reply", "anna", Some(&anna)));
    commit(&store, "reply", |turn| Turn { outbox: vec![reply.clone()], ..turn }).await;
    let outcome =
        SendOutcome::Delivered { link: Some(link(&bert, &reply, "copy 3")), then: None, next: None };
    store.write(&[Write::SendEnded { id: reply.id, at: at(2), outcome }]).await.unwrap();
    assert_eq!(store.link_by_copy(lookup("copy 3")).await.unwrap(), None);
}

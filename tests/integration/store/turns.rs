//! What a decision changes, as a whole or not at all.

use lotse::model::CaseNumber;
use lotse::store::{
    AuditEntry, CaseRow, CaseStatus, ConversationChange, ConversationRow, InboxSeq, SendOutcome, StoreError,
    Turn, Write,
};

use super::{
    accept, at, case, commit, conversation, inbound, link, lookup, message, next, stored, turn, waiting,
};
use crate::databases::Database;

pub async fn a_conversation_is_found_by_its_address_and_by_its_case(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![]).await;
    let bert = stored(&store, "bert", vec![]).await;
    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(anna.clone()));
    assert_eq!(store.conversation(lookup("nobody")).await.unwrap(), None);

    let changed = ConversationRow { due_at: Some(at(60)), updated_at: at(5), ..next(&bert, "more") };
    let update = Some(ConversationChange::Update(changed.clone()));
    let opened = Some(case(1, &bert, CaseStatus::Waiting));
    commit(&store, "handoff", |turn| Turn { conversation: update, case: opened, ..turn }).await;
    assert_eq!(store.conversation(bert.lane).await.unwrap(), Some(changed.clone()));
    assert_eq!(store.conversation_of(CaseNumber(1)).await.unwrap(), Some(changed));
    assert_eq!(store.conversation_of(CaseNumber(2)).await.unwrap(), None);
    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(anna));
}

pub async fn a_change_made_from_a_stale_version_is_refused(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![]).await;
    let update = Some(ConversationChange::Update(next(&anna, "second")));
    commit(&store, "second", |turn| Turn { conversation: update, ..turn }).await;

    let seq = accept(&store, "stale").await;
    let skipped = ConversationRow { version: 4, ..anna.clone() };
    for change in [
        ConversationChange::Update(next(&anna, "from the first version again")),
        ConversationChange::Update(skipped),
        ConversationChange::Insert(anna.clone()),
        ConversationChange::Insert(ConversationRow { version: 2, ..conversation("new") }),
        ConversationChange::Update(next(&conversation("never stored"), "unknown")),
    ] {
        let told = format!("{change:?}");
        let stale = Turn { conversation: Some(change), ..turn(seq) };
        let refused = store.write(&[Write::Turn(Box::new(stale))]).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{told}: {refused:?}");
    }
    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(next(&anna, "second")));
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 1, "it still waits to be handled");
}

pub async fn an_address_belongs_to_one_conversation(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![]).await;
    let second = conversation("anna");
    let seq = accept(&store, "second").await;
    let insert = Turn { conversation: Some(ConversationChange::Insert(second.clone())), ..turn(seq) };
    match store.write(&[Write::Turn(Box::new(insert))]).await {
        Err(StoreError::Conflict(id)) => assert_eq!(id, second.id),
        other => panic!("{other:?}"),
    }
    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(anna));
}

pub async fn a_turn_is_committed_once(database: &Database) {
    let store = database.open().await;
    let seq = accept(&store, "hello").await;
    let reply = Turn { outbox: vec![message("good day", "anna", None)], ..turn(seq) };
    store.write(&[Write::Turn(Box::new(reply))]).await.unwrap();

    for seq in [seq, InboxSeq(seq.0 + 1)] {
        let again = Turn { outbox: vec![message("good day", "anna", None)], ..turn(seq) };
        match store.write(&[Write::Turn(Box::new(again))]).await {
            Err(StoreError::HandledBefore(refused)) => assert_eq!(refused, seq),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(waiting(&store).await, ["good day"]);
}

pub async fn one_failing_write_takes_the_whole_batch_back(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![message("before", "anna", None)]).await;
    let before = store.waiting_outbox(0, 10).await.unwrap().remove(0);
    let (first, second) = (accept(&store, "first").await, accept(&store, "second").await);
    let entry = AuditEntry { at: at(1), case: None, what: "case_opened" };
    let good = Turn {
        conversation: Some(ConversationChange::Update(next(&anna, "changed"))),
        case: Some(case(1, &anna, CaseStatus::Waiting)),
        outbox: vec![message("after", "anna", Some(&anna))],
        audit: vec![entry],
        ..turn(first)
    };
    let stale = Turn { conversation: Some(ConversationChange::Update(next(&anna, "stale"))), ..turn(second) };
    let batch = [
        Write::Accept(inbound("third")),
        Write::SendBegun { id: before.id },
        Write::Turn(Box::new(good)),
        Write::Turn(Box::new(stale)),
        Write::Accept(inbound("fourth")),
    ];
    let refused = store.write(&batch).await;
    assert!(matches!(refused, Err(StoreError::Conflict(id)) if id == anna.id), "{refused:?}");

    assert_eq!(store.conversation(anna.lane).await.unwrap(), Some(anna));
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 2);
    assert_eq!(waiting(&store).await, ["before"]);
    assert_eq!(store.waiting_outbox(0, 10).await.unwrap()[0].attempts, 0);
    assert_eq!(store.last_case().await.unwrap(), CaseNumber(0));
    assert_eq!(store.audit().await.unwrap(), []);
    let without_the_stale_one = [&batch[..3], &batch[4..]].concat();
    assert_eq!(store.write(&without_the_stale_one).await.unwrap().len(), 4, "the rest is as good as before");
    assert_eq!(waiting(&store).await, ["before", "after"]);
}

pub async fn what_the_database_refuses_is_taken_back_as_a_whole(database: &Database) {
    let store = database.open().await;
    let seq = accept(&store, "hello").await;
    let unknown = conversation("never stored");
    let outbox = vec![message("fine", "desk", None), message("of nobody", "anna", Some(&unknown))];
    let batch = [Write::Accept(inbound("new")), Write::Turn(Box::new(Turn { outbox, ..turn(seq) }))];
    for _ in 0..2 {
        let refused = store.write(&batch).await;
        assert!(matches!(refused, Err(StoreError::Database(_))), "{refused:?}");
    }
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 1);
    assert_eq!(waiting(&store).await, [""; 0]);
    store.write(&[Write::Turn(Box::new(turn(seq)))]).await.unwrap();
}

/// F33: what is deleted is gone, and nothing else.
pub async fn forgetting_takes_all_of_one_conversation_and_nothing_of_another(database: &Database) {
    let store = database.open().await;
    let mut kept = Vec::new();
    for (number, contact) in [(1, "anna"), (2, "bert")] {
        let (copy, waiting) = (message("copy", "room", None), message("waiting", contact, None));
        let row = stored(&store, contact, vec![copy.clone(), waiting]).await;
        let opened = Some(case(number, &row, CaseStatus::Claimed));
        commit(&store, &format!("{contact} again"), |turn| Turn { case: opened, ..turn }).await;
        let link = Some(link(&row, &copy, &format!("copy of {contact}")));
        let delivered = SendOutcome::Delivered { link, then: None, next: None };
        store.write(&[Write::SendEnded { id: copy.id, at: at(2), outcome: delivered }]).await.unwrap();
        kept.push(row);
    }
    let (anna, bert) = (&kept[0], &kept[1]);
    let entry = AuditEntry { at: at(3), case: Some(CaseNumber(1)), what: "conversation_deleted" };
    let farewell = vec![message("deleted", "anna", None)];
    let delete = Some(ConversationChange::Delete(anna.id));
    let audit = vec![entry];
    commit(&store, "delete", |turn| Turn { conversation: delete, outbox: farewell, audit, ..turn }).await;

    assert_eq!(store.conversation(anna.lane).await.unwrap(), None);
    assert_eq!(store.conversation_of(CaseNumber(1)).await.unwrap(), None);
    assert_eq!(store.said(anna.id).await.unwrap().len(), 0);
    assert_eq!(store.link_by_copy(lookup("copy of anna")).await.unwrap(), None);

    assert_eq!(store.conversation(bert.lane).await.unwrap().as_ref(), Some(bert));
    assert_eq!(store.conversation_of(CaseNumber(2)).await.unwrap().as_ref(), Some(bert));
    assert_eq!(store.said(bert.id).await.unwrap().len(), 2);
    assert!(store.link_by_copy(lookup("copy of bert")).await.unwrap().is_some());
    assert_eq!(store.cases(&[CaseStatus::Claimed]).await.unwrap(), [case(2, bert, CaseStatus::Claimed)]);
    assert_eq!(waiting(&store).await, ["waiting", "deleted"]);
    let trail = [(at(3), Some(CaseNumber(1)), String::from("conversation_deleted"))];
    assert_eq!(store.audit().await.unwrap(), trail);
}

pub async fn a_case_number_is_never_given_twice(database: &Database) {
    let store = database.open().await;
    assert_eq!(store.last_case().await.unwrap(), CaseNumber(0));
    let anna = stored(&store, "anna", vec![]).await;
    let bert = stored(&store, "bert", vec![]).await;
    for (event, opened) in
        [("first", case(2, &anna, CaseStatus::Waiting)), ("second", case(1, &bert, CaseStatus::Waiting))]
    {
        commit(&store, event, |turn| Turn { case: Some(opened), ..turn }).await;
    }
    assert_eq!(store.last_case().await.unwrap(), CaseNumber(2));

    let taken =
        Turn { case: Some(case(2, &bert, CaseStatus::Waiting)), ..turn(accept(&store, "taken").await) };
    match store.write(&[Write::Turn(Box::new(taken))]).await {
        Err(StoreError::Inconsistent { table: "cases", row, .. }) => assert_eq!(row, "2"),
        other => panic!("{other:?}"),
    }
    let delete = Some(ConversationChange::Delete(anna.id));
    commit(&store, "delete", |turn| Turn { conversation: delete, ..turn }).await;
    assert_eq!(store.last_case().await.unwrap(), CaseNumber(2), "also when it is gone");
}

pub async fn the_desk_lists_cases_by_status_oldest_first(database: &Database) {
    let store = database.open().await;
    let anna = stored(&store, "anna", vec![]).await;
    for (number, status) in [(3, CaseStatus::Waiting), (1, CaseStatus::Closed), (2, CaseStatus::Waiting)] {
        let opened = Some(case(number, &anna, status));
        commit(&store, &format!("case {number}"), |turn| Turn { case: opened, ..turn }).await;
    }
    let claimed = CaseRow { changed_at: at(9), ..case(2, &anna, CaseStatus::Claimed) };
    let claim = Some(claimed.clone());
    commit(&store, "claim", |turn| Turn { case: claim, ..turn }).await;

    let listed = async |statuses: &[CaseStatus]| {
        let rows = store.cases(statuses).await.unwrap();
        rows.iter().map(|row| row.number.0).collect::<Vec<_>>()
    };
    assert_eq!(listed(&[CaseStatus::Waiting]).await, [3]);
    assert_eq!(listed(&[CaseStatus::Claimed, CaseStatus::Waiting]).await, [2, 3]);
    assert_eq!(listed(&[]).await, [0; 0]);
    assert_eq!(store.cases(&[CaseStatus::Claimed]).await.unwrap(), [claimed]);
}

pub async fn the_next_timer_comes_first(database: &Database) {
    let store = database.open().await;
    for (contact, due) in [("late", Some(30)), ("never", None), ("early", Some(10)), ("soon", Some(20))] {
        let row = ConversationRow { due_at: due.map(at), ..conversation(contact) };
        let insert = Some(ConversationChange::Insert(row));
        commit(&store, contact, |turn| Turn { conversation: insert, ..turn }).await;
    }
    let due = async |now, limit| {
        let rows = store.due(at(now), limit).await.unwrap();
        rows.iter().map(|row| row.lane).collect::<Vec<_>>()
    };
    assert_eq!(due(9, 10).await, []);
    assert_eq!(due(20, 10).await, [lookup("early"), lookup("soon")]);
    assert_eq!(due(99, 10).await, [lookup("early"), lookup("soon"), lookup("late")]);
    assert_eq!(due(99, 1).await, [lookup("early")]);
}

pub async fn the_audit_trail_keeps_its_order(database: &Database) {
    let store = database.open().await;
    let entry = |case: Option<i64>, what| AuditEntry { at: at(5), case: case.map(CaseNumber), what };
    let first = vec![entry(None, "conversation_begun"), entry(Some(1), "case_opened")];
    commit(&store, "one", |turn| Turn { audit: first, ..turn }).await;
    commit(&store, "two", |turn| Turn { audit: vec![entry(Some(1), "case_claimed")], ..turn }).await;
    let words: Vec<_> =
        store.audit().await.unwrap().into_iter().map(|(_, case, what)| (case, what)).collect();
    let case = Some(CaseNumber(1));
    let expected = [(None, "conversation_begun"), (case, "case_opened"), (case, "case_claimed")];
    assert_eq!(words, expected.map(|(case, what)| (case, what.to_owned())));
}

//! Many at once.

use std::sync::Arc;

use lotse::store::{ConversationChange, InboxSeq, SendOutcome, Store, StoreError, Turn, Write, Written};
use tokio::task::JoinSet;

use super::{accept, at, commit, content, conversation, inbound, message, next, stored, turn, waiting};
use crate::databases::Database;

const CONTACTS: usize = 16;
const TURNS: usize = 8;

/// What waits at the same time is committed together, and is then what it would be one by one.
pub async fn a_large_batch_says_what_its_writes_say_one_by_one(database: &Database) {
    const MANY: usize = 77;
    let store = database.open().await;
    let rows: Vec<_> = (0..MANY).map(|number| conversation(&format!("contact {number}"))).collect();
    let events = || (0..MANY).map(|number| inbound(&format!("event {number}"))).map(Write::Accept);
    let accepted = store.write(&events().chain(events().take(1)).collect::<Vec<_>>()).await.unwrap();
    let places: Vec<InboxSeq> = accepted
        .iter()
        .take(MANY)
        .map(|written| match written {
            Written::Accepted(seq) => *seq,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(places.is_sorted_by(|one, next| one < next), "numbered in the order in which it came");
    assert_eq!(accepted.last(), Some(&Written::Waiting(places[0])));

    let said: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(number, row)| {
            ["first", "second"].map(|word| message(&format!("{number} {word}"), "x", Some(row)))
        })
        .collect();
    let turns: Vec<_> = places
        .iter()
        .zip(rows.iter().zip(&said))
        .map(|(seq, (row, said))| {
            let insert = Some(ConversationChange::Insert(row.clone()));
            Write::Turn(Box::new(Turn { conversation: insert, outbox: said.to_vec(), ..turn(*seq) }))
        })
        .collect();
    assert_eq!(store.write(&turns).await.unwrap(), [Written::Done; MANY]);
    let texts = |of: &[usize]| -> Vec<String> {
        let said = said.iter().flat_map(|said| of.iter().map(|place| content(&said[*place].payload)));
        said.map(str::to_owned).collect()
    };
    assert_eq!(waiting(&store).await, texts(&[0, 1]), "in the order of the turns");

    let ended: Vec<_> = said
        .iter()
        .map(|[first, second]| {
            let outcome = SendOutcome::Delivered { link: None, then: None, next: Some(second.id) };
            Write::SendEnded { id: first.id, at: at(2), outcome }
        })
        .collect();
    store.write(&ended).await.unwrap();
    assert_eq!(waiting(&store).await, texts(&[1]));
    let begun = store.waiting_outbox(0, 200).await.unwrap();
    assert!(begun.iter().all(|row| row.half_sent && row.attempts == 1), "each next one is begun");

    let mut updates = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let update = Some(ConversationChange::Update(next(row, &format!("changed {number}"))));
        let seq = accept(&store, &format!("more of {number}")).await;
        updates.push(Write::Turn(Box::new(Turn { conversation: update, ..turn(seq) })));
    }
    store.write(&updates).await.unwrap();

    // One change that is refused takes all others back, wherever it stands.
    let mut refused = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let known = if number + 1 == MANY { row.clone() } else { next(row, "known") };
        let update = Some(ConversationChange::Update(next(&known, "refused")));
        let seq = accept(&store, &format!("refused {number}")).await;
        refused.push(Write::Turn(Box::new(Turn { conversation: update, ..turn(seq) })));
    }
    let error = store.write(&refused).await.unwrap_err();
    assert!(matches!(error, StoreError::Conflict(id) if id == rows[MANY - 1].id), "{error:?}");
    store.close().await;
    let store = database.open().await;
    for (number, row) in rows.iter().enumerate() {
        let changed = next(row, &format!("changed {number}"));
        assert_eq!(store.conversation(row.lane).await.unwrap(), Some(changed));
    }
}

/// F18, F19: contacts write at the same time; each gets their own answers, all of them, in order.
pub async fn nothing_is_lost_when_many_write_at_once(database: &Database) {
    let store = database.open().await;
    let mut tasks = JoinSet::new();
    for contact in 0..CONTACTS {
        tasks.spawn(talk(Arc::clone(&store), format!("contact {contact}")));
    }
    let rows = tasks.join_all().await;

    for (row, contact) in &rows {
        let stored = store.conversation(row.lane).await.unwrap().unwrap();
        assert_eq!(stored.version, i64::try_from(TURNS).unwrap());
        let said = store.said(row.id).await.unwrap();
        let said: Vec<_> = said.iter().map(|row| content(&row.payload).to_owned()).collect();
        let expected: Vec<_> = (0..TURNS).map(|turn| format!("{contact}, {turn}")).collect();
        assert_eq!(said, expected);
    }
    assert_eq!(store.waiting_inbox(InboxSeq(0), 10).await.unwrap().len(), 0);

    // All want to make the next change of the same conversation: exactly one does.
    let anna = stored(&store, "anna", vec![]).await;
    let mut tasks = JoinSet::new();
    for rival in 0..CONTACTS {
        let (store, anna) = (Arc::clone(&store), anna.clone());
        tasks.spawn(async move {
            let seq = accept(&store, &format!("rival {rival}")).await;
            let update = ConversationChange::Update(next(&anna, &format!("rival {rival}")));
            let turn = Turn { conversation: Some(update), ..turn(seq) };
            match store.write(&[Write::Turn(Box::new(turn))]).await {
                Ok(_) => true,
                Err(StoreError::Conflict(_)) => false,
                Err(other) => panic!("{other:?}"),
            }
        });
    }
    let won = tasks.join_all().await.into_iter().filter(|won| *won).count();
    assert_eq!(won, 1);
}

async fn talk(store: Arc<dyn Store>, contact: String) -> (lotse::store::ConversationRow, String) {
    let mut row = conversation(&contact);
    for number in 0..TURNS {
        let text = format!("{contact}, {number}");
        let change = if number == 0 {
            ConversationChange::Insert(row.clone())
        } else {
            row = next(&row, &text);
            ConversationChange::Update(row.clone())
        };
        let outbox = vec![message(&text, &contact, Some(&row))];
        commit(&store, &text, |turn| Turn { conversation: Some(change), outbox, at: at(1), ..turn }).await;
    }
    (row, contact)
}

/// The runtime asks for what came after the last row it saw. A number that appears late would never be seen.
pub async fn whoever_reads_on_from_the_last_row_misses_none(database: &Database) {
    let store = database.open().await;
    let mut writers = JoinSet::new();
    for contact in 0..CONTACTS {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            for number in 0..TURNS {
                let batch =
                    ["a", "b"].map(|part| Write::Accept(inbound(&format!("{contact} {number} {part}"))));
                let answers = store.write(&batch).await.unwrap();
                assert!(matches!(answers[..], [Written::Accepted(_), Written::Accepted(_)]), "{answers:?}");
            }
        });
    }
    let (mut last, mut seen) = (InboxSeq(0), 0);
    while seen < CONTACTS * TURNS * 2 {
        let rows = store.waiting_inbox(last, 7).await.unwrap();
        if rows.is_empty() && writers.is_empty() {
            break;
        }
        if rows.is_empty() {
            writers.join_next().await;
        }
        seen += rows.len();
        last = rows.last().map_or(last, |row| row.seq);
    }
    assert_eq!(seen, CONTACTS * TURNS * 2);
}

//! What a store promises. Every promise is one function, and holds on SQLite and on PostgreSQL alike.

mod inbox;
mod opening;
mod outbox;
mod parallel;
mod sqlite_file;
mod turns;

use std::sync::Arc;

use lotse::model::{CaseNumber, Channel, ConversationId, OsEntropy, OutboxId, Timestamp};
use lotse::privacy::{Lookup, Sealed};
use lotse::store::{
    CaseRow, CaseStatus, ConversationChange, ConversationRow, InboxSeq, Link, NewInbound, NewOutgoing, Store,
    Turn, Write, Written,
};

/// Runs every promise on both databases.
macro_rules! promises {
    ($($group:ident: $($name:ident),+;)+) => {
        mod on_sqlite {
            use crate::databases::Database;
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let database = Database::sqlite();
                    super::$group::$name(&database).await;
                    database.remove().await;
                }
            )+)+
        }

        mod on_postgres {
            use crate::databases::Database;
            $($(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let database = Database::postgres().await;
                    super::$group::$name(&database).await;
                    database.remove().await;
                }
            )+)+
        }
    };
}

promises! {
    inbox:
        the_same_event_is_accepted_once,
        what_came_in_waits_in_order_until_it_is_handled,
        event_keys_are_forgotten_when_they_are_old_and_handled,
        what_could_not_be_handled_can_be_put_back;
    turns:
        a_conversation_is_found_by_its_address_and_by_its_case,
        a_change_made_from_a_stale_version_is_refused,
        an_address_belongs_to_one_conversation,
        a_turn_is_committed_once,
        one_failing_write_takes_the_whole_batch_back,
        what_the_database_refuses_is_taken_back_as_a_whole,
        forgetting_takes_all_of_one_conversation_and_nothing_of_another,
        a_case_number_is_never_given_twice,
        the_desk_lists_cases_by_status_oldest_first,
        the_next_timer_comes_first,
        the_audit_trail_keeps_its_order;
    outbox:
        messages_go_out_in_the_order_in_which_they_were_said,
        held_messages_wait_until_their_case_is_released,
        a_delivered_message_stays_as_history,
        a_delivered_message_without_a_conversation_is_gone,
        a_failed_attempt_is_put_off,
        a_message_half_sent_is_known_after_a_restart,
        a_dead_letter_blocks_nobody,
        what_is_given_up_without_a_conversation_is_gone,
        sending_what_was_forgotten_meanwhile_does_no_harm,
        a_relayed_message_is_found_from_both_sides;
    opening:
        everything_is_there_after_a_restart,
        a_look_changes_nothing_and_disturbs_nobody,
        the_counts_are_those_of_the_rows,
        a_second_process_is_refused,
        a_newer_database_is_refused_and_left_alone,
        the_first_key_proof_stays,
        whoever_looks_stores_no_key_proof,
        damaged_rows_are_named,
        a_closed_store_takes_nothing_more;
    parallel:
        a_large_batch_says_what_its_writes_say_one_by_one,
        nothing_is_lost_when_many_write_at_once,
        whoever_reads_on_from_the_last_row_misses_none;
}

/// `seconds` after the beginning of all tests.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

fn lookup(of: &str) -> Lookup {
    let mut bytes = [0; 32];
    bytes[..of.len()].copy_from_slice(of.as_bytes());
    Lookup(bytes)
}

fn sealed(content: &str) -> Sealed {
    Sealed { key_id: String::from("fingerprint"), bytes: content.into() }
}

fn content(sealed: &Sealed) -> &str {
    std::str::from_utf8(&sealed.bytes).unwrap()
}

fn inbound(event: &str) -> NewInbound {
    NewInbound { channel: Channel::Matrix, event: lookup(event), payload: sealed(event), received_at: at(0) }
}

/// Takes `event` in and says where it stands.
async fn accept(store: &Arc<dyn Store>, event: &str) -> InboxSeq {
    match store.write(&[Write::Accept(inbound(event))]).await.unwrap()[..] {
        [Written::Accepted(seq)] => seq,
        ref other => panic!("{event} should have been accepted: {other:?}"),
    }
}

fn conversation(contact: &str) -> ConversationRow {
    ConversationRow {
        id: ConversationId::new(at(0), &OsEntropy),
        lane: lookup(contact),
        wrapped_key: sealed(&format!("key of {contact}")),
        state: sealed(&format!("state of {contact}")),
        version: 1,
        due_at: None,
        updated_at: at(0),
    }
}

fn next(row: &ConversationRow, state: &str) -> ConversationRow {
    ConversationRow { version: row.version + 1, state: sealed(state), ..row.clone() }
}

fn message(text: &str, to: &str, of: Option<&ConversationRow>) -> NewOutgoing {
    NewOutgoing {
        id: OutboxId::new(at(0), &OsEntropy),
        target: lookup(to),
        conversation: of.map(|row| row.id),
        payload: sealed(text),
        held_for: None,
        begun: false,
        created_at: at(0),
    }
}

fn case(number: i64, of: &ConversationRow, status: CaseStatus) -> CaseRow {
    CaseRow {
        number: CaseNumber(number),
        conversation: of.id,
        status,
        opened_at: at(number),
        changed_at: at(number),
    }
}

fn link(of: &ConversationRow, copy_in: &NewOutgoing, copy: &str) -> Link {
    Link { conversation: of.id, outbox: copy_in.id, copy: lookup(copy), ids: sealed("both ids") }
}

/// A turn that handles `inbox` and changes nothing else.
fn turn(inbox: InboxSeq) -> Turn {
    Turn {
        inbox,
        dead_letter: false,
        rewritten: Vec::new(),
        at: at(1),
        conversation: None,
        case: None,
        release: None,
        outbox: Vec::new(),
        audit: Vec::new(),
    }
}

/// Takes something in and commits a turn about it, changed by `change`.
async fn commit(store: &Arc<dyn Store>, event: &str, change: impl FnOnce(Turn) -> Turn) {
    let turn = change(turn(accept(store, event).await));
    assert_eq!(store.write(&[Write::Turn(Box::new(turn))]).await.unwrap(), [Written::Done]);
}

/// A conversation that is stored, with what it said.
async fn stored(store: &Arc<dyn Store>, contact: &str, outbox: Vec<NewOutgoing>) -> ConversationRow {
    let row = conversation(contact);
    let outbox = outbox.into_iter().map(|new| NewOutgoing { conversation: Some(row.id), ..new }).collect();
    let insert = Some(ConversationChange::Insert(row.clone()));
    commit(store, contact, |turn| Turn { conversation: insert, outbox, ..turn }).await;
    row
}

/// The texts that wait to go out, in order.
async fn waiting(store: &Arc<dyn Store>) -> Vec<String> {
    let rows = store.waiting_outbox(0, 200).await.unwrap();
    rows.iter().map(|row| content(&row.payload).to_owned()).collect()
}

//! Anything in any order: what must hold for a case whatever people type and tap.

use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use lotse::desk::{CaseState, Conversation, Decision, Input, Next, Notice, Outgoing, Room, decide, parse};
use lotse::dialogue::{Attention, ContactInput};
use lotse::model::{CaseNumber, Private};
use proptest::prelude::*;

use crate::stage::{MONDAY_TEN, address, content, duty, navigator};

const NAVIGATORS: [&str; 3] = ["lea", "tom", "mia"];
const LINES: [&str; 19] = [
    "!übernehmen",
    "!a Guten Tag",
    "!senden 1",
    "!angebote recht",
    "!blatt",
    "!übergeben tom",
    "!übergeben mia",
    "!zurückgeben",
    "!schließen",
    "!öffnen",
    "!öffnen 1",
    "!sperren",
    "!entsperren",
    "!entsperren 1",
    "!offen",
    "!hilfe",
    "!übernemen",
    "nur unter uns",
    "a Hallo",
];
const WORDS: [&str; 14] = [
    "ja",
    "nein",
    "1",
    "Es kam ein Brief.",
    "mensch",
    "hilfe",
    "notfall",
    "löschen",
    "neu",
    "/start",
    "Ich will nicht mehr leben",
    "uebergabe-ja",
    "hilfreich-teils",
    "datenschutz",
];

#[derive(Debug, Clone)]
enum Step {
    Contact(&'static str),
    Desk(&'static str, &'static str),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => prop::sample::select(WORDS.to_vec()).prop_map(Step::Contact),
        6 => (prop::sample::select(NAVIGATORS.to_vec()), prop::sample::select(LINES.to_vec()))
            .prop_map(|(who, line)| Step::Desk(who, line)),
        2 => (1_i64..900).prop_map(Step::Wait),
    ]
}

/// Who has the case.
fn holder(conversation: Option<&Conversation>) -> Option<String> {
    match &conversation?.case.as_ref()?.state {
        CaseState::Claimed { by } => Some(by.name.reveal().clone()),
        CaseState::Waiting | CaseState::Closed { .. } | CaseState::Blocked { .. } => None,
    }
}

fn is_for_the_desk(outgoing: &Outgoing) -> bool {
    match outgoing {
        Outgoing::Queue(Notice::ContactDeleted(_))
        | Outgoing::Contact(_)
        | Outgoing::ContactCopy { .. }
        | Outgoing::ContactEdit { .. }
        | Outgoing::ContactRetract { .. }
        | Outgoing::ContactReact(_) => false,
        Outgoing::Queue(_)
        | Outgoing::Card { .. }
        | Outgoing::Case(..)
        | Outgoing::CaseFailure(..)
        | Outgoing::CaseCopy(..)
        | Outgoing::CaseEdit(..)
        | Outgoing::CaseRetract(_)
        | Outgoing::CaseReact(..)
        | Outgoing::History(_) => true,
    }
}

fn check(before: Option<&Conversation>, step: &Step, decision: &Decision) {
    let after = match &decision.next {
        Next::Keep(conversation) => Some(&**conversation),
        Next::Forget => None,
    };
    let to_contact = decision.outgoing.iter().any(|out| matches!(out, Outgoing::ContactCopy { .. }));
    let blocked = before.is_some_and(|known| known.attention() == Attention::Blocked);
    match step {
        Step::Desk(who, line) => {
            let has = holder(before).as_deref() == Some(*who);
            let may = has && (line.starts_with("!a ") || line.starts_with("!senden"));
            assert!(!to_contact || may, "what {who} typed went out");
            let taken = after.is_some() && holder(after) != holder(before);
            let may = has || line.starts_with("!übernehmen") || line.starts_with("!öffnen");
            assert!(!taken || may, "{who} moved a case that was not theirs");
            if taken && !has {
                assert_eq!(holder(before), None, "{who} took a case from somebody");
            }
        }
        Step::Contact(_) => {
            assert!(!to_contact);
            if blocked {
                let heard: Vec<_> = decision.outgoing.iter().filter(|out| is_for_the_desk(out)).collect();
                assert!(heard.is_empty(), "the desk hears of somebody blocked: {heard:?}");
            }
            if let (Some(had), Some(has)) = (holder(before), holder(after)) {
                let asked = before.and_then(|known| known.case.as_ref()?.transfer_to.as_ref());
                let agreed = asked.is_some_and(|to| *to.name.reveal() == has);
                assert!(had == has || agreed, "the case went from {had} to {has} without being asked");
            }
        }
        Step::Wait(_) => assert!(decision.outgoing.len() <= 1 && !to_contact),
    }
    if let Some(case) = after.and_then(|known| known.case.as_ref()) {
        assert!(case.transfer_to.is_none() || holder(after).is_some(), "asked about a case nobody has");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn nobody_gets_what_is_not_theirs(steps in prop::collection::vec(step(), 1..60)) {
        // F21, F22, F24
        let (scene, _) = content();
        let duty = duty();
        let mut now: Timestamp = MONDAY_TEN.parse().unwrap();
        let mut number = 0;
        let mut conversation: Option<Conversation> = None;
        let mut told = String::new();
        for step in std::iter::once(Step::Contact("mensch")).chain(steps) {
            writeln!(told, "{step:?}").unwrap();
            let input = match &step {
                Step::Contact(words) => Input::Contact(ContactInput::Text(Private::from(*words))),
                Step::Desk(who, line) => {
                    // What is typed is about the case there is, as the router finds it.
                    let known = conversation.as_ref().and_then(|known| known.case.as_ref());
                    let case = known.map_or(CaseNumber(0), |case| case.number);
                    Input::Navigator { by: navigator(who), case, room: Room::Queue, typed: parse(line) }
                }
                Step::Wait(minutes) => {
                    now = now.checked_add(SignedDuration::from_mins(*minutes)).unwrap();
                    Input::TimePassed
                }
            };
            let mut next = || { number += 1; CaseNumber(number) };
            let before = conversation.clone();
            let decision = decide(conversation, &address("rosa"), input, &scene, &duty, &mut next, now);
            check(before.as_ref(), &step, &decision);
            conversation = match decision.next {
                Next::Keep(kept) => Some(*kept),
                Next::Forget => None,
            };
            if let Some(case) = conversation.as_ref().and_then(|known| known.case.as_ref())
                && let Some(due) = duty.reminder_due_at(case, now)
            {
                prop_assert!(due >= now && duty.hours.is_open(due), "{}", told);
            }
        }
    }
}

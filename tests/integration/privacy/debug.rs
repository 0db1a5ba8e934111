//! `Debug` is what panics and hasty log lines print: it shows nothing private, whatever it is asked of.

use lotse::channel::{Destination, Inbound};
use lotse::desk::{self, Duty, Input, Room};
use lotse::dialogue::ContactInput;
use lotse::model::{Address, Attachment, CaseNumber, Channel, Clock as _, FileKind, Private};
use lotse::ops::settings::Settings;

use super::canary::{CANARY, LEA, ROSA, event, found_in, stage, whole_conversation};
use crate::stage::{address, contact_says, content, desk_says};

/// Fails if the canary shows in either form of `Debug`.
fn shows_nothing(value: &impl std::fmt::Debug) {
    for shown in [format!("{value:?}"), format!("{value:#?}")] {
        for word in [CANARY, ROSA, LEA] {
            assert_eq!(found_in(shown.as_bytes(), word), None, "{word} shows in {shown}");
        }
    }
}

#[tokio::test]
async fn debug_shows_nothing_of_a_conversation_and_what_it_leads_to() {
    let stage = stage().await;
    whole_conversation(&stage).await;
    let conversation = stage.conversation(ROSA).await.unwrap();
    assert!(conversation.case.as_ref().is_some_and(|case| case.sheet.is_some()));
    shows_nothing(&conversation);
    shows_nothing(&stage.world.sent());
    shows_nothing(stage.runtime());

    let (scene, texts) = content();
    shows_nothing(&texts);
    let navigator = match desk_says(LEA, event(&stage), "!a Guten Tag, Kanarienvogel.") {
        Inbound::Desk { navigator, .. } => navigator,
        Inbound::Contact { .. } | Inbound::ContactChange { .. } => unreachable!(),
    };
    let inputs = [
        Input::Contact(ContactInput::Text(Private::from("Hier ist Kanarienvogel."))),
        Input::Contact(ContactInput::Text(Private::from("löschen"))),
        Input::Navigator {
            by: navigator.clone(),
            case: CaseNumber(1),
            room: Room::Case(CaseNumber(1)),
            typed: desk::parse("!a Guten Tag, Kanarienvogel."),
        },
        Input::Navigator {
            by: navigator,
            case: CaseNumber(1),
            room: Room::Queue,
            typed: desk::parse("!blatt 1"),
        },
    ];
    for input in inputs {
        shows_nothing(&input);
        let mut number = || CaseNumber(7);
        let decision = desk::decide(
            Some(conversation.clone()),
            &address(ROSA),
            input,
            &scene,
            &Duty::default(),
            &mut number,
            stage.clock.now(),
        );
        assert!(!decision.outgoing.is_empty());
        shows_nothing(&decision);
    }
}

#[tokio::test]
async fn debug_shows_nothing_of_what_comes_in_and_goes_out() {
    let stage = stage().await;
    let file = Attachment {
        from: Channel::Terminal,
        kind: FileKind::Image,
        bytes: None,
        media_type: None,
        caption: Some(Private::from("kanarienvogel")),
        handle: Private::from("/kanarienvogel.png"),
    };
    for input in [ContactInput::Text(Private::from("Kanarienvogel")), ContactInput::File(file)] {
        shows_nothing(&contact_says(ROSA, event(&stage), input));
    }
    shows_nothing(&desk_says(LEA, event(&stage), "!a Kanarienvogel"));
    shows_nothing(&Destination::Contact(Address::new(Channel::Matrix, ROSA)));
}

#[test]
fn debug_shows_nothing_of_passwords_and_keys() {
    let secrets = ["LOTSE_DATABASE", "LOTSE_MASTER_KEY", "LOTSE_DESK__NAVIGATORS", "LOTSE_TELEGRAM__TOKEN"];
    let secret = |name: &str| secrets.contains(&name).then(|| String::from(CANARY));
    let settings = Settings::of_environment(secret).unwrap();
    assert_eq!(settings.master_key.as_ref().unwrap().reveal(), CANARY);
    shows_nothing(&settings);
}

//! Whatever anybody types, taps or sends, in whatever order.

use lotse::dialogue::{Attention, ContactInput, Stage, Wish};
use lotse::model::{Channel, Private};
use proptest::prelude::*;

use super::{Person, picture, steps};

const WORDS: [&str; 44] = [
    "ja",
    "nein",
    "1",
    "2",
    "3",
    "17",
    "99",
    "fertig",
    "weiter",
    "zurück",
    "überspringen",
    "mensch",
    "notfall",
    "stopp",
    "neu",
    "löschen",
    "angebote",
    "angebote bayern recht",
    "datenschutz",
    "hilfe",
    "/start",
    "/hilfe",
    "start",
    "zeigen",
    "Hallo",
    "selbst",
    "information",
    "Gemeinderat",
    "Bayern",
    "Neustadt",
    "93333",
    "Drohung",
    "Drohung, Hass im Netz",
    "keine Polizei",
    "sprechen",
    "ändern",
    "übergeben",
    "er steht vor der tür",
    "ich kann nicht mehr",
    "",
    " ",
    "?",
    "🙂",
    "Worum es geht",
];

const CHOICES: [&str; 13] = [
    "loeschen-ja",
    "neu-ja",
    "mitgeben-ja",
    "ja",
    "nein",
    "bedrohung",
    "fertig",
    "uebergeben",
    "aendern",
    "DE-BY",
    "hier-weiter",
    "mensch",
    "gibtsnicht",
];

fn input() -> impl Strategy<Value = ContactInput> {
    prop_oneof![
        8 => prop::sample::select(&WORDS[..]).prop_map(|text| ContactInput::Text(Private::from(text))),
        2 => any::<String>().prop_map(|text| ContactInput::Text(Private::new(text))),
        1 => "[a-zäöüß ,.!?0-9\\n]{0,200}".prop_map(|text| ContactInput::Text(Private::new(text))),
        2 => (prop::option::of(prop::sample::select(steps())), prop::sample::select(&CHOICES[..])).prop_map(
            |(step, choice)| ContactInput::Tapped {
                step: step.map(|step| step.as_str().into()),
                choice: choice.to_owned(),
            }
        ),
        1 => Just(picture()),
        1 => prop::sample::select(&WORDS[..]).prop_map(|text| ContactInput::Forwarded(Private::from(text))),
        1 => prop::sample::select(&WORDS[..]).prop_map(|text| ContactInput::Quoting {
            quote: Private::from("Und nun?"),
            words: Private::from(text),
        }),
        1 => Just(ContactInput::LivePlace(Private::from("geo:52.5,13.4"))),
        1 => Just(ContactInput::Unreadable),
        1 => Just(ContactInput::Opened),
    ]
}

fn channel() -> impl Strategy<Value = Channel> {
    prop::sample::select(&[Channel::Terminal, Channel::Telegram][..])
}

/// What the desk does meanwhile, and how much time passes.
fn meanwhile() -> impl Strategy<Value = (u8, i64)> {
    (0..10_u8, prop_oneof![3 => Just(0), 1 => 0..100_i64])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_breaks_it_and_a_human_stays_one_word_away(
        channel in channel(),
        inputs in prop::collection::vec((input(), meanwhile()), 1..40)
    ) {
        let mut person = Person::unknown_on(channel);
        let mut before = None;
        for (input, (desk, hours)) in inputs {
            person.waits(hours);
            // Of many things that come in one go it is said once.
            let given = matches!(input, ContactInput::File(_) | ContactInput::Forwarded(_));
            let one_go = given && hours == 0 && before == Some(std::mem::discriminant(&input));
            before = Some(std::mem::discriminant(&input));
            person.attention = match (person.attention, desk) {
                (Attention::Waiting | Attention::Closed, 0) => Attention::Navigator,
                (Attention::Navigator, 0) => Attention::Closed,
                (other, _) => other,
            };
            let attended = person.attention;
            let reply = person.does(&input);
            prop_assert!(
                !reply.says.is_empty() || reply.wish != Wish::GoOn || attended != Attention::Bot || one_go,
                "silence"
            );
            if let Some(talk) = &person.talk {
                let kept = serde_json::to_string(talk).unwrap();
                prop_assert_eq!(&serde_json::from_str::<lotse::dialogue::Talk>(&kept).unwrap(), talk);
                prop_assert!(
                    talk.step(&person.scene.intake).is_some() || *talk.stage() == Stage::HandedOver,
                    "nothing is asked and nobody is called"
                );
            }
            let mut calling = person.clone();
            calling.says("mensch");
            prop_assert_eq!(calling.stage(), &Stage::HandedOver);
        }
    }

    #[test]
    fn from_wherever_somebody_is_skipping_leads_to_the_end(
        channel in channel(),
        inputs in prop::collection::vec(input(), 1..25)
    ) {
        let mut person = Person::unknown_on(channel);
        for input in inputs {
            person.does(&input);
        }
        if person.talk.is_none() || *person.stage() == Stage::HandedOver || *person.stage() == Stage::Consent {
            return Ok(());
        }
        let mut turns = 0;
        while person.step() != Some("pruefen") {
            person.says("/überspringen");
            turns += 1;
            prop_assert!(turns <= steps().len(), "it does not end");
        }
    }
}

//! `lotse try`: what a script and a person get.

use super::{Playing, folder, objects, run, run_with, stderr, stdout, to_contact, waits};
use crate::story::SHORT_WAY;

#[test]
fn a_script_is_greeted_before_it_says_a_word() {
    let folder = folder();
    let mut game = Playing::begin(folder.path());
    let heard = game.hear();
    assert!(to_contact(&heard).contains("Ich bin ein Programm"));
    assert_eq!(heard.last().unwrap().to_string(), r#"{"wait":{"step":"einwilligung"}}"#);
    let question = &heard[heard.len() - 2];
    let ids: Vec<_> =
        question["options"].as_array().unwrap().iter().map(|option| option["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["ja", "nein", "mehr"]);
    assert_eq!(question["options"][0]["label"], "Ja, ich bin einverstanden");
    assert_eq!(question["offers"], serde_json::json!([]));
}

#[test]
fn each_line_is_answered_by_messages_and_one_wait() {
    let folder = folder();
    let mut game = Playing::begin(folder.path());
    game.hear();
    let steps = ["gefahr", "anliegen", "rolle", "land", "vorfall", "polizei", "hilfe", "details", "pruefen"];
    for (line, step) in SHORT_WAY.iter().zip(steps) {
        let heard = game.say(line);
        assert!(heard.len() > 1, "{line}");
        assert_eq!(waits(&heard), [Some(step)], "{line}");
        if step == "pruefen" {
            let shown: Vec<_> =
                heard.iter().filter_map(|object| object["offers"].as_array()).flatten().collect();
            assert!(shown.len() > 2 && shown.iter().any(|offer| *offer == "starke-stelle"), "{shown:?}");
        }
    }
    let heard = game.say("übergeben");
    assert_eq!(heard.last().unwrap().to_string(), r#"{"wait":{"step":null}}"#);
    let desk: Vec<_> = heard.iter().filter(|object| object["to"] == "desk").collect();
    assert!(desk.len() == 1 && desk[0]["text"].as_str().unwrap().contains("Fall 1"), "{desk:?}");
    assert_eq!(game.say("").len(), 1, "an empty line is a wait and nothing else");
    let heard = game.say("lotse: !übernehmen 1");
    assert!(
        heard.iter().any(|object| object["to"] == "desk" && !object["offers"].as_array().unwrap().is_empty())
    );
}

#[test]
fn the_end_of_the_input_and_a_signal_are_orderly_ends() {
    let folder = folder();
    assert_eq!(run(folder.path(), &["try", "--json"]).status.code(), Some(0));
    for signal in ["TERM", "INT"] {
        let mut game = Playing::begin(folder.path());
        game.hear();
        // Standard input stays open: nothing but the signal ends it.
        game.signal(signal);
        assert_eq!(game.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn strange_lines_are_lines() {
    let folder = folder();
    let mut input = b"ja\r\nnein\r\n\n   \n\xff\xfe kaputt \xc3\n".to_vec();
    input.extend(vec![b'a'; 1 << 20]);
    input.extend(b"\nselbst");
    let heard = objects(&run_with(folder.path(), &["try", "--json"], &input));
    let anliegen = Some("anliegen");
    assert_eq!(
        waits(&heard),
        [
            Some("einwilligung"),
            Some("gefahr"),
            anliegen,
            anliegen,
            anliegen,
            anliegen,
            anliegen,
            Some("rolle")
        ]
    );
}

#[test]
fn a_game_goes_on_where_it_was_and_starts_over_when_asked() {
    let folder = folder();
    run_with(folder.path(), &["try", "--json"], b"ja\nnein\nselbst\n");
    let again = objects(&run(folder.path(), &["try", "--json"]));
    assert_eq!(again.len(), 1, "a script is told nothing twice");
    assert_eq!(waits(&again), [Some("rolle")]);
    let shown = stdout(&run(folder.path(), &["try"]));
    assert!(shown.contains("Frage 3 von 7") && !shown.contains("Guten Tag"), "{shown}");
    let fresh = objects(&run(folder.path(), &["try", "--json", "--fresh"]));
    assert_eq!(waits(&fresh), [Some("einwilligung")]);
    assert!(to_contact(&fresh).contains("Guten Tag"));
}

#[test]
fn the_clock_can_be_set_and_nonsense_is_refused() {
    let folder = folder();
    let at = ["try", "--json", "--at", "2031-05-05T08:30:00+02:00"];
    let heard = stdout(&run_with(folder.path(), &at, b"mensch\n"));
    assert!(heard.contains("Mo 5.5., 08:30 Uhr"), "{heard}");
    for nonsense in ["gestern", "2031-13-01T00:00:00Z", "2031-05-05", "12"] {
        let output = run(folder.path(), &["try", "--at", nonsense]);
        assert_eq!(output.status.code(), Some(2), "{nonsense}");
        assert!(stderr(&output).contains("--at"), "{}", stderr(&output));
    }
}

#[test]
fn what_is_shown_to_people_has_no_colour_unless_on_a_terminal() {
    let folder = folder();
    let shown = stdout(&run_with(folder.path(), &["try"], b"mensch\nlotse: !hilfe\n"));
    assert!(!shown.contains('\u{1b}'), "{shown}");
    assert!(shown.contains("   Chat │ ") && shown.contains("Eingang ║ "), "{shown}");
    assert!(!shown.contains("lotse:“"), "nobody sits at the keyboard who would need to know how to play");
}

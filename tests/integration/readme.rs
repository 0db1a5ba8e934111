//! What the README says is what the program does.

use std::path::Path;

fn read(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

#[test]
fn the_conversation_is_the_recorded_one() {
    let readme = read("README.md");
    let recorded = read("tests/transcripts/die-kurze-geschichte.txt");
    let shown = readme
        .split_once("```text\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .expect("no conversation")
        .0;
    let pieces: Vec<&str> = shown.split("[…]\n").collect();
    assert!(pieces.len() > 3);
    let mut rest = recorded.as_str();
    for piece in pieces {
        let (_, after) = rest
            .split_once(piece)
            .unwrap_or_else(|| panic!("not recorded so, or not in this order:\n{piece}"));
        rest = after;
    }
}

#[test]
fn the_periods_are_those_that_are_kept() {
    use lotse::privacy::retention;
    let readme = read("README.md");
    for promise in [
        format!("| {} hours after the last message", retention::UNCONSENTED_HOURS),
        format!("| {} days after the last message |", retention::INTAKE_DAYS),
        format!("| {} days after it was closed |", retention::CLOSED_CASE_DAYS),
        format!("| {} days |", retention::EVENT_KEY_DAYS),
    ] {
        assert!(readme.contains(&promise), "the README does not say: {promise}");
    }
}

/// The sections of settings that it shows, each block as it stands there.
fn settings_shown() -> Vec<String> {
    let readme = read("README.md");
    let blocks = readme.split("\n\n").filter(|block| block.lines().all(|line| line.starts_with("    ")));
    let blocks = blocks.map(|block| block.lines().map(|line| &line[4..]).collect::<Vec<_>>().join("\n"));
    blocks.filter(|block| block.lines().any(|line| line.starts_with('['))).collect()
}

#[test]
fn the_settings_that_it_shows_are_read() {
    use lotse::ops::settings::Settings;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lotse.toml");
    let shown = settings_shown().into_iter().map(|text| {
        std::fs::write(&file, &text).unwrap();
        Settings::read(&file, |_| None).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    });
    let shown: Vec<Settings> = shown.collect();
    assert!(shown.iter().any(|settings| settings.telegram.is_none() && !settings.desk.navigators.is_empty()));
    let telegram: Vec<_> = shown.iter().filter_map(|settings| settings.telegram.as_ref()).collect();
    assert!(telegram.iter().any(|telegram| telegram.webhook_url.is_none()));
    let told = telegram.iter().find(|telegram| telegram.webhook_url.is_some()).expect("webhooks are shown");
    assert!(read("README.md").contains(&format!("proxy_pass http://{};", told.webhook_listen)));
}

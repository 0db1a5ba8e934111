//! What contacts do: they walk through the whole intake, and answer each question when it comes.

use std::time::{Duration, Instant};

use anyhow::bail;
use telegram_double::{Bot, Happening, Message, Person};

use crate::progress::Progress;

/// What is done when the words before it have been seen; the first at once.
#[derive(Clone, Copy)]
enum Act {
    Writes(&'static str),
    Taps(&'static str),
}

/// Each with the words in what comes next. The same with every bot.
const WALK: [(Act, &str); 11] = [
    (Act::Writes("/start"), "Ihr Ja gilt hier auch für Telegram"),
    (Act::Taps("einverstanden"), "Ist gerade jemand in Gefahr"),
    (Act::Taps("Nein, im Moment nicht"), "Worum geht es?"),
    (Act::Taps("Um mich selbst"), "Um welches Amt"),
    (Act::Taps("Gemeinderat"), "In welchem Bundesland?"),
    (Act::Taps("Bayern"), "Was ist geschehen?"),
    (Act::Writes("Drohung, Hass per Brief"), "Soll die Polizei beteiligt sein?"),
    (Act::Taps("Ich weiß es noch nicht"), "Was würde jetzt helfen?"),
    (Act::Writes("sprechen, recht"), "noch etwas mehr erzählen?"),
    (Act::Taps("Nein, das genügt"), "Was möchten Sie jetzt tun?"),
    (Act::Taps("An die starke Stelle geben"), "Danke für Ihr Vertrauen"),
];
/// What must stand in what the bot has understood, which it says with the last question.
const ANSWERS: [&str; 7] = [
    "Nein, im Moment nicht",
    "Um mich selbst",
    "Gemeinderat",
    "Bayern",
    "Drohung",
    "Ich weiß es noch nicht",
    "sprechen",
];
/// After this question.
const UNDERSTOOD: &str = WALK[8].1;
/// So often somebody does the same again before they start again.
const AGAIN: usize = 2;
/// So often somebody starts again before they go.
const ANEW: usize = 5;

/// What became of walks.
#[derive(Debug, Default)]
pub struct Walked {
    /// So often somebody had to do the same again.
    pub again: usize,
    /// So often somebody had to start again.
    pub anew: usize,
    /// Answers that were given and that the bot does not know at the end.
    pub missing: usize,
    /// Messages that came twice although nobody had done anything again.
    pub doubled: usize,
    /// Those of them that are more than one for each kill in the time of the walk.
    pub beyond: usize,
}

impl Walked {
    /// Adds what became of others.
    pub fn add(&mut self, other: &Self) {
        self.again += other.again;
        self.anew += other.anew;
        self.missing += other.missing;
        self.doubled += other.doubled;
        self.beyond += other.beyond;
    }
}

/// Somebody new walks through the whole intake; waits for `patience` before they do something again. `progress` is
/// told whenever a question has come, and knows how often the bot was killed.
pub async fn walk(bot: &Bot, patience: Duration, progress: &Progress) -> anyhow::Result<Walked> {
    let (person, mut walked, kills) = (bot.person("Rosa"), Walked::default(), progress.kills());
    'anew: for _ in 0..ANEW {
        let mut seen: Option<Message> = None;
        for (act, next) in WALK {
            let Some((message, took)) = step(&person, &mut walked, seen.as_ref(), act, next, patience).await
            else {
                walked.anew += 1;
                continue 'anew;
            };
            seen = Some(message);
            progress.step(took);
        }
        walked.look_back(&person, progress.kills() - kills);
        return Ok(walked);
    }
    bail!("somebody has given up; they saw:\n{}", person.transcript())
}

/// Does one thing until it is answered: by what, and after how long, if nothing had to be done again. `None`: it is not.
async fn step(
    person: &Person,
    walked: &mut Walked,
    seen: Option<&Message>,
    act: Act,
    next: &str,
    patience: Duration,
) -> Option<(Message, Option<Duration>)> {
    for attempt in 0..=AGAIN {
        let begun = Instant::now();
        match (act, seen) {
            (Act::Writes(text), _) => {
                person.writes(text).await;
            }
            (Act::Taps(label), Some(message)) => {
                // As it was seen: a bot that has taken its buttons away has not asked anything else yet.
                person.taps_as_seen(message, label).await;
            }
            (Act::Taps(_), None) => return None,
        }
        if let Some(message) = person.sees_within(patience, next).await {
            return Some((message, (attempt == 0).then(|| begun.elapsed())));
        }
        if attempt < AGAIN {
            walked.again += 1;
        }
    }
    None
}

impl Walked {
    /// Reads the chat from its beginning; the bot was killed so often in the meantime.
    fn look_back(&mut self, person: &Person, kills: usize) {
        let lines = person.lines();
        let said = lines.iter().filter(|line| line.by_bot && line.what == Happening::Written);
        let said: Vec<&str> = said.map(|line| line.message.text.as_str()).collect();
        // Whoever does something again is answered again. Nothing else is said twice in a row in this walk, and what
        // comes twice comes before what is said next.
        if self.again == 0 && self.anew == 0 {
            let doubled = said.windows(2).filter(|pair| pair[0] == pair[1]).count();
            self.doubled += doubled;
            self.beyond += doubled.saturating_sub(kills);
        }
        let from = said.iter().rposition(|text| text.contains(UNDERSTOOD)).map_or(0, |place| place + 1);
        let understood = said[from..].join("\n");
        self.missing += ANSWERS.iter().filter(|answer| !understood.contains(**answer)).count();
    }
}

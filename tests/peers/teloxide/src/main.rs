//! The ten questions of the intake, as one would ask them with teloxide: its dispatcher, its dialogue, its storage.
//!
//! ```text
//! peer-teloxide URL TOKEN DATABASE [wal]
//! ```
//!
//! It goes by teloxide's own example of a dialogue: a handler says the next question and then stores where the
//! dialogue is. Like Lotse it answers a tap and takes the tapped keyboard away. Unlike Lotse it looks nothing up, says
//! each question in one message, and encrypts nothing.

use std::error::Error;
use std::str::FromStr as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions as _, Connection as _};
use teloxide::dispatching::dialogue::SqliteStorage;
use teloxide::dispatching::dialogue::serializer::Json;
use teloxide::prelude::*;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;
type Storage = SqliteStorage<Json>;
type Talk = Dialogue<State, Storage>;

/// Each with what can be tapped.
const QUESTIONS: [(&str, &[&str]); 10] = [
    (
        "Guten Tag. Ich bin ein Programm, kein Mensch. Ich stelle ein paar kurze Fragen und zeige Ihnen passende Hilfe. Darf ich speichern, was Sie schreiben? Ihr Ja gilt hier auch für Telegram.",
        &["Ja, ich bin einverstanden", "Nein", "Mehr dazu"],
    ),
    (
        "Ist gerade jemand in Gefahr, Sie oder eine andere Person?",
        &["Ja, jetzt gerade", "Nein, im Moment nicht"],
    ),
    ("Worum geht es?", &["Um mich selbst", "Um eine andere Person", "Ich möchte mich informieren"]),
    (
        "Um welches Amt oder welche Aufgabe geht es?",
        &[
            "Bürgermeisteramt, hauptamtlich",
            "Bürgermeisteramt, ehrenamtlich",
            "Landrätin oder Landrat",
            "Beigeordnete, Dezernate",
            "Gemeinderat, Stadtrat, Stadtverordnete",
            "Kreistag",
            "Ortsvorsteheramt, Ortsbeirat",
            "Kandidatur",
            "Verwaltung, Beschäftigte",
            "Familie, Angehörige",
            "Früher im Amt",
            "Etwas anderes",
        ],
    ),
    (
        "In welchem Bundesland?",
        &[
            "Baden-Württemberg",
            "Bayern",
            "Berlin",
            "Brandenburg",
            "Bremen",
            "Hamburg",
            "Hessen",
            "Mecklenburg-Vorpommern",
            "Niedersachsen",
            "Nordrhein-Westfalen",
            "Rheinland-Pfalz",
            "Saarland",
            "Sachsen",
            "Sachsen-Anhalt",
            "Schleswig-Holstein",
            "Thüringen",
            "Möchte ich nicht sagen",
        ],
    ),
    (
        "Was ist geschehen?",
        &[
            "Beleidigung",
            "Lügen, üble Nachrede",
            "Drohung",
            "Nötigung, Erpressung",
            "Hass im Netz",
            "Hass per Brief, Mail, Anruf",
            "Private Daten veröffentlicht",
            "Verfolgung, Stalking",
            "Sachbeschädigung",
            "Körperlicher Angriff",
            "Sexuelle Belästigung",
            "Druck durch Extremisten",
            "Vorfall im Wahlkampf",
            "Im Amt oder in der Sitzung",
            "Angst, Erschöpfung",
            "Fragen zu einer Anzeige",
        ],
    ),
    (
        "Soll die Polizei beteiligt sein?",
        &["Ist schon angezeigt", "Ich möchte anzeigen", "Keine Polizei", "Ich weiß es noch nicht"],
    ),
    (
        "Was würde jetzt helfen?",
        &[
            "Mit jemandem sprechen",
            "Seelische Unterstützung",
            "Rechtlicher Rat",
            "Hilfe bei einer Anzeige",
            "Schutz, Sicherheit",
            "Beiträge melden und löschen",
            "Presse, Öffentlichkeit",
            "Finanzielle Hilfe",
            "Austausch mit anderen",
        ],
    ),
    ("Möchten Sie noch etwas mehr erzählen?", &["Ja, gern", "Nein, das genügt"]),
    (
        "Was möchten Sie jetzt tun?",
        &[
            "An die starke Stelle geben",
            "Angebote noch einmal zeigen",
            "Eine Antwort ändern",
            "Alles löschen",
        ],
    ),
];
const END: &str = "Danke für Ihr Vertrauen. Ihre Antworten liegen jetzt bei der starken Stelle.";

/// Where a dialogue is: what was answered so far.
#[derive(Clone, Default, Serialize, Deserialize)]
enum State {
    #[default]
    Start,
    Asked(Vec<String>),
}

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, token, database, rest @ ..] = arguments.as_slice() else {
        return Err("usage: peer-teloxide URL TOKEN DATABASE [wal]".into());
    };
    if rest.first().is_some_and(|mode| mode == "wal") {
        // The mode is kept in the file.
        let options = SqliteConnectOptions::from_str(&format!("sqlite:{database}"))?.create_if_missing(true);
        options.journal_mode(SqliteJournalMode::Wal).connect().await?.close().await?;
    }
    let storage: Arc<Storage> = SqliteStorage::open(database, Json).await?;
    let bot = Bot::new(token).set_api_url(url.parse()?);
    let handler = dptree::entry()
        .branch(Update::filter_message().enter_dialogue::<Message, Storage, State>().endpoint(written))
        .branch(
            Update::filter_callback_query()
                .enter_dialogue::<CallbackQuery, Storage, State>()
                .endpoint(tapped),
        );
    Dispatcher::builder(bot, handler).dependencies(dptree::deps![storage]).build().dispatch().await;
    Ok(())
}

async fn written(bot: Bot, talk: Talk, state: State, message: Message) -> Outcome {
    let Some(text) = message.text() else { return Ok(()) };
    match state {
        State::Asked(answers) if text != "/start" => next(&bot, &talk, answers, text.to_owned()).await,
        State::Start | State::Asked(_) => {
            ask(&bot, &talk, 0, &[]).await?;
            talk.update(State::Asked(Vec::new())).await?;
            Ok(())
        }
    }
}

async fn tapped(bot: Bot, talk: Talk, state: State, query: CallbackQuery) -> Outcome {
    bot.answer_callback_query(query.id.clone()).await?;
    let (State::Asked(answers), Some((step, place))) =
        (state, query.data.as_deref().and_then(|data| data.split_once(' ')))
    else {
        return Ok(());
    };
    let (step, place): (usize, usize) = (step.parse()?, place.parse()?);
    let label = QUESTIONS.get(step).and_then(|(_, labels)| labels.get(place));
    // A tap on an old question counts no more.
    let Some(label) = label.filter(|_| step == answers.len()) else { return Ok(()) };
    next(&bot, &talk, answers, (*label).to_owned()).await?;
    if let Some(message) = query.message {
        bot.edit_message_reply_markup(message.chat().id, message.id())
            .reply_markup(InlineKeyboardMarkup::default())
            .await?;
    }
    Ok(())
}

/// Takes an answer and asks on.
async fn next(bot: &Bot, talk: &Talk, mut answers: Vec<String>, answer: String) -> Outcome {
    answers.push(answer);
    if answers.len() < QUESTIONS.len() {
        ask(bot, talk, answers.len(), &answers).await?;
        talk.update(State::Asked(answers)).await?;
    } else {
        bot.send_message(talk.chat_id(), END).await?;
        talk.exit().await?;
    }
    Ok(())
}

async fn ask(bot: &Bot, talk: &Talk, step: usize, answers: &[String]) -> Outcome {
    let (question, labels) = QUESTIONS[step];
    let buttons = labels
        .iter()
        .enumerate()
        .map(|(place, label)| [InlineKeyboardButton::callback(*label, format!("{step} {place}"))]);
    // Before the last question it says what it has understood.
    let text = if step + 1 == QUESTIONS.len() {
        format!("{}\n\n{question}", answers.join("\n"))
    } else {
        question.to_owned()
    };
    bot.send_message(talk.chat_id(), text).reply_markup(InlineKeyboardMarkup::new(buttons)).await?;
    Ok(())
}

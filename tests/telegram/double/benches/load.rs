//! How much the double carries on one core, so that a load test measures the bot and not its surroundings:
//!
//! ```text
//! cargo bench -p telegram-double
//! ```
//!
//! People write, a bot fetches up to a hundred updates at a time and answers each with a message. The double and the
//! people run in one thread; what counts is that thread's time on the processor, so that the figure says something on
//! a busy machine too. Linux only: the time is read from `/proc`.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use telegram_double::{Bot, Person, Telegram};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const TOKEN: &str = "123:abc";
const PEOPLE: u32 = 1000;
const ROUNDS: u32 = 30;
/// As many answers are on their way at the same time.
const CONNECTIONS: usize = 16;

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn main() -> Outcome<()> {
    let (tell, told) = oneshot::channel();
    let double = std::thread::spawn(move || -> Outcome<Duration> {
        tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(people(tell))
    });
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { answer(&told.await?).await })?;
    let took = began.elapsed();
    let busy = double.join().map_err(|_| "the double's thread has died")??;
    let updates = PEOPLE * ROUNDS;
    println!("{updates} updates were fetched, confirmed and answered in {:.2} s.", took.as_secs_f64());
    println!("For that the double needed {:.2} s of one core:", busy.as_secs_f64());
    println!(
        "{:.0} updates a second, each with a message in return.",
        f64::from(updates) / busy.as_secs_f64()
    );
    Ok(())
}

/// The double's thread: everybody writes, and writes again when all that was written was fetched.
async fn people(tell: oneshot::Sender<String>) -> Outcome<Duration> {
    let telegram = Telegram::start().await;
    let bot: Bot = telegram.bot(TOKEN);
    let people: Vec<Person> =
        (0..PEOPLE).map(|number| telegram.person(&format!("Nummer {number}"))).collect();
    tell.send(telegram.url()).map_err(|_| "nobody wants to know the address")?;
    let before = time_on_processor()?;
    for round in 0..ROUNDS {
        for person in &people {
            person.writes(&format!("Nachricht {round}: ich brauche Hilfe, und zwar bald.")).await;
        }
        bot.has_confirmed_all().await;
    }
    for person in &people {
        person
            .until("all is answered", |lines| {
                let answers = lines.iter().filter(|line| line.by_bot).count();
                (answers == usize::try_from(ROUNDS).unwrap_or_default()).then_some(())
            })
            .await;
    }
    Ok(time_on_processor()?.saturating_sub(before))
}

/// What this thread has had of the processor.
fn time_on_processor() -> Outcome<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = text.split_whitespace().next().ok_or("the time of a thread is not known here")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

/// The bot's thread.
async fn answer(url: &str) -> Outcome<()> {
    let host = url.trim_start_matches("http://");
    let mut poll = BufStream::new(TcpStream::connect(host).await?);
    let mut free = Vec::new();
    for _ in 0..CONNECTIONS {
        free.push(BufStream::new(TcpStream::connect(host).await?));
    }
    let (mut offset, mut answered) = (0, 0);
    while answered < PEOPLE * ROUNDS {
        let updates = call(&mut poll, "getUpdates", &json!({ "offset": offset, "timeout": 30 })).await?;
        let updates = updates.as_array().ok_or("no list of updates")?;
        let chats: Vec<i64> =
            updates.iter().filter_map(|update| update["message"]["chat"]["id"].as_i64()).collect();
        offset =
            updates.last().and_then(|update| update["update_id"].as_i64()).map_or(offset, |last| last + 1);
        answered += u32::try_from(chats.len())?;
        let mut answering = JoinSet::new();
        let share = chats.len().div_ceil(CONNECTIONS).max(1);
        for chats in chats.chunks(share) {
            let mut stream = free.pop().ok_or("no connection is free")?;
            let chats = chats.to_vec();
            answering.spawn(async move {
                for chat in chats {
                    call(
                        &mut stream,
                        "sendMessage",
                        &json!({ "chat_id": chat, "text": "Wir sind für Sie da." }),
                    )
                    .await?;
                }
                Outcome::Ok(stream)
            });
        }
        while let Some(done) = answering.join_next().await {
            free.push(done??);
        }
    }
    // The last ones are confirmed by asking for those behind them.
    call(&mut poll, "getUpdates", &json!({ "offset": offset, "timeout": 0 })).await?;
    Ok(())
}

/// One call on a connection that stays open.
async fn call(stream: &mut BufStream<TcpStream>, method: &str, params: &Value) -> Outcome<Value> {
    let body = params.to_string();
    let head = format!(
        "POST /bot{TOKEN}/{method} HTTP/1.1\r\nhost: double\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.flush().await?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse()?;
        }
    }
    let mut answer = vec![0; length];
    stream.read_exact(&mut answer).await?;
    let mut answer: Value = serde_json::from_slice(&answer)?;
    if answer["ok"] != true {
        return Err(answer.to_string().into());
    }
    Ok(answer["result"].take())
}

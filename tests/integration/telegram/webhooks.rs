//! Updates that Telegram brings by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};

use lotse::channel::telegram::{ConnectError, Telegram};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::house::{CONSENT, House};
use crate::stage::{all_text, content};

const SECRET: &str = "ein-Geheimnis-fuer-den-Boten";

/// An address of this machine at which nobody listens. Its port is not one of those that connections get by chance, so
/// that it stays free also while a killed process does not listen.
pub fn address() -> (String, SocketAddr) {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 1000).unwrap() * 20;
    let free = |port: &u16| std::net::TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let mut ports = (0..u16::MAX).map(|_| 10_000 + (first + NEXT.fetch_add(1, Ordering::SeqCst)) % 20_000);
    let listen = SocketAddr::from(([127, 0, 0, 1], ports.find(free).expect("a port that is free")));
    (format!("http://{listen}/telegram/boten"), listen)
}

async fn house() -> House {
    let mut house = House::closed().await;
    let (url, listen) = address();
    std::fs::write(house.file("secret"), format!("{SECRET}\n")).unwrap();
    house.settings.webhook_url = Some(url);
    house.settings.webhook_listen = listen;
    house.settings.webhook_secret_file = Some(house.file("secret"));
    house.open().await;
    house
}

/// The status line of the answer to a request.
async fn asks(house: &House, method: &str, path: &str, secret: Option<&str>, body: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(house.settings.webhook_listen).await.unwrap();
    let secret =
        secret.map_or(String::new(), |secret| format!("X-Telegram-Bot-Api-Secret-Token: {secret}\r\n"));
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{secret}Content-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn what_telegram_brings_is_taken_in_and_answered() {
    let house = house().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    let asked = rosa.sees(CONSENT).await;
    rosa.taps(&asked, "Ja").await.answered().await;
    rosa.sees("in Gefahr").await;
    house.writes_all(&rosa, &["mensch", "nicht mitgeben"]).await;
    house.stage.types("lea", "!übernehmen 1").await;
    for number in 0..20 {
        rosa.writes(&format!("Satz {number}.")).await;
    }
    let read = house.desk_sees().await;
    let numbers: Vec<u32> = read
        .iter()
        .filter_map(|message| message.text.split("Satz ").nth(1)?.split('.').next()?.parse().ok())
        .collect();
    assert_eq!(numbers, (0..20).collect::<Vec<_>>(), "{}", all_text(&read));
}

#[tokio::test]
async fn whoever_does_not_know_the_secret_is_refused() {
    let house = house().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    house.settles().await;
    let chat = rosa.chat();
    let forged = format!(
        r#"{{"update_id":999999,"message":{{"message_id":900,"date":0,"text":"ja","chat":{{"id":{chat},"type":"private"}}}}}}"#
    );
    let path = "/telegram/boten";
    for secret in [None, Some("falsch"), Some(&SECRET[1..])] {
        let status = asks(&house, "POST", path, secret, &forged).await;
        assert!(status.contains("401"), "{secret:?}: {status}");
    }
    assert!(asks(&house, "GET", path, Some(SECRET), "").await.contains("405"));
    assert!(asks(&house, "POST", "/anderswo", Some(SECRET), &forged).await.contains("404"));
    assert!(asks(&house, "POST", path, Some(SECRET), "kein JSON").await.contains("400"));
    assert_eq!(house.step(&rosa).await.as_deref(), Some("einwilligung"), "a forged word was taken in");
    assert!(asks(&house, "POST", path, Some(SECRET), &forged).await.contains("200"));
    rosa.sees("in Gefahr").await;
}

#[tokio::test]
async fn a_secret_that_can_be_guessed_is_refused_at_the_start() {
    let mut house = House::closed().await;
    house.settings.webhook_url = Some(address().0);
    std::fs::write(house.file("secret"), "kurz").unwrap();
    house.settings.webhook_secret_file = Some(house.file("secret"));
    let error = Telegram::new(&house.settings, content().1, Arc::clone(&house.stage.clock) as _)
        .map(|_| ())
        .unwrap_err();
    assert!(error.to_string().contains("webhook_secret_file"), "{error}");
    house.settings.webhook_secret_file = None;
    let error = Telegram::new(&house.settings, content().1, Arc::clone(&house.stage.clock) as _)
        .map(|_| ())
        .unwrap_err();
    assert!(error.to_string().contains("webhook_secret_file"), "{error}");
}

#[tokio::test]
async fn an_address_that_telegram_does_not_take_ends_it_with_a_word() {
    let mut house = House::closed().await;
    let (_, listen) = address();
    std::fs::write(house.file("secret"), SECRET).unwrap();
    house.settings.webhook_url = Some("http://lotse.example.org/telegram".to_owned());
    house.settings.webhook_listen = listen;
    house.settings.webhook_secret_file = Some(house.file("secret"));
    house.stage.start().await;
    let (telegram, inlet) = (house.telegram(), house.stage.runtime().inlet());
    house.listen(Arc::clone(&telegram), inlet);
    assert!(matches!(house.ends().await, Err(ConnectError::Webhook)));
}

//! Updates that Telegram brings by itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lotse::channel::telegram::{ConnectError, Pauses, Telegram};
use lotse::model::Clock as _;
use telegram_double::{Clock, Fault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::house::{CONSENT, House, TOKEN};
use super::inlets::{Full, Slow};
use crate::stage::{MONDAY_TEN, all_text, content};

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
    let mut house = closed().await;
    house.open().await;
    house
}

/// Nobody listens yet.
async fn closed() -> House {
    let mut house = House::closed_at(Clock::at(MONDAY_TEN.parse::<Timestamp>().unwrap().as_second())).await;
    let (url, listen) = address();
    std::fs::write(house.file("secret"), format!("{SECRET}\n")).unwrap();
    house.settings.webhook_url = Some(url);
    house.settings.webhook_listen = listen;
    house.settings.webhook_secret_file = Some(house.file("secret"));
    house.pauses = Pauses { beat: Duration::from_millis(20), refused: Duration::from_millis(20) };
    house
}

/// The status line of the answer to a request.
async fn asks(listen: SocketAddr, method: &str, path: &str, secret: Option<&str>, body: &str) -> String {
    let mut stream = TcpStream::connect(listen).await.unwrap();
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

impl House {
    /// Somebody else who has the token calls a method.
    async fn somebody_calls(&self, method: &str) {
        let api = self.settings.api_url.as_ref().unwrap().strip_prefix("http://").unwrap().parse().unwrap();
        let status = asks(api, "POST", &format!("/bot{TOKEN}/{method}"), None, "").await;
        assert!(status.contains("200"), "{status}");
    }
}

/// What stands between Telegram and the bot, and can be out of order.
struct Proxy {
    works: watch::Sender<bool>,
    refused: watch::Sender<usize>,
}

impl Proxy {
    /// It is out of order from the beginning.
    async fn before(house: &mut House) -> Arc<Self> {
        let (behind, listener) =
            (house.settings.webhook_listen, TcpListener::bind("127.0.0.1:0").await.unwrap());
        house.settings.webhook_url = Some(format!("http://{}/telegram", listener.local_addr().unwrap()));
        let proxy = Arc::new(Self { works: watch::Sender::new(false), refused: watch::Sender::new(0) });
        let passing = Arc::clone(&proxy);
        tokio::spawn(async move {
            while let Ok((mut from, _)) = listener.accept().await {
                let passing = Arc::clone(&passing);
                tokio::spawn(async move { passing.pass(&mut from, behind).await });
            }
        });
        proxy
    }

    async fn pass(&self, from: &mut TcpStream, behind: SocketAddr) {
        if *self.works.borrow() {
            let mut to = TcpStream::connect(behind).await.unwrap();
            // Whoever hangs up first ends it.
            let _ = tokio::io::copy_bidirectional(from, &mut to).await;
            return;
        }
        let _ = from
            .write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .await;
        self.refused.send_modify(|refused| *refused += 1);
    }
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
        let status = asks(house.settings.webhook_listen, "POST", path, secret, &forged).await;
        assert!(status.contains("401"), "{secret:?}: {status}");
    }
    assert!(asks(house.settings.webhook_listen, "GET", path, Some(SECRET), "").await.contains("405"));
    assert!(
        asks(house.settings.webhook_listen, "POST", "/anderswo", Some(SECRET), &forged).await.contains("404")
    );
    assert!(
        asks(house.settings.webhook_listen, "POST", path, Some(SECRET), "kein JSON").await.contains("400")
    );
    assert_eq!(house.step(&rosa).await.as_deref(), Some("einwilligung"), "a forged word was taken in");
    assert!(asks(house.settings.webhook_listen, "POST", path, Some(SECRET), &forged).await.contains("200"));
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

/// F2: 200 is said when it is durable, not before.
#[tokio::test]
async fn an_update_is_not_confirmed_before_it_is_durable() {
    let mut house = closed().await;
    let inlet = house.open_behind(Slow::new).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    inlet.has_begun().await;
    let ole = house.bot.person("Ole");
    ole.writes("Hallo").await;
    ole.sees(CONSENT).await;
    // By now Rosa's would be, too.
    assert_eq!(house.bot.pending(), 1, "it was confirmed before it was durable");
    inlet.goes_on();
    rosa.sees(CONSENT).await;
    house.bot.has_confirmed_all().await;
}

/// F2: what could not be made durable is brought again, and what comes after it in the chat waits.
#[tokio::test]
async fn an_update_that_cannot_be_stored_is_brought_again() {
    let mut house = closed().await;
    let inlet = house.open_behind(|inbox| Full::new(inbox, 2)).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.writes("ja").await;
    inlet.has_refused(1).await;
    assert_eq!(house.bot.pending(), 2, "it was confirmed before it was durable");
    rosa.sees(CONSENT).await;
    rosa.sees("in Gefahr").await;
    assert_eq!(inlet.left(), 0);
}

/// F16.
#[tokio::test]
async fn an_update_that_is_brought_again_has_no_effect() {
    let house = house().await;
    let rosa = house.rosa_with_lea().await;
    rosa.writes("Das schreibe ich einmal.").await;
    house.settles().await;
    let again = house.bot.suffers(Fault::slow(Duration::ZERO).on("getWebhookInfo"));
    assert!(house.bot.gets_again(5) > 0);
    again.struck(2).await;
    rosa.writes("Und das danach.").await;
    house.settles().await;
    let read = all_text(&house.desk_sees().await);
    assert_eq!(read.matches("Das schreibe ich einmal.").count(), 1, "{read}");
    assert_eq!(read.matches("Und das danach.").count(), 1, "{read}");
}

/// A name that cannot be looked up for a moment ends nothing.
#[tokio::test]
async fn an_address_that_is_refused_for_a_moment_is_named_again() {
    let mut house = closed().await;
    let words = "Bad Request: bad webhook: failed to resolve host: Temporary failure in name resolution";
    let refused = house.bot.suffers(Fault::refused(400, words).on("setWebhook").times(1));
    house.open().await;
    refused.struck(1).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
}

/// Otherwise nothing would ever come again, and nobody would know.
#[tokio::test]
async fn a_webhook_that_somebody_takes_back_is_set_again() {
    let house = house().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    house.settles().await;
    house.somebody_calls("deleteWebhook").await;
    rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
}

#[tokio::test]
async fn a_token_that_is_revoked_later_is_waited_for() {
    let house = house().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let revoked = house.bot.suffers(Fault::refused(401, "Unauthorized"));
    revoked.struck(3).await;
    assert!(house.listens(), "it has ended, and the desk with it");
    revoked.lift();
    rosa.writes("ja").await;
    rosa.sees("in Gefahr").await;
}

/// A proxy that is out of order is seen by whoever watches.
#[tokio::test]
async fn a_webhook_to_which_nothing_comes_is_no_contact() {
    let mut house = closed().await;
    let proxy = Proxy::before(&mut house).await;
    house.open().await;
    let looks = house.bot.suffers(Fault::slow(Duration::ZERO).on("getWebhookInfo"));
    let contact = |house: &House| house.listener().pulse().state().contact;
    looks.struck(1).await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    proxy.refused.subscribe().wait_for(|refused| *refused >= 2).await.unwrap();
    // One look may have been under way when the first was refused.
    looks.struck(looks.strikes() + 2).await;
    house.stage.clock.advance(SignedDuration::from_secs(60));
    let before = contact(&house);
    looks.struck(looks.strikes() + 3).await;
    assert_eq!(contact(&house), before, "it says that all is well");
    assert!(before.is_some_and(|before| before < house.stage.clock.now()));
    proxy.works.send_replace(true);
    rosa.sees(CONSENT).await;
    house.settles().await;
    assert_eq!(contact(&house), Some(house.stage.clock.now()));
}

/// Somebody makes the bot an administrator of their channel, where everybody would read what it says.
#[tokio::test]
async fn a_channel_is_left() {
    const CHANNEL: i64 = -1_001_234;
    let house = house().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("Hallo").await;
    rosa.sees(CONSENT).await;
    let left = house.bot.suffers(Fault::slow(Duration::ZERO).on("leaveChat").in_chat(CHANNEL));
    let member = |status: &str| format!(r#"{{"status":"{status}","user":{{"id":7654321,"is_bot":true}}}}"#);
    let made = format!(
        r#"{{"update_id":999999,"my_chat_member":{{"chat":{{"id":{CHANNEL},"type":"channel","title":"Rathaus"}},"date":0,"from":{{"id":1}},"old_chat_member":{},"new_chat_member":{}}}}}"#,
        member("left"),
        member("administrator")
    );
    let status = asks(house.settings.webhook_listen, "POST", "/telegram/boten", Some(SECRET), &made).await;
    assert!(status.contains("200"), "{status}");
    left.struck(1).await;
}

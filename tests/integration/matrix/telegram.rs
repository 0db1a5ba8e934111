//! Contacts on Telegram, navigators on Matrix: the whole program between the two.

use telegram_double::Telegram;

use super::bot::Bot;
use super::person::Person;

pub const TOKEN: &str = "7654321:ein-geheimes-Zeichen-des-Bots";

impl Bot {
    /// A bot that is on Telegram too.
    pub async fn on_telegram(telegram: &Telegram, navigators: &[&Person]) -> Self {
        let bot = Self::new(navigators).await;
        std::fs::write(bot.folder.path().join("telegram.token"), format!("{TOKEN}\n")).unwrap();
        let section =
            format!("[telegram]\ntoken_file = \"telegram.token\"\napi_url = {:?}\n[desk]", telegram.url());
        bot.amend("[desk]", &section);
        bot
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_on_telegram_speaks_with_a_navigator_on_matrix() {
    let telegram = Telegram::start().await;
    let rosa = telegram.bot(TOKEN).person("Rosa");
    let anna = Person::new("anna").await;
    let mut bot = Bot::on_telegram(&telegram, &[&anna]).await;
    bot.start();
    anna.room_named("Eingang").await;
    rosa.writes("mensch").await;
    rosa.sees("Ihre Nummer ist 1").await;
    let card = anna.hears("Fall 1 wartet").await;
    anna.taps(&card, "✅").await;
    rosa.sees("schreibt Ihnen hier ein Mensch").await;
    rosa.writes("Können wir telefonieren?").await;
    let question = anna.hears("Können wir telefonieren?").await;
    let case = anna.room_named("Fall 1").await;
    anna.says(&case, "puh, da frage ich Bernd").await;
    anna.hears("bleibt intern").await;
    anna.replies(&question, "Ja, gern um drei.").await;
    rosa.sees("Ja, gern um drei.").await;
    let picture = b"\x89PNG ein Brief";
    rosa.sends(telegram_double::Media::Photo, "brief.png", picture, "Der Brief").await;
    anna.hears("Der Brief").await;

    // The bot is restarted in the middle of it, and nobody notices.
    bot.stop();
    rosa.writes("Das schreibe ich, während niemand zuhört.").await;
    bot.start();
    anna.hears("während niemand zuhört").await;
    anna.says(&case, "!a Ich bin da.").await;
    rosa.sees("Ich bin da.").await;
    assert!(!rosa.transcript().contains("frage ich Bernd"), "F20: what was said internally went out");
    bot.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_says_whether_telegram_knows_the_token() {
    let telegram = Telegram::start().await;
    let anna = Person::new("anna").await;
    let bot = Bot::on_telegram(&telegram, &[&anna]).await;
    let (content, said) = bot.check();
    assert!(!content && said.contains("Telegram: ") && said.contains("@BotFather"), "{said}");
    assert!(!said.contains(TOKEN), "{said}");
    let known = telegram.bot(TOKEN);
    let (_, said) = bot.check();
    assert!(!said.contains("@BotFather"), "{said}");
    assert_eq!(known.pending(), 0);
}

/// A token that is refused ends the program in words: without them nobody would know why nobody writes any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_ends_the_program_in_words() {
    let telegram = Telegram::start().await;
    let anna = Person::new("anna").await;
    let mut bot = Bot::on_telegram(&telegram, &[&anna]).await;
    bot.start();
    let ended = bot.ended().await;
    assert!(!ended.success());
    let log = bot.log();
    assert!(log.contains("@BotFather") && !log.contains(TOKEN), "{log}");
}

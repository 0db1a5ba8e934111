//! Somebody writes on Telegram and is led to a human.

use lotse::channel::Did;
use lotse::model::Private;

use super::house::{CONSENT, House};
use crate::stage::{all_text, content};

#[tokio::test]
async fn rosa_is_led_through_the_intake_and_speaks_with_lea() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("/start plakat-rathaus").await;
    let asked = rosa.sees(CONSENT).await;
    rosa.taps(&asked, "Ja, ich bin einverstanden").await.answered().await;
    let asked = rosa.sees("in Gefahr").await;
    rosa.taps(&asked, "Nein").await.answered().await;
    rosa.sees("Worum geht es").await;
    rosa.writes("mensch").await;
    rosa.sees("Ein Mensch meldet sich").await;
    house.settles().await;
    house.stage.types("lea", "!übernehmen 1").await;
    rosa.writes("Das ist <b>für Lea</b> & *alle*.").await;
    let copy = house.copy_of("<b>für Lea</b> & *alle*").await;
    house
        .lea(Did::Typed { text: Private::from("Guten Tag, _Rosa_ & <i>Co</i>."), reply_to: Some(copy) })
        .await;
    let told = rosa.sees("Guten Tag, _Rosa_ & <i>Co</i>.").await;
    assert!(told.body["entities"].is_null(), "what was typed became markup: {}", told.body);
    assert!(all_text(&house.desk_sees().await).contains("für Lea"));
}

/// Whatever stands in the menu is understood.
#[tokio::test]
async fn the_bot_introduces_itself_in_german() {
    let house = House::new().await;
    let rosa = house.bot.person("Rosa");
    rosa.writes("/start").await;
    rosa.sees(CONSENT).await;
    let commands = house.bot.commands();
    let names: Vec<&str> =
        commands.as_array().unwrap().iter().map(|command| command["command"].as_str().unwrap()).collect();
    let wanted =
        ["start", "hilfe", "mensch", "notfall", "zurueck", "angebote", "datenschutz", "loeschen", "stopp"];
    assert_eq!(names, wanted);
    let understood: Vec<String> =
        names.iter().map(|name| format!("{:?}", content().0.lexicon.slash(&format!("/{name}")))).collect();
    let wanted = ["Start", "Help", "Human", "Emergency", "Back", "Offers(…)", "Privacy", "Delete", "Stop"];
    assert_eq!(understood, wanted.map(|command| format!("Some({command})")));
    assert!(house.bot.says_of_itself("description", "").contains("Hass, Drohungen"));
    assert!(house.bot.says_of_itself("short_description", "").chars().count() <= 120);
}

#[tokio::test]
async fn each_of_two_people_gets_their_own_answers() {
    let house = House::new().await;
    let (rosa, ole) = (house.bot.person("Rosa"), house.bot.person("Ole"));
    for person in [&rosa, &ole] {
        house.writes_all(person, &["Hallo", "ja", "mensch", "nicht mitgeben"]).await;
    }
    house.stage.types("lea", "!übernehmen 1").await;
    house.stage.types("tom", "!übernehmen 2").await;
    house.lea_types("!a Das ist für Rosa.").await;
    rosa.sees("Das ist für Rosa.").await;
    house.settles().await;
    assert!(!ole.transcript().contains("Das ist für Rosa"));
}

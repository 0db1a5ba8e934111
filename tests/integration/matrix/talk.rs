//! Conversations that go on and on, and whether everything said in them arrived: all of it, once, in order, and
//! nowhere else.

use std::collections::HashSet;

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, RoomId, UserId};

use super::person::{Line, Person};

/// A contact and the navigator who has their case, each numbering what they say.
pub struct Talk<'a> {
    pub name: String,
    bot: OwnedUserId,
    contact: &'a Person,
    navigator: &'a Person,
    pub chat: Room,
    pub case: Room,
    said_by_contact: Vec<String>,
    said_by_navigator: Vec<String>,
}

impl<'a> Talk<'a> {
    /// The contact asks for a human, the navigator takes the case by tapping. The name is in every sentence.
    pub async fn begin(name: &str, bot: &UserId, contact: &'a Person, navigator: &'a Person) -> Self {
        let chat = contact.opens_chat_with(bot).await;
        contact.hears("starke").await;
        contact.says(&chat, "mensch").await;
        let number = contact.hears("Ihre Nummer ist ").await.number_after("Ihre Nummer ist ");
        let card = navigator.sees(|line| line.body.contains(&format!("Fall {number} wartet"))).await;
        navigator.taps(&card, "✅").await;
        let case = navigator.room_named(&format!("Fall {number}")).await;
        contact.hears("schreibt Ihnen hier ein Mensch").await;
        Self {
            name: name.to_owned(),
            bot: bot.to_owned(),
            contact,
            navigator,
            chat,
            case,
            said_by_contact: Vec::new(),
            said_by_navigator: Vec::new(),
        }
    }

    /// The contact says the next sentence and waits for nothing.
    pub async fn contact_says(&mut self) {
        let sentence = format!("Satz {} {}.", self.name, self.said_by_contact.len());
        self.contact.says(&self.chat, &sentence).await;
        self.said_by_contact.push(sentence);
    }

    /// The same words as the last time, which is another message.
    async fn contact_repeats(&mut self) {
        let sentence = self.said_by_contact.last().expect("something was said").clone();
        self.contact.says(&self.chat, &sentence).await;
        self.said_by_contact.push(sentence);
    }

    /// Both say something, each of it twice in the same words, and wait until it has arrived.
    pub async fn exchange(&mut self) {
        self.contact_says().await;
        self.contact_repeats().await;
        self.navigator_has_heard_all().await;
        let sentence = format!("Antwort {} {}.", self.name, self.said_by_navigator.len());
        for _ in 0..2 {
            self.navigator.says(&self.case, &format!("!a {sentence}")).await;
            self.said_by_navigator.push(sentence.clone());
        }
        let heard = || (self.heard_by_contact().len() >= self.said_by_navigator.len()).then_some(());
        self.contact.until(&format!("{sentence} is heard"), heard).await;
    }

    pub async fn navigator_has_heard_all(&self) {
        let heard = || (self.heard_by_navigator().len() >= self.said_by_contact.len()).then_some(());
        self.navigator.until(&format!("all that {} said is heard", self.name), heard).await;
    }

    pub fn heard_by_navigator(&self) -> Vec<String> {
        sentences("Satz ", &self.said_by_bot(self.navigator, self.case.room_id()))
    }

    fn heard_by_contact(&self) -> Vec<String> {
        sentences("Antwort ", &self.said_by_bot(self.contact, self.chat.room_id()))
    }

    /// What this person got from the bot in a room, each event once.
    fn said_by_bot(&self, person: &Person, room: &RoomId) -> Vec<Line> {
        let mut seen = HashSet::new();
        let mut lines = person.lines();
        lines.retain(|line| line.sender == self.bot && line.room == room && seen.insert(line.event.clone()));
        lines
    }

    /// Says how many messages went both ways, if all of them arrived as they should.
    pub fn assert_all_arrived(&self) -> usize {
        assert_eq!(self.heard_by_navigator(), self.said_by_contact, "what {} said at the desk", self.name);
        assert_eq!(self.heard_by_contact(), self.said_by_navigator, "what {} was answered", self.name);
        for words in ["Ihre Nummer ist ", "schreibt Ihnen hier ein Mensch"] {
            assert_eq!(self.contact.heard_so_far(words), 1, "{} heard {words:?} more than once", self.name);
        }
        for (person, room) in [(self.contact, &self.chat), (self.navigator, &self.case)] {
            for line in person.lines().iter().filter(|line| line.sender == self.bot) {
                let ours = line.body.contains(&format!("Satz {} ", self.name))
                    || line.body.contains(&format!("Antwort {} ", self.name));
                assert!(!ours || line.room == room.room_id(), "in the wrong room: {}", line.body);
                assert!(!ours || line.encrypted, "in the open: {}", line.body);
            }
        }
        self.said_by_contact.len() + self.said_by_navigator.len()
    }
}

/// The sentences that begin like this, in order.
fn sentences(beginning: &str, lines: &[Line]) -> Vec<String> {
    let sentence = |rest: &str| Some(format!("{beginning}{}.", rest.split_once('.')?.0));
    lines.iter().flat_map(|line| line.body.split(beginning).skip(1).filter_map(sentence)).collect()
}

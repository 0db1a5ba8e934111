//! The rules of the conversation with a contact, on the pure function that decides it.

mod answering;
mod anything;
mod anytime;
mod given;
mod moving;
mod openly;
mod taps;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lotse::dialogue::{
    Answer, Attention, ContactInput, Question, Reply, Say, Scene, Stage, Talk, Wish, hear,
};
use lotse::model::{Attachment, Channel, FileKind, Message, OptionId, Private, StepId};
use lotse::text::Surroundings;

use crate::stage::{MONDAY_TEN, content};

/// The way on which everything is asked that somebody who is concerned can be asked.
const LONG_WAY: [(&str, &str); 17] = [
    ("einwilligung", "ja"),
    ("gefahr", "nein"),
    ("anliegen", "selbst"),
    ("rolle", "rat"),
    ("land", "Bayern"),
    ("vorfall", "bedrohung, hassnachricht"),
    ("polizei", "unsicher"),
    ("hilfe", "sprechen, recht"),
    ("details", "ja"),
    ("ort", "brief, telefon"),
    ("haeufigkeit", "einmalig"),
    ("zeitraum", "unklar"),
    ("belastung", "mittel"),
    ("motiv", "rechts"),
    ("name", "Rosa"),
    ("schilderung", "Ein Brief lag im Kasten."),
    ("belege", "fertig"),
];

/// The way of somebody who only wants to know.
const INFORMATION_WAY: [(&str, &str); 5] = [
    ("einwilligung", "ja"),
    ("gefahr", "nein"),
    ("anliegen", "information"),
    ("land", "Sachsen"),
    ("thema", "praevention, rechtslage"),
];

/// A contact with the bot, without anything around it.
#[derive(Clone)]
struct Person {
    scene: Arc<Scene>,
    talk: Option<Talk>,
    attention: Attention,
    channel: Channel,
    now: Timestamp,
}

impl Person {
    /// Somebody who has opened the chat and been greeted.
    fn greeted() -> Self {
        let mut person = Self::unknown();
        person.does(&ContactInput::Opened);
        person
    }

    /// Somebody of whom nothing is known.
    fn unknown() -> Self {
        Self::unknown_on(Channel::Terminal)
    }

    /// The same on this channel.
    fn unknown_on(channel: Channel) -> Self {
        let now = MONDAY_TEN.parse().unwrap();
        Self { scene: content().0, talk: None, attention: Attention::Bot, channel, now }
    }

    /// Somebody who stands at this step, having answered everything before it.
    fn at(step: &str) -> Self {
        Self::at_on(step, Channel::Terminal)
    }

    /// The same on this channel.
    fn at_on(step: &str, channel: Channel) -> Self {
        for way in [&LONG_WAY[..], &INFORMATION_WAY[..]] {
            let mut person = Self::unknown_on(channel);
            person.does(&ContactInput::Opened);
            if person.step() == Some(step) {
                return person;
            }
            for (_, answer) in way {
                person.says(answer);
                if person.step() == Some(step) {
                    return person;
                }
            }
        }
        panic!("no way leads to {step}");
    }

    fn says(&mut self, text: &str) -> Reply {
        self.does(&ContactInput::Text(Private::from(text)))
    }

    fn taps(&mut self, step: &str, choice: &str) -> Reply {
        self.does(&ContactInput::Tapped { step: Some(step.into()), choice: choice.to_owned() })
    }

    fn does(&mut self, input: &ContactInput) -> Reply {
        let reply = hear(self.talk.take(), input, self.attention, self.channel, &self.scene, self.now);
        self.talk = match reply.wish {
            Wish::Forget | Wish::Decline => None,
            Wish::GoOn
            | Wish::CallHuman { .. }
            | Wish::HandOver(_)
            | Wish::Share(_)
            | Wish::Withhold
            | Wish::Transfer(_)
            | Wish::Feedback(_)
            | Wish::Relay(_)
            | Wish::Reassure => Some(reply.talk.clone()),
        };
        match reply.wish {
            Wish::CallHuman { .. } | Wish::HandOver(_) => self.attention = Attention::Waiting,
            Wish::Forget | Wish::Decline => self.attention = Attention::Bot,
            Wish::GoOn
            | Wish::Share(_)
            | Wish::Withhold
            | Wish::Transfer(_)
            | Wish::Feedback(_)
            | Wish::Relay(_)
            | Wish::Reassure => {}
        }
        reply
    }

    fn waits(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    fn step(&self) -> Option<&str> {
        self.talk.as_ref()?.step(&self.scene.intake).map(StepId::as_str)
    }

    fn stage(&self) -> &Stage {
        self.talk.as_ref().unwrap().stage()
    }

    fn answer(&self, step: &str) -> Option<&Answer> {
        self.talk.as_ref()?.answers().get(&StepId::from(step))
    }

    /// The steps that stand on the sheet, in its order.
    fn sheet(&self) -> Vec<String> {
        let sheet = self.scene.intake.sheet(self.talk.as_ref().unwrap().answers(), &self.scene.directory);
        sheet.rows.iter().map(|row| row.step.to_string()).collect()
    }
}

/// All steps of the intake, in order.
fn steps() -> Vec<String> {
    content().0.intake.steps().iter().map(|step| step.id.to_string()).collect()
}

/// The messages in which something is said.
fn messages(says: &[Say]) -> Vec<Message> {
    let (scene, texts) = content();
    let around = Surroundings::at(MONDAY_TEN.parse().unwrap(), &scene.directory, &scene.intake);
    says.iter().flat_map(|say| texts.contact(say, &around)).collect()
}

/// The question that was asked, if one was.
fn question(reply: &Reply) -> Option<&Question> {
    reply.says.iter().find_map(|say| if let Say::Question(question) = say { Some(question) } else { None })
}

fn options(ids: &[&str]) -> Vec<OptionId> {
    ids.iter().map(|id| OptionId::from(*id)).collect()
}

fn picture() -> ContactInput {
    ContactInput::File(Attachment {
        from: Channel::Terminal,
        kind: FileKind::Image,
        bytes: Some(1000),
        media_type: None,
        caption: None,
        handle: Private::from("x.png"),
    })
}

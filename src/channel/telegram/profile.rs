//! Who the bot is, and what people see of it before they write.

use serde::Deserialize;
use teloxide::payloads::{
    GetMyCommands, GetMyDescription, GetMyShortDescription, SetMyCommands, SetMyDescription,
    SetMyDescriptionSetters as _, SetMyShortDescription, SetMyShortDescriptionSetters as _,
};
use teloxide::types::BotCommand;

use super::Telegram;
use super::fault::{ConnectError, Fault};
use crate::text::Sign;

/// The commands in the menu, each with what stands beside it. They are words that are understood with a slash.
pub(super) const COMMANDS: [(&str, Sign); 9] = [
    ("start", Sign::CommandStart),
    ("hilfe", Sign::CommandHelp),
    ("mensch", Sign::CommandHuman),
    ("notfall", Sign::CommandEmergency),
    ("zurueck", Sign::CommandBack),
    ("angebote", Sign::CommandOffers),
    ("datenschutz", Sign::CommandPrivacy),
    ("loeschen", Sign::CommandDelete),
    ("stopp", Sign::CommandStop),
];

#[derive(Deserialize, PartialEq, Eq)]
struct Shown {
    command: String,
    description: String,
}

#[derive(Deserialize)]
struct Description {
    description: String,
}

#[derive(Deserialize)]
struct ShortDescription {
    short_description: String,
}

impl Telegram {
    /// Waits until Telegram says that the token is that of this bot.
    pub(super) async fn until_known(&self) -> Result<(), ConnectError> {
        let me = self.begin(|| self.api.me()).await?;
        self.beat();
        if me.id == self.me { Ok(()) } else { Err(ConnectError::Token) }
    }

    /// Shows what the bot is and what can be asked of it. Telegram allows few such changes: what is shown already is
    /// left alone. A failure harms nobody; the next start tries again.
    pub(super) async fn introduce(&self) {
        if let Err(fault) = self.show_itself().await {
            tracing::warn!(%fault, "commands and description could not be shown; the next start tries again");
        }
    }

    async fn show_itself(&self) -> Result<(), Fault> {
        let wanted: Vec<Shown> = COMMANDS
            .iter()
            .map(|(command, sign)| Shown {
                command: (*command).to_owned(),
                description: self.texts.sign(*sign),
            })
            .collect();
        let shown: Vec<Shown> = self.api.call(GetMyCommands::new()).await?;
        if shown != wanted {
            let commands = wanted.into_iter().map(|shown| BotCommand::new(shown.command, shown.description));
            self.api.tell(SetMyCommands::new(commands)).await?;
        }
        let wanted = self.texts.sign(Sign::BotDescription);
        let shown: Description = self.api.call(GetMyDescription::new()).await?;
        if shown.description != wanted {
            self.api.tell(SetMyDescription::new().description(wanted)).await?;
        }
        let wanted = self.texts.sign(Sign::BotAbout);
        let shown: ShortDescription = self.api.call(GetMyShortDescription::new()).await?;
        if shown.short_description != wanted {
            self.api.tell(SetMyShortDescription::new().short_description(wanted)).await?;
        }
        Ok(())
    }
}

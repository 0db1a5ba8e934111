//! Words that a channel puts up by itself: names of rooms, and what it says where there is no conversation.

use super::bundle::Bundle;
use super::catalog;
use crate::model::CaseNumber;

/// Something a channel puts up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// The name of the space with all rooms of the desk.
    Space,
    /// The name of the queue's room.
    QueueRoom,
    /// The name of a case's room.
    CaseRoom(CaseNumber),
    /// To a room with more than one other person, before leaving it.
    OnlyDirect,
    /// To a chat that is not encrypted and cannot be, before leaving it.
    NotEncrypted,
    /// What the bot is, for whoever looks at it (up to 120 characters).
    BotAbout,
    /// What the bot does, in a chat in which nothing was written yet (up to 512 characters).
    BotDescription,
    /// Beside a command in a menu: it begins or goes on.
    CommandStart,
    /// Beside a command in a menu: what can be typed.
    CommandHelp,
    /// Beside a command in a menu: a human.
    CommandHuman,
    /// Beside a command in a menu: the emergency card.
    CommandEmergency,
    /// Beside a command in a menu: the question before.
    CommandBack,
    /// Beside a command in a menu: offers.
    CommandOffers,
    /// Beside a command in a menu: the privacy notice.
    CommandPrivacy,
    /// Beside a command in a menu: delete everything.
    CommandDelete,
    /// Beside a command in a menu: rest.
    CommandStop,
}

impl Sign {
    pub(super) fn render(self, bundle: &Bundle) -> String {
        match self {
            Self::Space => bundle.text(catalog::SIGN_SPACE.id),
            Self::QueueRoom => bundle.text(catalog::SIGN_QUEUE_ROOM.id),
            Self::CaseRoom(case) => bundle.say(catalog::SIGN_CASE_ROOM.id, &[("case", case.0.into())]),
            Self::OnlyDirect => bundle.text(catalog::SIGN_ONLY_DIRECT.id),
            Self::NotEncrypted => bundle.text(catalog::SIGN_NOT_ENCRYPTED.id),
            Self::BotAbout => bundle.text(catalog::SIGN_BOT_ABOUT.id),
            Self::BotDescription => bundle.text(catalog::SIGN_BOT_DESCRIPTION.id),
            Self::CommandStart => bundle.text(catalog::SIGN_COMMAND_START.id),
            Self::CommandHelp => bundle.text(catalog::SIGN_COMMAND_HELP.id),
            Self::CommandHuman => bundle.text(catalog::SIGN_COMMAND_HUMAN.id),
            Self::CommandEmergency => bundle.text(catalog::SIGN_COMMAND_EMERGENCY.id),
            Self::CommandBack => bundle.text(catalog::SIGN_COMMAND_BACK.id),
            Self::CommandOffers => bundle.text(catalog::SIGN_COMMAND_OFFERS.id),
            Self::CommandPrivacy => bundle.text(catalog::SIGN_COMMAND_PRIVACY.id),
            Self::CommandDelete => bundle.text(catalog::SIGN_COMMAND_DELETE.id),
            Self::CommandStop => bundle.text(catalog::SIGN_COMMAND_STOP.id),
        }
    }
}

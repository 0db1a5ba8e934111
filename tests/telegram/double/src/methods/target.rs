//! Where a call is aimed at, and whether the bot may.

use crate::methods::Call;
use crate::refusal::Refusal;
use crate::world::chats::{Chat, Kind, Standing};

impl Call<'_> {
    /// The chat that the parameter names and that the bot may read and write.
    pub fn chat(&mut self) -> Result<i64, Refusal> {
        let id = self.chat_id("chat_id")?;
        self.open(id)?;
        Ok(id)
    }

    /// The id that a parameter names, by number or by public name.
    pub fn chat_id(&self, name: &str) -> Result<i64, Refusal> {
        let text = self.params.text(name).ok_or_else(|| Refusal::bad(format_args!("{name} is empty")))?;
        let id = match text.strip_prefix('@') {
            Some(username) => self.world.chats.named(username),
            None => text.trim().parse().ok(),
        };
        id.ok_or_else(not_found)
    }

    /// A chat in which the bot may write.
    pub fn open(&mut self, id: i64) -> Result<&mut Chat, Refusal> {
        let chat = self.world.chats.get_mut(id).ok_or_else(not_found)?;
        match chat.standing {
            Standing::Welcome => Ok(chat),
            Standing::Unknown => Err(not_found()),
            Standing::Blocked => Err(Refusal::forbidden("bot was blocked by the user")),
            Standing::Deactivated => Err(Refusal::forbidden("user is deactivated")),
            Standing::Kicked => Err(Refusal::forbidden(match chat.kind {
                Kind::Private | Kind::Group => "bot was kicked from the group chat",
                Kind::Supergroup => "bot was kicked from the supergroup chat",
            })),
            Standing::Left => Err(Refusal::forbidden(match chat.kind {
                Kind::Private | Kind::Group => "bot is not a member of the group chat",
                Kind::Supergroup => "bot is not a member of the supergroup chat",
            })),
            Standing::Migrated(to) => Err(Refusal {
                migrate_to: Some(to),
                ..Refusal::bad("group chat was upgraded to a supergroup chat")
            }),
        }
    }

    /// The number of a message that the call names.
    pub fn message_id(&self) -> Result<i64, Refusal> {
        self.params.number("message_id").ok_or_else(|| Refusal::bad("message identifier is not specified"))
    }
}

fn not_found() -> Refusal {
    Refusal::bad("chat not found")
}

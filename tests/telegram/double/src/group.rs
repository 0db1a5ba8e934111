//! Groups: people and a bot in one chat.

#![expect(
    clippy::unused_async,
    reason = "people take their time; a test is to read the same if one day it is real"
)]

use std::sync::Arc;

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::methods::chats::self_in;
use crate::people::{Person, give_up};
use crate::world::World;
use crate::world::chats::{Chat, Kind, Standing};
use crate::world::updates::DAY;

/// A handle on a group or supergroup.
#[derive(Debug, Clone)]
pub struct Group {
    bot: Bot,
    id: i64,
}

impl Group {
    pub(crate) fn found(bot: &Bot, title: &str, people: &[&Person]) -> Self {
        let id = bot.server.group_id();
        let members: Vec<Value> = people.iter().map(|person| person.user().clone()).collect();
        let json = json!({ "id": id, "type": Kind::Group.name(), "title": title, "all_members_are_administrators": false });
        let group = Self { bot: bot.clone(), id };
        group.settles(Kind::Group, json, members);
        group.stands(Standing::Welcome, &json!({ "status": "left", "user": bot.home.world().me }), false);
        group.serves(json!({ "group_chat_created": true }));
        group
    }

    fn settles(&self, kind: Kind, json: Value, members: Vec<Value>) {
        let mut chat = Chat::new(self.id, kind, json, Standing::Welcome);
        chat.members = members;
        self.bot.home.world().chats.add(chat);
    }

    /// Its number, as calls name it.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.id
    }

    /// Somebody as a member of this group: what they do then, they do here.
    #[must_use]
    pub fn member(&self, person: &Person) -> Person {
        Person::in_chat(Arc::clone(&self.bot.home), person.user().clone(), self.id)
    }

    /// Throws the bot out.
    pub async fn kicks_bot(&self) {
        self.stands(Standing::Kicked, &self.own(), false);
    }

    /// Makes the bot an administrator.
    pub async fn promotes_bot(&self) {
        self.stands(Standing::Welcome, &self.own(), true);
    }

    /// Becomes a supergroup, which has another number; the bot is told by two messages.
    pub async fn migrates(&self) -> Self {
        let id = self.bot.server.supergroup_id();
        let (mut json, members) = {
            let world = self.bot.home.world();
            let Some(chat) = world.chats.get(self.id) else { give_up("there is no such group") };
            (chat.json.clone(), chat.members.clone())
        };
        json["id"] = json!(id);
        json["type"] = json!(Kind::Supergroup.name());
        if let Some(fields) = json.as_object_mut() {
            fields.remove("all_members_are_administrators");
        }
        let supergroup = Self { bot: self.bot.clone(), id };
        supergroup.settles(Kind::Supergroup, json, members);
        self.serves(json!({ "migrate_to_chat_id": id }));
        if let Some(chat) = self.bot.home.world().chats.get_mut(self.id) {
            chat.standing = Standing::Migrated(id);
        }
        supergroup.serves(json!({ "migrate_from_chat_id": self.id }));
        supergroup
    }

    /// The bot as it is a member now.
    fn own(&self) -> Value {
        let world = self.bot.home.world();
        self_in(world.chats.get(self.id).is_some_and(|chat| chat.administrator), &world.me)
    }

    fn owner(&self, world: &World) -> Value {
        world.chats.get(self.id).and_then(|chat| chat.members.first().cloned()).unwrap_or_default()
    }

    /// Puts the bot into a standing and tells it.
    fn stands(&self, standing: Standing, old: &Value, administrator: bool) {
        let now = self.bot.home.clock.seconds();
        let mut world = self.bot.home.world();
        let (from, me) = (self.owner(&world), world.me.clone());
        let Some(chat) = world.chats.get_mut(self.id) else { return };
        chat.standing = standing;
        chat.administrator = administrator;
        let new = match standing {
            Standing::Kicked => json!({ "status": "kicked", "user": me, "until_date": 0 }),
            Standing::Left => json!({ "status": "left", "user": me }),
            Standing::Welcome
            | Standing::Unknown
            | Standing::Blocked
            | Standing::Deactivated
            | Standing::Migrated(_) => self_in(administrator, &me),
        };
        let told = json!({
            "chat": chat.json, "from": from, "date": now, "old_chat_member": old, "new_chat_member": new,
        });
        world.tell("my_chat_member", &told, self.id, now, DAY);
    }

    /// Puts a message into the group that nobody wrote.
    fn serves(&self, mut body: Value) {
        let now = self.bot.home.clock.seconds();
        let mut world = self.bot.home.world();
        body["from"] = self.owner(&world);
        if let Some(body) = world.chats.post(self.id, now, false, body, None) {
            world.tell("message", &body, self.id, now, DAY);
        }
    }
}

//! What can be asked about a chat, and leaving it.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;
use crate::world::chats::{Kind, Standing};

/// `getChat`
pub(super) fn get(call: &mut Call<'_>) -> Answer {
    let id = call.chat_id("chat_id")?;
    let known = |standing| !matches!(standing, Standing::Unknown | Standing::Kicked | Standing::Left);
    let Some(chat) = call.world.chats.get(id).filter(|chat| known(chat.standing)) else {
        call.open(id)?;
        return Err(Refusal::bad("chat not found"));
    };
    let mut info = chat.json.clone();
    info["accent_color_id"] = json!(0);
    info["max_reaction_count"] = json!(11);
    info["accepted_gift_types"] = json!({
        "unlimited_gifts": true, "limited_gifts": true, "unique_gifts": true, "premium_subscription": true,
    });
    if chat.kind != Kind::Private {
        info["permissions"] = json!({ "can_send_messages": true });
    }
    Ok(Arc::new(info))
}

/// `getChatMemberCount`
pub(super) fn count(call: &mut Call<'_>) -> Answer {
    let chat = call.chat()?;
    let members = call.open(chat)?.members.len() + 1;
    Ok(Arc::new(json!(members)))
}

/// `getChatMember`
pub(super) fn member(call: &mut Call<'_>) -> Answer {
    let chat = call.chat()?;
    let user = call.params.number("user_id").ok_or_else(|| Refusal::bad("invalid user_id specified"))?;
    let (own, me) = (call.world.id, call.world.me.clone());
    let chat = call.open(chat)?;
    if user == own {
        return Ok(Arc::new(self_in(chat.administrator, &me)));
    }
    let place = chat.members.iter().position(|member| member["id"].as_i64() == Some(user));
    let Some(place) = place else { return Err(Refusal::bad("user not found")) };
    Ok(Arc::new(described(place, &chat.members[place])))
}

/// `getChatAdministrators`
pub(super) fn administrators(call: &mut Call<'_>) -> Answer {
    let chat = call.chat()?;
    let me = call.world.me.clone();
    let chat = call.open(chat)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad("there are no administrators in the private chat"));
    }
    let mut found: Vec<Value> = chat.members.first().map(|first| described(0, first)).into_iter().collect();
    if chat.administrator {
        found.push(self_in(true, &me));
    }
    Ok(Arc::new(Value::Array(found)))
}

/// The first member is the owner of a group.
fn described(place: usize, user: &Value) -> Value {
    if place == 0 {
        return json!({ "status": "creator", "user": user, "is_anonymous": false });
    }
    json!({ "status": "member", "user": user })
}

/// The bot as a member.
pub(crate) fn self_in(administrator: bool, me: &Value) -> Value {
    if !administrator {
        return json!({ "status": "member", "user": me });
    }
    let mut member = json!({ "status": "administrator", "user": me });
    for (right, given) in [
        ("can_be_edited", false),
        ("is_anonymous", false),
        ("can_manage_chat", true),
        ("can_delete_messages", true),
        ("can_manage_video_chats", true),
        ("can_restrict_members", true),
        ("can_promote_members", false),
        ("can_change_info", true),
        ("can_invite_users", true),
        ("can_post_stories", false),
        ("can_edit_stories", false),
        ("can_delete_stories", false),
        ("can_pin_messages", true),
    ] {
        member[right] = json!(given);
    }
    member
}

/// `leaveChat`
pub(super) fn leave(call: &mut Call<'_>) -> Answer {
    let id = call.chat()?;
    let chat = call.open(id)?;
    if chat.kind == Kind::Private {
        return Err(Refusal::bad("chat member status can't be changed in private chats"));
    }
    chat.standing = Standing::Left;
    yes()
}

/// `pinChatMessage`
pub(super) fn pin(call: &mut Call<'_>) -> Answer {
    let (chat, id) = (call.chat()?, call.message_id()?);
    if call.open(chat)?.message(id).is_none() {
        return Err(Refusal::bad("message to pin not found"));
    }
    yes()
}

/// `unpinChatMessage`
pub(super) fn unpin(call: &mut Call<'_>) -> Answer {
    call.chat()?;
    yes()
}

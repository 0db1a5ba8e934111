//! What a bot says about itself.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::methods::{Answer, Call, yes};
use crate::refusal::Refusal;

/// `getMe`
pub(super) fn me(call: &mut Call<'_>) -> Answer {
    let mut me = call.world.me.clone();
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(true);
    for ability in ["supports_inline_queries", "can_connect_to_business", "has_main_web_app"] {
        me[ability] = json!(false);
    }
    Ok(Arc::new(me))
}

/// `logOut`: afterwards the token is good for nothing here.
pub(super) fn log_out(call: &mut Call<'_>) -> Answer {
    call.world.gone = true;
    yes()
}

/// `close`
pub(super) fn close(_: &mut Call<'_>) -> Answer {
    yes()
}

/// `setMyCommands`
pub(super) fn set_commands(call: &mut Call<'_>) -> Answer {
    let commands = call.params.json("commands", "commands list")?.unwrap_or_else(|| json!([]));
    let list = commands.as_array().ok_or_else(|| Refusal::bad("expected an Array of BotCommand"))?;
    if list.len() > 100 {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in list {
        let name = command["command"].as_str().unwrap_or_default().trim_start_matches('/');
        let known = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !known || !(1..=32).contains(&name.len()) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.chars().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    let (scope, language) = (scope(call)?, language(call));
    call.world.profile.set_commands(scope, &language, commands);
    yes()
}

/// `getMyCommands`
pub(super) fn commands(call: &mut Call<'_>) -> Answer {
    let (scope, language) = (scope(call)?, language(call));
    Ok(Arc::new(call.world.profile.commands(scope, &language)))
}

/// `deleteMyCommands`
pub(super) fn delete_commands(call: &mut Call<'_>) -> Answer {
    let (scope, language) = (scope(call)?, language(call));
    call.world.profile.set_commands(scope, &language, json!([]));
    yes()
}

/// The scope in a form in which equal ones are equal.
fn scope(call: &Call<'_>) -> Result<String, Refusal> {
    let scope = call.params.json("scope", "bot command scope")?.unwrap_or_default();
    let kind = scope["type"].as_str().unwrap_or("default");
    Ok(format!("{kind} {} {}", scope["chat_id"], scope["user_id"]))
}

fn language(call: &Call<'_>) -> String {
    call.params.text("language_code").unwrap_or_default().to_owned()
}

fn set(call: &mut Call<'_>, what: &'static str, longest: usize, too_long: &str) -> Answer {
    let text = call.params.text(what).unwrap_or_default();
    if text.chars().count() > longest {
        return Err(Refusal::bad(too_long));
    }
    let language = language(call);
    call.world.profile.set_text(what, &language, text);
    yes()
}

fn get(call: &mut Call<'_>, what: &'static str) -> Answer {
    let text = call.world.profile.text(what, &language(call)).to_owned();
    Ok(Arc::new(json!({ what: text })))
}

/// `setMyName`
pub(super) fn set_name(call: &mut Call<'_>) -> Answer {
    set(call, "name", 64, "BOT_TITLE_INVALID")
}

/// `getMyName`
pub(super) fn name(call: &mut Call<'_>) -> Answer {
    get(call, "name")
}

/// `setMyDescription`
pub(super) fn set_description(call: &mut Call<'_>) -> Answer {
    set(call, "description", 512, "BOT_DESCRIPTION_TOO_LONG")
}

/// `getMyDescription`
pub(super) fn description(call: &mut Call<'_>) -> Answer {
    get(call, "description")
}

/// `setMyShortDescription`
pub(super) fn set_short_description(call: &mut Call<'_>) -> Answer {
    set(call, "short_description", 120, "BOT_SHORT_DESCRIPTION_TOO_LONG")
}

/// `getMyShortDescription`
pub(super) fn short_description(call: &mut Call<'_>) -> Answer {
    get(call, "short_description")
}

/// `setChatMenuButton`
pub(super) fn set_menu_button(call: &mut Call<'_>) -> Answer {
    let button = call.params.json("menu_button", "menu button")?;
    call.world.profile.menu_button = button.unwrap_or_else(|| json!({ "type": "default" }));
    yes()
}

/// `getChatMenuButton`
pub(super) fn menu_button(call: &mut Call<'_>) -> Answer {
    let button: Value = call.world.profile.menu_button.clone();
    Ok(Arc::new(button))
}

//! The methods of the Bot API. Each is a function from a call to an answer, without waiting; only `getUpdates` waits
//! (see `server::polling`).

#![expect(clippy::unnecessary_wraps, reason = "all methods have one form")]

mod answering;
pub(crate) mod chats;
mod editing;
pub(crate) mod hooks;
pub(crate) mod keyboards;
mod media;
mod profile;
pub(crate) mod reacting;
pub(crate) mod sending;
mod target;

use std::sync::Arc;

use serde_json::Value;

use crate::refusal::Refusal;
use crate::server::params::Params;
use crate::world::World;

/// A call, while its bot's world is locked.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub params: &'a Params,
    /// Unix milliseconds.
    pub millis: i64,
}

impl Call<'_> {
    /// Unix seconds.
    pub fn now(&self) -> i64 {
        self.millis / 1000
    }
}

/// What `result` is in the answer.
pub(crate) type Answer = Result<Arc<Value>, Refusal>;

/// One method.
pub(crate) type Method = fn(&mut Call<'_>) -> Answer;

/// The answer of methods that have nothing to tell.
fn yes() -> Answer {
    Ok(Arc::new(Value::Bool(true)))
}

/// The method of this name, in lower case.
pub(crate) fn find(name: &str) -> Option<Method> {
    Some(match name {
        "answercallbackquery" => answering::callback,
        "close" => profile::close,
        "copymessage" => sending::copy,
        "deletemessage" => editing::delete,
        "deletemessages" => editing::delete_many,
        "deletemycommands" => profile::delete_commands,
        "deletewebhook" => hooks::delete,
        "editmessagecaption" => editing::caption,
        "editmessagereplymarkup" => editing::markup,
        "editmessagetext" => editing::text,
        "forwardmessage" => sending::forward,
        "getchat" => chats::get,
        "getchatadministrators" => chats::administrators,
        "getchatmember" => chats::member,
        "getchatmembercount" => chats::count,
        "getchatmenubutton" => profile::menu_button,
        "getfile" => media::file,
        "getme" => profile::me,
        "getmycommands" => profile::commands,
        "getmydescription" => profile::description,
        "getmyname" => profile::name,
        "getmyshortdescription" => profile::short_description,
        "getwebhookinfo" => hooks::info,
        "leavechat" => chats::leave,
        "logout" => profile::log_out,
        "pinchatmessage" => chats::pin,
        "sendanimation" => media::animation,
        "sendaudio" => media::audio,
        "sendchataction" => answering::action,
        "sendcontact" => sending::contact,
        "senddocument" => media::document,
        "sendlocation" => sending::location,
        "sendmediagroup" => media::group,
        "sendmessage" => sending::message,
        "sendphoto" => media::photo,
        "sendsticker" => media::sticker,
        "sendvideo" => media::video,
        "sendvideonote" => media::video_note,
        "sendvoice" => media::voice,
        "setchatmenubutton" => profile::set_menu_button,
        "setmessagereaction" => reacting::set,
        "setmycommands" => profile::set_commands,
        "setmydescription" => profile::set_description,
        "setmyname" => profile::set_name,
        "setmyshortdescription" => profile::set_short_description,
        "setwebhook" => hooks::set,
        "unpinchatmessage" => chats::unpin,
        _ => return None,
    })
}

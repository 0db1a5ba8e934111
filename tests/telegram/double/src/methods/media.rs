//! Messages with a file, and fetching files.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::entities::{Formatted, LONGEST_CAPTION};
use crate::media::Media;
use crate::methods::keyboards::Markup;
use crate::methods::sending::post;
use crate::methods::{Answer, Call};
use crate::refusal::Refusal;
use crate::world::files::{File, LARGEST_DOWNLOAD};

/// The largest picture, in bytes.
const LARGEST_PHOTO: usize = 10 * 1024 * 1024;
/// The most messages in an album.
const LARGEST_GROUP: usize = 10;

/// `sendPhoto`
pub(super) fn photo(call: &mut Call<'_>) -> Answer {
    send(call, Media::Photo)
}

/// `sendDocument`
pub(super) fn document(call: &mut Call<'_>) -> Answer {
    send(call, Media::Document)
}

/// `sendVoice`
pub(super) fn voice(call: &mut Call<'_>) -> Answer {
    send(call, Media::Voice)
}

/// `sendAudio`
pub(super) fn audio(call: &mut Call<'_>) -> Answer {
    send(call, Media::Audio)
}

/// `sendVideo`
pub(super) fn video(call: &mut Call<'_>) -> Answer {
    send(call, Media::Video)
}

/// `sendVideoNote`
pub(super) fn video_note(call: &mut Call<'_>) -> Answer {
    send(call, Media::VideoNote)
}

/// `sendAnimation`
pub(super) fn animation(call: &mut Call<'_>) -> Answer {
    send(call, Media::Animation)
}

/// `sendSticker`
pub(super) fn sticker(call: &mut Call<'_>) -> Answer {
    send(call, Media::Sticker)
}

fn send(call: &mut Call<'_>, media: Media) -> Answer {
    let caption = Formatted::from_params(call.params, "caption", "caption_")?;
    let markup = Markup::from_params(call.params)?;
    let chat = call.chat()?;
    let named = call.params.text(media.name()).map(str::to_owned);
    let file = file_for(call, media, named.as_deref())?;
    let body = described(media, &file, caption)?;
    post(call, chat, body, markup)
}

/// `sendMediaGroup`: nothing is sent unless everything in it is in order.
pub(super) fn group(call: &mut Call<'_>) -> Answer {
    let items = call.params.json("media", "media")?;
    let items = items
        .as_ref()
        .and_then(Value::as_array)
        .ok_or_else(|| Refusal::bad("expected an Array of InputMedia"))?;
    if items.is_empty() {
        return Err(Refusal::bad("there are no messages to send"));
    }
    if items.len() > LARGEST_GROUP {
        return Err(Refusal::bad("Too much messages to send as an album"));
    }
    let chat = call.chat()?;
    let mut bodies = Vec::new();
    for item in items {
        let media = item["type"]
            .as_str()
            .and_then(Media::named)
            .ok_or_else(|| Refusal::bad("wrong type of InputMedia"))?;
        let caption = item["caption"].as_str().unwrap_or_default();
        let entities = Some(item["caption_entities"].clone()).filter(|entities| !entities.is_null());
        let caption = Formatted::parse(caption, item["parse_mode"].as_str(), entities)?;
        let file = file_for(call, media, item["media"].as_str())?;
        bodies.push(described(media, &file, caption)?);
    }
    let mut album = None;
    let mut sent = Vec::new();
    for mut body in bodies {
        let album = album.get_or_insert_with(|| call.world.albums());
        body["media_group_id"] = json!(album);
        sent.push(Value::clone(&*post(call, chat, body, Markup::default())?));
    }
    Ok(Arc::new(Value::Array(sent)))
}

fn described(media: Media, file: &File, caption: Formatted) -> Result<Value, Refusal> {
    if caption.length() > LONGEST_CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    let mut body = json!({});
    media.write(&mut body, file);
    caption.write(&mut body, "caption", "caption_entities");
    Ok(body)
}

/// The file that came with the call, under its own name or under the one that is named, or one that is known.
fn file_for(call: &mut Call<'_>, media: Media, named: Option<&str>) -> Result<File, Refusal> {
    let part = named.map_or(Some(media.name()), |named| named.strip_prefix("attach://"));
    let Some(part) = part else {
        let id = named.unwrap_or_default();
        if id.starts_with("http://") || id.starts_with("https://") {
            return Err(Refusal::bad("failed to get HTTP URL content"));
        }
        let known = call.world.files.get(id).cloned();
        return known.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"));
    };
    let upload = call.params.upload(part).ok_or_else(|| {
        Refusal::bad(format_args!("there is no {} in the request", media.name().replace('_', " ")))
    })?;
    if upload.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    let size = upload.bytes.len();
    if media == Media::Photo && size > LARGEST_PHOTO {
        return Err(Refusal::bad(format_args!(
            "file of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )));
    }
    let mime = upload.mime.as_deref().unwrap_or(media.usual().1);
    Ok(call.world.files.add(media.folder(), &upload.name, mime, upload.bytes.clone(), size))
}

/// `getFile`
pub(super) fn file(call: &mut Call<'_>) -> Answer {
    let id = call.params.text("file_id").ok_or_else(|| Refusal::bad("file_id not specified"))?;
    let files = &call.world.files;
    // The small size of a picture is the same bytes here.
    let file = files.get(id).or_else(|| files.get(id.trim_end_matches('s')));
    let file = file.ok_or_else(|| Refusal::bad("wrong file_id or the file is temporarily unavailable"))?;
    if file.size > LARGEST_DOWNLOAD {
        return Err(Refusal::bad("file is too big"));
    }
    Ok(Arc::new(json!({
        "file_id": id, "file_unique_id": file.unique_id, "file_size": file.size, "file_path": file.path,
    })))
}

//! What is in a message: words, files, places; and whose words they are.

use serde_json::Value;

use super::wire::Message;
use crate::dialogue::ContactInput;
use crate::model::{Attachment, Channel, FileKind, Private};
use crate::text::Above;

/// Messages that nobody sent to be read: the platform tells of something by them.
const SERVICE: [&str; 19] = [
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "write_access_allowed",
    "connected_website",
    "proximity_alert_triggered",
    "boost_added",
    "giveaway_created",
    "giveaway",
    "giveaway_winners",
    "giveaway_completed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "successful_payment",
    "refunded_payment",
    "gift",
];

/// Files, by the field in which they stand; each with its kind and the media type it has unless it says another.
///
/// A film without sound comes as a document too, so it is looked for first.
const FILES: [(&str, FileKind, Option<&str>); 6] = [
    ("voice", FileKind::Audio, Some("audio/ogg")),
    ("audio", FileKind::Audio, Some("audio/mpeg")),
    ("video_note", FileKind::Video, Some("video/mp4")),
    ("video", FileKind::Video, Some("video/mp4")),
    ("animation", FileKind::Video, Some("video/mp4")),
    ("document", FileKind::Document, None),
];

/// How what stands above words of others is said.
pub(super) type Heading<'a> = &'a dyn Fn(Above<'_>) -> String;

/// What somebody sent; `None`: nobody sent it.
pub(super) fn input(message: &Message, heading: Heading<'_>) -> Option<ContactInput> {
    let of_others = of_others(message, heading);
    let below = |words: String| match &of_others {
        Some(above) => ContactInput::Forwarded(format!("{above}\n{words}").into()),
        None => ContactInput::Text(words.into()),
    };
    if let Some(text) = &message.text {
        let words = words(text, message.rest.get("entities"));
        return Some(match quote(message).filter(|_| of_others.is_none() && message.reply_to.is_some()) {
            Some(quote) => ContactInput::Quoting { quote: quote.into(), words: words.into() },
            None => below(words),
        });
    }
    if let Some(mut file) = file(message) {
        if let Some(above) = of_others {
            let caption = file.caption.take().map(Private::into_inner);
            file.caption =
                Some([Some(above), caption].into_iter().flatten().collect::<Vec<_>>().join("\n").into());
        }
        return Some(ContactInput::File(file));
    }
    if let Some(text) = shared(message) {
        let is_live = message.rest.get("location").is_some_and(|place| place.get("live_period").is_some());
        return Some(if is_live && of_others.is_none() {
            ContactInput::LivePlace(format!("{}\n{text}", heading(Above::LivePlace)).into())
        } else {
            below(text)
        });
    }
    let is_service = SERVICE.iter().any(|kind| message.rest.contains_key(*kind));
    (!is_service).then_some(ContactInput::Unreadable)
}

/// What stands above what others wrote: whose words they are that somebody forwards, or answers from another chat.
pub(super) fn of_others(message: &Message, heading: Heading<'_>) -> Option<String> {
    if let Some(origin) = message.rest.get("forward_origin") {
        return Some(heading(Above::Forwarded { by: author(origin).as_deref() }));
    }
    let answered = message.rest.get("external_reply")?;
    let by = answered.get("origin").and_then(author);
    let mut above = heading(Above::Answered { by: by.as_deref() });
    let quote = quote(message).unwrap_or_default();
    for line in quote.lines() {
        above.push_str("\n> ");
        above.push_str(line);
    }
    Some(if quote.is_empty() { above } else { above + "\n" })
}

/// The part of a message that is answered, if it is not all of it.
fn quote(message: &Message) -> Option<&str> {
    message.rest.get("quote")?.get("text")?.as_str().filter(|quote| !quote.is_empty())
}

/// Who wrote something, as far as Telegram tells (Bot API, `MessageOrigin`): a person, or a chat and who signed there.
fn author(origin: &Value) -> Option<String> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let hidden = text(origin, "sender_user_name");
    let person = origin.get("sender_user").map(|user| [text(user, "first_name"), text(user, "last_name")]);
    let chat = origin.get("sender_chat").or_else(|| origin.get("chat"));
    let chat = chat.map(|chat| [text(chat, "title").or_else(|| text(chat, "username")), None]);
    let named = person.or(chat).unwrap_or([hidden, None]);
    let mut name = named.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if let Some(signed) = text(origin, "author_signature") {
        name = format!("{name} ({signed})");
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// What is written. The first words of a chat may carry what a link added to them; that means nothing here.
pub(super) fn words(text: &str, entities: Option<&Value>) -> String {
    const START: &str = "/start";
    match text.strip_prefix(START) {
        Some(rest) if rest.starts_with(' ') => START.to_owned(),
        Some(_) | None => with_links(text, entities),
    }
}

/// Words can hide an address behind them. It is part of what somebody sent, and stands behind them in brackets.
fn with_links(text: &str, entities: Option<&Value>) -> String {
    let entities = entities.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut links: Vec<(usize, &str)> = entities
        .iter()
        .filter_map(|entity| {
            let number = |name: &str| usize::try_from(entity.get(name)?.as_u64()?).ok();
            let url = entity.get("url")?.as_str()?;
            Some((number("offset")?.checked_add(number("length")?)?, url))
        })
        .collect();
    links.sort_by_key(|(end, _)| *end);
    let mut links = links.into_iter().peekable();
    let (mut shown, mut units) = (String::with_capacity(text.len()), 0);
    for char in text.chars() {
        shown.push(char);
        units += char.len_utf16();
        while let Some((_, url)) = links.next_if(|(end, _)| *end <= units) {
            shown.push_str(" (");
            shown.push_str(url);
            shown.push(')');
        }
    }
    shown
}

/// The file in a message, if there is one.
pub(super) fn file(message: &Message) -> Option<Attachment> {
    let text = |file: &Value, name: &str| file.get(name).and_then(Value::as_str).map(str::to_owned);
    let (kind, media_type, file) = match message.rest.get("photo").and_then(Value::as_array) {
        // The largest size stands last.
        Some(sizes) => (FileKind::Image, Some("image/jpeg"), sizes.last()?),
        None => FILES
            .iter()
            .find_map(|(name, kind, media_type)| Some((*kind, *media_type, message.rest.get(*name)?)))?,
    };
    let media_type = text(file, "mime_type").or_else(|| media_type.map(str::to_owned));
    let kind = match (kind, &media_type) {
        // Whoever sends a picture without loss sends it as a document.
        (FileKind::Document, Some(named)) => FileKind::of(named),
        (kind, _) => kind,
    };
    let caption = message.caption.as_ref().filter(|caption| !caption.is_empty());
    Some(Attachment {
        from: Channel::Telegram,
        kind,
        bytes: file.get("file_size").and_then(Value::as_u64),
        media_type,
        caption: caption.map(|caption| with_links(caption, message.rest.get("caption_entities")).into()),
        handle: text(file, "file_id")?.into(),
    })
}

/// Things that have words of their own: somebody's number, a place (RFC 5870).
fn shared(message: &Message) -> Option<String> {
    if let Some(contact) = message.rest.get("contact") {
        let part = |name: &str| contact.get(name).and_then(Value::as_str);
        let names: Vec<_> = ["first_name", "last_name"].into_iter().filter_map(part).collect();
        return Some(format!("{}\n{}", names.join(" "), part("phone_number")?));
    }
    let place = |location: &Value| {
        let number = |name: &str| location.get(name).and_then(Value::as_f64);
        Some(format!("geo:{},{}", number("latitude")?, number("longitude")?))
    };
    if let Some(venue) = message.rest.get("venue") {
        let part = |name: &str| venue.get(name).and_then(Value::as_str).map(str::to_owned);
        let lines = [part("title"), part("address"), venue.get("location").and_then(place)];
        return Some(lines.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    }
    message.rest.get("location").and_then(place)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn input(content: &Value) -> Option<ContactInput> {
        let mut message = json!({ "message_id": 3, "date": 0, "chat": { "id": 7, "type": "private" } });
        for (name, value) in content.as_object().unwrap() {
            message[name] = value.clone();
        }
        super::input(&Message::read(message).unwrap(), &|above| format!("{above:?}"))
    }

    /// The words that came in, if some did.
    fn text(content: &Value) -> Option<String> {
        if let ContactInput::Text(words) = input(content)? { Some(words.into_inner()) } else { None }
    }

    /// What came in of others, below whatever stands above it.
    fn of_others(content: &Value) -> Option<String> {
        if let ContactInput::Forwarded(words) = input(content)? { Some(words.into_inner()) } else { None }
    }

    /// F11.
    #[test]
    fn whatever_somebody_sends_comes_in_or_is_answered() {
        let place = json!({ "latitude": 52.5, "longitude": 13.4 });
        let contact = json!({ "contact": { "first_name": "Erika", "phone_number": "+49 170" } });
        assert_eq!(text(&contact).as_deref(), Some("Erika\n+49 170"));
        assert_eq!(text(&json!({ "location": place })).as_deref(), Some("geo:52.5,13.4"));
        let venue = json!({ "venue": { "title": "Rathaus", "address": "Markt 1", "location": place } });
        assert_eq!(text(&venue).as_deref(), Some("Rathaus\nMarkt 1\ngeo:52.5,13.4"));
        for kind in ["sticker", "poll", "dice", "game", "story", "etwas_das_es_noch_nicht_gibt"] {
            assert_eq!(input(&json!({ kind: {} })), Some(ContactInput::Unreadable), "{kind}");
        }
        assert_eq!(input(&json!({ "pinned_message": {} })), None);
        assert_eq!(input(&json!({ "migrate_to_chat_id": -100 })), None, "F6");
    }

    /// Words of others are never those of whoever passes them on.
    #[test]
    fn whose_words_are_passed_on_stands_above_them() {
        let person =
            json!({ "type": "user", "sender_user": { "first_name": "Otto", "last_name": "Muster" } });
        let hidden = json!({ "type": "hidden_user", "sender_user_name": "Otto\nMuster" });
        let group =
            json!({ "type": "chat", "sender_chat": { "title": "Otto" }, "author_signature": "Muster" });
        let channel = json!({ "type": "channel", "chat": { "title": "Otto Muster" }, "message_id": 3 });
        for (origin, by) in [
            (person, "Some(\"Otto Muster\")"),
            (hidden, "Some(\"Otto Muster\")"),
            (group, "Some(\"Otto (Muster)\")"),
            (channel, "Some(\"Otto Muster\")"),
            (json!({ "type": "etwas_neues" }), "None"),
        ] {
            let above = format!("Forwarded {{ by: {by} }}");
            let words = json!({ "text": "Ich weiß, wo du wohnst.", "forward_origin": origin });
            assert_eq!(of_others(&words), Some(format!("{above}\nIch weiß, wo du wohnst.")));
            let number =
                json!({ "contact": { "first_name": "E", "phone_number": "1" }, "forward_origin": origin });
            assert_eq!(of_others(&number), Some(format!("{above}\nE\n1")));
            for (caption, shown) in [("", above.clone()), ("Hier!", format!("{above}\nHier!"))] {
                let sizes = json!([{ "file_id": "x" }]);
                let picture = json!({ "photo": sizes, "caption": caption, "forward_origin": origin });
                let Some(ContactInput::File(file)) = input(&picture) else { panic!("no file") };
                assert_eq!(file.caption, Some(shown.into()));
            }
        }
    }

    #[test]
    fn what_is_answered_from_another_chat_comes_along() {
        let origin = json!({ "origin": { "type": "hidden_user", "sender_user_name": "Otto" } });
        let quote = json!({ "text": "Wir wissen,\nwo du wohnst.", "position": 0 });
        let cited = json!({ "text": "Das kam gestern.", "external_reply": origin, "quote": quote });
        let above = "Answered { by: Some(\"Otto\") }";
        let expected = format!("{above}\n> Wir wissen,\n> wo du wohnst.\n\nDas kam gestern.");
        assert_eq!(of_others(&cited), Some(expected));
        let bare = json!({ "text": "Das kam gestern.", "external_reply": {} });
        assert_eq!(of_others(&bare).as_deref(), Some("Answered { by: None }\nDas kam gestern."));
    }

    #[test]
    fn a_link_behind_words_is_not_lost() {
        let entity =
            json!([{ "type": "text_link", "offset": 3, "length": 4, "url": "https://hass.example" }]);
        let sent = json!({ "text": "😀 hier!", "entities": entity });
        assert_eq!(text(&sent).as_deref(), Some("😀 hier (https://hass.example)!"));
    }

    #[test]
    fn what_a_link_adds_to_the_first_word_means_nothing() {
        assert_eq!(text(&json!({ "text": "/start plakat-7" })).as_deref(), Some("/start"));
        assert_eq!(text(&json!({ "text": "/startet das?" })).as_deref(), Some("/startet das?"));
    }

    #[test]
    fn a_picture_is_taken_in_its_largest_size() {
        let sizes = json!([{ "file_id": "klein" }, { "file_id": "groß", "file_size": 900 }]);
        let sent = input(&json!({ "photo": sizes, "caption": "Der Brief" }));
        let Some(ContactInput::File(file)) = sent else { panic!("no file") };
        assert_eq!((file.kind, file.bytes), (FileKind::Image, Some(900)));
        assert_eq!(file.handle.reveal(), "groß");
        assert_eq!(file.caption, Some("Der Brief".into()));
    }

    #[test]
    fn of_a_place_that_moves_the_first_comes_in_and_says_so() {
        let live = json!({ "location": { "latitude": 1.5, "longitude": 2.5, "live_period": 900 } });
        assert_eq!(input(&live), Some(ContactInput::LivePlace("LivePlace\ngeo:1.5,2.5".into())));
    }
}

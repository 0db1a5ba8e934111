//! Mentions. A client shows somebody's display name where it means their id, and writes the name alone into the plain
//! text; the id stands in a link to matrix.to, in the HTML beside it (Matrix 1.0, `m.room.message`).
//!
//! Only the link counts, and only where nothing but one word (the command) stands beside it: who is named in a sentence
//! is not who is meant. What a message says besides about whom it mentions (`m.mentions`) names also whoever is
//! replied to.

use matrix_sdk::ruma::matrix_uri::MatrixId;
use matrix_sdk::ruma::{MatrixToUri, OwnedUserId};

/// With this a link begins.
const SCHEME: &str = "https://";
/// Older clients repeat before this what a reply answers, with a link to whoever wrote that.
const END_OF_QUOTATION: &str = "</mx-reply>";

/// The one person that a text of one word links to. `None`: it links to nobody, or to several, or says more.
pub(super) fn only_person(text: &str) -> Option<OwnedUserId> {
    let text = text.split_once(END_OF_QUOTATION).map_or(text, |(_, text)| text);
    let mut linked = text.split(SCHEME).skip(1).filter_map(person);
    let first = linked.next()?;
    (linked.all(|other| other == first) && words_beside(text) <= 1).then_some(first)
}

/// How many words stand before and behind the links, written as HTML, as Markdown or bare.
fn words_beside(text: &str) -> usize {
    let written = |opens: &str, closes: &str| {
        let (before, rest) = text.split_once(opens)?;
        Some((before, rest.rsplit_once(closes).map_or("", |(_, after)| after)))
    };
    let bare = || {
        let (before, rest) = text.split_once(SCHEME)?;
        Some((before, rest.split_once(char::is_whitespace).map_or("", |(_, after)| after)))
    };
    let beside = written("<a ", "</a>").or_else(|| written("[", ")")).or_else(bare);
    // Paragraphs are no words.
    let words = |html: &str| html.replace("<p>", " ").replace("</p>", " ").split_whitespace().count();
    beside.map_or(0, |(before, after)| words(before) + words(after))
}

fn person(link: &str) -> Option<OwnedUserId> {
    let ends = |char: char| char.is_whitespace() || matches!(char, '"' | '\'' | '<' | '>' | ')');
    let link = link.split(ends).next().unwrap_or(link);
    match MatrixToUri::parse(&[SCHEME, link].concat()).ok()?.id() {
        MatrixId::User(user) => Some(user.clone()),
        // Rooms, events, and whatever there may be one day.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BERND: &str = "https://matrix.to/#/@bernd:localhost";
    const CARLA: &str = "https://matrix.to/#/%40carla%3Alocalhost?via=localhost";

    fn linked(text: &str) -> Option<String> {
        only_person(text).map(|user| user.to_string())
    }

    #[test]
    fn whoever_is_mentioned_is_found_behind_their_name() {
        let bernd = Some("@bernd:localhost".to_owned());
        for text in [
            format!("!übergeben <a href=\"{BERND}\">Bernd, im Urlaub</a>"),
            format!("!übergeben <a href='{BERND}'>Bernd</a> oder <a href='{BERND}'>Bernd</a>"),
            format!("!übergeben [Bernd]({BERND})"),
            format!("<p>!übergeben <a href=\"{BERND}\">Bernd</a></p>"),
            format!(
                "<mx-reply>In reply to <a href=\"{CARLA}\">Carla</a></mx-reply><a href=\"{BERND}\">B</a>"
            ),
        ] {
            assert_eq!(linked(&text), bernd, "{text}");
        }
        assert_eq!(linked(CARLA).as_deref(), Some("@carla:localhost"));
    }

    #[test]
    fn who_is_meant_is_not_guessed() {
        let room = "https://matrix.to/#/!raum:localhost";
        let in_a_sentence = format!("!übergeben tom, weil <a href=\"{BERND}\">Bernd</a> im Urlaub ist");
        let before_a_reason = format!("<p>!übergeben <a href=\"{BERND}\">Bernd</a> nicht</p>");
        let both = format!("{BERND} {CARLA}");
        let bare_in_a_sentence = format!("!übergeben {BERND} lieber nicht");
        let others = ["!übergeben Bernd", room, "https://matrix.to/#/"];
        for text in
            others.into_iter().chain([in_a_sentence.as_str(), &before_a_reason, &both, &bare_in_a_sentence])
        {
            assert_eq!(linked(text), None, "{text}");
        }
        assert_eq!(linked(&format!("<mx-reply><a href=\"{BERND}\">B</a></mx-reply>!übergeben tom")), None);
    }
}

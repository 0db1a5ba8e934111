//! The terminal: both sides of the conversation on one screen, for `lotse try`.
//!
//! What is typed is the contact; a line that begins with `lotse:` is typed by the navigator at the desk. A
//! terminal cannot be asked what it has shown, so a message that was half sent before a crash is shown again.

mod screen;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use tokio::sync::watch;

pub use screen::{Human, Json, Margins, Screen};

use super::{Channel, Contents, Destination, Envelope, Inbound, SendError, Sent};
use crate::desk::{Navigator, Room};
use crate::dialogue::ContactInput;
use crate::model::{Address, Attachment, Channel as ChannelName, EventId, FileKind, Private};

/// What a line begins with that is typed at the desk.
const DESK_PREFIX: &str = "lotse:";
/// What a line begins with that sends a file.
const FILE_PREFIX: &str = "datei:";

/// Who sits at the terminal as the contact.
#[must_use]
pub fn contact() -> Address {
    Address::new(ChannelName::Terminal, "contact")
}

/// Who sits at the terminal as the navigator.
fn navigator() -> Navigator {
    Navigator { address: Address::new(ChannelName::Terminal, "navigator"), name: "Lea".into() }
}

/// The channel of `lotse try`.
#[derive(Debug)]
pub struct Terminal {
    screen: Arc<Mutex<Box<dyn Screen>>>,
    gone: watch::Sender<bool>,
}

impl Terminal {
    /// A terminal that shows everything on `screen`.
    #[must_use]
    pub fn new(screen: Box<dyn Screen>) -> Self {
        Self { screen: Arc::new(Mutex::new(screen)), gone: watch::Sender::new(false) }
    }

    /// Does something with the screen. False: it cannot be written to, and from now on the terminal is
    /// [`gone`](Self::gone).
    ///
    /// A pipe that nobody empties takes nothing more and gives no error either. So it is written to where waiting
    /// holds up nothing else, least of all whoever listens for the signals that stop the program.
    pub async fn show(
        &self,
        what: impl FnOnce(&mut dyn Screen) -> std::io::Result<()> + Send + 'static,
    ) -> bool {
        let screen = Arc::clone(&self.screen);
        let showing = tokio::task::spawn_blocking(move || {
            what(&mut **screen.lock().unwrap_or_else(PoisonError::into_inner))
        });
        let shown = matches!(showing.await, Ok(Ok(())));
        if !shown {
            self.gone.send_replace(true);
        }
        shown
    }

    /// Returns when whoever was reading is gone.
    pub async fn gone(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.gone.subscribe().wait_for(|gone| *gone).await;
    }
}

/// What a typed line is. `None`: nothing was typed.
#[must_use]
pub fn read_line(line: &str, event: EventId) -> Option<Inbound> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.trim().is_empty() {
        return None;
    }
    if let Some(typed) = after(line.trim_start(), DESK_PREFIX) {
        let text = Private::from(typed.trim_start());
        return Some(Inbound::typed(navigator(), Room::Queue, event, text));
    }
    let input = match after(line.trim_start(), FILE_PREFIX) {
        Some(path) => ContactInput::File(file(path.trim())),
        None => ContactInput::Text(Private::from(line)),
    };
    Some(Inbound::contact(contact(), event, input))
}

/// What stands behind the prefix, however it is capitalised: an internal remark must not reach the contact because
/// a keyboard made its first letter a capital.
fn after<'a>(line: &'a str, prefix: &str) -> Option<&'a str> {
    let (begin, rest) = line.split_at_checked(prefix.len())?;
    begin.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn file(path: &str) -> Attachment {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let media_type = ending.as_deref().and_then(Attachment::media_type_of);
    Attachment {
        from: ChannelName::Terminal,
        kind: media_type.map_or(FileKind::Document, FileKind::of),
        bytes: std::fs::metadata(path).ok().map(|metadata| metadata.len()),
        media_type: media_type.map(ToOwned::to_owned),
        caption: None,
        handle: Private::from(path),
    }
}

#[async_trait]
impl Channel for Terminal {
    fn name(&self) -> ChannelName {
        ChannelName::Terminal
    }

    fn retry_is_harmless(&self) -> bool {
        false
    }

    fn one_stream(&self) -> bool {
        true
    }

    /// Both sides sit at one screen, and a file is only named there: nothing needs to be read.
    async fn fetch(&self, _: &Attachment, _: u64) -> Result<Contents, SendError> {
        Ok(Contents(Vec::new()))
    }

    async fn send(&self, envelope: &Envelope) -> Result<Sent, SendError> {
        // On paper nothing is changed or taken back: what is said instead stands below.
        let Some(message) = envelope.act.on_paper().cloned() else { return Ok(Sent::Nothing) };
        let shown = match &envelope.to {
            Destination::Contact(_) => self.show(move |screen| screen.contact(&message)).await,
            Destination::Queue | Destination::Case(_) => self.show(move |screen| screen.desk(&message)).await,
        };
        if shown {
            Ok(Sent::As(EventId::new(envelope.id.to_string())))
        } else {
            // Whoever was reading is gone; the message waits in the outbox for the next start.
            Err(SendError::Later { retry_after: None })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::Did;

    #[test]
    fn what_is_for_the_desk_is_recognised_however_it_is_capitalised() {
        for line in ["lotse: Sie klingt müde.", "Lotse: Sie klingt müde.", "  LOTSE:Sie klingt müde.\n"] {
            match read_line(line, EventId::new("1")) {
                Some(Inbound::Desk { did: Did::Typed { text, .. }, .. }) => {
                    assert_eq!(text.reveal(), "Sie klingt müde.");
                }
                other => panic!("{line}: {other:?}"),
            }
        }
        for line in ["lotse", "Lotsen: wer sind die?", "lotsé: hallo", "Die Lotse: nein"] {
            assert!(matches!(read_line(line, EventId::new("1")), Some(Inbound::Contact { .. })), "{line}");
        }
        let file = read_line("Datei: foto.png", EventId::new("1"));
        assert!(matches!(file, Some(Inbound::Contact { input: ContactInput::File(_), .. })), "{file:?}");
    }
}

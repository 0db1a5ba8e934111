//! Cuts what is said into messages that fit a phone's screen.
//!
//! Cuts fall between blocks (a paragraph, an offer, a row of the sheet). A block that is longer than a screen is
//! somebody's own words: it stays in one piece, until a channel could not carry it any more.

use crate::model::{CaseNumber, Choice, Enclosure, Message, OfferId, StepId};

/// What a phone shows without scrolling, in UTF-16 units (for German: characters). No message of ours is longer.
pub const SCREEN_CHARS: usize = 900;

/// What every channel carries: the narrowest (Telegram) ends at 4096 UTF-16 units.
const CHANNEL_CHARS: usize = 4000;

/// So many offers a message shows; more would be a catalogue.
const OFFERS_PER_PAGE: usize = 3;

/// A piece of text that stays together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    text: String,
    offer: Option<OfferId>,
    /// What stands between it and the block before, on the same page.
    gap: &'static str,
}

const EMPTY_LINE: &str = "\n\n";
const NEXT_LINE: &str = "\n";

impl Block {
    /// A paragraph.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), offer: None, gap: EMPTY_LINE }
    }

    /// A line that belongs to the lines before it, but may be parted from them.
    pub fn line(text: impl Into<String>) -> Self {
        Self { gap: NEXT_LINE, ..Self::new(text) }
    }

    /// The card of an offer.
    pub fn offer(text: String, offer: OfferId) -> Self {
        Self { text, offer: Some(offer), gap: EMPTY_LINE }
    }
}

/// What is said in one breath: blocks, and what can be tapped below the last.
#[derive(Debug, Default)]
pub(super) struct Speech {
    blocks: Vec<Block>,
    /// What can be tapped.
    pub choices: Vec<Choice>,
    /// The step to which the choices belong.
    pub step: Option<StepId>,
    /// It is about what was tapped in the last message of this step.
    pub revises: bool,
    /// It is what the message before it says, as it is now.
    pub renews: bool,
    /// The case that a tap claims.
    pub claims: Option<CaseNumber>,
    /// Whoever reads it should look at once.
    pub alerts: bool,
    /// The file it carries.
    pub enclosure: Option<Enclosure>,
}

impl Speech {
    /// A text of ours; its paragraphs are blocks.
    pub fn of(text: &str) -> Self {
        let mut speech = Self::default();
        speech.add_text(text);
        speech
    }

    /// Adds a text of ours; its paragraphs are blocks.
    pub fn add_text(&mut self, text: &str) {
        self.blocks.extend(text.split(EMPTY_LINE).map(Block::new));
    }

    /// Adds one block as it is.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// The same, with something to tap.
    pub fn choosing(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// The messages: at least one, each within the screen unless somebody's own words are longer.
    pub fn into_messages(self) -> Vec<Message> {
        let mut pages = Pages::default();
        for block in self.blocks {
            pages.place(block);
        }
        let mut messages = pages.done;
        messages.push(pages.open);
        if let Some(last) = messages.last_mut() {
            last.choices = self.choices;
            last.step = self.step;
            last.revises = self.revises;
            last.renews = self.renews;
            last.claims = self.claims;
            last.alerts = self.alerts;
            last.enclosure = self.enclosure;
        }
        messages
    }
}

#[derive(Debug, Default)]
struct Pages {
    done: Vec<Message>,
    open: Message,
}

impl Pages {
    fn place(&mut self, block: Block) {
        let offers_full = block.offer.is_some() && self.open.offers.len() == OFFERS_PER_PAGE;
        let too_long = is_longer([&self.open.text, block.gap, &block.text], SCREEN_CHARS);
        if (offers_full || too_long) && !self.open.text.is_empty() {
            self.turn();
        }
        if !self.open.text.is_empty() {
            self.open.text.push_str(block.gap);
        }
        self.open.offers.extend(block.offer);
        let mut rest = block.text.as_str();
        while let Some((piece, more)) = cut(rest) {
            self.open.text.push_str(piece);
            self.turn();
            rest = more;
        }
        self.open.text.push_str(rest);
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
    }
}

/// Cuts off what a channel carries, at the last white space if there is one; `None` if all of it fits.
fn cut(text: &str) -> Option<(&str, &str)> {
    if !is_longer([text], CHANNEL_CHARS) {
        return None;
    }
    let mut units = 0;
    let mut space = None;
    for (at, char) in text.char_indices() {
        units += char.len_utf16();
        if units > CHANNEL_CHARS {
            return Some(match space {
                Some(space) => (text.get(..space)?, text.get(space..)?.trim_start()),
                None => text.split_at_checked(at)?,
            });
        }
        if char.is_whitespace() && at > 0 {
            space = Some(at);
        }
    }
    None
}

/// Whether pieces of text together are longer than so many UTF-16 units. No text has more of them than bytes, so that
/// most need not be counted.
pub(crate) fn is_longer<const N: usize>(pieces: [&str; N], most: usize) -> bool {
    pieces.iter().map(|text| text.len()).sum::<usize>() > most
        && pieces.into_iter().map(length).sum::<usize>() > most
}

/// The length in UTF-16 units, as Telegram counts.
pub(super) fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_that_fits_stays_in_one_message() {
        let messages = Speech::of("Guten Tag.\n\nSchön.").into_messages();
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].text, "Guten Tag.\n\nSchön.");
    }

    #[test]
    fn a_fourth_offer_stands_on_a_new_page() {
        let mut speech = Speech::default();
        for number in 1..=4 {
            speech.add(Block::offer(format!("{number}. Karte"), OfferId::from(format!("a-{number}"))));
        }
        let messages = speech.into_messages();
        assert_eq!(messages.iter().map(|message| message.offers.len()).collect::<Vec<_>>(), [3, 1]);
        assert_eq!(messages[1].text, "4. Karte");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_everything_can_be_carried(words in "[ä😀a-z \n]{0,9000}") {
            let mut speech = Speech::default();
            speech.add(Block::new(words.clone()));
            let messages = speech.into_messages();
            let letters = |text: &str| text.chars().filter(|char| !char.is_whitespace()).collect::<String>();
            let said: String = messages.iter().map(|message| letters(&message.text)).collect();
            prop_assert_eq!(said, letters(&words));
            prop_assert!(messages.iter().all(|message| length(&message.text) <= CHANNEL_CHARS));
        }
    }
}

//! A Telegram that can misbehave: the Bot API for tests, in process or as a program of its own.
//!
//! ```no_run
//! # async fn story() {
//! use telegram_double::{Fault, Telegram};
//!
//! let telegram = Telegram::start().await;
//! let bot = telegram.bot("123:abc");
//! // … start the bot under test with `telegram.url()` in the place of `https://api.telegram.org`
//! let rosa = telegram.person("Rosa");
//! rosa.writes("/start").await;
//! let message = rosa.sees("Willkommen").await;
//! bot.suffers(Fault::flood(1).on("sendMessage").times(1));
//! rosa.taps(&message, "Weiter").await;
//! # }
//! ```
//!
//! What it does, it does as the real server does it, in the same words, as far as that is known: from the published
//! documentation, from the source of the official server, from what other libraries match against. It follows the
//! server and no particular bot; `tests/peers` runs a bot of another framework on it.
//!
//! # What is different
//!
//! * A group belongs to one bot, and bots read everything in it (privacy mode is off).
//! * A webhook may be, and must be, plain HTTP on the same machine.
//! * Files are not looked into: sizes and durations are made up, a picture comes in two sizes with the same bytes.
//! * Nothing is fetched from the internet when a file is named by its address.
//! * Inline mode, payments, games, passports, topics, channels, stories, business accounts do not exist.
//! * The text of an error that hardly ever occurs may be another one (names and descriptions that are too long).
//! * A tap can be answered once and for 150 s; the real time is not published, and taps are kept for so long.
//! * The burst that is allowed in a chat when rates are minded is an assumption; Telegram does not publish it.
//!
//! # As a program
//!
//! `telegram-double --listen 127.0.0.1:0` prints its address and runs until it is ended. People and faults are then
//! driven over HTTP; see [`control`].

mod bot;
mod clock;
pub mod control;
mod entities;
mod faults;
mod group;
mod media;
mod methods;
mod people;
mod refusal;
mod server;
mod telegram;
mod webhook;
mod world;

pub use bot::Bot;
pub use clock::Clock;
pub use faults::{Fault, Laid, Trouble};
pub use group::Group;
pub use media::Media;
pub use people::{Happening, Line, Message, Person, Tap};
pub use telegram::{Options, Telegram};
pub use world::queries::Reply;

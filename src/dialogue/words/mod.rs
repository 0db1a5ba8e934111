//! Understanding what a contact types: commands, danger, answers to choices, places.
//!
//! All German words stand in `content/words.toml` and `content/places.toml`; here stand only the rules by which
//! they are recognised. The rules err on one side on purpose, and each on its own side:
//!
//! * **Danger** is seen too often rather than too seldom. "Er steht nicht mehr vor der Tür" and "die Wahl steht vor
//!   der Tür" bring the emergency card, too; a card too many costs a glance, a card too few may cost more.
//! * **Answers and places** are never guessed. What is negated, asked, contradictory or fits two things is not
//!   taken; the question comes once more, and a human is offered.
//! * **Commands** are whole messages. Who writes "die Menschen in meiner Stadt" does not ask for a human.
//!
//! Everything is total: any text has an answer, in time bounded by the limits in the submodules.

mod lexicon;
mod normal;
mod pattern;
mod pick;
mod places;

pub use lexicon::{Command, Danger, Lexicon};
pub use normal::{MOST_CHARS, normalise};
pub use pick::{Candidate, NO_OPTIONS, Options, Picked, outright, pick};
pub use places::{Place, Places};

#[cfg(test)]
mod tests;

//! What the parts do together, seen from outside. One binary, so that it links once.
//!
//! `cfg(test)` on a module lets its helpers unwrap, as tests may: clippy only knows them as test code by it.

// The futures of the Matrix SDK are nested deeply.
#![recursion_limit = "256"]

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod between;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod command_line;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod databases;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod dialogue;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod endings;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod kills;
#[cfg(test)]
#[cfg(feature = "matrix")]
mod matrix;
#[cfg(test)]
mod migrations;
#[cfg(test)]
mod openly;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod stage;
#[cfg(test)]
mod store;
#[cfg(test)]
mod story;
#[cfg(test)]
#[cfg(feature = "telegram")]
mod telegram;
#[cfg(test)]
mod transcripts;
#[cfg(test)]
mod watching;

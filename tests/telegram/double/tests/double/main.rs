//! The double as a client meets it: over HTTP, with teloxide's types for what comes back.
//!
//! `cfg(test)` on a module lets its helpers unwrap, as tests may: clippy only knows them as test code by it.

#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod editing;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod groups;
#[cfg(test)]
mod people;
#[cfg(test)]
mod polling;
#[cfg(test)]
mod sending;
#[cfg(test)]
mod webhooks;

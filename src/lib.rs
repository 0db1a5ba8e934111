//! Lotse: the chat front door of the *starke Stelle*.
//!
//! Read the list below from top to bottom: a module may use what stands below it, never what stands above.
//! `tests/integration/architecture.rs` reads the sources and keeps it so; `ARCHITECTURE.md` says why.

pub mod cli;
pub mod app;
pub mod runtime;
pub mod channel;
pub mod store;
pub mod ops;
pub mod text;
pub mod privacy;
pub mod desk;
pub mod dialogue;
pub mod directory;
pub mod model;

/// Every input makes and drops thousands of small texts; with the system's allocator that is a sixth of what a turn
/// computes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

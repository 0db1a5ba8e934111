//! What an operator touches: settings, content and texts from their files, the log.

pub mod content;
pub mod logging;
pub mod settings;

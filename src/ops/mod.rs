//! What an operator touches: settings, content and texts from their files, the log, health and figures.

pub mod content;
pub mod health;
pub mod http;
pub mod logging;
pub mod metrics;
pub mod settings;

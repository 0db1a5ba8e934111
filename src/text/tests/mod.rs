//! Everything the bot can say, said once, with the real texts and the real help network.

mod files;
mod rendering;
mod samples;
mod scene;
mod telegram;

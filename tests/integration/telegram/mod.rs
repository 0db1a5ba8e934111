//! Contacts on a Telegram that is played by the double; the desk is played by the stage.

mod changing;
mod groups;
mod house;
mod inlets;
mod keyboards;
mod kills;
mod polling;
mod receiving;
mod secrets;
mod sending;
mod story;
mod webhooks;

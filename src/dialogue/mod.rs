//! The conversation with a contact: the intake as data, its states, understanding German answers, safety. Pure.

mod answers;
mod files;
mod intake;
mod load;
mod say;
mod scene;
mod sheet;
mod talk;
mod tap;
mod turn;
pub mod words;

pub use answers::{Answer, Answers, Evidence};
pub use files::{FileRefusal, FileRules};
pub use intake::{AdviceRule, Choosable, Guard, Intake, Kind, Means, Step};
pub use load::load_intake;
pub use say::{Caution, NextAnswer, Occasion, Progress, Question, Relayed, Say, Section, Way};
pub use scene::{Labels, Scene};
pub use sheet::{Sheet, SheetRow};
pub use talk::{Attention, ContactInput, Openly, Reply, Stage, Talk, Wish};
pub use tap::{Helped, Shared, Tap};
pub use turn::{hear, present_question};

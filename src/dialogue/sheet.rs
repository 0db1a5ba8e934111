//! The sheet: exactly what is handed over, shown to the contact before it goes and to the navigator after.

use serde::{Deserialize, Serialize};

use super::Answer;
use crate::directory::Match;
use crate::model::{Attachment, StepId};

/// The answers that count, in the order of the intake, and the offers that were matched to them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// One row for each question that was answered or skipped.
    pub rows: Vec<SheetRow>,
    /// The offers that were shown with it, in order; the first is number 1.
    pub matches: Vec<Match>,
}

impl Sheet {
    /// The files among the answers, in order.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        self.rows.iter().flat_map(|row| row.answer.files())
    }
}

/// One row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Which question.
    pub step: StepId,
    /// What was answered.
    pub answer: Answer,
}

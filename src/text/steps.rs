//! How the texts of an intake are found: by convention, from the ids of its steps, options and advice.

use crate::model::{OptionId, StepId};

/// The id of the question.
pub(super) fn question_text(step: &StepId) -> String {
    format!("step-{step}")
}

/// The id of the shorter question that may be asked when it was asked just before.
pub(super) fn again_text(step: &StepId) -> String {
    format!("step-{step}-again")
}

/// The id of the sentence that may stand below the question.
pub(super) fn hint_text(step: &StepId) -> String {
    format!("step-{step}-hint")
}

/// The id of what is written on an option.
pub(super) fn option_text(step: &StepId, option: &OptionId) -> String {
    format!("step-{step}-{option}")
}

/// The id of what stands before the answer in the sheet.
pub(super) fn sheet_text(step: &StepId) -> String {
    format!("sheet-{step}")
}

/// The id of an advice.
pub(super) fn advice_text(advice: &str) -> String {
    format!("advice-{advice}")
}

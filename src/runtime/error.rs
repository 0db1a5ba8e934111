//! What can go wrong where deciding meets doing.

use crate::privacy::SealError;
use crate::store::StoreError;

/// Why something could not be done. Says nothing of what a person wrote.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The store did not do what it was asked.
    #[error("the store did not answer as it should")]
    Store(#[from] StoreError),
    /// Something sealed could not be opened.
    #[error("something sealed could not be opened")]
    Seal(#[from] SealError),
    /// Something opened was not in a form this version knows.
    #[error("something stored is not in a form this version knows (line {line}, column {column})")]
    Form {
        /// Line in the stored text.
        line: usize,
        /// Column in the stored text.
        column: usize,
    },
}

impl RuntimeError {
    /// Whether something that is stored is at fault: trying again will not help.
    pub(super) const fn is_damage(&self) -> bool {
        match self {
            Self::Seal(_) | Self::Form { .. } | Self::Store(StoreError::Inconsistent { .. }) => true,
            Self::Store(
                StoreError::Conflict(_)
                | StoreError::HandledBefore(_)
                | StoreError::Newer(_)
                | StoreError::InUse
                | StoreError::Address(_)
                | StoreError::Migrate(_)
                | StoreError::Database(_),
            ) => false,
        }
    }
}

impl From<serde_json::Error> for RuntimeError {
    /// Keeps the place and drops the message, which may quote what a person wrote.
    fn from(error: serde_json::Error) -> Self {
        Self::Form { line: error.line(), column: error.column() }
    }
}

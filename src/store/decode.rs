//! From cells to types. What cannot be is an error that names table, column and row, never the content.

use super::StoreError;
use super::session::Cells;
use crate::model::{CaseNumber, Timestamp};
use crate::privacy::{Lookup, Sealed};

/// One row while it is being read.
pub(super) struct Reader<'a, R> {
    cells: &'a R,
    table: &'static str,
    /// The row's own key, as text: what an error names it by.
    row: String,
}

impl<'a, R: Cells> Reader<'a, R> {
    /// Reads a row that is known by the text in `key`.
    pub(super) fn by_text(cells: &'a R, table: &'static str, key: &'static str) -> Result<Self, StoreError> {
        let reader = Self { cells, table, row: String::from("?") };
        let row = reader.text(key)?;
        Ok(Self { row, ..reader })
    }

    /// Reads a row that is known by the number in `key`.
    pub(super) fn by_number(
        cells: &'a R,
        table: &'static str,
        key: &'static str,
    ) -> Result<Self, StoreError> {
        let reader = Self { cells, table, row: String::from("?") };
        let row = reader.number(key)?.to_string();
        Ok(Self { row, ..reader })
    }

    pub(super) fn text(&self, column: &'static str) -> Result<String, StoreError> {
        self.maybe_text(column)?.ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn number(&self, column: &'static str) -> Result<i64, StoreError> {
        self.maybe_number(column)?.ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn maybe_number(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.cells.number(column).map_err(|error| self.not_as_expected(column, error))
    }

    /// A text that stands for one value out of a set, or for an id.
    pub(super) fn parsed<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(&self.text(column)?).ok_or_else(|| self.inconsistent(column))
    }

    /// The same where there may be none.
    pub(super) fn maybe_parsed<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?.map(|text| parse(&text).ok_or_else(|| self.inconsistent(column))).transpose()
    }

    pub(super) fn count(&self, column: &'static str) -> Result<u32, StoreError> {
        u32::try_from(self.number(column)?).map_err(|_| self.inconsistent(column))
    }

    pub(super) fn time(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.maybe_time(column)?.ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn maybe_time(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.maybe_number(column)?
            .map(|millis| Timestamp::from_millisecond(millis).map_err(|_| self.inconsistent(column)))
            .transpose()
    }

    pub(super) fn case(&self, column: &'static str) -> Result<CaseNumber, StoreError> {
        Ok(CaseNumber(self.number(column)?))
    }

    pub(super) fn lookup(&self, column: &'static str) -> Result<Lookup, StoreError> {
        let bytes = self.maybe_bytes(column)?.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Lookup).ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn sealed(
        &self,
        column: &'static str,
        key_column: &'static str,
    ) -> Result<Sealed, StoreError> {
        self.maybe_sealed(column, key_column)?.ok_or_else(|| self.inconsistent(column))
    }

    pub(super) fn maybe_sealed(
        &self,
        column: &'static str,
        key_column: &'static str,
    ) -> Result<Option<Sealed>, StoreError> {
        match (self.maybe_bytes(column)?, self.maybe_text(key_column)?) {
            (Some(bytes), Some(key_id)) => Ok(Some(Sealed { key_id, bytes })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(self.inconsistent(key_column)),
            (None, Some(_)) => Err(self.inconsistent(column)),
        }
    }

    fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.cells.text(column).map_err(|error| self.not_as_expected(column, error))
    }

    fn maybe_bytes(&self, column: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
        self.cells.bytes(column).map_err(|error| self.not_as_expected(column, error))
    }

    fn inconsistent(&self, column: &'static str) -> StoreError {
        StoreError::Inconsistent { table: self.table, column, row: self.row.clone() }
    }

    /// A value of another type than the column should have is inconsistent data; all else is the database's fault.
    fn not_as_expected(&self, column: &'static str, error: sqlx::Error) -> StoreError {
        match error {
            sqlx::Error::ColumnDecode { .. } => self.inconsistent(column),
            other => StoreError::Database(other),
        }
    }
}

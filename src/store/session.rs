//! One connection to a database, reduced to what the use cases need, so that each query is written once.
//!
//! `sqlx::Any` cannot carry our columns, and being generic over `sqlx::Database` floods every function with
//! conditions. So the conditions end here: a statement, its values, and rows that are read cell by cell.

use std::fmt::Write as _;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Postgres, Row, SqlSafeStr, SqlStr, Sqlite};

use crate::privacy::{Lookup, Sealed};

/// A value bound to a statement.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Text(Option<&'a str>),
    Number(Option<i64>),
    Bytes(Option<&'a [u8]>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Some(text))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl<'a> From<&'a Lookup> for Value<'a> {
    fn from(lookup: &'a Lookup) -> Self {
        Self::Bytes(Some(&lookup.0))
    }
}

/// The bytes alone; the key id is bound beside them.
impl<'a> From<&'a Sealed> for Value<'a> {
    fn from(sealed: &'a Sealed) -> Self {
        Self::Bytes(Some(&sealed.bytes))
    }
}

/// The cells of one row.
pub(super) trait Cells {
    fn text(&self, column: &str) -> Result<Option<String>, sqlx::Error>;
    fn number(&self, column: &str) -> Result<Option<i64>, sqlx::Error>;
    fn bytes(&self, column: &str) -> Result<Option<Vec<u8>>, sqlx::Error>;
}

/// One connection. Statements have `$1`, `$2`, … in them and never a value; each is prepared once per connection.
pub(super) trait Session: Send {
    type Row: Cells + Send;

    /// Adds the place of a value to a statement; places are numbered from 1, in the order in which they are added.
    fn add_place(sql: &mut String, number: usize);

    /// Carries out a statement; returns how many rows it touched.
    fn execute_built(
        &mut self,
        sql: SqlStr,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, sqlx::Error>> + Send;

    /// Carries out a statement; returns its rows.
    fn fetch_built(
        &mut self,
        sql: SqlStr,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<Self::Row>, sqlx::Error>> + Send;

    /// The same for a literal.
    fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, sqlx::Error>> + Send {
        self.execute_built(sql.into_sql_str(), values)
    }

    /// The same for a literal.
    fn fetch(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<Self::Row>, sqlx::Error>> + Send {
        self.fetch_built(sql.into_sql_str(), values)
    }
}

macro_rules! bound {
    ($Database:ty, $sql:expr, $values:expr) => {
        $values.iter().fold(sqlx::query::<$Database>($sql), |query, value| match *value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
            Value::Bytes(bytes) => query.bind(bytes),
        })
    };
}

macro_rules! session {
    ($Database:ty, $Connection:ty, $Row:ty, $add_place:expr) => {
        impl Session for $Connection {
            type Row = $Row;

            fn add_place(sql: &mut String, number: usize) {
                $add_place(sql, number);
            }

            async fn execute_built(&mut self, sql: SqlStr, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
                Ok(bound!($Database, sql, values).execute(self).await?.rows_affected())
            }

            async fn fetch_built(
                &mut self,
                sql: SqlStr,
                values: &[Value<'_>],
            ) -> Result<Vec<$Row>, sqlx::Error> {
                bound!($Database, sql, values).fetch_all(self).await
            }
        }

        impl Cells for $Row {
            fn text(&self, column: &str) -> Result<Option<String>, sqlx::Error> {
                self.try_get(column)
            }

            fn number(&self, column: &str) -> Result<Option<i64>, sqlx::Error> {
                self.try_get(column)
            }

            fn bytes(&self, column: &str) -> Result<Option<Vec<u8>>, sqlx::Error> {
                self.try_get(column)
            }
        }
    };
}

// For each value SQLite goes through all places that have a name, and to it "$1" is a name.
session!(Sqlite, SqliteConnection, SqliteRow, |sql: &mut String, _| sql.push('?'));
session!(Postgres, PgConnection, PgRow, |sql: &mut String, number| {
    // Writing to a String cannot fail.
    let _ = write!(sql, "${number}");
});

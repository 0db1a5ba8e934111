//! One connection to a database, reduced to what the use cases need, so that each query is written once.
//!
//! `sqlx::Any` cannot carry our columns, and being generic over `sqlx::Database` floods every function with
//! conditions. So the conditions end here: a statement, its values, and rows that are read cell by cell.

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Postgres, Row, Sqlite};

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

/// One connection. Statements are literals with `$1`, `$2`, … in them; each is prepared once per connection.
pub(super) trait Session: Send {
    type Row: Cells + Send;

    /// Carries out a statement; returns how many rows it touched.
    fn execute(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<u64, sqlx::Error>> + Send;

    /// Carries out a statement; returns its rows.
    fn fetch(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> impl Future<Output = Result<Vec<Self::Row>, sqlx::Error>> + Send;
}

macro_rules! session {
    ($Database:ty, $Connection:ty, $Row:ty) => {
        impl Session for $Connection {
            type Row = $Row;

            async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64, sqlx::Error> {
                let query = values.iter().fold(sqlx::query::<$Database>(sql), |query, value| match *value {
                    Value::Text(text) => query.bind(text),
                    Value::Number(number) => query.bind(number),
                    Value::Bytes(bytes) => query.bind(bytes),
                });
                Ok(query.execute(self).await?.rows_affected())
            }

            async fn fetch(
                &mut self,
                sql: &'static str,
                values: &[Value<'_>],
            ) -> Result<Vec<$Row>, sqlx::Error> {
                let query = values.iter().fold(sqlx::query::<$Database>(sql), |query, value| match *value {
                    Value::Text(text) => query.bind(text),
                    Value::Number(number) => query.bind(number),
                    Value::Bytes(bytes) => query.bind(bytes),
                });
                query.fetch_all(self).await
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

session!(Sqlite, SqliteConnection, SqliteRow);
session!(Postgres, PgConnection, PgRow);

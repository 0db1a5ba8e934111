//! One statement for many rows.
//!
//! A statement costs the way to the database and back: a thread of its own for `SQLite`, a wire for `PostgreSQL`. A
//! batch of writes says the same of many rows, so it says it in a few statements instead of in several for each write.

use sqlx::{AssertSqlSafe, SqlSafeStr as _, SqlStr};

use super::session::{Session, Value};

/// So many rows stand in one statement at most. Each number of rows is a statement of its own, which is prepared once and
/// kept ([`MOST_STATEMENTS`]).
const MOST_ROWS: usize = 32;

/// So many statements a connection keeps prepared: those with many rows (there are eight) in each of their lengths, and
/// all others.
pub(super) const MOST_STATEMENTS: usize = 10 * MOST_ROWS;

/// Carries out `before (row), (row), … after` for all rows; returns how many rows of the table it touched.
pub(super) async fn execute<S: Session, const N: usize>(
    session: &mut S,
    before: &'static str,
    rows: &[[Value<'_>; N]],
    after: &'static str,
) -> Result<u64, sqlx::Error> {
    let mut touched = 0;
    for rows in rows.chunks(MOST_ROWS) {
        let sql = statement::<S>(before, rows.len(), N, after);
        touched += session.execute_built(sql, rows.as_flattened()).await?;
    }
    Ok(touched)
}

/// The same; returns the rows of its answer, in any order.
pub(super) async fn fetch<S: Session, const N: usize>(
    session: &mut S,
    before: &'static str,
    rows: &[[Value<'_>; N]],
    after: &'static str,
) -> Result<Vec<S::Row>, sqlx::Error> {
    let mut answer = Vec::new();
    for rows in rows.chunks(MOST_ROWS) {
        let sql = statement::<S>(before, rows.len(), N, after);
        answer.extend(session.fetch_built(sql, rows.as_flattened()).await?);
    }
    Ok(answer)
}

fn statement<S: Session>(before: &'static str, rows: usize, columns: usize, after: &'static str) -> SqlStr {
    let mut sql = String::from(before);
    for row in 0..rows {
        sql.push_str(if row == 0 { " (" } else { "), (" });
        for column in 1..=columns {
            if column > 1 {
                sql.push_str(", ");
            }
            S::add_place(&mut sql, row * columns + column);
        }
    }
    sql.push_str(") ");
    sql.push_str(after);
    // Literals and places: no value ever stands in it.
    AssertSqlSafe(sql).into_sql_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_row_by_row() {
        let postgres = statement::<sqlx::PgConnection>("INSERT INTO t VALUES", 2, 3, "RETURNING n");
        assert_eq!(postgres.as_str(), "INSERT INTO t VALUES ($1, $2, $3), ($4, $5, $6) RETURNING n");
        let sqlite = statement::<sqlx::SqliteConnection>("INSERT INTO t VALUES", 2, 1, "RETURNING n");
        assert_eq!(sqlite.as_str(), "INSERT INTO t VALUES (?), (?) RETURNING n");
    }
}

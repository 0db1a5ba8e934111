//! Fresh databases for tests: a file in a folder of its own, or a database on the server that `tests/postgres` starts.

use std::path::PathBuf;
use std::sync::Arc;

use lotse::model::{Entropy, OsEntropy};
use lotse::store::{Store, StoreError, open};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

/// A database that nothing else uses.
pub enum Database {
    /// A file.
    Sqlite {
        /// Removed with this value.
        folder: TempDir,
    },
    /// A database on the test server.
    Postgres {
        /// The server's address, with a database from which others can be made.
        server: String,
        /// The name of this one.
        name: String,
    },
}

impl Database {
    /// A new SQLite file, not made yet.
    pub fn sqlite() -> Self {
        Self::Sqlite { folder: tempfile::tempdir().unwrap() }
    }

    /// A new, empty PostgreSQL database.
    pub async fn postgres() -> Self {
        let server = std::env::var("LOTSE_TEST_POSTGRES").expect(
            "this test needs a PostgreSQL server and LOTSE_TEST_POSTGRES is not set: start the tests with ./tests/run",
        );
        let mut chance = [0; 8];
        OsEntropy.fill(&mut chance);
        let name = format!("test_{:x}", u64::from_le_bytes(chance));
        on_server(&server, format!("CREATE DATABASE {name}")).await;
        Self::Postgres { server, name }
    }

    /// The address under which the program opens it.
    pub fn url(&self) -> String {
        match self {
            Self::Sqlite { .. } => format!("sqlite:{}", self.file().display()),
            Self::Postgres { server, name } => {
                let (before, _) = server.rsplit_once('/').expect("LOTSE_TEST_POSTGRES ends in /DATABASE");
                format!("{before}/{name}")
            }
        }
    }

    /// The file of an SQLite database.
    pub fn file(&self) -> PathBuf {
        match self {
            Self::Sqlite { folder } => folder.path().join("lotse.db"),
            Self::Postgres { .. } => panic!("a PostgreSQL database is no file"),
        }
    }

    /// Opens it as the program does.
    pub async fn open(&self) -> Arc<dyn Store> {
        self.try_open().await.unwrap()
    }

    /// Opens it, or says why not.
    pub async fn try_open(&self) -> Result<Arc<dyn Store>, StoreError> {
        open(&self.url()).await
    }

    /// Does something to it that the program never would.
    pub async fn tamper(&self, sql: &str) {
        match self {
            Self::Sqlite { .. } => {
                let mut connection = self.sqlite_connection().await;
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
                connection.close().await.unwrap();
            }
            Self::Postgres { .. } => on_server(&self.url(), sql.to_owned()).await,
        }
    }

    /// A connection of one's own to an SQLite database.
    pub async fn sqlite_connection(&self) -> SqliteConnection {
        SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", self.file().display())).await.unwrap()
    }

    /// Removes it.
    pub async fn remove(self) {
        match self {
            Self::Sqlite { folder } => folder.close().unwrap(),
            Self::Postgres { server, name } => {
                on_server(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            }
        }
    }
}

async fn on_server(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

//! `PostgreSQL`: a server, for those who run one anyway.
//!
//! The connection that writes holds an advisory lock, and nobody writes without it. So two processes can never
//! both write, not even after one of them lost its connection without noticing: the lock ends with the session.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{ConnectOptions, Connection as _, Postgres};

use super::decode::Reader;
use super::many::MOST_STATEMENTS;
use super::session::Session;
use super::sql_store::{Backend, SqlStore};
use super::{Glance, Store, StoreError, migrations};

/// Readers beside the one writer.
const READERS: u32 = 8;

/// How long a connection may take to come about.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The advisory lock, one per database: "Lotse" in ASCII.
const LOCK: i64 = 0x004c_6f74_7365;

/// `PostgreSQL`'s code for a lock that was not got in time (lock_not_available).
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// The server and how to reach it.
struct PostgresServer {
    options: PgConnectOptions,
}

impl Backend for PostgresServer {
    type Database = Postgres;

    const BEGIN: &'static str = "BEGIN";
    const SWEEP: Option<&'static str> = None;
    const LET_GO: Option<&'static str> = Some("SELECT pg_advisory_unlock_all()");
    /// A network can fall silent without an error. Dropping the connection ends its transaction.
    const PATIENCE: Duration = Duration::from_secs(30);

    async fn connect(&self) -> Result<PgConnection, StoreError> {
        // After a crash the server may need a moment to notice that the former session is gone.
        const WAIT: &str = "SET lock_timeout = '2s'";
        const TAKE: &str = "SELECT pg_advisory_lock($1)";
        const WAIT_NO_MORE: &str = "SET lock_timeout = 0";
        let connecting = tokio::time::timeout(CONNECT_TIMEOUT, self.options.connect());
        let mut connection = connecting.await.map_err(|_| sqlx::Error::PoolTimedOut)??;
        connection.execute(WAIT, &[]).await?;
        connection.execute(TAKE, &[LOCK.into()]).await.map_err(|error| {
            match error.as_database_error().and_then(sqlx::error::DatabaseError::code) {
                Some(code) if code == LOCK_NOT_AVAILABLE => StoreError::InUse,
                Some(_) | None => StoreError::Database(error),
            }
        })?;
        connection.execute(WAIT_NO_MORE, &[]).await?;
        Ok(connection)
    }

    fn release(&self) {
        // The lock ended with the connection that held it.
    }
}

const COUNT_MIGRATION_TABLES: &str = "SELECT count(*) AS n FROM information_schema.tables \
     WHERE table_schema = current_schema() AND table_name = '_sqlx_migrations'";

fn options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url).map_err(|_| {
        // The cause is left out: it could repeat a part of the address.
        StoreError::Address(String::from(
            "the address of the database cannot be read: write postgres://USER:PASSWORD@HOST:PORT/DATABASE, \
             with special characters in the password percent-encoded",
        ))
    })?;
    Ok(options.application_name("lotse").statement_cache_capacity(MOST_STATEMENTS))
}

/// Looks at the database and whether somebody has it, and changes nothing.
pub(super) async fn look(url: &str) -> Result<Glance, StoreError> {
    // A key of 64 bits stands in two columns.
    const COUNT_LOCKS: &str = "SELECT count(*) AS n FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 \
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) \
         AND ((classid::bigint << 32) | objid::bigint) = $1";
    let options = options(url)?.options([("default_transaction_read_only", "on")]);
    let connecting = tokio::time::timeout(CONNECT_TIMEOUT, options.connect());
    let mut connection = connecting.await.map_err(|_| sqlx::Error::PoolTimedOut)??;
    let (pending, proof) =
        migrations::glance(&mut connection, COUNT_MIGRATION_TABLES, migrations::POSTGRES).await?;
    let mut in_use = false;
    for row in &connection.fetch(COUNT_LOCKS, &[LOCK.into()]).await? {
        in_use |= Reader::by_number(row, "pg_locks", "n")?.number("n")? > 0;
    }
    connection.close().await?;
    Ok(Glance { pending, proof, in_use })
}

/// Opens the database at `url`.
pub(super) async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    let server = PostgresServer { options: options(url)? };
    let mut writer = server.connect().await?;
    migrations::refuse_newer(&mut writer, COUNT_MIGRATION_TABLES, migrations::POSTGRES).await?;
    migrations::run(&mut writer, migrations::POSTGRES).await?;
    let readers = PgPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(CONNECT_TIMEOUT)
        .connect_lazy_with(server.options.clone().options([("default_transaction_read_only", "on")]));
    Ok(Arc::new(SqlStore::new(server, writer, readers)))
}

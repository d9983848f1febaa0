//! A database per test: a copied file on SQLite, a schema on PostgreSQL.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use ccw_portal::store::{DatabaseUrl, Db, Engine, Limits, Store, migrate};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use tempfile::TempDir;

/// A database that goes away with the value.
pub(crate) struct TestDatabase {
    address: String,
    place: Place,
}

enum Place {
    File { _folder: TempDir },
    Schema { server: String, name: String },
}

/// Connections that give up soon: tests of outages wait for it.
pub(crate) const LIMITS: Limits = Limits { readers: 4, writers: 8, patience: Duration::from_secs(3) };

fn server() -> Option<String> {
    #[expect(clippy::disallowed_methods, reason = "the tests' own setting")]
    std::env::var("TEST_DATABASE_URL").ok()
}

/// The engine this run is about.
pub(crate) fn engine() -> Engine {
    server().map_or(Engine::Sqlite, |url| url.parse::<DatabaseUrl>().unwrap().engine())
}

/// The engines there are in this run.
pub(crate) fn engines() -> Vec<Engine> {
    match engine() {
        Engine::Sqlite => vec![Engine::Sqlite],
        Engine::Postgres => vec![Engine::Sqlite, Engine::Postgres],
    }
}

impl TestDatabase {
    /// With all tables, empty, on the engine of this run.
    pub(crate) fn new() -> Self {
        Self::migrated_on(engine())
    }

    /// With all tables, empty.
    pub(crate) fn migrated_on(engine: Engine) -> Self {
        let database = Self::blank_on(engine);
        match &database.place {
            Place::File { .. } => std::fs::write(database.path(), template()).unwrap(),
            Place::Schema { .. } => drop(migrate::migrate(&database.url()).unwrap()),
        }
        database
    }

    /// Without any table; on SQLite without a file.
    pub(crate) fn blank_on(engine: Engine) -> Self {
        if engine == Engine::Sqlite {
            let folder = TempDir::new().unwrap();
            let address = format!("sqlite:{}", folder.path().join("portal.db").display());
            return Self { address, place: Place::File { _folder: folder } };
        }
        let server = server().unwrap();
        let name = format!("t_{}", uuid::Uuid::now_v7().simple());
        PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE SCHEMA {name}")).unwrap();
        let join = if server.contains('?') { '&' } else { '?' };
        let address = format!("{server}{join}options=-csearch_path%3D{name}&application_name={name}");
        Self { address, place: Place::Schema { server, name } }
    }

    pub(crate) fn url(&self) -> DatabaseUrl {
        self.address.parse().unwrap()
    }

    /// The same as text, as operators set it.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn store(&self) -> Store {
        Store::open(&self.url(), LIMITS).unwrap()
    }

    /// The file on SQLite.
    pub(crate) fn path(&self) -> PathBuf {
        PathBuf::from(self.address.strip_prefix("sqlite:").unwrap())
    }

    /// A connection past the store, which waits for no lock.
    pub(crate) fn direct(&self) -> Db {
        match &self.place {
            Place::File { .. } => {
                let path = self.address.strip_prefix("sqlite:").unwrap();
                let mut connection = SqliteConnection::establish(path).unwrap();
                // Whoever else closes the file last holds it for a moment.
                connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                Db::Sqlite(connection)
            }
            Place::Schema { .. } => Db::Postgres(PgConnection::establish(&self.address).unwrap()),
        }
    }

    /// Closes all connections of this database from outside, as a server that restarts does.
    pub(crate) fn disconnect_everybody(&self) {
        let Place::Schema { server, name } = &self.place else { panic!("SQLite has no server") };
        let kill =
            format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = '{name}'");
        PgConnection::establish(server).unwrap().batch_execute(&kill).unwrap();
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Schema { server, name } = &self.place {
            let mut connection = PgConnection::establish(server).unwrap();
            connection.batch_execute(&format!("DROP SCHEMA {name} CASCADE")).unwrap();
        }
    }
}

/// A migrated database as bytes, made once.
fn template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let made = TestDatabase::blank_on(Engine::Sqlite);
        migrate::migrate(&made.url()).unwrap();
        std::fs::read(made.path()).unwrap()
    })
}

//! Addresses of databases.

use ccw_portal::store::{DatabaseUrl, Engine, Limits, NotADatabaseUrl, Store, StoreError};
use tempfile::TempDir;

#[test]
fn url_without_scheme_is_refused() {
    for text in
        ["", "portal.db", "/var/lib/portal.db", "mysql://u@h/d", "postgress://h/d", "SQLITE:x", "file:x", "sqlite"]
    {
        assert_eq!(DatabaseUrl::parse(text), Err(NotADatabaseUrl::Scheme), "{text}");
        assert!(!std::path::Path::new(text).is_file(), "{text} became a file");
    }
}

#[test]
fn every_spelling_of_an_address_is_understood() {
    for (text, engine, shown) in [
        ("sqlite:a/b.db", Engine::Sqlite, "sqlite:a/b.db"),
        ("sqlite:///srv/b.db", Engine::Sqlite, "sqlite:/srv/b.db"),
        ("sqlite://b.db", Engine::Sqlite, "sqlite:b.db"),
        ("postgres://h/d", Engine::Postgres, "postgres://h/d"),
        ("postgresql://u@h:5432/d?sslmode=require", Engine::Postgres, "postgres://u@h:5432/d"),
        ("postgres://u@h1:1,h2:2/d", Engine::Postgres, "postgres://u@h1:1,h2:2/d"),
        ("postgres://u@[::1]:5432/d", Engine::Postgres, "postgres://u@[::1]:5432/d"),
    ] {
        let url = DatabaseUrl::parse(text).unwrap();
        assert_eq!((url.engine(), url.to_string().as_str()), (engine, shown), "{text}");
    }
}

#[test]
fn a_sqlite_address_needs_a_file() {
    for (text, why) in [
        ("sqlite:", NotADatabaseUrl::NoPath),
        ("sqlite://", NotADatabaseUrl::NoPath),
        ("sqlite:/srv/", NotADatabaseUrl::NoPath),
        ("sqlite::memory:", NotADatabaseUrl::InMemory),
        ("sqlite://:memory:", NotADatabaseUrl::InMemory),
        ("sqlite:a.db?mode=ro", NotADatabaseUrl::Options),
        ("sqlite:a\nb.db", NotADatabaseUrl::Options),
    ] {
        assert_eq!(DatabaseUrl::parse(text), Err(why), "{text}");
    }
}

#[test]
fn a_password_is_never_shown() {
    for text in [
        "postgres://u:s3cret@127.0.0.1:1/d",
        "postgres://127.0.0.1:1/d?user=u&password=s3cret",
        "postgres://u:s3cret/x@127.0.0.1:1/d",
        "postgres://u:s3cret@x@127.0.0.1:1/d",
        "postgres://u:s3cret:x@127.0.0.1:1/d",
        "postgres://u:s3cret#x@127.0.0.1:1/d",
        "postgres://u:s3cret",
        "postgres://h/d?password=s3cret=x",
        "mysql://u:s3cret@h/d",
    ] {
        let said = match DatabaseUrl::parse(text) {
            Ok(url) => {
                let open = Store::open(&url, Limits::default()).unwrap_err();
                format!("{url} {url:?} {open} {open:?}")
            }
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!said.contains("s3cret"), "{said}");
    }
}

#[test]
fn opening_a_database_that_is_not_there_makes_no_file() {
    let folder = TempDir::new().unwrap();
    let url = DatabaseUrl::parse(&format!("sqlite:{}", folder.path().join("a.db").display())).unwrap();
    assert!(matches!(Store::open(&url, Limits::default()), Err(StoreError::Unavailable(_))));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}

#[test]
fn odd_characters_in_a_path_are_part_of_the_name() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("50% of a b&c.db");
    let url = DatabaseUrl::parse(&format!("sqlite:{}", path.display())).unwrap();
    ccw_portal::store::migrate::migrate(&url).unwrap();
    assert!(path.is_file());
}

//! What is read from the environment and a file, and what is refused.

use super::*;

fn values(environment: &[(&str, &str)], file: &str) -> Result<Values, Problem> {
    let environment: BTreeMap<_, _> = environment.iter().copied().collect();
    Values::from_parts(|name| environment.get(name).map(|value| (*value).to_owned()), file)
}

fn problems(environment: &[(&str, &str)]) -> Vec<String> {
    let found = values(environment, "").unwrap().config();
    found.map_or_else(|problems| problems.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = "DATABASE_URL = \"sqlite:file.db\"\nWORKERS = 4\nPUBLIC_URL = \"https://file.example.org\"";
    let config = values(&[("DATABASE_URL", "sqlite:environment.db")], file).unwrap().config().unwrap();
    assert_eq!(config.database_url.to_string(), "sqlite:environment.db");
    assert_eq!((config.workers, config.public_url.as_str()), (4, "https://file.example.org"));
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
}

#[test]
fn documents_lie_beside_the_database_or_where_they_are_told() {
    let https = ("PUBLIC_URL", "https://example.org");
    let files = |given: &[(&str, &str)]| values(given, "").unwrap().config().map(|config| config.files);
    assert_eq!(files(&[https, ("DATABASE_URL", "sqlite:/data/portal.db")]), Ok("/data/files".into()));
    assert_eq!(files(&[https, ("DATABASE_URL", "sqlite:portal.db")]), Ok("files".into()));
    let postgres = ("DATABASE_URL", "postgres://portal@db.example.org/ccw");
    assert_eq!(files(&[https, postgres, ("FILES", "/srv/files")]), Ok("/srv/files".into()));
    let said = problems(&[https, postgres]);
    assert_eq!(said, ["FILES: with PostgreSQL, name the folder of the documents that come with reports"]);
}

#[test]
fn everything_missing_is_named_at_once() {
    let said = problems(&[("LISTEN", "here")]);
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("DATABASE_URL is not set: where the data is"), "{said:?}");
    assert!(said[1].starts_with("PUBLIC_URL is not set"), "{said:?}");
    assert_eq!(said[2], "LISTEN: “here” is not an address and port such as 127.0.0.1:8080");
}

#[test]
fn an_address_with_a_path_or_another_scheme_is_refused() {
    for address in ["reports.example.org", "ftp://example.org", "https://example.org/ccw", "https://u@example.org"] {
        let said = problems(&[("DATABASE_URL", "sqlite:x.db"), ("PUBLIC_URL", address)]);
        assert_eq!(said.len(), 1, "{address}: {said:?}");
    }
    assert!(problems(&[("DATABASE_URL", "sqlite:x.db"), ("PUBLIC_URL", "https://example.org/")]).is_empty());
}

#[test]
fn a_misspelt_setting_in_the_file_is_refused() {
    let said = values(&[], "DATABSE_URL = \"sqlite:x.db\"").unwrap_err().to_string();
    assert_eq!(said, "configuration file: DATABSE_URL is not a setting; `check-config` lists them");
}

#[test]
fn a_setting_of_earlier_programs_is_refused_with_what_takes_its_place() {
    let said = "MAIL_FOLDER: is no setting any more; write its folder as MAIL_URL=folder:PATH";
    let server = ("MAIL_URL", "smtps://mail.example.org");
    assert_eq!(values(&[server, ("MAIL_FOLDER", "/var/letters")], "").unwrap_err().to_string(), said);
    assert_eq!(values(&[server], "MAIL_FOLDER = \"/var/letters\"").unwrap_err().to_string(), said);
    assert!(values(&[server, ("MAIL_FOLDER", " ")], "").is_ok(), "left empty it is not given");
}

#[test]
fn proxies_are_addresses() {
    assert_eq!(proxies("none"), Ok(Vec::new()));
    assert_eq!(proxies("10.0.0.1, ::1").unwrap().len(), 2);
    assert_eq!(proxies("10.0.0.1,proxy").unwrap_err(), "“proxy” is not an address such as 10.0.0.1");
}

#[test]
fn letters_wait_unless_both_place_and_sender_are_given() {
    let base = [("DATABASE_URL", "sqlite:x.db"), ("PUBLIC_URL", "https://example.org")];
    let config = |more: &[(&str, &str)]| values(&[&base, more].concat(), "").unwrap().config();
    assert!(config(&[]).unwrap().mail.is_none());
    assert!(config(&[("MAIL_FROM", "reports@example.org")]).unwrap().mail.is_none());
    let (url, from) = (("MAIL_URL", "folder:/var/letters"), ("MAIL_FROM", "A <a@example.org>"));
    let mail = config(&[url, from]).unwrap().mail.unwrap();
    assert_eq!((mail.to.folder(), mail.authorities), (Some(Path::new("/var/letters")), None));
    assert_eq!(mail.from.to_string(), "A <a@example.org>");
    let server = [("MAIL_URL", "smtps://mail.example.org"), ("MAIL_CA", "/etc/ca.pem"), from];
    let mail = config(&server).unwrap().mail.unwrap();
    assert_eq!((mail.to.to_string().as_str(), mail.to.folder()), ("smtps://mail.example.org:465", None));
    assert_eq!(mail.authorities.as_deref(), Some(Path::new("/etc/ca.pem")));
    let said = config(&[url]).unwrap_err();
    assert!(said[0].to_string().starts_with("MAIL_FROM: is needed where MAIL_URL is set"), "{said:?}");
    let returned =
        |given: &str| config(&[url, from, ("MAIL_BOUNCES", given)]).map(|config| config.mail.unwrap().bounces);
    assert_eq!(returned("none").unwrap(), None);
    assert_eq!(returned("b@example.org").unwrap(), Some("b@example.org".parse().unwrap()));
    let said = returned("B <b@example.org>").unwrap_err();
    assert_eq!(
        said[0].to_string(),
        "MAIL_BOUNCES: “B <b@example.org>” is not an address such as `bounces@example.org`"
    );
    let said = config(&[("MAIL_FROM", "secretariat")]).unwrap_err();
    assert!(said[0].to_string().starts_with("MAIL_FROM: “secretariat” is not a sender"), "{said:?}");
    let said = config(&[("MAIL_URL", "smtp+plain://a:s3cret@mail.example.org"), from]).unwrap_err();
    assert!(said[0].to_string().starts_with("MAIL_URL: a password never goes unencrypted"), "{said:?}");
}

#[test]
fn passwords_are_masked() {
    for (name, value, host) in [
        ("DATABASE_URL", "postgres://portal:s3cret@db.example.org/ccw", "db.example.org"),
        ("MAIL_URL", "smtps://portal:s3cret@mail.example.org", "mail.example.org"),
        ("MAIL_URL", "smtps://portal:s3cret@", "not shown"),
    ] {
        let shown = values(&[(name, value)], "").unwrap();
        let shown = format!("{:?}", shown.shown().map(|(_, value)| value).collect::<Vec<_>>());
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains(host), "{shown}");
    }
}

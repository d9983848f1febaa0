//! What the logs hold of people and their secrets: nothing, however much is logged.

use ccw_portal::app::{accounts, import_embedded_register_once};
use ccw_portal::clock::Clock;
use ccw_portal::store::letters::list_failed;
use ccw_portal::store::outbox::count_waiting;
use mail_parser::MessageParser;

use crate::support::database::TestDatabase;
use crate::support::people::PASSWORD;
use crate::support::process::{Process, wait_until};
use crate::support::program::run;
use crate::support::smtp::{Manner, SmtpServer};

const HERE: &str = "https://reports.example.org";
const SMTP_PASSWORD: &str = "post-office-secret";

/// A browser without a window: sends forms, and gives the status and the session that was begun.
fn post(address: &str, path: &str, secret: &str, fields: &[(&str, &str)]) -> (u16, Option<String>) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let asked = agent.post(format!("http://{address}{path}")).header("cookie", format!("__Host-session={secret}"));
    let asked = asked.header("origin", HERE).header("host", "reports.example.org");
    let answer = asked.header("content-type", "application/x-www-form-urlencoded").send(body).unwrap();
    let cookies = answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let begun = cookies.filter_map(|cookie| cookie.strip_prefix("__Host-session=")).next();
    (answer.status().as_u16(), begun.and_then(|cookie| cookie.split(';').next()).map(str::to_owned))
}

/// The secret in the only link of a letter.
fn link_in(letter: &[u8]) -> String {
    let text = MessageParser::default().parse(letter).unwrap().body_text(0).unwrap().into_owned();
    let (_, rest) = text.split_once("/invitation/").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn no_secret_and_no_address_of_anybody_stands_in_the_logs() {
    let database = TestDatabase::new();
    import_embedded_register_once(&database.store(), Clock::System.now()).unwrap();
    let server = SmtpServer::start(Manner {
        account: Some(("portal", SMTP_PASSWORD)),
        mechanisms: "PLAIN",
        replies: vec![("RCPT TO:<refused", "550 5.1.1 <refused.person@example.org>: nobody of this name")],
        echoes_to: Some("echoed.person@example.org"),
        ..Manner::default()
    });
    let url = server.url(&format!("smtp+plain://portal:{SMTP_PASSWORD}@"));
    let mail = [("MAIL_URL", url.as_str()), ("MAIL_FROM", "CCW <reports@example.org>"), ("LOG", "debug")];
    let serving = Process::start(&["serve"], &database, &mail);
    let (address, store) = (serving.address(), database.store());

    let settings = [("DATABASE_URL", database.address()), ("PUBLIC_URL", HERE), ("LOG", "debug")];
    let (code, out, _) = run(&["create-admin", "first.admin@example.org", "--name", "F.", "--link"], &settings);
    assert_eq!(code, 0);
    let first = out.trim_end().strip_prefix(&format!("{HERE}/invitation/")).unwrap().to_owned();
    let set = |secret: &str| {
        let shown = ureq::get(format!("http://{address}/invitation/{secret}")).call().unwrap();
        assert_eq!(shown.status(), 200);
        let fields = [("password", PASSWORD), ("repeated", PASSWORD)];
        assert!(post(&address, &format!("/invitation/{secret}"), "", &fields).0 < 400);
    };
    set(&first);
    let sign_in = |email: &str, password: &str| {
        post(&address, "/sign-in", "", &[("email", email), ("password", password), ("next", "")])
    };
    assert_eq!(sign_in("first.admin@example.org", "a wrong password indeed").1, None);
    let (_, session) = sign_in("first.admin@example.org", PASSWORD);
    let session = session.unwrap();

    let token = accounts::form_token(&session);
    for email in ["new.person@example.org", "refused.person@example.org", "echoed.person@example.org"] {
        let role = [("role", "focal_point"), ("state", "CHE"), ("form_token", token.as_str())];
        let fields = [&[("email", email), ("name", "N. New")][..], &role].concat();
        assert_eq!(post(&address, "/secretariat/people", &session, &fields).0, 303, "{email}");
    }
    wait_until(|| store.read(count_waiting).unwrap() == 0);
    let invited = link_in(&server.taken()[0].bytes);
    set(&invited);
    post(&address, "/password", "", &[("email", "new.person@example.org")]);
    wait_until(|| server.taken().len() > 1);
    let reset = link_in(&server.taken()[1].bytes);

    // The parts of a link, as they travel.
    let echoed = server.echoed();
    let echoed: Vec<_> = echoed.iter().map(|line| line.trim_end_matches('=').rsplit('/').next().unwrap()).collect();
    assert!(echoed.iter().any(|part| part.len() > 30), "this tests nothing: {echoed:?}");
    let kept = store.read(|db| list_failed(db, 9)).unwrap();
    let reason = &kept.iter().find(|one| one.recipient.starts_with("echoed")).unwrap().reason;
    assert!(reason.contains("/invitation/…"), "{reason}");

    let log = serving.stop();
    assert!(log.contains("\"level\":\"DEBUG\"") && log.contains("\"delivered\""), "this tests nothing: {log}");
    assert!(log.contains("r***@example.org"), "what the mail server says is told, with the address masked: {log}");
    let (first_token, people) =
        (accounts::form_token(&session), ["first.admin@", "new.person@", "refused.person@", "echoed.person@"]);
    let secrets = [PASSWORD, "a wrong password", SMTP_PASSWORD, &first, &session, &first_token, &invited, &reset];
    for secret in secrets.into_iter().chain(people) {
        assert!(!log.contains(secret), "{secret} in the log:\n{log}");
    }
    for part in echoed {
        assert!(!log.contains(part) && !reason.contains(part), "{part} in {reason}\n{log}");
    }
    let encoded = url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect::<String>();
    assert!(!log.contains(&encoded) && !log.contains("person%40"), "{log}");
}

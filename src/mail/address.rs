//! The address of the place that letters go to, read by us: a mistyped one never becomes a line without encryption.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// `folder:PATH`, `smtps://`, `smtp://` or `smtp+plain://`; shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct MailUrl(pub(super) Place);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// Takes letters as files.
    Folder(PathBuf),
    /// Takes them by SMTP.
    Server(Server),
}

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// A name, or an address without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) account: Option<Account>,
}

/// How the line to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encryption {
    /// From its first byte.
    Implicit,
    /// By STARTTLS, without which nothing is sent.
    StartTls,
    /// Not at all.
    None,
}

/// Who signs in.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) user: String,
    pub(super) password: String,
}

/// The text is no address for letters. No message repeats the text: it may hold a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAMailUrl {
    /// Neither a folder nor a mail server.
    #[error(
        "an address for letters begins with smtps://, smtp://, smtp+plain:// or folder:, as in smtps://user:password@mail.example.org:465"
    )]
    Scheme,
    /// No folder after `folder:`.
    #[error("folder: needs the path of a folder, as in folder:/var/lib/portal/letters")]
    NoFolder,
    /// A part that is not what stands there.
    #[error(
        "the address of the mail server is not well formed; write it as smtps://user:password@mail.example.org:465, and @ : / ? # % inside a name or password as %40 %3A %2F %3F %23 %25"
    )]
    Malformed,
    /// A path, a query or a fragment.
    #[error("nothing follows host and port of a mail server; write / ? # inside a name or password as %2F %3F %23")]
    Rest,
    /// Half an account.
    #[error("the mail server needs a user name and a password, or neither")]
    HalfAnAccount,
    /// A password in the clear.
    #[error("a password never goes unencrypted to another machine; use smtps:// or smtp://")]
    PlainPassword,
}

const SCHEMES: [(&str, Encryption, u16); 3] =
    [("smtps", Encryption::Implicit, 465), ("smtp", Encryption::StartTls, 587), ("smtp+plain", Encryption::None, 25)];

impl MailUrl {
    /// The address of a folder.
    pub fn of_folder(folder: &Path) -> Self {
        Self(Place::Folder(folder.to_owned()))
    }

    /// The folder it names.
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Place::Folder(folder) => Some(folder),
            Place::Server(_) => None,
        }
    }

    /// Whether others between here and the mail server can read letters.
    pub fn is_readable_on_its_way(&self) -> bool {
        match &self.0 {
            Place::Folder(_) => false,
            Place::Server(server) => server.encryption == Encryption::None && !server.is_on_this_machine(),
        }
    }
}

impl Server {
    fn read(text: &str) -> Result<Self, NotAMailUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(NotAMailUrl::Scheme)?;
        let known = SCHEMES.iter().find(|(name, ..)| scheme.eq_ignore_ascii_case(name));
        let (_, encryption, port) = *known.ok_or(NotAMailUrl::Scheme)?;
        // The library would drop tabs and line breaks, and encode spaces.
        if rest.chars().any(|letter| letter.is_whitespace() || letter.is_control()) {
            return Err(NotAMailUrl::Malformed);
        }
        let url = Url::parse(text).map_err(|_error| NotAMailUrl::Malformed)?;
        if !["", "/"].contains(&url.path()) || (url.query(), url.fragment()) != (None, None) {
            return Err(NotAMailUrl::Rest);
        }
        let host = match url.host().ok_or(NotAMailUrl::Malformed)? {
            Host::Domain(name) if is_host_name(name) => name.to_ascii_lowercase(),
            Host::Domain(_) => return Err(NotAMailUrl::Malformed),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let port = url.port().unwrap_or(port);
        let server = Self { host, port, encryption, account: account(&url)? };
        if server.port == 0 {
            return Err(NotAMailUrl::Malformed);
        }
        if server.account.is_some() && encryption == Encryption::None && !server.is_on_this_machine() {
            return Err(NotAMailUrl::PlainPassword);
        }
        Ok(server)
    }

    fn is_on_this_machine(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Server {
    /// Host and port.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, .. } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// Letters, digits, hyphens and dots; a name in another script is written as `xn--`.
fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.split('.').all(is_label)
}

fn account(url: &Url) -> Result<Option<Account>, NotAMailUrl> {
    let user = decoded(url.username())?;
    let password = decoded(url.password().unwrap_or_default())?;
    match (user.is_empty(), password.is_empty()) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(Account { user, password })),
        _ => Err(NotAMailUrl::HalfAnAccount),
    }
}

fn decoded(text: &str) -> Result<String, NotAMailUrl> {
    let is_code = |code: &str| code.len() >= 2 && code.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    if !text.split('%').skip(1).all(is_code) {
        return Err(NotAMailUrl::Malformed);
    }
    let decoded = percent_decode_str(text).decode_utf8().map_err(|_error| NotAMailUrl::Malformed)?;
    // A NUL would end the name on its way to the server.
    if decoded.chars().any(char::is_control) {
        return Err(NotAMailUrl::Malformed);
    }
    Ok(decoded.into_owned())
}

impl FromStr for MailUrl {
    type Err = NotAMailUrl;

    fn from_str(text: &str) -> Result<Self, NotAMailUrl> {
        let Some(path) = text.strip_prefix("folder:") else { return Server::read(text).map(Place::Server).map(Self) };
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() || path.chars().any(char::is_control) {
            return Err(NotAMailUrl::NoFolder);
        }
        Ok(Self::of_folder(Path::new(path)))
    }
}

impl fmt::Display for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = match &self.0 {
            Place::Folder(folder) => return write!(f, "folder:{}", folder.display()),
            Place::Server(server) => server,
        };
        let known = SCHEMES.iter().find(|(_, encryption, _)| *encryption == server.encryption);
        let scheme = known.map_or("", |(scheme, ..)| scheme);
        match &server.account {
            Some(account) => write!(f, "{scheme}://{}:***@{server}", account.user),
            None => write!(f, "{scheme}://{server}"),
        }
    }
}

impl fmt::Debug for MailUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailUrl({self})")
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Server {
        match text.parse::<MailUrl>().unwrap().0 {
            Place::Server(server) => server,
            Place::Folder(folder) => panic!("{}", folder.display()),
        }
    }

    fn shown(text: &str) -> String {
        text.parse::<MailUrl>().unwrap().to_string()
    }

    #[test]
    fn a_mail_server_has_a_port_and_encryption_by_its_scheme() {
        assert_eq!(shown("smtps://mail.example.org"), "smtps://mail.example.org:465");
        assert_eq!(shown("SMTP://Mail.Example.org/"), "smtp://mail.example.org:587");
        assert_eq!(shown("smtp+plain://127.0.0.1"), "smtp+plain://127.0.0.1:25");
        assert_eq!(shown("smtp://[::1]:2525"), "smtp://[::1]:2525");
        assert_eq!(server("smtp://mail.example.org").encryption, Encryption::StartTls);
        assert_eq!(server("smtps://mail.example.org").encryption, Encryption::Implicit);
        assert_eq!(server("smtp+plain://[::1]:25").encryption, Encryption::None);
        assert_eq!(server("smtp://[::1]").host, "::1", "as the system takes it");
    }

    #[test]
    fn name_and_password_are_decoded_and_never_shown() {
        let url = "smtps://portal%40example.org:p%40%3A%2F%25%C3%A9@mail.example.org:465";
        let account = server(url).account.unwrap();
        assert_eq!((account.user.as_str(), account.password.as_str()), ("portal@example.org", "p@:/%é"));
        let url: MailUrl = url.parse().unwrap();
        assert_eq!(url.to_string(), "smtps://portal@example.org:***@mail.example.org:465");
        assert_eq!(format!("{url:?}"), "MailUrl(smtps://portal@example.org:***@mail.example.org:465)");
    }

    #[test]
    fn a_folder_is_the_rest_of_the_text() {
        assert_eq!("folder:/var/letters".parse::<MailUrl>().unwrap().folder(), Some(Path::new("/var/letters")));
        assert_eq!(shown("folder:///var/letters"), "folder:/var/letters");
        assert_eq!(shown("folder:a b#c?"), "folder:a b#c?");
        assert_eq!("folder:".parse::<MailUrl>(), Err(NotAMailUrl::NoFolder));
    }

    #[test]
    fn every_wrong_spelling_is_told_apart_and_none_is_repeated() {
        for (text, expected) in [
            ("/var/letters", NotAMailUrl::Scheme),
            ("mail.example.org:25", NotAMailUrl::Scheme),
            ("smtp:mail.example.org", NotAMailUrl::Scheme),
            ("https://mail.example.org", NotAMailUrl::Scheme),
            ("smtp+starttls://mail.example.org", NotAMailUrl::Scheme),
            ("smtps://", NotAMailUrl::Malformed),
            ("smtps://:465", NotAMailUrl::Malformed),
            ("smtps://mail.example.org:0", NotAMailUrl::Malformed),
            ("smtps://mail.example.org:70000", NotAMailUrl::Malformed),
            ("smtps://mail..example.org", NotAMailUrl::Malformed),
            ("smtps://mäil.example.org", NotAMailUrl::Malformed),
            ("smtps://a:s3cr et@mail.example.org", NotAMailUrl::Malformed),
            ("smtps://a:s3cr%et@mail.example.org", NotAMailUrl::Malformed),
            ("smtps://a:s3cr%00et@mail.example.org", NotAMailUrl::Malformed),
            ("smtps://a:s3cr%ffet@mail.example.org", NotAMailUrl::Malformed),
            ("smtps://a:s3cret#x@mail.example.org", NotAMailUrl::Malformed),
            ("smtps://a:3/s3cret@mail.example.org", NotAMailUrl::Rest),
            ("smtps://mail.example.org/s3cret", NotAMailUrl::Rest),
            ("smtps://mail.example.org?tls=none", NotAMailUrl::Rest),
            ("smtps://s3cret@mail.example.org", NotAMailUrl::HalfAnAccount),
            ("smtps://:s3cret@mail.example.org", NotAMailUrl::HalfAnAccount),
            ("smtp+plain://a:s3cret@mail.example.org", NotAMailUrl::PlainPassword),
        ] {
            let said = text.parse::<MailUrl>().unwrap_err();
            assert_eq!(said, expected, "{text}");
            assert!(!said.to_string().contains("s3cr"), "{said}");
        }
        assert!("smtp+plain://a:b@localhost".parse::<MailUrl>().is_ok());
    }

    #[test]
    fn letters_can_be_read_on_a_plain_way_to_another_machine() {
        for (text, expected) in [
            ("smtp+plain://mail.example.org", true),
            ("smtp+plain://127.0.0.1", false),
            ("smtp://mail.example.org", false),
            ("folder:x", false),
        ] {
            assert_eq!(text.parse::<MailUrl>().unwrap().is_readable_on_its_way(), expected, "{text}");
        }
    }
}

//! Messages by SMTP: one line to the mail server a round, one message after another, and what its replies mean.
//!
//! The commands are given one by one, since a reply means something else at each: who refuses our password or our
//! sender refuses every letter, who refuses a recipient refuses this one.

use std::fmt;
use std::fs;
use std::path::Path;
use std::time::Duration;

use lettre::Address;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use url::{Host, Url};

use super::Fault;
use super::address::{Encryption, Server};
use super::reply::{fault_of_letter, fault_of_server};

/// So long one of several addresses of a host may take to answer at all.
const CONNECTING: Duration = Duration::from_secs(15);
/// So long a server may take to part from us, when everything is done.
const PARTING: Duration = Duration::from_secs(5);

/// A mail server, and how to speak to it.
pub(super) struct Smtp {
    server: Server,
    tls: Option<TlsParameters>,
    hello: ClientId,
    runtime: Runtime,
}

/// An open line to a mail server; none before the first letter, and none where letters become files.
#[derive(Default)]
pub(super) struct Line(Option<AsyncSmtpConnection>);

/// How far an exchange has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Connecting,
    Encrypting,
    SigningIn,
    Sender,
    Recipient,
    Message,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connecting => "connecting",
            Self::Encrypting => "encrypting the line",
            Self::SigningIn => "signing in",
            Self::Sender => "naming the sender",
            Self::Recipient => "naming the recipient",
            Self::Message => "sending the message",
        })
    }
}

impl Smtp {
    /// `authorities` is a file of certificates of which one must stand behind that of the server; without it
    /// those count that the machine trusts.
    pub(super) fn open(server: &Server, authorities: Option<&Path>, public_url: &str) -> Result<Self, String> {
        let tls = match server.encryption {
            Encryption::None => None,
            Encryption::Implicit | Encryption::StartTls => Some(tls(&server.host, authorities)?),
        };
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| format!("cannot open a line: {error}"))?;
        Ok(Self { server: server.clone(), tls, hello: hello(public_url), runtime })
    }

    /// Sends a message on an open line, or opens one, within the time given.
    pub(super) fn send(
        &self,
        line: &mut Line,
        patience: Duration,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<(), Fault> {
        let mut step = Step::Connecting;
        let before = line.0.take();
        let exchange = async { timeout(patience, self.exchange(&mut step, before, envelope, message)).await };
        let ended = self.runtime.block_on(exchange);
        let (open, sent) = ended.unwrap_or_else(|_elapsed| (None, Err(self.hangs(step, patience))));
        line.0 = open;
        sent
    }

    /// Parts from the server; whether it answers matters to nobody.
    pub(super) fn hang_up(&self, line: Line) {
        if let Some(mut connection) = line.0 {
            let _ = self.runtime.block_on(async { timeout(PARTING, connection.quit()).await });
        }
    }

    /// Opens a line, signs in and parts, without a letter; says what happened.
    pub(super) fn try_out(&self, patience: Duration) -> Result<String, Fault> {
        let mut step = Step::Connecting;
        let connected = async { timeout(patience, self.connect(&mut step)).await };
        let ended = self.runtime.block_on(connected);
        let connection = ended.unwrap_or_else(|_elapsed| Err(self.hangs(step, patience)))?;
        let line = if connection.is_encrypted() { "encrypted" } else { "not encrypted" };
        self.hang_up(Line(Some(connection)));
        let account = match &self.server.account {
            Some(account) => format!("it let {} sign in", account.user),
            None => "nobody signed in".to_owned(),
        };
        Ok(format!("{} answers, the line is {line}, {account}", self.server))
    }

    fn hangs(&self, step: Step, patience: Duration) -> Fault {
        let why = format!("{}, {step}: not done within {patience:?}", self.server);
        if step < Step::Recipient { Fault::Away(why) } else { Fault::Broken(why) }
    }

    /// The line as it can be used next, and what became of the message.
    async fn exchange(
        &self,
        step: &mut Step,
        before: Option<AsyncSmtpConnection>,
        envelope: &Envelope,
        message: &[u8],
    ) -> (Option<AsyncSmtpConnection>, Result<(), Fault>) {
        let mut connection = match self.begin(step, before, envelope).await {
            Ok(connection) => connection,
            Err(fault) => return (None, Err(fault)),
        };
        let sent = self.hand_over(step, &mut connection, envelope, message).await;
        let is_usable = match &sent {
            Ok(()) => true,
            Err(Fault::Passing(_) | Fault::Lasting(_) | Fault::Barred(_)) => connection.command(Rset).await.is_ok(),
            Err(_) => false,
        };
        (is_usable.then_some(connection), sent)
    }

    /// Names the sender. A line that was open may have been closed by the server since, or have carried enough.
    async fn begin(
        &self,
        step: &mut Step,
        before: Option<AsyncSmtpConnection>,
        envelope: &Envelope,
    ) -> Result<AsyncSmtpConnection, Fault> {
        if let Some(mut connection) = before {
            let mail = mail(&connection, envelope)?;
            if connection.command(mail).await.is_ok() {
                return Ok(connection);
            }
        }
        let mut connection = self.connect(step).await?;
        *step = Step::Sender;
        let mail = mail(&connection, envelope)?;
        connection.command(mail).await.map_err(|error| fault_of_server(&self.server, *step, &error))?;
        Ok(connection)
    }

    async fn hand_over(
        &self,
        step: &mut Step,
        connection: &mut AsyncSmtpConnection,
        envelope: &Envelope,
        message: &[u8],
    ) -> Result<(), Fault> {
        *step = Step::Recipient;
        for recipient in envelope.to() {
            let said = connection.command(Rcpt::new(recipient.clone(), Vec::new())).await;
            said.map_err(|error| fault_of_letter(&self.server, *step, &error))?;
        }
        *step = Step::Message;
        let said = connection.command(Data).await;
        said.map_err(|error| fault_of_letter(&self.server, *step, &error))?;
        let said = connection.command(whole(message)?).await;
        said.map(drop).map_err(|error| fault_of_letter(&self.server, *step, &error))
    }

    async fn connect(&self, step: &mut Step) -> Result<AsyncSmtpConnection, Fault> {
        let fault = |step: Step, error: &Error| fault_of_server(&self.server, step, error);
        *step = Step::Connecting;
        let at_once = self.tls.clone().filter(|_| self.server.encryption == Encryption::Implicit);
        let place = (self.server.host.as_str(), self.server.port);
        let connected = AsyncSmtpConnection::connect_tokio1(place, Some(CONNECTING), &self.hello, at_once, None).await;
        let mut connection = connected.map_err(|error| fault(*step, &error))?;
        if let (Encryption::StartTls, Some(tls)) = (self.server.encryption, self.tls.clone()) {
            *step = Step::Encrypting;
            if !connection.can_starttls() {
                let why = "it does not offer STARTTLS, and nothing is sent unencrypted";
                return Err(Fault::ToMend(format!("{}, {step}: {why}", self.server)));
            }
            connection.starttls(tls, &self.hello).await.map_err(|error| fault(*step, &error))?;
        }
        if let Some(account) = &self.server.account {
            *step = Step::SigningIn;
            let credentials = Credentials::new(account.user.clone(), account.password.clone());
            let signed_in = connection.auth(DEFAULT_MECHANISMS, &credentials).await;
            signed_in.map_err(|error| fault(*step, &error))?;
        }
        Ok(connection)
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({})", self.server)
    }
}

/// The command that begins a message. Recipients whose address is not ASCII need a server that knows them (RFC 6531).
fn mail(connection: &AsyncSmtpConnection, envelope: &Envelope) -> Result<Mail, Fault> {
    let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
    let plain = envelope.from().into_iter().chain(envelope.to()).all(is_ascii);
    let knows = connection.server_info().supports_feature(Extension::SmtpUtfEight);
    let parameters = match (plain, knows) {
        (true, _) => Vec::new(),
        (false, true) => vec![MailParameter::SmtpUtfEight],
        (false, false) => {
            let why = "the mail server takes no address with other letters than those of ASCII";
            return Err(Fault::Lasting(why.into()));
        }
    };
    Ok(Mail::new(envelope.from().cloned(), parameters))
}

/// A message in one piece with what ends it, and with its dots doubled (RFC 5321, 4.5.2). The library sends the end by
/// itself: so small a packet the system keeps back until the server has acknowledged the message (RFC 896), which the
/// system of a server does after 40 ms (RFC 1122, 4.2.3.2), at every letter.
fn whole(message: &[u8]) -> Result<String, Fault> {
    let text = str::from_utf8(message).map_err(|error| Fault::Lasting(format!("the message is no text: {error}")))?;
    let first = if text.starts_with('.') { "." } else { "" };
    let end = if text.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" };
    Ok(format!("{first}{}{end}", text.replace("\r\n.", "\r\n..")))
}

/// TLS 1.2 or later, with the certificate checked against the name of the server.
fn tls(host: &str, authorities: Option<&Path>) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = authorities {
        let unusable = |why: &dyn fmt::Display| format!("MAIL_CA: {} {why}", file.display());
        let bytes = fs::read(file).map_err(|error| unusable(&format_args!("cannot be read: {error}")))?;
        let found = Certificate::from_pem(&bytes).ok().filter(|_| holds_certificate(&bytes));
        let authority = found.ok_or_else(|| unusable(&"holds no certificates (PEM)"))?;
        builder = builder.certificate_store(CertificateStore::None).add_root_certificate(authority);
    }
    builder.build().map_err(|error| format!("TLS for the mail server cannot be set up: {error}"))
}

/// Without one every server would be refused, and only when a letter is sent.
fn holds_certificate(pem: &[u8]) -> bool {
    String::from_utf8_lossy(pem).contains("-----BEGIN CERTIFICATE-----")
}

/// How the portal calls itself: by the host of its public address.
fn hello(public_url: &str) -> ClientId {
    match Url::parse(public_url).ok().as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => ClientId::Domain(name.to_owned()),
        Some(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Some(Host::Ipv6(address)) => ClientId::Ipv6(address),
        None => ClientId::Domain("localhost".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::whole;

    /// As a server reads it (RFC 5321, 4.5.2): up to the first line that is a dot alone, with one dot less before others.
    fn as_read(sent: &str) -> Option<(String, &str)> {
        let mut message = String::new();
        let mut rest = sent;
        loop {
            let (line, after) = rest.split_once("\r\n")?;
            if line == "." {
                return Some((message, after));
            }
            message += line.strip_prefix('.').unwrap_or(line);
            message += "\r\n";
            rest = after;
        }
    }

    proptest! {
        #[test]
        fn a_message_is_read_as_it_was_written_and_ends_where_it_ended(
            lines in prop::collection::vec(prop_oneof!["[.]{0,3}", "[.]{0,2}[a-z é]{0,5}[.]{0,2}", "[.\\n]{0,4}"], 1..8),
            is_ended in any::<bool>(),
        ) {
            let mut message = lines.join("\r\n");
            let sent = whole(if is_ended { message += "\r\n"; message.as_bytes() } else { message.as_bytes() });
            if !message.ends_with("\r\n") {
                message += "\r\n";
            }
            let sent = sent.unwrap_or_default();
            prop_assert_eq!(as_read(&sent), Some((message, "")));
        }
    }
}

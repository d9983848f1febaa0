//! Certificates for the mail server of the tests, made once in a run: none of them outlives it.

use std::net::TcpStream;
use std::sync::{Arc, OnceLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Which certificate a server shows.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Shown {
    /// Its own, by the authority.
    #[default]
    Own,
    /// One of another name, by the same authority.
    OtherName,
    /// Its own name, by an authority that nobody knows.
    UnknownIssuer,
}

pub(crate) struct Certificates {
    /// The certificate of the authority, as PEM.
    pub(crate) authority: String,
    own: Arc<ServerConfig>,
    other_name: Arc<ServerConfig>,
    unknown_issuer: Arc<ServerConfig>,
}

pub(crate) fn certificates() -> &'static Certificates {
    static MADE: OnceLock<Certificates> = OnceLock::new();
    MADE.get_or_init(|| {
        let (known, unknown) = (authority("known"), authority("unknown"));
        Certificates {
            authority: known.pem(),
            own: config("localhost", &known),
            other_name: config("mail.example.org", &known),
            unknown_issuer: config("localhost", &unknown),
        }
    })
}

impl Certificates {
    /// TLS over a line, as the server's side; the handshake comes with the first byte.
    pub(crate) fn over(&self, line: TcpStream, shown: Shown) -> StreamOwned<ServerConnection, TcpStream> {
        let config = match shown {
            Shown::Own => &self.own,
            Shown::OtherName => &self.other_name,
            Shown::UnknownIssuer => &self.unknown_issuer,
        };
        StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), line)
    }
}

fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn config(name: &str, issuer: &CertifiedIssuer<'static, KeyPair>) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    Arc::new(config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key).unwrap())
}

//! How often somebody may try to sign in, and ask for letters.
//!
//! Counted in memory and by this process: a limit that slows guessing down, not a record. A try counts when it
//! begins, so that nobody makes many at once, and no longer once it succeeds. Whoever tries an account from their
//! own network is counted strictly; the account alone loosely, so that nobody can keep its owner out by trying
//! without end.

use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Once;
use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use governor::Quota;
use parking_lot::Mutex;

use super::counted::Counted;
use super::error::PageError;

/// At an account from one network: at once, and again after each minute that passes one more.
const OF_PAIR: u32 = 10;
/// At an account from everywhere; guessing from many networks stays slow, and its owner finds room.
const OF_ACCOUNT: u32 = 100;
/// Offices share an address; guessing at many accounts from one is slowed down all the same.
const OF_NETWORK: u32 = 60;
/// Fingerprints looked up from one network at once, and again one a second.
const OF_LOOKUPS: u32 = 60;
/// Letters with a link to one address within an hour.
const LETTERS: u32 = 3;
/// Keys that are full again are dropped so often.
const DROPPED_EVERY: Duration = Duration::from_secs(60);

/// An account, as a number that says nothing outside this process and needs little room.
type Account = u64;

/// A try that was counted.
pub(super) struct Try {
    network: IpAddr,
    account: Account,
}

/// The tries of late.
pub(super) struct Tries {
    pairs: Counted<(Account, IpAddr)>,
    accounts: Counted<Account>,
    networks: Counted<IpAddr>,
    letters: Counted<Account>,
    lookups: Counted<IpAddr>,
    names: RandomState,
    dropped: Mutex<Instant>,
    /// Proxies whose word about the client is taken.
    proxies: Vec<IpAddr>,
    /// Whether it was told that another peer gives such words.
    told: Once,
}

impl Tries {
    pub(super) fn new(proxies: Vec<IpAddr>) -> Self {
        Self {
            pairs: Counted::new(quota(OF_PAIR, Duration::from_secs(60))),
            accounts: Counted::new(quota(OF_ACCOUNT, Duration::from_secs(6))),
            networks: Counted::new(quota(OF_NETWORK, Duration::from_secs(5))),
            letters: Counted::new(quota(LETTERS, Duration::from_secs(20 * 60))),
            lookups: Counted::new(quota(OF_LOOKUPS, Duration::from_secs(1))),
            names: RandomState::new(),
            dropped: Mutex::new(Instant::now()),
            proxies: proxies.iter().map(IpAddr::to_canonical).collect(),
            told: Once::new(),
        }
    }

    /// Counts a try to sign in; an error where there were too many.
    pub(super) fn take(&self, request: &HttpRequest, account: &str) -> Result<Try, PageError> {
        self.drop_old();
        let (network, account) = (self.network(request), self.account(account));
        // Who is held back by the first does not use up the next, which others share.
        let allowed =
            self.networks.take(&network) && self.pairs.take(&(account, network)) && self.accounts.take(&account);
        if allowed { Ok(Try { network, account }) } else { Err(PageError::TooMany) }
    }

    /// Whoever tried has signed in: that is no guess.
    pub(super) fn succeeded(&self, Try { network, account }: Try) {
        self.networks.take_back(&network);
        self.pairs.take_back(&(account, network));
        self.accounts.take_back(&account);
    }

    /// Counts a letter that is asked for; `false` where enough went to that address, an error where the
    /// network asks too often.
    pub(super) fn take_letter(&self, request: &HttpRequest, account: &str) -> Result<bool, PageError> {
        self.drop_old();
        if !self.networks.take(&self.network(request)) {
            return Err(PageError::TooMany);
        }
        Ok(self.letters.take(&self.account(account)))
    }

    /// Counts a link of a letter that is opened or answered; an error where the network tries too many.
    pub(super) fn take_link(&self, request: &HttpRequest) -> Result<(), PageError> {
        self.drop_old();
        if self.networks.take(&self.network(request)) { Ok(()) } else { Err(PageError::TooMany) }
    }

    /// Counts a fingerprint that is looked up; an error where the network asks for too many. Nobody is kept from signing
    /// in by it.
    pub(super) fn take_lookup(&self, request: &HttpRequest) -> Result<(), PageError> {
        self.drop_old();
        if self.lookups.take(&self.network(request)) { Ok(()) } else { Err(PageError::TooMany) }
    }

    /// It was a link that works: that is no guess.
    pub(super) fn link_worked(&self, request: &HttpRequest) {
        self.networks.take_back(&self.network(request));
    }

    /// The key of an address, typed in whatever case.
    fn account(&self, typed: &str) -> Account {
        let name: String = typed.trim().to_lowercase().chars().take(200).collect();
        self.names.hash_one(name)
    }

    /// Where the request comes from, as finely as addresses are given out: a subscriber has a whole /64 of IPv6.
    fn network(&self, request: &HttpRequest) -> IpAddr {
        match self.client(request) {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            address => address,
        }
    }

    /// The address of whoever asks: the last one before the listed proxies. What others write into the header is
    /// not believed; where a proxy wrote something else than an address, its client is counted as the proxy itself.
    fn client(&self, request: &HttpRequest) -> IpAddr {
        let peer = request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
        let lines = request.headers().get_all("x-forwarded-for");
        let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
        let hops = lines.iter().flat_map(|line| line.split(',')).map(address);
        let mut client = peer.to_canonical();
        if !lines.is_empty() && !self.proxies.contains(&client) {
            // It may be a proxy that was forgotten, behind which all share one limit, or somebody who tries it on.
            self.told.call_once(|| {
                tracing::warn!(
                    peer = %client,
                    "X-Forwarded-For comes from a peer that TRUSTED_PROXIES does not list: whoever is behind it counts as one"
                );
            });
        }
        for hop in hops.collect::<Vec<_>>().into_iter().rev() {
            match hop {
                Some(hop) if self.proxies.contains(&client) => client = hop,
                _ => break,
            }
        }
        client
    }

    fn drop_old(&self) {
        let Some(mut dropped) = self.dropped.try_lock() else { return };
        if dropped.elapsed() < DROPPED_EVERY {
            return;
        }
        *dropped = Instant::now();
        self.pairs.drop_old();
        self.accounts.drop_old();
        self.networks.drop_old();
        self.letters.drop_old();
        self.lookups.drop_old();
    }
}

/// The address in a hop, as proxies write it: bare, in brackets, in quotes, with a port.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    let bare = hop.strip_prefix('[').and_then(|hop| hop.strip_suffix(']')).unwrap_or(hop);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

fn quota(burst: u32, one_more_after: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(one_more_after).map_or_else(|| Quota::per_minute(burst), |quota| quota.allow_burst(burst))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn request(peer: &str, header: &str) -> HttpRequest {
        let peer = SocketAddr::new(peer.parse().unwrap(), 1);
        let request = TestRequest::default().peer_addr(peer);
        if header.is_empty() {
            return request.to_http_request();
        }
        request.insert_header(("x-forwarded-for", header)).to_http_request()
    }

    fn client(tries: &Tries, peer: &str, header: &str) -> String {
        tries.client(&request(peer, header)).to_string()
    }

    #[test]
    fn only_listed_proxies_are_believed() {
        let tries = Tries::new(vec!["10.0.0.1".parse().unwrap()]);
        assert_eq!(client(&tries, "10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert!(!tries.told.is_completed());
        assert_eq!(client(&tries, "203.0.113.5", "198.51.100.7"), "203.0.113.5");
        assert!(tries.told.is_completed(), "once, that a peer is not listed");
        assert_eq!(client(&tries, "10.0.0.1", "198.51.100.7, 203.0.113.9"), "203.0.113.9");
        assert_eq!(client(&tries, "10.0.0.1", "198.51.100.7, 10.0.0.1"), "198.51.100.7");
        assert_eq!(
            client(&tries, "::ffff:10.0.0.1", "::ffff:203.0.113.9"),
            "203.0.113.9",
            "one address, two spellings"
        );
    }

    #[test]
    fn addresses_are_read_as_proxies_write_them_and_nothing_else_lifts_the_limit() {
        let tries = Tries::new(vec!["10.0.0.1".parse().unwrap()]);
        for (header, expected) in [
            ("203.0.113.9:5678", "203.0.113.9"),
            ("\"203.0.113.9\"", "203.0.113.9"),
            ("\"[2001:db8::9]:5678\"", "2001:db8::9"),
            ("[2001:db8::9]", "2001:db8::9"),
            ("unknown", "10.0.0.1"),
            ("198.51.100.7, _hidden", "10.0.0.1"),
            ("198.51.100.7, ", "10.0.0.1"),
        ] {
            assert_eq!(client(&tries, "10.0.0.1", header), expected, "{header}");
        }
        let all = || (0..=OF_NETWORK).map(|n| tries.take(&request("10.0.0.1", "unknown"), &n.to_string()));
        assert!(all().any(|taken| taken.is_err()));
    }

    #[test]
    fn a_network_of_ipv6_is_one() {
        let tries = Tries::new(Vec::new());
        let from = |address: &str| tries.network(&request(address, "")).to_string();
        assert_eq!(from("2001:db8:1:2:3:4:5:6"), from("2001:db8:1:2::9"));
        assert_ne!(from("2001:db8:1:2::9"), from("2001:db8:1:3::9"));
        assert_eq!(from("::ffff:203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn an_account_is_guessed_at_ten_times_from_a_network_and_its_owner_gets_in() {
        let tries = Tries::new(Vec::new());
        let other = request("203.0.113.5", "");
        for _ in 0..OF_PAIR {
            assert!(tries.take(&other, "a@example.org").is_ok());
        }
        for _ in 0..30 {
            assert!(tries.take(&other, "A@example.org ").is_err());
        }
        assert!(tries.take(&other, "b@example.org").is_ok());
        assert!(tries.take(&request("198.51.100.7", ""), "a@example.org").is_ok(), "from elsewhere");
    }

    #[test]
    fn who_signs_in_again_and_again_is_not_held_back() {
        let tries = Tries::new(Vec::new());
        let office = request("203.0.113.5", "");
        for _ in 0..3 * OF_ACCOUNT {
            tries.succeeded(tries.take(&office, "a@example.org").unwrap());
        }
        let failed = (0..2 * OF_PAIR).filter(|_| tries.take(&office, "a@example.org").is_ok()).count();
        assert_eq!(failed, 10, "what was guessed wrong counts as before");
    }

    #[test]
    fn many_networks_together_do_not_guess_without_end() {
        let tries = Tries::new(Vec::new());
        let from = |n: u32| request(&Ipv4Addr::from(n).to_string(), "");
        let allowed = (0..3 * OF_ACCOUNT).filter(|n| tries.take(&from(*n), "a@example.org").is_ok()).count();
        assert!((100..110).contains(&allowed), "{allowed}");
    }

    #[test]
    fn letters_are_counted_by_themselves() {
        let tries = Tries::new(Vec::new());
        let from = |n: u8| request(&format!("203.0.113.{n}"), "");
        for n in 0..3 {
            assert!(tries.take_letter(&from(n), "a@example.org").unwrap());
        }
        assert!(!tries.take_letter(&from(9), "A@example.org").unwrap());
        assert!(tries.take(&from(9), "a@example.org").is_ok());
    }
}

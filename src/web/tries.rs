//! How often an account, or a network, may try to sign in.
//!
//! Counted in memory and by this process: a limit that slows guessing down, not a record.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::HttpRequest;
use governor::clock::DefaultClock;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use super::error::PageError;

/// At once, and again after each minute that passes one more.
const OF_ACCOUNT: u32 = 10;
/// Offices share an address; guessing at many accounts from one is slowed down all the same.
const OF_NETWORK: u32 = 60;
/// Keys in memory before those that are full again are dropped.
const KEYS_KEPT: usize = 10_000;

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, DefaultClock>;

/// The tries of late.
pub(super) struct Tries {
    accounts: Limiter<String>,
    networks: Limiter<IpAddr>,
    /// Proxies whose word about the client is taken.
    proxies: Vec<IpAddr>,
}

impl Tries {
    pub(super) fn new(proxies: Vec<IpAddr>) -> Self {
        Self {
            accounts: RateLimiter::hashmap(quota(OF_ACCOUNT, Duration::from_secs(60))),
            networks: RateLimiter::hashmap(quota(OF_NETWORK, Duration::from_secs(5))),
            proxies,
        }
    }

    /// Counts a try; an error where there were too many.
    pub(super) fn take(&self, request: &HttpRequest, account: &str) -> Result<(), PageError> {
        if self.accounts.len() > KEYS_KEPT {
            self.accounts.retain_recent();
        }
        if self.networks.len() > KEYS_KEPT {
            self.networks.retain_recent();
        }
        let network = self.client(request);
        let account = account.trim().to_lowercase().chars().take(200).collect();
        let allowed = network.is_none_or(|network| self.networks.check_key(&network).is_ok())
            && self.accounts.check_key(&account).is_ok();
        if allowed { Ok(()) } else { Err(PageError::TooMany) }
    }

    /// The address of whoever asks: the last one before the listed proxies. What others write into the header is not believed.
    fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip();
        let said = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
        let said: Vec<_> =
            said.flat_map(|line| line.split(',')).map(|part| part.trim().parse::<IpAddr>().ok()).collect();
        let mut client = peer;
        for hop in said.into_iter().rev() {
            if !self.proxies.contains(&client) {
                break;
            }
            client = hop?;
        }
        Some(client)
    }
}

fn quota(burst: u32, one_more_after: Duration) -> Quota {
    let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
    Quota::with_period(one_more_after).map_or_else(|| Quota::per_minute(burst), |quota| quota.allow_burst(burst))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn client(tries: &Tries, peer: &str, header: &str) -> Option<String> {
        let peer = format!("{peer}:1").parse().unwrap();
        let request = TestRequest::default().peer_addr(peer).insert_header(("x-forwarded-for", header));
        tries.client(&request.to_http_request()).map(|address| address.to_string())
    }

    #[test]
    fn only_listed_proxies_are_believed() {
        let tries = Tries::new(vec!["10.0.0.1".parse().unwrap()]);
        assert_eq!(client(&tries, "203.0.113.5", "198.51.100.7").unwrap(), "203.0.113.5");
        assert_eq!(client(&tries, "10.0.0.1", "198.51.100.7, 203.0.113.9").unwrap(), "203.0.113.9");
        assert_eq!(client(&tries, "10.0.0.1", "198.51.100.7, 10.0.0.1").unwrap(), "198.51.100.7");
    }

    #[test]
    fn an_account_is_guessed_at_ten_times_only() {
        let tries = Tries::new(Vec::new());
        let request = TestRequest::default().peer_addr("203.0.113.5:1".parse().unwrap()).to_http_request();
        for _ in 0..OF_ACCOUNT {
            assert!(tries.take(&request, "a@example.org").is_ok());
        }
        assert!(tries.take(&request, "A@example.org ").is_err());
        assert!(tries.take(&request, "b@example.org").is_ok());
    }
}

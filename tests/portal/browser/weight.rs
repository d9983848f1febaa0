//! What a first visit costs, counted by the browser itself.

use super::driver::Driver;
use crate::support::server::TestServer;

/// Bytes over the line for a page and all it loads.
const FIRST_VISIT: u64 = 60_000;
/// Bytes of the style sheet before compression.
const STYLE: u64 = 25_000;

#[test]
fn a_first_visit_is_light() {
    let (server, driver) = (TestServer::start(), Driver::start());
    for path in ["/", "/parties", "/parties/CHE"] {
        // A new browser has nothing in its cache.
        let browser = driver.browser();
        browser.open(&server.address(path));
        let sizes = |field: &str| {
            browser.value(&format!(
                "Object.fromEntries([...performance.getEntriesByType('navigation'), \
                 ...performance.getEntriesByType('resource')].map(one => [new URL(one.name).pathname, one.{field}]))"
            ))
        };
        let (sent, unpacked) = (sizes("encodedBodySize"), sizes("decodedBodySize"));
        let styles = unpacked.as_object().unwrap().iter().filter(|(name, _)| name.ends_with(".css"));
        let styles: Vec<_> = styles.map(|(_, size)| size.as_u64().unwrap()).collect();
        assert_eq!(styles.len(), 1, "{path}: {unpacked}");
        assert!((1..=STYLE).contains(&styles[0]), "style sheet: {} bytes", styles[0]);
        // The browser does not count the icon among the resources.
        let icon = browser.text("new URL(document.querySelector('link[rel=icon]').href).pathname");
        let icon = u64::try_from(server.get(&icon).text.len()).unwrap();
        let all: u64 = sent.as_object().unwrap().values().map(|size| size.as_u64().unwrap()).sum();
        assert!(all > 1_000 && all + icon <= FIRST_VISIT, "{path}: {} bytes: {sent}, icon {icon}", all + icon);
        assert!(sent[path].as_u64() < unpacked[path].as_u64(), "{path} comes uncompressed");
    }
}

//! Chromium, driven through chromedriver: WebDriver's own calls, and Chromium's for what WebDriver lacks.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// For tests that run without a display, as any user, on a machine without a way out.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // As on telephones: a scroll bar takes no room.
    "--hide-scrollbars",
];

/// A page or a script that takes longer has hung.
const PATIENCE: Duration = Duration::from_secs(60);

/// Keys in WebDriver's private characters.
pub(super) const TAB: &str = "\u{E004}";
pub(super) const ENTER: &str = "\u{E007}";
pub(super) const DOWN: &str = "\u{E015}";

/// A chromedriver on a free port, ended with the value, its browsers with it.
pub(super) struct Driver {
    process: Child,
    address: String,
    agent: ureq::Agent,
    // Kept open: what chromedriver still says must go somewhere.
    _says: BufReader<ChildStdout>,
}

impl Driver {
    pub(super) fn start() -> Self {
        let started = Command::new("chromedriver").arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut process = started.unwrap_or_else(|error| {
            panic!(
                "chromedriver does not start ({error}); `tests/run` installs it: packages chromium and chromium-driver"
            )
        });
        let mut says = BufReader::new(process.stdout.take().unwrap());
        let mut said = String::new();
        let port = loop {
            let before = said.len();
            assert!(says.read_line(&mut said).unwrap() > 0, "chromedriver ended: {said}");
            let port = said[before..].split("on port ").nth(1).and_then(|rest| rest.trim().strip_suffix('.'));
            if let Some(port) = port.filter(|port| port.bytes().all(|digit| digit.is_ascii_digit())) {
                break port.to_owned();
            }
        };
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Self { process, address: format!("http://127.0.0.1:{port}"), agent: agent.into(), _says: says }
    }

    /// A browser with an empty profile.
    pub(super) fn browser(&self) -> Browser<'_> {
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": FLAGS},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let session = self.ask("/session", &wanted);
        let id = session["sessionId"].as_str().unwrap();
        Browser { driver: self, path: format!("/session/{id}") }
    }

    fn ask(&self, path: &str, parameters: &Value) -> Value {
        let mut answer = self.agent.post(format!("{}{path}", self.address)).send_json(parameters).unwrap();
        let mut body: Value = answer.body_mut().with_config().limit(1 << 28).read_json().unwrap();
        assert!(answer.status().is_success(), "{path}: {}", body["value"]["message"]);
        body["value"].take()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Closes the browsers and removes their profiles; killing it would leave both.
        let ended = self.agent.get(format!("{}/shutdown", self.address)).call();
        if ended.is_err() {
            drop(self.process.kill());
        }
        drop(self.process.wait());
    }
}

/// A browser with one window, closed with the value.
pub(super) struct Browser<'a> {
    driver: &'a Driver,
    path: String,
}

/// What the window pretends to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub(super) const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Browser<'_> {
    fn ask(&self, what: &str, parameters: &Value) -> Value {
        self.driver.ask(&format!("{}/{what}", self.path), parameters)
    }

    /// A command of Chromium's own protocol.
    pub(super) fn command(&self, command: &str, parameters: &Value) -> Value {
        self.ask("goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Opens a page and waits until it is loaded.
    pub(super) fn open(&self, address: &str) {
        self.ask("url", &json!({"url": address}));
    }

    /// The value of an expression in the page; scripts of the page itself may be switched off. A promise is awaited.
    pub(super) fn value(&self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.command("Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// The same, where it is text.
    pub(super) fn text(&self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression}: {value}")).to_owned()
    }

    /// The same, where it is a list of texts.
    pub(super) fn texts(&self, expression: &str) -> Vec<String> {
        serde_json::from_value(self.value(expression)).unwrap()
    }

    /// Presses and lets go of a key.
    pub(super) fn press(&self, key: &str) {
        self.type_text(key);
    }

    /// Presses and lets go of one key after the other.
    pub(super) fn type_text(&self, text: &str) {
        let key = |key: char| [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})];
        let acts: Vec<_> = text.chars().flat_map(key).collect();
        self.ask("actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": acts}]}));
    }

    /// Clicks the first element of a selector, as a person does: it must be in sight.
    pub(super) fn click(&self, selector: &str) {
        let element = self.element(selector);
        // The driver itself scrolls no further than to the edge, where what sticks to it may lie above.
        self.value(&format!("document.querySelector({}).scrollIntoView({{block: 'nearest'}})", json!(selector)));
        self.ask(&format!("element/{element}/click"), &json!({}));
    }

    /// Types into the first element of a selector.
    pub(super) fn write(&self, selector: &str, text: &str) {
        let element = self.element(selector);
        self.ask(&format!("element/{element}/value"), &json!({"text": text}));
    }

    fn element(&self, selector: &str) -> String {
        let found = self.ask("element", &json!({"using": "css selector", "value": selector}));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    /// Waits until an expression is true.
    pub(super) fn wait_for(&self, expression: &str) {
        for _ in 0..100 {
            if self.value(expression) == Value::Bool(true) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{}: never true: {expression}", self.text("location.href"));
    }

    /// A window of so many CSS pixels.
    pub(super) fn resize(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.command("Emulation.setDeviceMetricsOverride", &size);
    }

    /// The theme, without movement: a colour on its way to another is neither.
    pub(super) fn wear(&self, theme: Theme) {
        self.emulate(
            "",
            &json!([
                {"name": "prefers-color-scheme", "value": theme.name()},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]),
        );
    }

    /// A medium and its features.
    pub(super) fn emulate(&self, medium: &str, features: &Value) {
        self.command("Emulation.setEmulatedMedia", &json!({"media": medium, "features": features}));
    }

    /// What the browser complained of since the last call: errors and warnings, refused content among them.
    pub(super) fn complaints(&self) -> Vec<String> {
        let log = self.ask("se/log", &json!({"type": "browser"}));
        let serious =
            log.as_array().unwrap().iter().filter(|entry| entry["level"] != "INFO" && entry["level"] != "DEBUG");
        serious.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The whole page as a picture.
    pub(super) fn picture(&self) -> Vec<u8> {
        bytes(&self.command("Page.captureScreenshot", &json!({"captureBeyondViewport": true})))
    }

    /// The page as it is printed, in PDF.
    pub(super) fn print(&self) -> Vec<u8> {
        bytes(&self.command("Page.printToPDF", &json!({"paperWidth": 8.27, "paperHeight": 11.69})))
    }
}

fn bytes(answer: &Value) -> Vec<u8> {
    STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
}

impl Drop for Browser<'_> {
    fn drop(&mut self) {
        // Whatever goes wrong here, the driver ends it at last.
        drop(self.driver.agent.delete(format!("{}{}", self.driver.address, self.path)).call());
    }
}

/// Where cargo lets tests keep files: `target/tmp`.
pub(super) fn kept_file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

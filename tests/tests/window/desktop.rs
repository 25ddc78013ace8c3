//! A desktop for one test: an issuer, a folder for the backpack, and the window on it.

use std::{
    ffi::OsStr,
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use rustls::crypto::{CryptoProvider, ring};
use serde_json::{Value, json};
use thirtyfour::{
    Capabilities, Key, TypingData, WebDriver, WebElement,
    prelude::{By, ElementQueryable, WebDriverResult},
};
use whole_system::{Dovecot, Issuer, OfferingPeer};

/// How long an answer of the window may take on a busy machine before a test says that there is none.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// The colour scheme of a desktop.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Theme {
    Light,
    Dark,
}

/// A person's desktop: their files, their keyring or none, their colours.
pub(crate) struct Desktop {
    folder: tempfile::TempDir,
    theme: Theme,
    bare_bus: Option<BareBus>,
    platforms_dialogs: bool,
    further: Vec<(&'static str, String)>,
}

impl Desktop {
    /// A desktop in light colours with a keyring.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, theme: Theme::Light, bare_bus: None, platforms_dialogs: false, further: Vec::new() }
    }

    /// In these colours.
    pub(crate) fn in_colours(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Without a keyring.
    pub(crate) fn without_keyring(self) -> Self {
        let bus = BareBus::start(&self.file("bus.conf", BARE_BUS.as_bytes()));
        Self { bare_bus: Some(bus), ..self }
    }

    /// With the platform's own file dialogs, which `hands` answers; otherwise they are answered unseen.
    pub(crate) fn with_the_platforms_dialogs(self) -> Self {
        Self { platforms_dialogs: true, ..self }
    }

    /// On a network where this issuer can be reached.
    pub(crate) fn reaching(self, issuer: &Issuer) -> Self {
        self.on_a_network(issuer.server().ca_pem(), issuer.server().resolve(issuer.host()))
    }

    /// On a network where this mail server can be reached.
    pub(crate) fn with_mail(self, server: &Dovecot) -> Self {
        self.on_a_network(server.ca_pem(), server.resolve())
    }

    fn on_a_network(mut self, ca_pem: &str, resolve: String) -> Self {
        let authority = self.file("ca.pem", ca_pem.as_bytes());
        self.further.extend([
            ("BACKPACK_CACERT", authority.display().to_string()),
            ("BACKPACK_RESOLVE", resolve),
            ("BACKPACK_ALLOW_PRIVATE_NETWORK", "1".into()),
        ]);
        self
    }

    /// On a network where this issuer of independent software can be reached.
    pub(crate) fn reaching_peer(mut self, peer: &OfferingPeer) -> Self {
        self.further.extend([
            ("BACKPACK_CACERT", peer.ca_file().display().to_string()),
            ("BACKPACK_RESOLVE", format!("{}:{}:127.0.0.1", OfferingPeer::HOST, peer.port())),
            ("BACKPACK_ALLOW_PRIVATE_NETWORK", "1".into()),
        ]);
        self
    }

    /// On a disk that takes whatever is written to the backpack's index and, from `the_disk_fails` on, syncs none of it.
    pub(crate) fn on_a_failing_disk(mut self) -> Self {
        let library =
            std::env::var("BACKPACK_FAULTS").expect("tests/window/run.sh names the library of faults");
        self.further.extend([
            ("LD_PRELOAD", library),
            ("FAULT_BELOW", self.path("backpack/index").display().to_string()),
            ("FAULT_WHEN", self.path("failing").display().to_string()),
            ("FAULT_LOG", self.failed_calls().display().to_string()),
            ("FAULT_AT", "1".into()),
            ("FAULT_ERRNO", "5".into()),
            ("FAULT_SYNCS", "1".into()),
            ("FAULT_FOREVER", "1".into()),
        ]);
        self
    }

    /// The disk begins to fail.
    pub(crate) fn the_disk_fails(&self) {
        self.file("failing", b"");
    }

    /// The calls that failed, one a line.
    pub(crate) fn failed_calls(&self) -> PathBuf {
        self.path("failed-calls")
    }

    /// A place on the desktop.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a file on the desktop.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Where the window saves what it exports.
    pub(crate) fn saved(&self) -> PathBuf {
        self.path("saved.badgebundle")
    }

    /// What the person chooses in the next file dialogs.
    pub(crate) fn will_choose(&self, files: &[&Path]) {
        let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        self.file("choose.txt", lines.join("\n").as_bytes());
    }

    /// Opens the window.
    pub(crate) async fn open(&self) -> Window {
        // The driver's own HTTP client wants a provider, although it never speaks TLS. A second test finds one there.
        if CryptoProvider::get_default().is_none() {
            ring::default_provider().install_default().ok();
        }
        let mut capabilities = Capabilities::new();
        let program = json!({ "binary": self.starter(), "args": [] });
        capabilities.set("webkitgtk:browserOptions", program).unwrap();
        match WebDriver::new(server(), capabilities).await {
            Ok(driver) => Window { driver },
            Err(error) => panic!("no window (tests/window/run.sh starts the driver): {error}"),
        }
    }

    /// Starts the program as a person does, without a driver.
    pub(crate) fn start_alone(&self) -> Child {
        Command::new(self.starter()).spawn().unwrap()
    }

    /// Starts the program a second time, with a file or a call, as the desktop does; it ends by itself.
    pub(crate) fn start_again_with(&self, handed: impl AsRef<OsStr>) {
        let status = Command::new(self.starter()).arg(handed).status().unwrap();
        assert!(status.success(), "a second start ends well: {status}");
    }

    /// A script that starts the program on this desktop: the driver itself cannot set an environment.
    fn starter(&self) -> PathBuf {
        let mut script = String::from("#!/bin/sh\n");
        let (theme, desktop_theme) = match self.theme {
            Theme::Light => ("light", "Adwaita"),
            Theme::Dark => ("dark", "Adwaita:dark"),
        };
        let at = |name: &str| self.path(name).display().to_string();
        let mut own = vec![
            ("BACKPACK_DATA_DIR", at("backpack")),
            // What the page remembers, e.g. grid or list.
            ("XDG_DATA_HOME", at("data")),
            ("BACKPACK_TEST_THEME", theme.into()),
            // What the page takes its colours from on this platform.
            ("GTK_THEME", desktop_theme.into()),
        ];
        if !self.platforms_dialogs {
            own.push(("BACKPACK_TEST_OPEN_PATHS", at("choose.txt")));
            own.push(("BACKPACK_TEST_SAVE_PATH", self.saved().display().to_string()));
        }
        for (name, value) in own.iter().chain(&self.further) {
            writeln!(script, "export {name}='{value}'").unwrap();
        }
        let program = std::env::var("BACKPACK_WINDOW").expect("tests/window/run.sh names the program");
        if let Some(bus) = &self.bare_bus {
            writeln!(script, "export DBUS_SESSION_BUS_ADDRESS='{}'", bus.address).unwrap();
        }
        writeln!(script, "exec '{program}' \"$@\"").unwrap();
        let starter = self.file("start.sh", script.as_bytes());
        fs::set_permissions(&starter, fs::Permissions::from_mode(0o700)).unwrap();
        starter
    }
}

/// A session bus on which no service is to be had: a machine without a keyring.
struct BareBus {
    daemon: Child,
    address: String,
}

impl BareBus {
    fn start(config: &Path) -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", config.display()))
            .args(["--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { daemon, address: address.trim().to_owned() }
    }
}

impl Drop for BareBus {
    fn drop(&mut self) {
        self.daemon.kill().and_then(|()| self.daemon.wait()).unwrap();
    }
}

const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"#;

/// The window under the driver. One that a failing test leaves open is closed too, since the driver has only one.
pub(crate) struct Window {
    driver: WebDriver,
}

impl Drop for Window {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let Some(address) = server().strip_prefix("http://").map(str::to_owned) else { return };
        let request = format!(
            "DELETE /session/{} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n",
            self.driver.session_id()
        );
        let closed = TcpStream::connect(&address).and_then(|mut stream| {
            stream.set_read_timeout(Some(Duration::from_secs(5)))?;
            stream.write_all(request.as_bytes())?;
            std::io::copy(&mut stream, &mut std::io::sink())
        });
        if let Err(error) = closed {
            eprintln!("the window could not be closed: {error}");
        }
    }
}

fn server() -> String {
    let port = std::env::var("WEBDRIVER_PORT").unwrap_or_else(|_| "4444".into());
    format!("http://127.0.0.1:{port}")
}

impl Window {
    /// The first element that fits, waiting for it.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        let found = self.driver.query(By::Css(css)).wait(TIME_LIMIT, POLL_INTERVAL).first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {css}: {error}\n-- the window says --\n{}", self.text().await),
        }
    }

    /// Clicks on the first element that fits, as soon as it has come to rest and nothing lies over it.
    pub(crate) async fn click(&self, css: &str) {
        let end = Instant::now() + TIME_LIMIT;
        loop {
            let element = self.at_rest(css).await;
            let Err(error) = element.click().await else { return };
            assert!(Instant::now() < end, "{css}: {error}");
            element.scroll_into_view().await.ok();
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// The first element that fits, once it stands where it stood a moment before: the driver looks where an element is
    /// and clicks there afterwards, so what still moves is missed.
    async fn at_rest(&self, css: &str) -> WebElement {
        let end = Instant::now() + TIME_LIMIT;
        let mut before = None;
        loop {
            let element = self.find(css).await;
            // Asked of the page: the driver tells no place of what is scrolled out of view.
            let where_it_is = "return JSON.stringify(arguments[0].getBoundingClientRect())";
            let place = self.driver.execute(where_it_is, vec![element.to_json().unwrap()]).await;
            let place = place.ok().map(|place| place.json().clone());
            // What was drawn anew meanwhile has no place; the next look finds its successor.
            if place.is_some() && place == before {
                return element;
            }
            assert!(Instant::now() < end, "{css} never comes to rest");
            before = place;
            tokio::time::sleep(POLL_INTERVAL / 4).await;
        }
    }

    /// Types into the first element that fits.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        self.find(css).await.send_keys(text).await.unwrap();
    }

    /// Presses keys wherever the focus is.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        self.driver.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Presses Tab until the focus is on an element that fits; says so where it cannot be reached.
    pub(crate) async fn tab_to(&self, css: &str) {
        for _ in 0..60 {
            if self.script("return document.activeElement.matches(arguments[0])", vec![json!(css)]).await
                == json!(true)
            {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("{css} cannot be reached by Tab\n-- the window says --\n{}", self.text().await);
    }

    /// Waits until the window says `words`.
    pub(crate) async fn says(&self, words: &str) {
        let end = Instant::now() + TIME_LIMIT;
        while !self.text().await.contains(words) {
            assert!(Instant::now() < end, "never said “{words}”:\n{}", self.text().await);
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Everything that the window says now, without the marks that isolate directions.
    pub(crate) async fn text(&self) -> String {
        let text = self.script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().replace(['\u{2068}', '\u{2069}'], "")
    }

    /// What each of the elements that fit has as attribute `name`.
    pub(crate) async fn all(&self, css: &str, name: &str) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(arguments[0])].map(one => one.getAttribute(arguments[1]))";
        serde_json::from_value(self.script(script, vec![json!(css), json!(name)]).await).unwrap()
    }

    /// Runs a script in the page, as code that got into it would run.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.unwrap().json().clone()
    }

    /// Runs a script that hands its answer to its last argument.
    pub(crate) async fn script_later(&self, script: &str) -> Value {
        self.driver.execute_async(script, vec![]).await.unwrap().json().clone()
    }

    /// Makes the window this large.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.unwrap();
    }

    /// A picture of the window, after it has drawn what it was told.
    pub(crate) async fn picture(&self, to: &Path) {
        self.script_later(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 80)))",
        )
        .await;
        self.driver.screenshot(to).await.unwrap();
    }

    /// Closes the window.
    pub(crate) async fn close(self) -> WebDriverResult<()> {
        self.driver.clone().quit().await
    }
}

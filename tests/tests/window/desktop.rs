//! A desktop for one test: a temporary folder, the program's environment, and its window under WebDriver.

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

/// How long a test waits for the window. Generous, for busy machines.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// The colour scheme of a desktop.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Theme {
    Light,
    Dark,
}

/// A person's desktop: files, theme, network, and a keyring or none.
pub(crate) struct Desktop {
    folder: tempfile::TempDir,
    theme: Theme,
    bare_bus: Option<BareBus>,
    platform_dialogs: bool,
    environment: Vec<(&'static str, String)>,
}

impl Desktop {
    /// Creates a desktop with a light theme, a keyring and no network.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, theme: Theme::Light, bare_bus: None, platform_dialogs: false, environment: Vec::new() }
    }

    /// Sets the colour scheme.
    pub(crate) fn with_theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Removes the keyring.
    pub(crate) fn without_keyring(self) -> Self {
        let bus = BareBus::start(&self.file("bus.conf", BARE_BUS.as_bytes()));
        Self { bare_bus: Some(bus), ..self }
    }

    /// Shows the platform's file dialogs, for [`Dialog`](crate::window::pointer::Dialog).
    ///
    /// Otherwise the program reads the choice from a file and shows no dialog.
    pub(crate) fn with_platform_dialogs(self) -> Self {
        Self { platform_dialogs: true, ..self }
    }

    /// Connects the desktop to a network with this issuer.
    pub(crate) fn with_issuer(self, issuer: &Issuer) -> Self {
        self.with_network(issuer.server().ca_pem(), issuer.server().resolve(issuer.host()))
    }

    /// Connects the desktop to a network with this mail server.
    pub(crate) fn with_mail_server(self, server: &Dovecot) -> Self {
        self.with_network(server.ca_pem(), server.resolve())
    }

    fn with_network(mut self, ca_pem: &str, resolve: String) -> Self {
        let authority = self.file("ca.pem", ca_pem.as_bytes());
        self.environment.extend([
            ("BACKPACK_CACERT", authority.display().to_string()),
            ("BACKPACK_RESOLVE", resolve),
            ("BACKPACK_ALLOW_PRIVATE_NETWORK", "1".into()),
        ]);
        self
    }

    /// Connects the desktop to a network with this issuer, which runs independent software.
    pub(crate) fn with_peer(mut self, peer: &OfferingPeer) -> Self {
        self.environment.extend([
            ("BACKPACK_CACERT", peer.ca_file().display().to_string()),
            ("BACKPACK_RESOLVE", format!("{}:{}:127.0.0.1", OfferingPeer::HOST, peer.port())),
            ("BACKPACK_ALLOW_PRIVATE_NETWORK", "1".into()),
        ]);
        self
    }

    /// Puts the backpack's index on a disk that fails after [`fail_disk`](Self::fail_disk).
    ///
    /// From then on, every sync fails. Writes succeed.
    pub(crate) fn with_failing_disk(mut self) -> Self {
        let library =
            std::env::var("BACKPACK_FAULTS").expect("tests/window/run.sh sets the path of the fault library");
        self.environment.extend([
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

    /// Makes the disk fail from now on.
    pub(crate) fn fail_disk(&self) {
        self.file("failing", b"");
    }

    /// Returns the path of the log of failed calls, one per line.
    pub(crate) fn failed_calls(&self) -> PathBuf {
        self.path("failed-calls")
    }

    /// Returns a path on the desktop.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file on the desktop and returns its path.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Returns the path to which the window saves files.
    pub(crate) fn saved_file(&self) -> PathBuf {
        self.path("saved.badgebundle")
    }

    /// Sets the files that the person selects in the next file dialogs.
    pub(crate) fn select_files(&self, files: &[&Path]) {
        let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
        self.file("choose.txt", lines.join("\n").as_bytes());
    }

    /// Opens the window.
    pub(crate) async fn open(&self) -> Window {
        // The driver's HTTP client needs a provider although it never uses TLS.
        // An earlier test may have installed one.
        if CryptoProvider::get_default().is_none() {
            ring::default_provider().install_default().ok();
        }
        let mut capabilities = Capabilities::new();
        let program = json!({ "binary": self.write_start_script(), "args": [] });
        capabilities.set("webkitgtk:browserOptions", program).unwrap();
        match WebDriver::new(driver_url(), capabilities).await {
            Ok(driver) => Window { driver },
            Err(error) => panic!("no window (tests/window/run.sh starts the driver): {error}"),
        }
    }

    /// Starts the program without WebDriver.
    pub(crate) fn start_without_driver(&self) -> Child {
        Command::new(self.write_start_script()).spawn().unwrap()
    }

    /// Starts the program a second time, with a file or a deep link, and waits until that instance ends.
    pub(crate) fn start_second_instance(&self, argument: impl AsRef<OsStr>) {
        let status = Command::new(self.write_start_script()).arg(argument).status().unwrap();
        assert!(status.success(), "the second instance failed: {status}");
    }

    /// Writes a script that starts the program on this desktop. WebDriver cannot set environment variables.
    fn write_start_script(&self) -> PathBuf {
        let mut script = String::from("#!/bin/sh\n");
        let (theme, desktop_theme) = match self.theme {
            Theme::Light => ("light", "Adwaita"),
            Theme::Dark => ("dark", "Adwaita:dark"),
        };
        let path = |name: &str| self.path(name).display().to_string();
        let mut variables = vec![
            ("BACKPACK_DATA_DIR", path("backpack")),
            // For preferences that the web view stores, such as grid or list.
            ("XDG_DATA_HOME", path("data")),
            ("BACKPACK_TEST_THEME", theme.into()),
            // WebKitGTK derives the page's colour scheme from this theme.
            ("GTK_THEME", desktop_theme.into()),
        ];
        if !self.platform_dialogs {
            variables.push(("BACKPACK_TEST_OPEN_PATHS", path("choose.txt")));
            variables.push(("BACKPACK_TEST_SAVE_PATH", self.saved_file().display().to_string()));
        }
        for (name, value) in variables.iter().chain(&self.environment) {
            writeln!(script, "export {name}='{value}'").unwrap();
        }
        let program =
            std::env::var("BACKPACK_WINDOW").expect("tests/window/run.sh sets the path of the program");
        if let Some(bus) = &self.bare_bus {
            writeln!(script, "export DBUS_SESSION_BUS_ADDRESS='{}'", bus.address).unwrap();
        }
        writeln!(script, "exec '{program}' \"$@\"").unwrap();
        let file = self.file("start.sh", script.as_bytes());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o700)).unwrap();
        file
    }
}

/// A session bus without services, as on a machine without a keyring.
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

/// The window, driven through WebDriver.
///
/// The window closes even if its test fails, because WebKitWebDriver allows only one session.
pub(crate) struct Window {
    driver: WebDriver,
}

impl Drop for Window {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let Some(address) = driver_url().strip_prefix("http://").map(str::to_owned) else { return };
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

fn driver_url() -> String {
    let port = std::env::var("WEBDRIVER_PORT").unwrap_or_else(|_| "4444".into());
    format!("http://127.0.0.1:{port}")
}

impl Window {
    /// Waits for an element that matches and returns the first.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        let found = self.driver.query(By::Css(css)).wait(TIME_LIMIT, POLL_INTERVAL).first().await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("no {css}: {error}\n-- text of the window --\n{}", self.text().await),
        }
    }

    /// Clicks the first element that matches, once it has stopped moving and nothing covers it.
    pub(crate) async fn click(&self, css: &str) {
        let end = Instant::now() + TIME_LIMIT;
        loop {
            let element = self.find_stable(css).await;
            let Err(error) = element.click().await else { return };
            assert!(Instant::now() < end, "{css}: {error}");
            element.scroll_into_view().await.ok();
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Waits until the first element that matches has stopped moving, and returns it.
    ///
    /// WebDriver reads the position of an element and clicks there afterwards, so it misses moving elements.
    async fn find_stable(&self, css: &str) -> WebElement {
        let end = Instant::now() + TIME_LIMIT;
        let mut previous = None;
        loop {
            let element = self.find(css).await;
            // The driver reports no position for elements that are scrolled out of view, but the page does.
            let get_position = "return JSON.stringify(arguments[0].getBoundingClientRect())";
            let position = self.driver.execute(get_position, vec![element.to_json().unwrap()]).await;
            // An element that was replaced meanwhile has no position; the next iteration finds its successor.
            let position = position.ok().map(|position| position.json().clone());
            if position.is_some() && position == previous {
                return element;
            }
            assert!(Instant::now() < end, "{css} never stops moving");
            previous = position;
            tokio::time::sleep(POLL_INTERVAL / 4).await;
        }
    }

    /// Types into the first element that matches.
    pub(crate) async fn type_into(&self, css: &str, text: &str) {
        self.find(css).await.send_keys(text).await.unwrap();
    }

    /// Presses keys in the element that has the focus.
    pub(crate) async fn press(&self, keys: impl Into<TypingData>) {
        self.driver.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Presses Tab until an element that matches has the focus.
    ///
    /// # Panics
    ///
    /// After 60 presses.
    pub(crate) async fn tab_to(&self, css: &str) {
        for _ in 0..60 {
            if self.run_script("return document.activeElement.matches(arguments[0])", vec![json!(css)]).await
                == json!(true)
            {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("Tab does not reach {css}\n-- text of the window --\n{}", self.text().await);
    }

    /// Waits until the window shows this text.
    pub(crate) async fn wait_for_text(&self, text: &str) {
        let end = Instant::now() + TIME_LIMIT;
        while !self.text().await.contains(text) {
            assert!(Instant::now() < end, "the window never showed “{text}”:\n{}", self.text().await);
            tokio::time::sleep(POLL_INTERVAL).await;
        }
    }

    /// Returns the text of the window, without the characters that isolate text directions.
    pub(crate) async fn text(&self) -> String {
        let text = self.run_script("return document.body.innerText", vec![]).await;
        text.as_str().unwrap_or_default().replace(['\u{2068}', '\u{2069}'], "")
    }

    /// Returns the attribute `name` of every element that matches.
    pub(crate) async fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]\
                      .map(element => element.getAttribute(arguments[1]))";
        serde_json::from_value(self.run_script(script, vec![json!(css), json!(name)]).await).unwrap()
    }

    /// Runs a script in the page and returns its result.
    ///
    /// The script has the same rights as code injected into the page.
    pub(crate) async fn run_script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver.execute(script, arguments).await.unwrap().json().clone()
    }

    /// Runs a script in the page and returns the value with which it calls its last argument.
    pub(crate) async fn run_async_script(&self, script: &str) -> Value {
        self.driver.execute_async(script, vec![]).await.unwrap().json().clone()
    }

    /// Sets the size of the window in pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.unwrap();
    }

    /// Writes a screenshot of the window, after it has drawn pending changes.
    pub(crate) async fn take_screenshot(&self, file: &Path) {
        self.run_async_script(
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 80)))",
        )
        .await;
        self.driver.screenshot(file).await.unwrap();
    }

    /// Closes the window.
    pub(crate) async fn close(self) -> WebDriverResult<()> {
        self.driver.clone().quit().await
    }
}

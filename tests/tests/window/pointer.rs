//! Controls other windows with `xdotool`: the platform's file dialogs, and a file manager for drag and drop.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::time::sleep;

const TIME_LIMIT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// How long a dialog takes to react to a key.
const SETTLE: Duration = Duration::from_millis(400);
/// How long one step of a drag takes.
const STEP: Duration = Duration::from_millis(40);

/// The platform's file dialog.
pub(crate) struct Dialog {
    title: String,
}

impl Dialog {
    /// Waits for the dialog with this title.
    pub(crate) async fn wait_for(title: &str) -> Self {
        let dialog = Self { title: title.to_owned() };
        dialog.wait_until(|window| window.is_some(), "opens").await;
        dialog
    }

    /// Types the path of the file and confirms.
    pub(crate) async fn choose(self, file: &Path) {
        let file = file.to_str().unwrap();
        // The dialog loses keys that arrive before it is ready, so a second attempt can be necessary.
        for _ in 0..3 {
            self.take_focus().await;
            xdotool(&["key", "ctrl+l"]);
            sleep(SETTLE).await;
            xdotool(&["key", "ctrl+a"]);
            xdotool(&["type", "--delay", "15", file]);
            sleep(SETTLE).await;
            xdotool(&["key", "Return"]);
            if self.closes_soon().await {
                return;
            }
        }
        panic!("the dialog “{}” does not accept {file}", self.title);
    }

    /// Closes the dialog without a choice.
    pub(crate) async fn dismiss(self) {
        self.take_focus().await;
        xdotool(&["key", "Escape"]);
        self.wait_until(|window| window.is_none(), "closes").await;
    }

    async fn take_focus(&self) {
        if let Some(window) = self.window() {
            xdotool(&["windowraise", &window, "windowfocus", &window]);
            sleep(SETTLE).await;
        }
    }

    /// Returns whether the dialog closes within five seconds.
    async fn closes_soon(&self) -> bool {
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            if self.window().is_none() {
                return true;
            }
            sleep(POLL_INTERVAL).await;
        }
        false
    }

    async fn wait_until(&self, condition: impl Fn(Option<String>) -> bool, event: &str) {
        let end = Instant::now() + TIME_LIMIT;
        while !condition(self.window()) {
            assert!(Instant::now() < end, "the dialog “{}” never {event}", self.title);
            sleep(POLL_INTERVAL).await;
        }
    }

    fn window(&self) -> Option<String> {
        visible_window(&self.title)
    }
}

/// A file manager with one file, near the lower right corner of the screen.
pub(crate) struct FileManager {
    program: Child,
}

impl FileManager {
    const TITLE: &str = "Files";
    const POSITION: (i32, i32) = (900, 700);

    /// Opens the window with this file.
    pub(crate) async fn open(file: &Path) -> Self {
        let (x, y) = Self::POSITION;
        // The system's Python, because it has the GTK bindings.
        let program = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/window/file-manager.py"))
            .args([Self::TITLE.as_ref(), file.as_os_str()])
            .args([x.to_string(), y.to_string()])
            .spawn()
            .unwrap();
        let end = Instant::now() + TIME_LIMIT;
        while visible_window(Self::TITLE).is_none() {
            assert!(Instant::now() < end, "the file manager never opened");
            sleep(POLL_INTERVAL).await;
        }
        Self { program }
    }

    /// Drags the file to a point of the screen and keeps the button pressed.
    pub(crate) async fn drag_to(&self, (x, y): (i32, i32)) {
        let (from_x, from_y) = (Self::POSITION.0 + 60, Self::POSITION.1 + 40);
        move_to(from_x, from_y).await;
        xdotool(&["mousedown", "1"]);
        for step in 1..=20 {
            move_to(from_x + (x - from_x) * step / 20, from_y + (y - from_y) * step / 20).await;
        }
    }

    /// Releases the mouse button, which drops the file.
    pub(crate) async fn drop_file(&self) {
        xdotool(&["mouseup", "1"]);
        sleep(STEP).await;
    }
}

impl Drop for FileManager {
    fn drop(&mut self) {
        self.program.kill().and_then(|()| self.program.wait()).unwrap();
    }
}

async fn move_to(x: i32, y: i32) {
    xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
    sleep(STEP).await;
}

/// Returns the X11 id of the visible window with this title.
pub(crate) fn visible_window(title: &str) -> Option<String> {
    let search = Command::new("xdotool")
        .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
        .stderr(Stdio::null())
        .output()
        .expect("xdotool");
    String::from_utf8(search.stdout).unwrap().lines().next().map(str::to_owned)
}

fn xdotool(arguments: &[&str]) {
    let status = Command::new("xdotool").args(arguments).status().expect("xdotool");
    assert!(status.success(), "xdotool {arguments:?}: {status}");
}

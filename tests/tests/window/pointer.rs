//! Hands outside of the page, as a person's: the platform's own file dialogs, and a file dragged in from another window.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::time::sleep;

const TIME_LIMIT: Duration = Duration::from_secs(60);
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// How long a dialog takes to do what a key asks for.
const SETTLE: Duration = Duration::from_millis(400);
/// How long one step of a drag takes.
const STEP: Duration = Duration::from_millis(40);

/// The platform's file dialog.
pub(crate) struct Dialog {
    title: String,
}

impl Dialog {
    /// The dialog with this title, once it is there.
    pub(crate) async fn titled(title: &str) -> Self {
        let dialog = Self { title: title.to_owned() };
        dialog.until(|window| window.is_some(), "comes up").await;
        dialog
    }

    /// Types where the file is, and says yes.
    pub(crate) async fn choose(self, file: &Path) {
        let file = file.to_str().unwrap();
        // A key that arrives before the dialog listens is lost: then it is all typed once more.
        for _ in 0..3 {
            self.take_focus().await;
            xdotool(&["key", "ctrl+l"]);
            sleep(SETTLE).await;
            xdotool(&["key", "ctrl+a"]);
            xdotool(&["type", "--delay", "15", file]);
            sleep(SETTLE).await;
            xdotool(&["key", "Return"]);
            if self.gone().await {
                return;
            }
        }
        panic!("the dialog “{}” does not take {file}", self.title);
    }

    /// Goes away without choosing.
    pub(crate) async fn dismiss(self) {
        self.take_focus().await;
        xdotool(&["key", "Escape"]);
        self.until(|window| window.is_none(), "goes away").await;
    }

    async fn take_focus(&self) {
        if let Some(window) = self.window() {
            xdotool(&["windowraise", &window, "windowfocus", &window]);
            sleep(SETTLE).await;
        }
    }

    async fn gone(&self) -> bool {
        let end = Instant::now() + Duration::from_secs(5);
        while Instant::now() < end {
            if self.window().is_none() {
                return true;
            }
            sleep(POLL_INTERVAL).await;
        }
        false
    }

    async fn until(&self, so: impl Fn(Option<String>) -> bool, what: &str) {
        let end = Instant::now() + TIME_LIMIT;
        while !so(self.window()) {
            assert!(Instant::now() < end, "the dialog “{}” never {what}", self.title);
            sleep(POLL_INTERVAL).await;
        }
    }

    fn window(&self) -> Option<String> {
        visible(&self.title)
    }
}

/// Another window with a file in it, to the lower right of the screen.
pub(crate) struct FileManager {
    program: Child,
}

impl FileManager {
    const TITLE: &str = "Files";
    const AT: (i32, i32) = (900, 700);

    /// With this file.
    pub(crate) async fn showing(file: &Path) -> Self {
        let (x, y) = Self::AT;
        // Debian's own Python has the bindings of GTK.
        let program = Command::new("/usr/bin/python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/window/file-manager.py"))
            .args([Self::TITLE.as_ref(), file.as_os_str()])
            .args([x.to_string(), y.to_string()])
            .spawn()
            .unwrap();
        let end = Instant::now() + TIME_LIMIT;
        while visible(Self::TITLE).is_none() {
            assert!(Instant::now() < end, "the other window never came up");
            sleep(POLL_INTERVAL).await;
        }
        Self { program }
    }

    /// Drags the file to a point of the screen and holds it there.
    pub(crate) async fn drag_to(&self, (x, y): (i32, i32)) {
        let (from_x, from_y) = (Self::AT.0 + 60, Self::AT.1 + 40);
        move_to(from_x, from_y).await;
        xdotool(&["mousedown", "1"]);
        for step in 1..=20 {
            move_to(from_x + (x - from_x) * step / 20, from_y + (y - from_y) * step / 20).await;
        }
    }

    /// Lets go of the file.
    pub(crate) async fn let_go(&self) {
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

/// The window with this title that can be seen.
pub(crate) fn visible(title: &str) -> Option<String> {
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

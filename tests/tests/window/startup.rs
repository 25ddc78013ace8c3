//! Starting the program while the one before it is on its way out: what a person gets is always a window.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tokio::time::sleep;

use crate::window::{
    desktop::{Desktop, TIME_LIMIT},
    pointer,
};

const TITLE: &str = "Badge Backpack";
/// The name under which the program answers on the session bus.
const NAME: &str = "org.badgebackpack.desktop.SingleInstance";

#[tokio::test]
async fn start_waits_for_an_unresponsive_instance() {
    let desktop = Desktop::new();
    let mut parting = python("parting.py", &[NAME, "1.5"]);
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    assert!(parting.wait().unwrap().success());
    window.close().await.unwrap();
}

#[tokio::test]
async fn start_right_after_closing_opens_a_new_window() {
    let desktop = Desktop::new();
    gone().await;
    let mut last = desktop.start_alone();
    seen().await;
    for pause in [0, 30, 100, 300, 1000] {
        assert!(python("close.py", &[TITLE]).wait().unwrap().success());
        sleep(Duration::from_millis(pause)).await;
        let mut next = desktop.start_alone();
        let end = Instant::now() + TIME_LIMIT;
        while last.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "a closed window ends its program");
            sleep(Duration::from_millis(50)).await;
        }
        seen().await;
        assert_eq!(next.try_wait().unwrap(), None, "started {pause} ms after closing, it gave up");
        last = next;
    }
    assert!(python("close.py", &[TITLE]).wait().unwrap().success());
    assert!(last.wait().unwrap().success());
}

/// Waits until there is a window.
async fn seen() {
    let end = Instant::now() + TIME_LIMIT;
    while pointer::visible(TITLE).is_none() {
        assert!(Instant::now() < end, "no window");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the window of the test before this one is gone.
async fn gone() {
    let end = Instant::now() + TIME_LIMIT;
    while pointer::visible(TITLE).is_some() {
        assert!(Instant::now() < end, "a window of another test");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Debian's own Python has the bindings of X and of the session bus. It says a line when it has done its part.
fn python(script: &str, arguments: &[&str]) -> Child {
    let mut child = Command::new("/usr/bin/python3")
        .arg(format!("{}/window/{script}", env!("CARGO_MANIFEST_DIR")))
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line)
        .unwrap();
    assert_eq!(line.trim(), "done", "{script}");
    child
}

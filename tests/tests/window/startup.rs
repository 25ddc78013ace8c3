//! Starts the program while a previous instance is closing. A window must open every time.

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
/// The program's name on the session bus.
const NAME: &str = "org.badgebackpack.desktop.SingleInstance";

#[tokio::test]
async fn start_waits_for_an_unresponsive_instance() {
    let desktop = Desktop::new();
    let mut unresponsive = start_python("unresponsive_instance.py", &[NAME, "1.5"]);
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    assert!(unresponsive.wait().unwrap().success());
    window.close().await.unwrap();
}

#[tokio::test]
async fn start_right_after_closing_opens_a_new_window() {
    let desktop = Desktop::new();
    wait_for_no_window().await;
    let mut last = desktop.start_without_driver();
    wait_for_window().await;
    for pause in [0, 30, 100, 300, 1000] {
        assert!(start_python("close.py", &[TITLE]).wait().unwrap().success());
        sleep(Duration::from_millis(pause)).await;
        let mut next = desktop.start_without_driver();
        let end = Instant::now() + TIME_LIMIT;
        while last.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "the program runs although its window was closed");
            sleep(Duration::from_millis(50)).await;
        }
        wait_for_window().await;
        assert_eq!(next.try_wait().unwrap(), None, "a start {pause} ms after closing ended without a window");
        last = next;
    }
    assert!(start_python("close.py", &[TITLE]).wait().unwrap().success());
    assert!(last.wait().unwrap().success());
}

async fn wait_for_window() {
    let end = Instant::now() + TIME_LIMIT;
    while pointer::visible_window(TITLE).is_none() {
        assert!(Instant::now() < end, "no window");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Waits until the window of the previous test has closed.
async fn wait_for_no_window() {
    let end = Instant::now() + TIME_LIMIT;
    while pointer::visible_window(TITLE).is_some() {
        assert!(Instant::now() < end, "the window of another test is open");
        sleep(Duration::from_millis(50)).await;
    }
}

/// Starts a Python script and waits until it prints `done`.
///
/// Uses the system's Python, because it has the bindings for X and for the session bus.
fn start_python(script: &str, arguments: &[&str]) -> Child {
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

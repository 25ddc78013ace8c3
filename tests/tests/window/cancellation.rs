//! Long work that is stopped in the window: what was finished stays, and the rest is done afterwards.

use std::path::{Path, PathBuf};

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::{Desktop, Window};

/// So many that keeping or exporting them takes far longer than a click.
const MANY: usize = 120;

/// Presses Stop as soon as the first of many is done.
const STOP_SOON: &str = "new MutationObserver((_, watcher) => {
    const progress = document.querySelector('progress[value]');
    if (!progress || progress.value < 1) return;
    watcher.disconnect();
    document.querySelector('[data-action=stop]').click();
}).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })";

#[tokio::test]
async fn add_and_export_can_be_cancelled_and_repeated() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let files: Vec<PathBuf> = (1..=MANY)
        .map(|at| {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Course {at}")));
            desktop.file(&format!("{at}.json"), badge.text.as_bytes())
        })
        .collect();
    desktop.will_choose(&files.iter().map(PathBuf::as_path).collect::<Vec<&Path>>());
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;

    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.says(&format!("{MANY} badges found")).await;
    window.script(STOP_SOON, vec![]).await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=stopped]").await;
    let added = count(&window, "[data-result=added] li").await;
    let left = count(&window, "[data-result=stopped] li").await;
    assert!(added > 0 && left > 0 && added + left == MANY, "{added} added, {left} left");
    window.click("[data-action=resume]").await;
    window.says(&format!("{left} badges found")).await;
    window.click("[data-action=add-candidates]").await;
    window.says(&format!("{left} badges kept")).await;
    window.click("[data-action=show-backpack]").await;
    window.says(&format!("{MANY} badges")).await;

    window.click("[data-nav=collections]").await;
    window.click("[data-action=new-collection]").await;
    window.type_into("#new-title", "Everything").await;
    window.click("dialog button[type=submit]").await;
    window.click("[data-action=pick]").await;
    window.find(&format!("dialog li:nth-child({MANY})")).await;
    window.script("document.querySelectorAll('[data-pick]').forEach((one) => one.click())", vec![]).await;
    window.click("dialog .primary").await;
    window.find(&format!("[data-item]:nth-child({MANY})")).await;
    window.click("[data-action=export]").await;
    window.script(STOP_SOON, vec![]).await;
    window.click("[data-action=save]").await;
    window.find("[data-stopped]").await;
    let folder = desktop.saved().parent().unwrap().to_owned();
    let parts =
        || folder.read_dir().unwrap().filter(|entry| named_like_the_file(entry.as_ref().unwrap())).count();
    assert_eq!(parts(), 0, "a stopped export leaves no file");
    window.click("[data-action=save]").await;
    window.find("[data-exported]").await;
    assert_eq!(parts(), 1);
    window.close().await.unwrap();
}

async fn count(window: &Window, css: &str) -> usize {
    window.all(css, "class").await.len()
}

fn named_like_the_file(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().contains("saved.badgebundle")
}

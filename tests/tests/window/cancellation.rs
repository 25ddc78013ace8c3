//! Cancels long tasks in the window: finished parts stay, and the rest can be resumed.

use std::path::{Path, PathBuf};

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::{Desktop, Window};

/// Enough badges that adding or exporting them takes far longer than a click.
const MANY: usize = 120;

/// Presses Stop as soon as the first badge is done.
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
        .map(|number| {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Course {number}")));
            desktop.file(&format!("{number}.json"), badge.text.as_bytes())
        })
        .collect();
    desktop.select_files(&files.iter().map(PathBuf::as_path).collect::<Vec<&Path>>());
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.wait_for_text(&format!("{MANY} badges found")).await;
    window.run_script(STOP_SOON, vec![]).await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=stopped]").await;
    let added = count(&window, "[data-result=added] li").await;
    let left = count(&window, "[data-result=stopped] li").await;
    assert!(added > 0 && left > 0 && added + left == MANY, "{added} added, {left} left");
    window.click("[data-action=resume]").await;
    window.wait_for_text(&format!("{left} badges found")).await;
    window.click("[data-action=add-candidates]").await;
    window.wait_for_text(&format!("{left} badges kept")).await;
    window.click("[data-action=show-backpack]").await;
    window.wait_for_text(&format!("{MANY} badges")).await;

    window.click("[data-nav=collections]").await;
    window.click("[data-action=new-collection]").await;
    window.type_into("#new-title", "Everything").await;
    window.click("dialog button[type=submit]").await;
    window.click("[data-action=pick]").await;
    window.find(&format!("dialog li:nth-child({MANY})")).await;
    window
        .run_script(
            "document.querySelectorAll('[data-pick]').forEach((checkbox) => checkbox.click())",
            vec![],
        )
        .await;
    window.click("dialog .primary").await;
    window.find(&format!("[data-item]:nth-child({MANY})")).await;
    window.click("[data-action=export]").await;
    window.run_script(STOP_SOON, vec![]).await;
    window.click("[data-action=save]").await;
    window.find("[data-stopped]").await;
    let folder = desktop.saved_file().parent().unwrap().to_owned();
    let exported_files =
        || folder.read_dir().unwrap().filter(|entry| is_export(entry.as_ref().unwrap())).count();
    assert_eq!(exported_files(), 0, "a cancelled export leaves no file");
    window.click("[data-action=save]").await;
    window.find("[data-exported]").await;
    assert_eq!(exported_files(), 1);
    window.close().await.unwrap();
}

async fn count(window: &Window, css: &str) -> usize {
    window.attributes(css, "class").await.len()
}

/// Returns whether the file is the export or a part of it.
fn is_export(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().contains("saved.badgebundle")
}

//! Long tasks: their progress, and the screens after cancellation.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use whole_system::{Award, Issuer, Kind, Reply};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

/// Enough badges that there is time for screenshots.
const MANY: usize = 150;

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_theme(theme).with_issuer(&issuer);
    let files: Vec<PathBuf> = (1..=MANY)
        .map(|number| {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Welding, part {number}")));
            desktop.file(&format!("{number}.png"), &badge.png())
        })
        .collect();
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    let camera = Camera::new(&window, theme).await;

    desktop.select_files(&files.iter().map(PathBuf::as_path).collect::<Vec<&Path>>());
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.wait_for_text(&format!("{MANY} badges found")).await;
    window.click("[data-action=add-candidates]").await;
    take_during_task(&camera, "29-adding").await;
    window.click("[data-action=stop]").await;
    window.find("[data-result=stopped]").await;
    camera.take("30-adding-stopped").await;
    window.run_script("document.querySelector('[data-result=added]').scrollIntoView()", vec![]).await;
    camera.take("31-added-before").await;
    window.click("[data-action=resume]").await;
    window.wait_for_text("badges found").await;
    window.click("[data-action=add-candidates]").await;
    window.wait_for_text("badges kept").await;

    window.click("[data-nav=collections]").await;
    window.click("[data-action=new-collection]").await;
    window.type_into("#new-title", "Everything I have learnt").await;
    window.click("dialog button[type=submit]").await;
    window.click("[data-action=pick]").await;
    window.find("dialog li:nth-child(100)").await;
    window
        .run_script(
            "document.querySelectorAll('[data-pick]').forEach((checkbox) => checkbox.click())",
            vec![],
        )
        .await;
    window.click("dialog .primary").await;
    window.find("[data-item]:nth-child(100)").await;
    window.click("[data-action=export]").await;
    window.click("[data-action=save]").await;
    take_during_task(&camera, "32-exporting").await;
    window.click("[data-action=stop]").await;
    window.find("[data-stopped]").await;
    camera.take("33-export-stopped").await;
    window.click("dialog .row .button:not(.primary)").await;

    // A host that never finishes its response.
    let slow = Reply::Endless {
        start: b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{".to_vec(),
        again: b" ".to_vec(),
        every: Duration::from_millis(500),
    };
    issuer.replace_reply("/ob3/issuer", slow);
    let hosted =
        desktop.file("hosted.png", &issuer.issue(Kind::RdfcHttps, &Award::of("Harbour Pilot")).png());
    desktop.select_files(&[&hosted]);
    window.click("[data-nav=add]").await;
    window.click("footer .button:last-of-type").await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-question=hosts] .button:not(.primary)").await;
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.type_into("input[type=search]", "Harbour").await;
    window.click("[data-badge='Harbour Pilot']").await;
    window.click("[data-action=reverify]").await;
    window.find("dialog [data-question=hosts]").await;
    camera.take("34-question-before-reverifying").await;
    window.click("dialog [data-question=hosts] .primary").await;
    take_during_task(&camera, "35-reverifying").await;
    window.click("[data-action=stop]").await;
    window.wait_for_text("You stopped the check").await;
    camera.take("36-reverifying-stopped").await;
    let link = issuer.url("/ob3/issuer");
    window.click("[data-nav=add]").await;
    window.type_into("#paste", &link).await;
    window.click("form button[type=submit]").await;
    window.click("[data-question=hosts] .primary").await;
    take_during_task(&camera, "28-inspecting").await;
    window.click("[data-action=stop]").await;
    window.find("[data-question=hosts] .primary").await;
    window.close().await.unwrap();
}

/// Takes screenshots while a task is running.
async fn take_during_task(camera: &Camera<'_>, name: &str) {
    camera.window.find("progress").await;
    camera.take(name).await;
    let progress_bars: Vec<String> = camera.window.attributes("progress", "aria-label").await;
    assert_eq!(progress_bars.len(), 1, "{name}: the task ended before the screenshot");
}

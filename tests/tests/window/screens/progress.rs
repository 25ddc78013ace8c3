//! Long work: how far it is, and what there is after it was stopped.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use whole_system::{Award, Issuer, Kind, Reply};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

/// So many that there is time for pictures.
const MANY: usize = 150;

in_both_colours!(tour);

async fn tour(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().in_colours(theme).reaching(&issuer);
    let files: Vec<PathBuf> = (1..=MANY)
        .map(|at| {
            let badge = issuer.issue(Kind::RdfcDidKey, &Award::of(&format!("Welding, part {at}")));
            desktop.file(&format!("{at}.png"), &badge.png())
        })
        .collect();
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    let camera = Camera::on(&window, theme).await;

    desktop.will_choose(&files.iter().map(PathBuf::as_path).collect::<Vec<&Path>>());
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.says(&format!("{MANY} badges found")).await;
    window.click("[data-action=add-candidates]").await;
    during(&camera, "29-keeping").await;
    window.click("[data-action=stop]").await;
    window.find("[data-result=stopped]").await;
    camera.take("30-keeping-stopped").await;
    window.script("document.querySelector('[data-result=added]').scrollIntoView()", vec![]).await;
    camera.take("31-added-before").await;
    window.click("[data-action=resume]").await;
    window.says("badges found").await;
    window.click("[data-action=add-candidates]").await;
    window.says("badges kept").await;

    window.click("[data-nav=collections]").await;
    window.click("[data-action=new-collection]").await;
    window.type_into("#new-title", "Everything I have learnt").await;
    window.click("dialog button[type=submit]").await;
    window.click("[data-action=pick]").await;
    window.find("dialog li:nth-child(100)").await;
    window.script("document.querySelectorAll('[data-pick]').forEach((one) => one.click())", vec![]).await;
    window.click("dialog .primary").await;
    window.find("[data-item]:nth-child(100)").await;
    window.click("[data-action=export]").await;
    window.click("[data-action=save]").await;
    during(&camera, "32-exporting").await;
    window.click("[data-action=stop]").await;
    window.find("[data-stopped]").await;
    camera.take("33-export-stopped").await;
    window.click("dialog .row .button:not(.primary)").await;

    // A host that takes its time.
    let slow = Reply::Endless {
        start: b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{".to_vec(),
        again: b" ".to_vec(),
        every: Duration::from_millis(500),
    };
    issuer.misbehave("/ob3/issuer", slow);
    let hosted =
        desktop.file("hosted.png", &issuer.issue(Kind::RdfcHttps, &Award::of("Harbour Pilot")).png());
    desktop.will_choose(&[&hosted]);
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
    camera.take("34-ask-before-checking-again").await;
    window.click("dialog [data-question=hosts] .primary").await;
    during(&camera, "35-checking-again").await;
    window.click("[data-action=stop]").await;
    during(&camera, "36-stopping").await;
    let link = issuer.url("/ob3/issuer");
    window.click("[data-nav=add]").await;
    window.type_into("#paste", &link).await;
    window.click("form button[type=submit]").await;
    window.click("[data-question=hosts] .primary").await;
    during(&camera, "28-looking").await;
    window.close().await.unwrap();
}

/// Takes the picture of work that is under way.
async fn during(camera: &Camera<'_>, name: &str) {
    camera.window.find("progress").await;
    camera.take(name).await;
    let still: Vec<String> = camera.window.all("progress", "aria-label").await;
    assert_eq!(still.len(), 1, "{name}: the work was over before its picture was taken");
}

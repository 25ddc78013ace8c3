//! The warning about a failing disk.

use whole_system::{Award, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_theme(theme).with_failing_disk();
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    desktop.select_files(&[&badge]);
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    let camera = Camera::new(&window, theme).await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-action=add-candidates]").await;
    desktop.fail_disk();
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.find(".notifications [role=alert]").await;
    camera.take("47-failing-disk").await;
    window.click("[data-action=show-backpack]").await;
    window.find("[data-badge='Welding']").await;
    camera.take("48-failing-disk-later").await;
    window.close().await.unwrap();
}

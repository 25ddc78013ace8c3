//! What is said when something goes wrong beside the work.

use whole_system::{Award, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_colours!(tour);

async fn tour(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().in_colours(theme).on_a_failing_disk();
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    desktop.will_choose(&[&badge]);
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    let camera = Camera::on(&window, theme).await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-action=add-candidates]").await;
    desktop.the_disk_fails();
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.find(".notifications [role=alert]").await;
    camera.take("47-failing-disk").await;
    window.click("[data-action=show-backpack]").await;
    window.find("[data-badge='Welding']").await;
    camera.take("48-failing-disk-later").await;
    window.close().await.unwrap();
}

//! A disk that begins to fail behind work that succeeds: it is said, and stays said until it was read (row N07).

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

const WARNING: &str = "Your badges are saved, but the disk reported an error";

#[tokio::test]
async fn index_sync_error_is_shown_until_dismissed() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().on_a_failing_disk();
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    desktop.will_choose(&[&badge]);
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    assert!(!desktop.failed_calls().exists(), "the disk is sound while the backpack is opened");

    desktop.the_disk_fails();
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.says(WARNING).await;
    window.says("have this disk checked").await;
    assert!(desktop.failed_calls().exists(), "it was the disk");

    // It is an alert to those who listen, covers nothing, and goes with no screen.
    let alerts = "return [...document.querySelectorAll('[role=alert]')].map((alert) => alert.innerText)";
    for place in ["backpack", "collections", "settings", "backpack"] {
        window.click(&format!("[data-nav={place}]")).await;
        let told = window.script(alerts, vec![]).await;
        let told: Vec<&str> = told.as_array().unwrap().iter().filter_map(|text| text.as_str()).collect();
        assert!(matches!(told[..], [one] if one.contains(WARNING)), "on {place}: {told:?}");
    }
    window.find("[data-badge='Welding']").await;
    window.click(".notifications [role=alert] .close").await;
    assert!(!window.text().await.contains(WARNING), "closed is closed");
    window.close().await.unwrap();

    // What was said is true: the badge is there, on a disk that fails still.
    let window = desktop.open().await;
    window.find("[data-badge='Welding']").await;
    window.says(WARNING).await;
    window.close().await.unwrap();
}

//! A disk that starts to fail while badges are stored (row N07).

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

const WARNING: &str = "Your badges are saved, but the disk reported an error";

#[tokio::test]
async fn index_sync_error_is_shown_until_dismissed() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_failing_disk();
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    desktop.select_files(&[&badge]);
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    assert!(!desktop.failed_calls().exists(), "the disk works while the backpack is opened");

    desktop.fail_disk();
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.wait_for_text(WARNING).await;
    window.wait_for_text("have this disk checked").await;
    assert!(desktop.failed_calls().exists(), "the disk reported the error");

    // Screen readers announce the alert, and it stays on every screen.
    let alerts = "return [...document.querySelectorAll('[role=alert]')].map((alert) => alert.innerText)";
    for screen in ["backpack", "collections", "settings", "backpack"] {
        window.click(&format!("[data-nav={screen}]")).await;
        let shown = window.run_script(alerts, vec![]).await;
        let shown: Vec<&str> = shown.as_array().unwrap().iter().filter_map(|text| text.as_str()).collect();
        assert!(matches!(shown[..], [alert] if alert.contains(WARNING)), "on {screen}: {shown:?}");
    }
    window.find("[data-badge='Welding']").await;
    window.click(".notifications [role=alert] .close").await;
    assert!(!window.text().await.contains(WARNING), "a closed warning does not return");
    window.close().await.unwrap();

    // The badge was stored, as the warning states, and the disk still fails.
    let window = desktop.open().await;
    window.find("[data-badge='Welding']").await;
    window.wait_for_text(WARNING).await;
    window.close().await.unwrap();
}

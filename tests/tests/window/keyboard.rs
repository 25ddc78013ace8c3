//! The main job, with the keyboard alone.

use thirtyfour::Key;
use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

#[tokio::test]
async fn keyboard_alone_adds_finds_opens_and_closes_a_badge() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

    for name in ["Beekeeping", "Chemistry"] {
        window.press(Key::Control + "n").await;
        window.tab_to("#paste").await;
        window.press(issuer.issue(Kind::JwtEdDsa, &Award::of(name)).text).await;
        window.tab_to("form button[type=submit]").await;
        window.press(Key::Enter).await;
        window.find("[data-candidate] [data-verdict=verified]").await;
        window.tab_to("[data-action=add-candidates]").await;
        window.press(Key::Enter).await;
        window.find("[data-result=added]").await;
        window.tab_to("footer .primary").await;
        window.press(Key::Enter).await;
        window.find(&format!("[data-badge='{name}']")).await;
    }

    window.press(Key::Control + "f").await;
    window.press("bee").await;
    window.wait_for_text("1 badge").await;
    window.tab_to("[data-at]").await;
    window.press(Key::Enter).await;
    window.find("[data-check='proof.signature']").await;
    window.press(Key::Escape).await;
    window.find("[data-badge='Beekeeping']").await;

    // The End key moves the focus within the grid.
    window.press(Key::Control + "f").await;
    window.press(Key::Control + "a").await;
    window.press(Key::Delete).await;
    window.wait_for_text("2 badges").await;
    window.tab_to("[data-at]").await;
    window.press(Key::End).await;
    let position = window.run_script("return document.activeElement.dataset.at", vec![]).await;
    assert_eq!(position, "1");
    window.close().await.unwrap();
}

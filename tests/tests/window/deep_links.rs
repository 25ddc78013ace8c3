//! The program called by name: a web page or another program hands over a link, and the person is asked first.

use std::time::Duration;

use tokio::time::sleep;
use whole_system::{Award, Issuer, Kind, Reply};

use crate::window::desktop::Desktop;

/// Longer than the pause that there must be between two calls.
const A_WHILE: Duration = Duration::from_millis(1100);

#[tokio::test]
async fn deep_link_asks_first_and_does_nothing_by_itself() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::JcsDidKey, &Award::of("Welding"));
    issuer.misbehave("/welding.png", Reply::document("image/png", badge.png()));
    let call = format!("openbadges:{}", issuer.url("/welding.png"));
    let desktop = Desktop::new().reaching(&issuer);
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;

    desktop.start_again_with(&call);
    window.find("dialog [data-deep-link='badges.example']").await;
    window.says("Nothing was fetched yet").await;
    // What comes faster than a person clicks is refused, and says so.
    desktop.start_again_with("openbadges:https://other.example/a");
    desktop.start_again_with("openbadges:https://other.example/b");
    window.says("Nothing was done").await;
    window.click("dialog .row .button:last-of-type").await;
    window.says("Your backpack is empty").await;

    // Nothing but looking can be asked for.
    sleep(A_WHILE).await;
    window.click(".warning button").await;
    desktop.start_again_with("badge-backpack://export?to=https%3A%2F%2Fevil.example");
    window.says("Nothing was done").await;
    assert_eq!(window.all("dialog[open]", "open").await.len(), 0, "it is not even a question");

    sleep(A_WHILE).await;
    desktop.start_again_with(&call);
    window.click("dialog .primary").await;
    window.find("[data-question=hosts]").await;
    assert_eq!(issuer.server().requests().len(), 0, "looking asks nobody either");
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Welding'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn deep_link_waits_until_the_backpack_is_unlocked() {
    let desktop = Desktop::new().without_keyring();
    let window = desktop.open().await;
    window.find("[data-unlock=passphrase-to-choose]").await;
    desktop.start_again_with("badge-backpack://import?url=https%3A%2F%2Fbadges.example%2F1");
    sleep(A_WHILE).await;
    assert!(!window.text().await.contains("badges.example"), "a locked backpack tells nothing");
    window.type_into("#passphrase", "four plain words here").await;
    window.type_into("#again", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.find("dialog [data-deep-link='badges.example']").await;
    window.close().await.unwrap();
}

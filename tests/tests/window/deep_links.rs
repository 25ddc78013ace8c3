//! Deep links: a web page or another program passes a link, and the window asks before it fetches anything.

use std::time::Duration;

use tokio::time::sleep;
use whole_system::{Award, Issuer, Kind, Reply};

use crate::window::desktop::Desktop;

/// Longer than the shortest time between two deep links that the program accepts.
const PAUSE: Duration = Duration::from_millis(1100);

#[tokio::test]
async fn deep_link_asks_first_and_does_nothing_by_itself() {
    let issuer = Issuer::default();
    let badge = issuer.issue(Kind::JcsDidKey, &Award::of("Welding"));
    issuer.replace_reply("/welding.png", Reply::document("image/png", badge.png()));
    let deep_link = format!("openbadges:{}", issuer.url("/welding.png"));
    let desktop = Desktop::new().with_issuer(&issuer);
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

    desktop.start_second_instance(&deep_link);
    window.find("dialog [data-deep-link='badges.example']").await;
    window.wait_for_text("Nothing was fetched yet").await;
    // Deep links that arrive faster than a person clicks are refused with a message.
    desktop.start_second_instance("openbadges:https://other.example/a");
    desktop.start_second_instance("openbadges:https://other.example/b");
    window.wait_for_text("Nothing was done").await;
    window.click("dialog .row .button:last-of-type").await;
    window.wait_for_text("Your backpack is empty").await;

    // A deep link can propose nothing except an inspection.
    sleep(PAUSE).await;
    window.click(".warning button").await;
    desktop.start_second_instance("badge-backpack://export?to=https%3A%2F%2Fevil.example");
    window.wait_for_text("Nothing was done").await;
    assert_eq!(window.attributes("dialog[open]", "open").await.len(), 0, "no question is shown");

    sleep(PAUSE).await;
    desktop.start_second_instance(&deep_link);
    window.click("dialog .primary").await;
    window.find("[data-question=hosts]").await;
    assert_eq!(issuer.server().requests().len(), 0, "an inspection contacts no host before consent");
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Welding'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn deep_link_waits_until_the_backpack_is_unlocked() {
    let desktop = Desktop::new().without_keyring();
    let window = desktop.open().await;
    window.find("[data-unlock=passphrase-to-choose]").await;
    desktop.start_second_instance("badge-backpack://import?url=https%3A%2F%2Fbadges.example%2F1");
    sleep(PAUSE).await;
    assert!(!window.text().await.contains("badges.example"), "a locked backpack does not show the link");
    window.type_into("#passphrase", "four plain words here").await;
    window.type_into("#again", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.find("dialog [data-deep-link='badges.example']").await;
    window.close().await.unwrap();
}

//! A machine without a keyring: a passphrase is chosen, and later asked for. Never an empty backpack.

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

#[tokio::test]
async fn only_the_right_passphrase_unlocks_without_a_keyring() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().without_keyring();
    let badge =
        desktop.file("statistics.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Statistics")).png());
    desktop.will_choose(&[&badge]);

    let window = desktop.open().await;
    window.find("[data-unlock=passphrase-to-choose]").await;
    window.type_into("#passphrase", "four plain words here").await;
    window.type_into("#again", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.says("Your backpack is empty").await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.close().await.unwrap();

    let window = desktop.open().await;
    window.find("[data-unlock=locked]").await;
    assert!(!window.text().await.contains("empty"), "a locked backpack never looks empty");
    assert_eq!(window.all("nav", "aria-label").await, Vec::<String>::new(), "nothing can be reached");
    window.type_into("#passphrase", "four other words here").await;
    window.click("button[type=submit]").await;
    window.find("[role=alert][data-code=KEY_MISMATCH]").await;
    window.find("#passphrase").await.clear().await.unwrap();
    window.type_into("#passphrase", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.find("[data-badge='Statistics']").await;
    window.close().await.unwrap();
}

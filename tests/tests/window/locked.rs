//! A machine without a keyring: the person chooses a passphrase, and each later start asks for it.

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

#[tokio::test]
async fn only_the_right_passphrase_unlocks_without_a_keyring() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().without_keyring();
    let badge =
        desktop.file("statistics.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Statistics")).png());
    desktop.select_files(&[&badge]);

    let window = desktop.open().await;
    window.find("[data-unlock=passphrase-to-choose]").await;
    window.type_into("#passphrase", "four plain words here").await;
    window.type_into("#again", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.wait_for_text("Your backpack is empty").await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.close().await.unwrap();

    let window = desktop.open().await;
    window.find("[data-unlock=locked]").await;
    assert!(!window.text().await.contains("empty"), "a locked backpack is not shown as empty");
    assert_eq!(window.attributes("nav", "aria-label").await, Vec::<String>::new(), "no screen is reachable");
    window.type_into("#passphrase", "four other words here").await;
    window.click("button[type=submit]").await;
    window.find("[role=alert][data-code=KEY_MISMATCH]").await;
    window.find("#passphrase").await.clear().await.unwrap();
    window.type_into("#passphrase", "four plain words here").await;
    window.click("button[type=submit]").await;
    window.find("[data-badge='Statistics']").await;
    window.close().await.unwrap();
}

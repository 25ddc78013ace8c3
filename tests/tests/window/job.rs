//! The main job: import, verify, add, collect and export badges, and review the bundle.

use whole_system::{Award, Issuer, Kind};

use crate::window::desktop::Desktop;

#[tokio::test]
async fn baked_badge_is_verified_and_exported_in_a_valid_bundle() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_issuer(&issuer);
    let welding = desktop.file("welding.png", &issuer.issue(Kind::RdfcHttps, &Award::of("Welding")).png());
    let rhetoric = desktop.file("rhetoric.svg", &issuer.issue(Kind::JwtEdDsa, &Award::of("Rhetoric")).svg());
    let holiday = desktop.file("holiday.png", include_bytes!("../../../icons/32x32.png"));
    let window = desktop.open().await;

    // The first start shows an empty backpack.
    window.wait_for_text("Your backpack is empty").await;
    window.click("[data-nav=settings]").await;
    window.type_into("input[autocomplete=email]", Award::EMAIL).await;
    window.click("form button[type=submit]").await;
    window.wait_for_text(Award::EMAIL).await;

    // An inspection contacts no host before consent.
    desktop.select_files(&[&welding, &rhetoric, &holiday]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-question=hosts]").await;
    assert!(window.text().await.contains(issuer.host()), "the question names the host");
    assert_eq!(issuer.server().requests().len(), 0, "no host is contacted before consent");
    assert_eq!(
        window.attributes("[data-candidate='Welding'] [data-verdict]", "data-verdict").await,
        ["unconfirmed"]
    );
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Welding'] [data-verdict=verified]").await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    window.find("[data-candidate$='holiday.png'] [role=alert]").await;

    // The result names every file.
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    let text = window.text().await;
    for name in ["Welding", "Rhetoric", "holiday.png"] {
        assert!(text.contains(name), "no {name} in:\n{text}");
    }

    // The badge shows its checks.
    window.click("footer .primary").await;
    window.click("[data-badge='Welding']").await;
    window.find("[data-verdict=verified]").await;
    for check in ["proof.signature", "issuer.key", "recipient.match"] {
        window.find(&format!("[data-check='{check}'][data-outcome=passed]")).await;
    }

    // A collection is exported as a bundle.
    window.click("[data-action=collect]").await;
    window.type_into("#collect-new", "For City Hospital").await;
    window.click("dialog button[type=submit]").await;
    window.click("[data-nav=collections]").await;
    window.click("[data-collection='For City Hospital']").await;
    window.click("[data-action=pick]").await;
    window.click("[data-pick='Rhetoric']").await;
    window.click("dialog .primary").await;
    window.find("[data-name='Rhetoric']").await;
    window.click("[data-name='Rhetoric'] .moves button:first-child").await;
    window.wait_for_text("Now at place 1 of 2").await;
    assert_eq!(window.attributes("[data-item]", "data-name").await, ["Rhetoric", "Welding"]);
    window.click("[data-action=preview]").await;
    window.wait_for_text("Others will see this").await;
    window.click("[data-action=export]").await;
    window.type_into("#audience", "City Hospital").await;
    window.click("dialog fieldset input").await;
    window.click("[data-action=save]").await;
    window.find("[data-exported]").await;
    assert!(desktop.saved_file().exists());
    window.click("dialog .primary").await;

    // The recipient of the bundle reviews it.
    desktop.select_files(&[&desktop.saved_file()]);
    window.click("[data-nav=review]").await;
    window.click("[data-action=pick-bundle]").await;
    window.find("[data-reviewed='Welding']").await;
    window.find("[data-check='bundle.manifest'][data-outcome=passed]").await;
    assert_eq!(window.attributes("[data-reviewed]", "data-reviewed").await, ["Rhetoric", "Welding"]);
    assert_eq!(
        window.attributes("[data-reviewed='Rhetoric'] [data-verdict]", "data-verdict").await,
        ["verified"]
    );
    assert!(window.text().await.contains("City Hospital"));

    // A removed badge can be restored.
    window.click("[data-nav=backpack]").await;
    window.click("[data-badge='Rhetoric']").await;
    window.click("[data-action=remove]").await;
    window.wait_for_text("Removed: Rhetoric").await;
    window.click(".notification:last-child .action").await;
    window.find("[data-badge='Rhetoric']").await;
    window.close().await.unwrap();

    // The badges are there after the next start.
    let window = desktop.open().await;
    window.find("[data-badge='Welding']").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn second_start_raises_first_window_and_passes_its_file() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let badge = desktop.file("first-aid.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("First Aid")).png());
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    desktop.start_second_instance(&badge);
    window.find("[data-candidate='First Aid'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

//! Trust lists, known issuers, allowed hosts, and the request log.

use serde_json::json;
use whole_system::{Award, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_theme(theme).with_issuer(&issuer);
    let badges = [(Kind::RdfcDidKey, "Welding"), (Kind::RdfcHttps, "Rhetoric"), (Kind::JwtEdDsa, "Law")].map(
        |(kind, name)| desktop.file(&format!("{name}.png"), &issuer.issue(kind, &Award::of(name)).png()),
    );
    let registry = json!({"registry": {
        issuer.keys.did_key(): {"name": "Example College", "location": "Hamburg"},
        "did:web:harbour.example": {"name": "Harbour Guild"},
        "https://uni.example/": {"name": "University of the Coast"},
    }});
    let list = desktop.file("colleges of the coast.json", registry.to_string().as_bytes());
    let partners = desktop.file("partners.txt", b"did:web:one.example\n");
    let holiday = desktop.file("holiday.png", include_bytes!("../../../../icons/32x32.png"));

    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    let camera = Camera::new(&window, theme).await;
    window.click("[data-nav=settings]").await;
    window.find("[data-action=issuers]").await.scroll_into_view().await.unwrap();
    camera.take("40-settings-issuers").await;
    window.click("[data-action=issuers]").await;
    window.wait_for_text("None yet").await;
    camera.take("41-issuers-empty").await;
    window.type_into("#list-link", &issuer.url("/registry.json")).await;
    window.click("[data-part=lists] button[type=submit]").await;
    window.find("[data-action=fetch-list]").await;
    camera.take("42-list-question").await;
    window.click("dialog .button:not(.primary)").await;

    desktop.select_files(&badges.each_ref().map(|badge| badge.as_path()));
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-choice=always]").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.click("[data-nav=settings]").await;
    window.click("[data-action=issuers]").await;
    desktop.select_files(&[&list, &partners]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-list='partners']").await;
    camera.take("43-issuers").await;
    desktop.select_files(&[&holiday]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-part=lists] [role=alert]").await;
    camera.take("44-no-list").await;
    window.click("[data-known] .button").await;
    window.wait_for_text("Removed:").await;
    window.run_script("document.querySelector('[data-part=known]').scrollIntoView()", vec![]).await;
    camera.take("45-issuer-removed").await;
    window.click("[data-nav=backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.click("[data-action=reverify]").await;
    window.wait_for_text("Signed by Example College").await;
    camera.take("46-listed-issuer").await;
    window.click("[data-nav=settings]").await;
    window.click("[data-action=network]").await;
    window.find("[data-host]").await;
    window.find("[data-request=had]").await;
    camera.take("47-hosts").await;
    window.click("[data-host] button").await;
    window.wait_for_text("None. We ask you each time.").await;
    camera.take("48-host-removed").await;
    window.close().await.unwrap();
}

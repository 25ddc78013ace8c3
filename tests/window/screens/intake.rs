//! What people really have: an archive, another wallet's backup, something that is no badge, a link to a page.

use whole_system::{Award, Issuer, Kind, Reply, archive};

use super::Camera;
use crate::desktop::{Desktop, Theme};

/// A page as a person copies its address from the browser, and where that platform has the badge.
const PAGE: &str = "/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44/public_url";
const BADGE: &str = "/api/v1/obi/v2/badge_assertions/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";

in_both_colours!(tour);

async fn tour(theme: Theme) {
    let platform = Issuer::start("www.credly.com");
    let desktop = Desktop::new().in_colours(theme).reaching(&platform);
    let of = |kind, name: &str| platform.issue(kind, &Award::of(name));
    let welding = of(Kind::JcsDidKey, "Welding");
    let archive =
        archive(&[("badges/welding.png", &welding.png()), ("read me.txt", b"These are my badges.")]);
    let archive = desktop.file("My badges.zip", &archive);
    let wallet = format!(
        r#"[{{"type":"UniversalWallet2020","status":"UNLOCKED","contents":[{},{{"type":"Ed25519VerificationKey2020","privateKeyMultibase":"zrv"}}]}}]"#,
        of(Kind::RdfcDidKey, "Rhetoric").text
    );
    let wallet = desktop.file("Wallet backup.json", wallet.as_bytes());
    let diploma = br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#;
    let diploma = desktop.file("Diploma.xml", diploma);
    let window = desktop.open().await;
    let camera = Camera::on(&window, theme).await;
    window.says("Your backpack is empty").await;

    desktop.will_choose(&[&archive, &wallet, &diploma]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-sighting='Welding']").await;
    window.find("[data-sighting='Rhetoric']").await;
    for told in ["My badges.zip › read me.txt", "Diploma.xml", "a European Digital Credential"] {
        window.says(told).await;
    }
    camera.take("49-handed-over").await;
    window.click("[data-action=keep]").await;
    window.says("Welding").await;
    window.find("[data-kept=added]").await;
    camera.take("50-handed-over-kept").await;

    let badge = of(Kind::Ob2Hosted, "Python Basics");
    platform.misbehave(BADGE, Reply::document("application/json", badge.text));
    window.click("footer .button:last-of-type").await;
    window.type_into("#paste", &platform.url(PAGE)).await;
    window.click("form button[type=submit]").await;
    window.find("[data-question=hosts]").await;
    window.says("www.credly.com").await;
    assert_eq!(platform.server().seen().len(), 0, "nobody is asked before the person says yes");
    camera.take("51-a-link-before-its-host-is-asked").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-sighting='Python Basics'] [data-verdict=verified]").await;
    camera.take("52-the-badge-behind-a-link").await;
    window.close().await.unwrap();
}

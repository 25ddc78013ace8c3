//! What people really have: an archive, another wallet's backup, something that is no badge, a link to a page.

use whole_system::{Award, Issuer, Kind, Reply, archive, encrypt_envelope};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

/// A page as a person copies its address from the browser, and where that platform has the badge.
const PAGE: &str = "/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44/public_url";
const BADGE: &str = "/api/v1/obi/v2/badge_assertions/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";

/// Of a locked backup.
const PASSWORD: &str = "four plain words here";

in_both_colours!(tour);

async fn tour(theme: Theme) {
    let platform = Issuer::start("www.credly.com");
    let desktop = Desktop::new().in_colours(theme).reaching(&platform);
    let of = |kind, name: &str| platform.issue(kind, &Award::of(name));
    let welding = of(Kind::JcsDidKey, "Welding");
    let zipped = archive(&[("badges/welding.png", &welding.png()), ("read me.txt", b"These are my badges.")]);
    let folder = desktop.path("From the old laptop");
    std::fs::create_dir(&folder).unwrap();
    desktop.file("From the old laptop/My badges.zip", &zipped);
    let wallet = format!(
        r#"[{{"type":"UniversalWallet2020","status":"UNLOCKED","contents":[{},{{"type":"Ed25519VerificationKey2020","privateKeyMultibase":"zrv"}}]}}]"#,
        of(Kind::RdfcDidKey, "Rhetoric").text
    );
    desktop.file("From the old laptop/Wallet backup.json", wallet.as_bytes());
    let credential = encrypt_envelope(&of(Kind::JcsDidKey, "Astronomy").text, PASSWORD);
    let locked = archive(&[
        ("manifest.json", b"{}"),
        ("BUNDLE_SPEC.md", b"#"),
        ("credentials/1.json.enc", credential.as_bytes()),
    ]);
    let locked = desktop.file("learncard-export.zip", &locked);
    let diploma = br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#;
    desktop.file("From the old laptop/Diploma.xml", diploma);
    let window = desktop.open().await;
    let camera = Camera::on(&window, theme).await;
    window.says("Your backpack is empty").await;

    desktop.will_choose(&[&folder]);
    window.click("[data-nav=add]").await;
    window.click("[data-action=pick-folder]").await;
    window.find("[data-candidate='Welding']").await;
    window.find("[data-candidate='Rhetoric']").await;
    for told in ["My badges.zip › read me.txt", "Diploma.xml", "a European Digital Credential"] {
        window.says(told).await;
    }
    camera.take("49-handed-over").await;
    window.click("[data-action=add-candidates]").await;
    window.says("Welding").await;
    window.find("[data-result=added]").await;
    camera.take("50-handed-over-kept").await;

    let badge = of(Kind::Ob2Hosted, "Python Basics");
    platform.misbehave(BADGE, Reply::document("application/json", badge.text));
    window.click("footer .button:last-of-type").await;
    window.type_into("#paste", &platform.url(PAGE)).await;
    window.click("form button[type=submit]").await;
    window.find("[data-question=hosts]").await;
    window.says("www.credly.com").await;
    assert_eq!(platform.server().requests().len(), 0, "nobody is asked before the person says yes");
    camera.take("51-a-link-before-its-host-is-asked").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Python Basics'] [data-verdict=verified]").await;
    camera.take("52-the-badge-behind-a-link").await;

    window.click("footer .button:last-of-type").await;
    desktop.will_choose(&[&locked]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.type_into("[data-locked] input", "another one").await;
    window.click("[data-action=unlock-backup]").await;
    window.find("[data-code=BACKUP_PASSWORD]").await;
    camera.take("60-a-locked-backup").await;
    window.type_into("[data-locked] input", PASSWORD).await;
    window.click("[data-action=unlock-backup]").await;
    window.find("[data-candidate='Astronomy'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

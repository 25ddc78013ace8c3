//! Imports a folder with an archive, a wallet backup and a diploma, then a link, then a locked backup.

use whole_system::{Award, Issuer, Kind, Reply, archive, encrypt_envelope};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

/// The path of a platform's page about a badge, and the path of the badge.
const PAGE: &str = "/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44/public_url";
const BADGE: &str = "/api/v1/obi/v2/badge_assertions/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";

/// The password of the locked backup.
const PASSWORD: &str = "four plain words here";

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let platform = Issuer::start("www.credly.com");
    let desktop = Desktop::new().with_theme(theme).with_issuer(&platform);
    let issue = |kind, name: &str| platform.issue(kind, &Award::of(name));
    let welding = issue(Kind::JcsDidKey, "Welding");
    let zipped = archive(&[("badges/welding.png", &welding.png()), ("read me.txt", b"These are my badges.")]);
    let folder = desktop.path("From the old laptop");
    std::fs::create_dir(&folder).unwrap();
    desktop.file("From the old laptop/My badges.zip", &zipped);
    let wallet = format!(
        r#"[{{"type":"UniversalWallet2020","status":"UNLOCKED","contents":[{},{{"type":"Ed25519VerificationKey2020","privateKeyMultibase":"zrv"}}]}}]"#,
        issue(Kind::RdfcDidKey, "Rhetoric").text
    );
    desktop.file("From the old laptop/Wallet backup.json", wallet.as_bytes());
    let credential = encrypt_envelope(&issue(Kind::JcsDidKey, "Astronomy").text, PASSWORD);
    let locked = archive(&[
        ("manifest.json", b"{}"),
        ("BUNDLE_SPEC.md", b"#"),
        ("credentials/1.json.enc", credential.as_bytes()),
    ]);
    let locked = desktop.file("learncard-export.zip", &locked);
    let diploma = br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#;
    desktop.file("From the old laptop/Diploma.xml", diploma);
    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;

    desktop.select_files(&[&folder]);
    window.click("[data-nav=add]").await;
    window.click("[data-action=pick-folder]").await;
    window.find("[data-candidate='Welding']").await;
    window.find("[data-candidate='Rhetoric']").await;
    for text in ["My badges.zip › read me.txt", "Diploma.xml", "a European Digital Credential"] {
        window.wait_for_text(text).await;
    }
    camera.take("49-folder-candidates").await;
    window.click("[data-action=add-candidates]").await;
    window.wait_for_text("Welding").await;
    window.find("[data-result=added]").await;
    camera.take("50-folder-added").await;

    let badge = issue(Kind::Ob2Hosted, "Python Basics");
    platform.replace_reply(BADGE, Reply::document("application/json", badge.text));
    window.click("footer .button:last-of-type").await;
    window.type_into("#paste", &platform.url(PAGE)).await;
    window.click("form button[type=submit]").await;
    window.find("[data-question=hosts]").await;
    window.wait_for_text("www.credly.com").await;
    assert_eq!(platform.server().requests().len(), 0, "no host is contacted before consent");
    camera.take("51-link-before-consent").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Python Basics'] [data-verdict=verified]").await;
    camera.take("52-the-badge-behind-a-link").await;

    window.click("footer .button:last-of-type").await;
    desktop.select_files(&[&locked]);
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

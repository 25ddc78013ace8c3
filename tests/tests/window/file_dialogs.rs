//! Where the window meets the platform: its own file dialogs, and a file dropped from another program.

use data_encoding::BASE64;
use whole_system::{Award, Issuer, Kind};

use crate::window::{
    desktop::{Desktop, Window},
    pointer::{Dialog, FileManager},
};

#[tokio::test]
async fn file_dialogs_import_a_badge_and_export_a_file() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_the_platforms_dialogs();
    let welding =
        desktop.file("my welding badge.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;

    // A dialog that is left without choosing changes nothing.
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    Dialog::titled("Choose badge files").await.dismiss().await;
    window.find(".drop").await;
    window.click(".drop .button").await;
    Dialog::titled("Choose badge files").await.choose(&welding).await;
    keep(&window, "Welding").await;

    window.click("[data-badge='Welding']").await;
    window.click("[data-action=collect]").await;
    window.type_into("#collect-new", "For City Hospital").await;
    window.click("dialog button[type=submit]").await;
    window.click(".notification:last-child .action").await;
    window.click("[data-action=export]").await;
    window.click("[data-action=save]").await;
    Dialog::titled("Save the file").await.dismiss().await;
    window.find("[data-action=save]:enabled").await;
    window.click("[data-action=save]").await;
    let out = desktop.path("for the hospital.badgebundle");
    Dialog::titled("Save the file").await.choose(&out).await;
    window.find("[data-exported]").await;
    assert!(out.is_file());
    window.click("dialog .primary").await;

    // The reader chooses it in the same way.
    window.click("[data-nav=review]").await;
    window.click("[data-action=pick-bundle]").await;
    Dialog::titled("Choose a badge bundle").await.choose(&out).await;
    window.find("[data-reviewed='Welding'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn dropped_file_is_inspected() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let rhetoric =
        desktop.file("rhetoric & more.svg", &issuer.issue(Kind::JwtEdDsa, &Award::of("Rhetoric")).svg());
    let window = desktop.open().await;
    window.resize(800, 600).await;
    window.says("Your backpack is empty").await;
    let other = FileManager::showing(&rhetoric).await;
    other.drag_to((400, 300)).await;
    window.says("Drop these files to check them").await;
    other.let_go().await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    assert!(!window.text().await.contains("Drop these files"), "the sign of a drop goes with it");
    keep(&window, "Rhetoric").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn dropped_mail_yields_its_attached_badge() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let badge = issuer.issue(Kind::JcsDidKey, &Award::of("Rhetoric")).png();
    let mail = desktop.file("You have a badge.eml", mail_with("rhetoric.png", &badge).as_bytes());
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;
    let other = FileManager::showing(&mail).await;
    other.drag_to((400, 300)).await;
    window.says("Drop these files to check them").await;
    other.let_go().await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    window.says("A badge for you").await;
    keep(&window, "Rhetoric").await;
    window.close().await.unwrap();
}

/// A mail with one picture attached (RFC 2045, 2183).
fn mail_with(name: &str, picture: &[u8]) -> String {
    let encoded = BASE64.encode(picture);
    let lines: Vec<&str> =
        encoded.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    [
        "From: Badges <badges@moodle.example>",
        "To: ada@example.org",
        "Subject: A badge for you",
        "Date: Mon, 02 Mar 2026 10:00:00 +0000",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=parts",
        "",
        "--parts",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "You have been awarded a badge.",
        "--parts",
        &format!("Content-Type: image/png; name={name}"),
        &format!("Content-Disposition: attachment; filename={name}"),
        "Content-Transfer-Encoding: base64",
        "",
        &lines.join("\r\n"),
        "--parts--",
        "",
    ]
    .join("\r\n")
}

async fn keep(window: &Window, name: &str) {
    window.find(&format!("[data-candidate='{name}'] [data-verdict=verified]")).await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.click("[data-action=show-backpack]").await;
    window.find(&format!("[data-badge='{name}']")).await;
}

//! The platform's file dialogs, and files dropped from another program.

use data_encoding::BASE64;
use whole_system::{Award, Issuer, Kind};

use crate::window::{
    desktop::{Desktop, Window},
    pointer::{Dialog, FileManager},
};

#[tokio::test]
async fn file_dialogs_import_a_badge_and_export_a_file() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_platform_dialogs();
    let welding =
        desktop.file("my welding badge.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

    // A dismissed dialog changes nothing.
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    Dialog::wait_for("Choose badge files").await.dismiss().await;
    window.find(".drop").await;
    window.click(".drop .button").await;
    Dialog::wait_for("Choose badge files").await.choose(&welding).await;
    add_badge(&window, "Welding").await;

    window.click("[data-badge='Welding']").await;
    window.click("[data-action=collect]").await;
    window.type_into("#collect-new", "For City Hospital").await;
    window.click("dialog button[type=submit]").await;
    window.click(".notification:last-child .action").await;
    window.click("[data-action=export]").await;
    window.click("[data-action=save]").await;
    Dialog::wait_for("Save the file").await.dismiss().await;
    window.find("[data-action=save]:enabled").await;
    window.click("[data-action=save]").await;
    let bundle = desktop.path("for the hospital.badgebundle");
    Dialog::wait_for("Save the file").await.choose(&bundle).await;
    window.find("[data-exported]").await;
    assert!(bundle.is_file());
    window.click("dialog .primary").await;

    // The recipient of the bundle selects it in a dialog, too.
    window.click("[data-nav=review]").await;
    window.click("[data-action=pick-bundle]").await;
    Dialog::wait_for("Choose a badge bundle").await.choose(&bundle).await;
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
    window.wait_for_text("Your backpack is empty").await;
    let file_manager = FileManager::open(&rhetoric).await;
    file_manager.drag_to((400, 300)).await;
    window.wait_for_text("Drop these files to check them").await;
    file_manager.drop_file().await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    assert!(!window.text().await.contains("Drop these files"), "the drop hint disappears after the drop");
    add_badge(&window, "Rhetoric").await;
    window.close().await.unwrap();
}

#[tokio::test]
async fn dropped_mail_yields_its_attached_badge() {
    let issuer = Issuer::default();
    let desktop = Desktop::new();
    let badge = issuer.issue(Kind::JcsDidKey, &Award::of("Rhetoric")).png();
    let mail = desktop.file("You have a badge.eml", mail_with("rhetoric.png", &badge).as_bytes());
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    let file_manager = FileManager::open(&mail).await;
    file_manager.drag_to((400, 300)).await;
    window.wait_for_text("Drop these files to check them").await;
    file_manager.drop_file().await;
    window.find("[data-candidate='Rhetoric'] [data-verdict=verified]").await;
    window.wait_for_text("A badge for you").await;
    add_badge(&window, "Rhetoric").await;
    window.close().await.unwrap();
}

/// Returns a mail with one attached picture (RFC 2045, RFC 2183).
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

/// Adds the candidate and opens the backpack.
async fn add_badge(window: &Window, name: &str) {
    window.find(&format!("[data-candidate='{name}'] [data-verdict=verified]")).await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.click("[data-action=show-backpack]").await;
    window.find(&format!("[data-badge='{name}']")).await;
}

//! Imports badges from a mailbox on a real mail server: wrong password, progress, cancellation,
//! saved password.

use std::{fs, path::Path};

use whole_system::{Award, Dovecot, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme, Window};

/// Messages without a badge, after those with one.
const OTHER_MESSAGES: usize = 600;

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let badge = |kind, name: &str| issuer.issue(kind, &Award::of(name)).png();
    let mut messages = vec![
        mail("Your badge: Welding", Some(&badge(Kind::JcsDidKey, "Welding")), "Well done."),
        mail("Your badge: Beekeeping", Some(&badge(Kind::Ob2Hosted, "Beekeeping")), "Well done."),
        mail(
            "You earned a badge",
            None,
            "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
        ),
    ];
    let other = |number| mail(&format!("Letter {number}"), None, "Shall we meet at noon?");
    messages.extend((0..OTHER_MESSAGES).map(other));
    // The server stops after the messages with badges and about half of the others.
    let (with_badges, others) = messages.split_at(3);
    let bytes = |messages: &[Vec<u8>]| messages.iter().map(Vec::len).sum::<usize>();
    let server = Dovecot::start(&messages).with_gate(bytes(with_badges) + bytes(others) / 2);
    let desktop = Desktop::new().with_theme(theme).with_mail_server(&server);
    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;

    window.click("[data-nav=add]").await;
    window.find("[data-action=mailbox]").await;
    camera.take("53-ways-to-add").await;
    window.click("[data-action=mailbox]").await;
    window.find("#mailbox-user").await;
    camera.take("54-mailbox").await;

    window.click("[data-part=mailbox-form] summary").await;
    fill_in(&window, "#mailbox-user", Dovecot::USER).await;
    fill_in(&window, "#mailbox-host", Dovecot::HOST).await;
    fill_in(&window, "#mailbox-port", &server.port().to_string()).await;
    fill_in(&window, "#mailbox-password", "wrong").await;
    window.wait_for_text("We contact only mail.learner.example").await;
    camera.take("55-mailbox-filled-in").await;
    window.click("[data-action=import-mailbox]").await;
    window.find("[data-code=MAIL_AUTH]").await;
    window.wait_for_text("app password").await;
    camera.take("56-mailbox-wrong-password").await;
    let filled_in = "return ['#mailbox-user', '#mailbox-host'].map(css => document.querySelector(css).value)";
    assert_eq!(
        window.run_script(filled_in, vec![]).await,
        serde_json::json!([Dovecot::USER, Dovecot::HOST]),
        "keeps what was typed"
    );

    fill_in(&window, "#mailbox-password", Dovecot::PASSWORD).await;
    window.click("[data-choice=remember]").await;
    window.click("[data-action=import-mailbox]").await;
    window.wait_for_text("messages searched").await;
    window.wait_for_text("3 things found so far").await;
    camera.take("57-mailbox-progress").await;
    window.click("[data-action=stop]").await;

    // The candidates found so far are shown although the server is silent. No host was contacted, nothing was added.
    window.find("[data-candidate=Welding] [data-verdict=verified]").await;
    server.open_gate();
    // The badge class with the name is at the issuer's website, which was not contacted.
    window.find("[data-candidate$='badge.png'] [data-verdict=unconfirmed]").await;
    window.wait_for_text("www.credly.com").await;
    assert!(issuer.server().requests().is_empty());
    camera.take("58-mailbox-found").await;
    window.click("[data-candidate$='badge.png'] input[type=checkbox]").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.wait_for_text("1 badge kept").await;
    window.click("[data-action=show-backpack]").await;
    window.wait_for_text("Welding").await;
    assert_eq!(
        window.attributes("[data-badge]", "data-badge").await,
        ["Welding"],
        "adds only the selected badge"
    );

    // The password is in the keyring now. A second search needs no typing and recognises the stored badge.
    window.click("[data-nav=add]").await;
    window.click("[data-action=mailbox]").await;
    window.find("[data-mailbox]").await;
    camera.take("59-mailbox-remembered").await;
    window.click("[data-action=import-again]").await;
    window.find("[data-candidate=Welding]").await;
    window.wait_for_text("Already in your backpack").await;

    window.click("footer .button:last-of-type").await;
    window.click("[data-nav=add]").await;
    window.click("[data-action=mailbox]").await;
    window.click("[data-mailbox] .icon").await;
    window.wait_for_text("Removed:").await;
    assert!(window.attributes("[data-mailbox]", "data-mailbox").await.is_empty());
    window.close().await.unwrap();

    let allowed = ["EXAMINE \"INBOX\"", "UID SEARCH UID ", "UID FETCH ", "LOGOUT"];
    let commands = server.commands();
    assert!(
        commands.len() > 10
            && commands.iter().all(|command| allowed.iter().any(|start| command.starts_with(start)))
    );
    assert!(
        !contains_bytes(&desktop.path("backpack"), Dovecot::PASSWORD.as_bytes()),
        "the password is only in the keyring"
    );
}

/// Replaces the text of a field.
async fn fill_in(window: &Window, css: &str, text: &str) {
    window.find(css).await.clear().await.unwrap();
    window.type_into(css, text).await;
}

fn mail(subject: &str, badge: Option<&[u8]>, text: &str) -> Vec<u8> {
    let attachment = badge.map(|badge| {
        let encoded = data_encoding::BASE64_MIME.encode(badge);
        format!("--b\r\nContent-Type: image/png; name=badge.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}")
    });
    format!(
        "From: Harbour College <badges@college.example>\r\nTo: {}\r\nSubject: {subject}\r\nDate: Fri, 2 May 2025 10:11:12 +0000\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{text}\r\n{}--b--\r\n",
        Award::EMAIL,
        attachment.unwrap_or_default()
    )
    .into_bytes()
}

/// Returns whether a file below a folder contains these bytes.
fn contains_bytes(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return contains_bytes(&path, bytes);
        }
        fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes)
    })
}

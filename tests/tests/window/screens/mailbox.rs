//! A mailbox on a real mail server: who is not let in, how far it is, what was found until it was stopped, what is kept.

use std::{fs, path::Path};

use whole_system::{Award, Dovecot, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme, Window};

/// Enough that a person sees how far it is.
const LETTERS: usize = 600;

in_both_colours!(tour);

async fn tour(theme: Theme) {
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
    messages
        .extend((0..LETTERS).map(|number| mail(&format!("Letter {number}"), None, "Shall we meet at noon?")));
    let server = Dovecot::start(&messages);
    let desktop = Desktop::new().in_colours(theme).with_mail(&server);
    let window = desktop.open().await;
    let camera = Camera::on(&window, theme).await;
    window.says("Your backpack is empty").await;

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
    window.says("We contact only mail.learner.example").await;
    camera.take("55-mailbox-filled-in").await;
    window.click("[data-action=import-mailbox]").await;
    window.find("[data-code=MAIL_AUTH]").await;
    window.says("app password").await;
    camera.take("56-mailbox-not-let-in").await;
    let filled_in = "return ['#mailbox-user', '#mailbox-host'].map(css => document.querySelector(css).value)";
    assert_eq!(
        window.script(filled_in, vec![]).await,
        serde_json::json!([Dovecot::USER, Dovecot::HOST]),
        "what was typed stays"
    );

    fill_in(&window, "#mailbox-password", Dovecot::PASSWORD).await;
    window.click("[data-choice=remember]").await;
    window.click("[data-action=import-mailbox]").await;
    window.says("messages searched").await;
    assert!(server.pause(), "the mailbox was looked through before anybody could look at it");
    window.says("3 things found so far").await;
    camera.take("57-mailbox-how-far").await;
    window.click("[data-action=stop]").await;

    // What was found until then is there although the server is silent, nobody else was asked, and nothing is kept yet.
    window.find("[data-candidate=Welding] [data-verdict=verified]").await;
    server.resume();
    // What it is called stands at its issuer's, who was not asked.
    window.find("[data-candidate$='badge.png'] [data-verdict=unconfirmed]").await;
    window.says("www.credly.com").await;
    assert!(issuer.server().requests().is_empty());
    camera.take("58-mailbox-found").await;
    window.click("[data-candidate$='badge.png'] input[type=checkbox]").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    window.says("1 badge kept").await;
    window.click("[data-action=show-backpack]").await;
    window.says("Welding").await;
    assert_eq!(window.all("[data-badge]", "data-badge").await, ["Welding"], "only what was chosen is kept");

    // The keyring has the password now: the whole mailbox is looked through without typing, and nothing comes twice.
    window.click("[data-nav=add]").await;
    window.click("[data-action=mailbox]").await;
    window.find("[data-mailbox]").await;
    camera.take("59-mailbox-remembered").await;
    window.click("[data-action=import-again]").await;
    window.find("[data-candidate=Welding]").await;
    window.says("Already in your backpack").await;

    window.click("footer .button:last-of-type").await;
    window.click("[data-nav=add]").await;
    window.click("[data-action=mailbox]").await;
    window.click("[data-mailbox] .icon").await;
    window.says("Forgotten").await;
    assert!(window.all("[data-mailbox]", "data-mailbox").await.is_empty());
    window.close().await.unwrap();

    let allowed = ["EXAMINE \"INBOX\"", "UID SEARCH UID ", "UID FETCH ", "LOGOUT"];
    let commands = server.commands();
    assert!(
        commands.len() > 10 && commands.iter().all(|one| allowed.iter().any(|start| one.starts_with(start)))
    );
    assert!(
        !holds(&desktop.path("backpack"), Dovecot::PASSWORD.as_bytes()),
        "the password is in the keyring alone"
    );
}

/// Fills a field with something, in place of what stands there.
async fn fill_in(window: &Window, css: &str, text: &str) {
    window.find(css).await.clear().await.unwrap();
    window.type_into(css, text).await;
}

fn mail(subject: &str, badge: Option<&[u8]>, text: &str) -> Vec<u8> {
    let attached = badge.map(|badge| {
        let encoded = data_encoding::BASE64_MIME.encode(badge);
        format!("--b\r\nContent-Type: image/png; name=badge.png\r\nContent-Transfer-Encoding: base64\r\n\r\n{encoded}")
    });
    format!(
        "From: Harbour College <badges@college.example>\r\nTo: {}\r\nSubject: {subject}\r\nDate: Fri, 2 May 2025 10:11:12 +0000\r\n\
         Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{text}\r\n{}--b--\r\n",
        Award::EMAIL,
        attached.unwrap_or_default()
    )
    .into_bytes()
}

/// Whether a file below a folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        fs::read(&path).unwrap().windows(bytes.len()).any(|part| part == bytes)
    })
}

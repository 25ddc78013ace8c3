//! Credentials inside a badge: those of a learner record, and endorsements.

use whole_system::{Award, Issuer, Kind};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let (issuer, guild, stranger) =
        (Issuer::default(), Issuer::start("guild.example"), Issuer::start("stranger.example"));
    let desktop = Desktop::new().with_theme(theme);
    let ended = Award { until: Some("2025-12-31T00:00:00Z".parse().unwrap()), ..Award::of("First Aid") };
    let inside = [
        issuer.issue(Kind::RdfcDidKey, &Award::of("Reading Technical Drawings")),
        guild.issue(Kind::RdfcDidKey, &Award::of("Welding of Steel Plates, Second Year")),
        issuer.issue(Kind::RdfcDidKey, &ended),
    ];
    let record = issuer.learner_record("Transcript of the Year 2025", &inside.each_ref());
    let endorsed = issuer.endorsed(
        &Award::of("Harbour Pilot"),
        &[
            (
                &guild,
                "Harbour Guild",
                "We watched the examination. It takes two days on the water, in every weather that there is.",
            ),
            (&stranger, "Ministry of Excellence", "The best badge of all."),
        ],
    );
    let forged = endorsed.replace("The best badge of all.", "The very best badge of all.");
    let record = desktop.file("transcript.json", record.as_bytes());
    let endorsed = desktop.file("pilot.json", forged.as_bytes());
    desktop.select_files(&[&record, &endorsed]);

    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;
    let camera = Camera::new(&window, theme).await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-candidate='Transcript of the Year 2025'] [data-part=inner]").await;
    camera.take("37-learner-record-found").await;
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    for (name, part, picture) in [
        ("Transcript of the Year 2025", "inner", "38-learner-record"),
        ("Harbour Pilot", "endorsements", "39-endorsed"),
    ] {
        window.click(&format!("[data-badge='{name}']")).await;
        window.find(&format!("[data-part={part}] li:nth-child(2) .chip")).await;
        let show = format!("document.querySelector('[data-part={part}]').scrollIntoView()");
        window.run_script(&show, vec![]).await;
        camera.take(picture).await;
        window.click(&format!("[data-part={part}] > ul > li:nth-child(2) > details > summary")).await;
        window.run_script(&show, vec![]).await;
        camera.take(&format!("{picture}-checks")).await;
        window.click("header .icon").await;
    }
    window.close().await.unwrap();
}

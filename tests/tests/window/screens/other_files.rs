//! Other files, the recipient notice, and versions of a badge.

use whole_system::{Award, Issuer, Kind, picture};

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_theme(theme).with_issuer(&issuer);
    let welding = issuer.issue(Kind::RdfcDidKey, &Award::of("Welding"));
    let later = Award { from: "2026-05-01T00:00:00Z".parse().unwrap(), ..Award::of("Welding") };
    let renewed = desktop.file("renewed.json", issuer.reissue(&welding, &later).text.as_bytes());
    let welding = desktop.file("welding.png", &welding.png());
    let diploma = br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#;
    let diploma = desktop.file("Diploma.xml", diploma);
    let photograph = desktop.file("First aid.png", &picture::png(64, 7));
    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;

    desktop.select_files(&[&diploma, &photograph, &welding]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-candidate='Welding'] [data-part=recipient]").await;
    camera.take("70-other-files-and-recipient").await;
    window.click("[data-candidate$='Diploma.xml'] [data-action=add-other-file]").await;
    // The entry becomes shorter, which moves the next one.
    window.find("[data-candidate$='Diploma.xml'] [data-action=show-other-files]").await;
    window.click("[data-candidate$='First aid.png'] [data-action=add-other-file]").await;
    window.find("[data-candidate$='First aid.png'] [data-action=show-other-files]").await;
    camera.take("71-added-as-other-files").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    assert!(
        !window.text().await.contains("Diploma"),
        "an added other file is not reported as a rejected badge"
    );
    window.click("[data-action=show-backpack]").await;
    window.wait_for_text("1 badge").await;
    window.wait_for_text("2 other files").await;
    camera.take("72-backpack-with-other-files").await;

    window.click("[data-action=other-files]").await;
    window.find("[data-file='Diploma.xml']").await;
    window.click("[data-file='First aid.png'] [data-action=edit-file]").await;
    window.type_into("#other-file-note", "From the Red Cross, one weekend in May.").await;
    camera.take("73-name-and-note").await;
    window.click("dialog button[type=submit]").await;
    window.wait_for_text("From the Red Cross").await;
    camera.take("74-other-files").await;
    window.click("[data-file='Diploma.xml'] [data-action=save-file]").await;
    window.wait_for_text("Saved as you added it").await;
    assert_eq!(std::fs::read(desktop.saved_file()).unwrap(), std::fs::read(&diploma).unwrap());
    window.click("[data-file='Diploma.xml'] [data-action=remove-file]").await;
    window.wait_for_text("Removed: Diploma.xml").await;
    camera.take("75-other-file-removed").await;
    window.click(".notifications .action").await;
    window.find("[data-file='Diploma.xml']").await;

    window.click("[data-nav=backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.type_into("[data-part=recipient] input", Award::EMAIL).await;
    window.click("[data-action=try-identity]").await;
    window.find("[data-trial=passed]").await;
    window
        .run_script(
            "document.querySelector('[data-part=recipient]').scrollIntoView({block: 'center'})",
            vec![],
        )
        .await;
    camera.take("76-an-address-that-fits").await;
    window.click("[data-action=add-identity]").await;
    window.wait_for_text("Issued to one of your addresses").await;

    desktop.select_files(&[&renewed]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-version=older]").await;
    camera.take("77-a-newer-version-found").await;
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.wait_for_text("You have a newer version").await;
    camera.take("78-two-versions").await;
    window.click("[data-badge='Welding']").await;
    window.click("[data-action=show-version]").await;
    window.find("[data-version=newer]").await;
    camera.take("79-the-older-version").await;

    window.click("[data-nav=settings]").await;
    window.click("[data-action=dependents]").await;
    window.find("[data-part=dependents] [data-badge]").await;
    camera.take("80-before-an-address-ends").await;
    window.close().await.unwrap();
}

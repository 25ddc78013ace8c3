//! The main job, from an empty backpack to a bundle that somebody else reviews.

use std::path::{Path, PathBuf};

use whole_system::{Award, COURSES, Issuer, Kind, Status};

use super::Camera;
use crate::window::desktop::{Desktop, Theme, Window};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_theme(theme).with_issuer(&issuer);
    let files: Vec<PathBuf> = Kind::ALL
        .iter()
        .zip(COURSES)
        .map(|(kind, name)| {
            // The question about hosts warns of a status list for one badge.
            let status = if *kind == Kind::RdfcDidKey { Status::OwnList } else { Status::None };
            let award = Award::of(name).with_status(status);
            desktop.file(&format!("{name}.png"), &issuer.issue(*kind, &award).png())
        })
        .collect();
    let mut selected: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let ended = Award { until: Some("2025-12-31T00:00:00Z".parse().unwrap()), ..Award::of("Fire Safety") };
    let expired = desktop.file("expired.png", &issuer.issue(Kind::RdfcDidKey, &ended).png());
    let tampered = issuer.issue(Kind::JwtEdDsa, &Award::of("Forged"));
    let (body, _) = tampered.text.rsplit_once('.').unwrap();
    let tampered = desktop.file("forged.jwt", format!("{body}.{}", "A".repeat(86)).as_bytes());
    let holiday = desktop.file("holiday.png", include_bytes!("../../../../icons/32x32.png"));
    selected.extend([expired.as_path(), tampered.as_path(), holiday.as_path()]);

    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;
    camera.take("01-empty").await;
    window.click("[data-nav=settings]").await;
    window.type_into("input[autocomplete=email]", Award::EMAIL).await;
    window.click("form button[type=submit]").await;
    window.wait_for_text(Award::EMAIL).await;
    window.click("[data-action=show-phrase]").await;
    window.find("section ol li").await;
    camera.take("02-settings").await;
    window.click("[data-nav=collections]").await;
    window.wait_for_text("No collections yet").await;
    camera.take("03-collections-empty").await;
    window.click("[data-nav=add]").await;
    window.find(".drop").await;
    camera.take("04-add").await;
    desktop.select_files(&[&holiday]);
    window.click(".drop .button").await;
    window.find("[data-candidate] [role=alert]").await;
    camera.take("05-no-badge").await;
    window.click("footer .primary").await;
    desktop.select_files(&selected);
    window.click(".drop .button").await;
    window.find("[data-question=hosts]").await;
    camera.take("06-found").await;
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Law'] [data-verdict=verified]").await;
    camera.take("07-verified").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;
    camera.take("08-added").await;
    window.click("footer .primary").await;
    window.find("[data-badge]").await;
    camera.take("09-grid").await;
    window.click(".filter summary").await;
    camera.take("10-filter").await;
    camera.assert_in_view("[data-action=clear-filters]").await;
    window.click(".filter summary").await;
    window.click(".views button:last-child").await;
    camera.take("11-list").await;
    window.type_into("input[type=search]", "zzz").await;
    window.wait_for_text("No badges match").await;
    camera.take("12-nothing-found").await;
    window.click(".empty button").await;
    for (name, picture) in
        [("Robotics", "13-badge"), ("Forged", "14-badge-invalid"), ("Fire Safety", "15-badge-expired")]
    {
        open_badge(&window, name).await;
        camera.take(picture).await;
        window.click("header .icon").await;
    }
    open_badge(&window, "Robotics").await;
    window.click("[data-action=collect]").await;
    window.type_into("#collect-new", "For my application at City Hospital").await;
    camera.take("16-collect").await;
    window.click("dialog button[type=submit]").await;
    window.wait_for_text("Added to").await;
    window.click("[data-nav=collections]").await;
    window.find("[data-collection]").await;
    camera.take("17-collections").await;
    window.click("[data-collection]").await;
    window.click("[data-action=pick]").await;
    for name in ["Forged", "Fire Safety", "Rhetoric"] {
        window.click(&format!("[data-pick='{name}']")).await;
    }
    camera.take("18-picker").await;
    window.click("dialog .primary").await;
    window.find("[data-name='Rhetoric']").await;
    window.type_into("#introduction", "I am Ada. These are courses that I took beside my work.").await;
    window.click("h1").await;
    camera.take("19-collection").await;
    window.click("[data-action=preview]").await;
    window.find("article").await;
    camera.take("20-preview").await;
    window.click("[data-action=export]").await;
    window.type_into("#audience", "City Hospital").await;
    camera.take("21-export").await;
    window.click("[data-action=save]").await;
    window.find("[data-exported]").await;
    camera.take("22-exported").await;
    window.click("dialog .primary").await;
    window.click("[data-nav=review]").await;
    window.find("[data-action=pick-bundle]").await;
    camera.take("23-review-empty").await;
    desktop.select_files(&[&desktop.saved_file()]);
    window.click("[data-action=pick-bundle]").await;
    window.find("[data-reviewed]").await;
    camera.take("24-review").await;
    window.run_script("document.querySelector('.body').scrollTop = 700", vec![]).await;
    camera.take("25-review-badges").await;
    window.click("[data-nav=backpack]").await;
    open_badge(&window, "Rhetoric").await;
    window.click("[data-action=remove]").await;
    window.wait_for_text("Removed: Rhetoric").await;
    camera.take("26-undo").await;
    window.close().await.unwrap();

    let desktop = Desktop::new().with_theme(theme).without_keyring();
    let window = desktop.open().await;
    window.find("[data-unlock]").await;
    Camera::new(&window, theme).await.take("27-unlock").await;
    window.close().await.unwrap();
}

/// Searches for a badge and opens it. A long list contains only the rows in view.
async fn open_badge(window: &Window, name: &str) {
    let search = window.find("input[type=search]").await;
    search.clear().await.unwrap();
    search.send_keys(name).await.unwrap();
    window.click(&format!("[data-badge='{name}']")).await;
    window.find("[data-check]").await;
}

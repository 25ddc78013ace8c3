//! The question after a deep link: about a link, and about an offer.

use std::time::Duration;

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let desktop = Desktop::new().with_theme(theme);
    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;
    desktop
        .start_second_instance("openbadges:https://badges.example/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA");
    window.find("dialog [data-deep-link='badges.example']").await;
    camera.take("53-called-with-a-link").await;
    window.click("dialog .row .button:last-of-type").await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    desktop.start_second_instance(
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffer%2F1",
    );
    window.find("dialog [data-deep-link='issuer.example']").await;
    camera.take("54-called-with-an-offer").await;
    window.close().await.unwrap();
}

//! The question that a call by name leads to: about a link, and about an offer.

use std::time::Duration;

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_colours!(tour);

async fn tour(theme: Theme) {
    let desktop = Desktop::new().in_colours(theme);
    let window = desktop.open().await;
    let camera = Camera::on(&window, theme).await;
    window.says("Your backpack is empty").await;
    desktop.start_again_with("openbadges:https://badges.example/public/assertions/xK3bq0rTQm2Vw8sYt1LzNA");
    window.find("dialog [data-deep-link='badges.example']").await;
    camera.take("53-called-with-a-link").await;
    window.click("dialog .row .button:last-of-type").await;
    tokio::time::sleep(Duration::from_millis(1100)).await;
    desktop.start_again_with(
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example%2Foffer%2F1",
    );
    window.find("dialog [data-deep-link='issuer.example']").await;
    camera.take("54-called-with-an-offer").await;
    window.close().await.unwrap();
}

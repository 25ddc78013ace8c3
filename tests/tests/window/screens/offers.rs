//! Accepts an offer, first with a wrong transaction code, and a Digital Credentials Consortium request.

use whole_system::OfferingPeer;

use super::Camera;
use crate::window::desktop::{Desktop, Theme};

in_both_themes!(capture_screens);

async fn capture_screens(theme: Theme) {
    let college = OfferingPeer::start();
    let desktop = Desktop::new().with_theme(theme).with_peer(&college);
    let window = desktop.open().await;
    let camera = Camera::new(&window, theme).await;
    window.wait_for_text("Your backpack is empty").await;

    window.click("[data-nav=add]").await;
    window.type_into("#paste", college.offer("with a code, shown")).await;
    window.click("form button[type=submit]").await;
    window.find("[data-action=load-offer]").await;
    window.wait_for_text(&college.authority()).await;
    window.wait_for_text("We haven’t contacted any website yet").await;
    camera.take("81-offer-before-consent").await;

    window.click("[data-action=load-offer]").await;
    window.wait_for_text("“Harbour College” offers you a badge").await;
    window.wait_for_text("It is in the letter from the college.").await;
    camera.take("82-an-offer").await;
    window.type_into("input.code", "1234").await;
    window.click("[data-action=accept-offer]").await;
    window.find("[data-code=OFFER_CODE_WRONG]").await;
    camera.take("83-an-offer-with-a-wrong-code").await;

    window.type_into("input.code", OfferingPeer::CODE).await;
    window.click("[data-action=accept-offer]").await;
    window.find("[data-candidate='Robotics'] [data-verdict=verified]").await;
    camera.take("84-the-badge-that-was-offered").await;
    window.click("[data-action=add-candidates]").await;
    window.find("[data-result=added]").await;

    window.click("[data-nav=add]").await;
    window.click("footer .button:last-of-type").await;
    window.type_into("#paste", college.offer("request")).await;
    window.click("form button[type=submit]").await;
    window.find("[data-action=accept-offer]").await;
    camera.take("85-a-request-of-the-consortium").await;
    window.click("[data-action=accept-offer]").await;
    window.find("[data-candidate='Robotics'] [data-verdict=verified]").await;
    window.close().await.unwrap();
}

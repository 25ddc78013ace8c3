//! What a person is told before a host is asked.

use whole_system::{Award, Issuer, Kind, Status};

use crate::window::desktop::Desktop;

/// Row I13: a status list for one badge alone tells its host which badge is looked at.
#[tokio::test]
async fn consent_names_hosts_that_would_learn_which_badge() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().reaching(&issuer);
    let shared = Award::of("Robotics").with_status(Status::Bitstring);
    let alone = Award::of("Welding").with_status(Status::OwnList);
    let shared = desktop.file("shared.png", &issuer.issue(Kind::RdfcDidKey, &shared).png());
    let alone = desktop.file("alone.png", &issuer.issue(Kind::RdfcDidKey, &alone).png());
    let window = desktop.open().await;
    window.says("Your backpack is empty").await;

    desktop.will_choose(&[&shared]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-question=hosts]").await;
    assert!(!window.text().await.contains("would also learn which badge it is"));

    desktop.will_choose(&[&alone]);
    window.click("footer .button:last-of-type").await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-candidate='Welding']").await;
    window.says("would also learn which badge it is").await;
    let told = window.all("[data-question=hosts] [data-learns-badge]", "data-learns-badge").await;
    assert!(matches!(&told[..], [host] if host.starts_with(issuer.host())), "{told:?}");
    assert_eq!(issuer.server().requests().len(), 0, "nobody was asked yet");
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Welding'] [data-verdict=verified]").await;

    // Asked again later, it is said again.
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.click("[data-action=reverify]").await;
    window.find("dialog [data-learns-badge]").await;
    window.close().await.unwrap();
}

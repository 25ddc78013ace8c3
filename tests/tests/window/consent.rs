//! The question that the window asks before it contacts a host.

use whole_system::{Award, Issuer, Kind, Status};

use crate::window::desktop::Desktop;

/// Row I13: the request for a status list of one badge reveals to its host which badge is verified.
#[tokio::test]
async fn consent_names_hosts_that_would_learn_which_badge() {
    let issuer = Issuer::default();
    let desktop = Desktop::new().with_issuer(&issuer);
    let shared = Award::of("Robotics").with_status(Status::Bitstring);
    let single = Award::of("Welding").with_status(Status::OwnList);
    let shared = desktop.file("shared.png", &issuer.issue(Kind::RdfcDidKey, &shared).png());
    let single = desktop.file("single.png", &issuer.issue(Kind::RdfcDidKey, &single).png());
    let window = desktop.open().await;
    window.wait_for_text("Your backpack is empty").await;

    desktop.select_files(&[&shared]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-question=hosts]").await;
    assert!(!window.text().await.contains("would also learn which badge it is"));

    desktop.select_files(&[&single]);
    window.click("footer .button:last-of-type").await;
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.find("[data-candidate='Welding']").await;
    window.wait_for_text("would also learn which badge it is").await;
    let hosts = window.attributes("[data-question=hosts] [data-learns-badge]", "data-learns-badge").await;
    assert!(matches!(&hosts[..], [host] if host.starts_with(issuer.host())), "{hosts:?}");
    assert_eq!(issuer.server().requests().len(), 0, "no host is contacted before consent");
    window.click("[data-question=hosts] .primary").await;
    window.find("[data-candidate='Welding'] [data-verdict=verified]").await;

    // A later re-verification names the hosts again.
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.click("[data-action=reverify]").await;
    window.find("dialog [data-learns-badge]").await;
    window.close().await.unwrap();
}

//! Trust lists and known issuers: adds lists by file dialog, drop and link, and undoes every removal.

use serde_json::json;
use whole_system::{Award, Issuer, Kind, Reply};

use crate::window::{
    desktop::{Desktop, Window},
    pointer::FileManager,
};

#[tokio::test]
async fn trust_list_applies_to_badges_until_removed() {
    let issuer = Issuer::default();
    let registry = json!({"registry": {issuer.keys.did_key(): {"name": "College of the Coast"}}}).to_string();
    issuer.replace_reply("/registry.json", Reply::document("application/json", registry.as_bytes()));
    let desktop = Desktop::new().with_issuer(&issuer);
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    let list = desktop.file("partners.json", registry.as_bytes());
    let dropped = desktop.file("guilds.txt", b"did:web:harbour.example # the guild\ndid:web:dock.example\n");
    let window = desktop.open().await;
    window.resize(1000, 660).await;
    window.wait_for_text("Your backpack is empty").await;
    go_to_issuers(&window).await;
    window.wait_for_text("None yet").await;

    desktop.select_files(&[&list]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-list='partners']").await;
    let file_manager = FileManager::open(&dropped).await;
    file_manager.drag_to((500, 300)).await;
    window.wait_for_text("Drop these lists to add them").await;
    file_manager.drop_file().await;
    window.find("[data-list='guilds']").await;
    window.wait_for_text("2 issuers, added on").await;

    // The window names the host of a link and contacts it only after consent.
    let link = issuer.url("/registry.json");
    window.type_into("#list-link", &link).await;
    window.click("[data-part=lists] button[type=submit]").await;
    window.find("dialog").await;
    assert!(window.text().await.contains(&format!("Fetch this list from {}", issuer.host())));
    assert_eq!(issuer.server().requests().len(), 0, "no host is contacted before consent");
    window.click("[data-action=fetch-list]").await;
    let name = link.trim_start_matches("https://");
    window.find(&format!("[data-list='{name}']")).await;
    assert_eq!(
        issuer.server().requests().iter().map(|request| request.path.as_str()).collect::<Vec<_>>(),
        ["/registry.json"]
    );

    // A badge of a listed issuer shows the name in the list.
    desktop.select_files(&[&badge]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.wait_for_text("Signed by College of the Coast").await;

    // A removed list can be restored.
    go_to_issuers(&window).await;
    window.click("[data-list='partners'] button").await;
    window.wait_for_text("Removed: partners").await;
    assert_eq!(window.attributes("[data-list='partners']", "class").await.len(), 0);
    window.click(".notification:last-child .action").await;
    window.find("[data-list='partners']").await;

    // The issuer of an added badge is known. Its removal can be undone, too.
    let known = format!("[data-known='{}']", issuer.keys.did_key());
    window.find(&known).await;
    window.wait_for_text("1 badge kept").await;
    window.click(&format!("{known} .button")).await;
    window.wait_for_text("None yet").await;
    window.click(".notification:last-child .action").await;
    window.find(&known).await;

    // A file that is not a trust list is rejected with a reason.
    desktop.select_files(&[&badge]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-part=lists] [role=alert][data-code=TRUST_LIST_FORMAT]").await;
    window.close().await.unwrap();

    // The next start shows the same lists and issuers.
    let window = desktop.open().await;
    window.wait_for_text("1 badge").await;
    go_to_issuers(&window).await;
    window.find(&known).await;
    assert_eq!(window.attributes("[data-list]", "data-list").await.len(), 3);
    window.close().await.unwrap();
}

async fn go_to_issuers(window: &Window) {
    window.click("[data-nav=settings]").await;
    window.click("[data-action=issuers]").await;
    window.find("[data-part=known]").await;
}

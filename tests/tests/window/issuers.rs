//! Lists of issuers and known issuers, in the real window: a list by the file dialog, by a drop and by a link, and each
//! change taken back.

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
    issuer.misbehave("/registry.json", Reply::document("application/json", registry.as_bytes()));
    let desktop = Desktop::new().reaching(&issuer);
    let badge = desktop.file("welding.png", &issuer.issue(Kind::RdfcDidKey, &Award::of("Welding")).png());
    let list = desktop.file("partners.json", registry.as_bytes());
    let dropped = desktop.file("guilds.txt", b"did:web:harbour.example # the guild\ndid:web:dock.example\n");
    let window = desktop.open().await;
    window.resize(1000, 660).await;
    window.says("Your backpack is empty").await;
    go_to_issuers(&window).await;
    window.says("None yet").await;

    desktop.will_choose(&[&list]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-list='partners']").await;
    let other = FileManager::showing(&dropped).await;
    other.drag_to((500, 300)).await;
    window.says("Drop these lists to add them").await;
    other.let_go().await;
    window.find("[data-list='guilds']").await;
    window.says("2 issuers, added on").await;

    // The host of a link is named, and asked only after a yes.
    let link = issuer.url("/registry.json");
    window.type_into("#list-link", &link).await;
    window.click("[data-part=lists] button[type=submit]").await;
    window.find("dialog").await;
    assert!(window.text().await.contains(&format!("Fetch this list from {}", issuer.host())));
    assert_eq!(issuer.server().requests().len(), 0, "nobody was asked yet");
    window.click("[data-action=fetch-list]").await;
    let name = link.trim_start_matches("https://");
    window.find(&format!("[data-list='{name}']")).await;
    assert_eq!(
        issuer.server().requests().iter().map(|seen| seen.path.as_str()).collect::<Vec<_>>(),
        ["/registry.json"]
    );

    // A badge of a listed issuer says so.
    desktop.will_choose(&[&badge]);
    window.click("[data-nav=add]").await;
    window.click(".drop .button").await;
    window.click("[data-action=add-candidates]").await;
    window.click("[data-action=show-backpack]").await;
    window.click("[data-badge='Welding']").await;
    window.says("Signed by College of the Coast").await;

    // Removing a list and taking it back.
    go_to_issuers(&window).await;
    window.click("[data-list='partners'] button").await;
    window.says("Removed: partners").await;
    assert_eq!(window.all("[data-list='partners']", "class").await.len(), 0);
    window.click(".notification:last-child .action").await;
    window.find("[data-list='partners']").await;

    // The issuer of the kept badge is known; forgetting it can be taken back too.
    let known = format!("[data-known='{}']", issuer.keys.did_key());
    window.find(&known).await;
    window.says("1 badge kept").await;
    window.click(&format!("{known} .button")).await;
    window.says("None yet").await;
    window.click(".notification:last-child .action").await;
    window.find(&known).await;

    // What is no list says why.
    desktop.will_choose(&[&badge]);
    window.click("[data-action=pick-list]").await;
    window.find("[data-part=lists] [role=alert][data-code=TRUST_LIST_FORMAT]").await;
    window.close().await.unwrap();

    // All of it is kept.
    let window = desktop.open().await;
    window.says("1 badge").await;
    go_to_issuers(&window).await;
    window.find(&known).await;
    assert_eq!(window.all("[data-list]", "data-list").await.len(), 3);
    window.close().await.unwrap();
}

async fn go_to_issuers(window: &Window) {
    window.click("[data-nav=settings]").await;
    window.click("[data-action=issuers]").await;
    window.find("[data-part=known]").await;
}

//! Facts about candidates beside the verdict: other versions of stored badges, and the recipient match. Also
//! other files. Uses the built program.
use serde_json::{Value, json};
use whole_system::{Award, Backpack, Issuer, Kind, Reply};

fn import(learner: &Backpack, name: &str, text: &str) -> Value {
    learner.write(name, text);
    learner.run(["import", "--yes", "--json", name]).json()
}

/// Returns an Open Badges 2.0 assertion with an unhashed recipient. Its issuer's page cannot be fetched.
fn unhashed_badge(address: &str) -> String {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://badges.example/assertions/7",
        "recipient": {"type": "email", "hashed": false, "identity": address},
        "issuedOn": "2025-05-01T00:00:00Z", "verification": {"type": "hosted"},
        "badge": {
            "type": "BadgeClass", "id": "https://badges.example/classes/7", "name": "Lifesaving", "description": "Saves lives.",
            "criteria": {"narrative": "Swim."}, "image": "https://badges.example/7.png",
            "issuer": {"type": "Issuer", "id": "https://badges.example/issuer", "name": "Baths", "url": "https://badges.example", "email": "office@badges.example"},
        },
    })
    .to_string()
}

#[test]
fn other_version_of_a_stored_badge_names_the_newer() {
    let issuer = Issuer::default();
    let from =
        |day: &str| Award { from: format!("{day}T00:00:00Z").parse().unwrap(), ..Award::of("Robotics") };
    for kind in [Kind::RdfcDidKey, Kind::Ob2Signed] {
        let first = issuer.issue(kind, &from("2025-05-01"));
        // Name, date of the other version, age of the stored version, whether the stored and the other are
        // superseded.
        for (name, day, stored_age, superseded) in [
            ("renewed", "2026-05-01", "older", [true, false]),
            ("outdated", "2024-05-01", "newer", [false, true]),
        ] {
            let case = format!("{kind:?}, {name}");
            let learner = Backpack::with_access_to(&issuer);
            let stored = import(&learner, "first", &first.text)["kept"]["badge_id"].clone();
            let other = issuer.reissue(&first, &from(day));
            learner.write("other", &other.text);
            let line = learner.run(["import", "--dry-run", "--json", "other"]).exits(0).json();
            assert_eq!(line["kept"]["outcome"], "not-kept", "{case}");
            let version = &line["other_version"];
            assert_eq!(
                (&version["badge_id"], &version["age"]),
                (&stored, &json!(stored_age)),
                "{case}: {line:#}"
            );
            let sentence = version["message"].as_str().unwrap();
            let text = learner.run(["import", "--yes", "other"]).exits(0).stdout;
            assert!(text.contains(sentence), "{case}: {text}");

            let cards = learner.run(["list", "--json"]).exits(0).lines();
            let card = |id: &Value| cards.iter().find(|card| card["id"] == *id).unwrap();
            let other = cards.iter().map(|card| &card["id"]).find(|id| **id != stored).unwrap();
            assert_eq!(
                [&card(&stored)["superseded"], &card(other)["superseded"]],
                superseded,
                "{case}: {cards:#?}"
            );
            let shown = learner.run(["show", "--json", stored.as_str().unwrap()]).exits(0).json();
            let listed = shown["other_versions"][0].clone();
            assert_eq!(
                (&listed["badge_id"], shown["other_versions"].as_array().unwrap().len()),
                (other, 1),
                "{case}"
            );

            // A stored badge is no other version of itself. A removed badge is no other version.
            let again = learner.run(["import", "--dry-run", "--json", "first"]).exits(0).json();
            assert_eq!(
                (&again["kept"]["code"], again.get("other_version")),
                (&json!("ALREADY_HELD"), None),
                "{case}"
            );
            learner.run(["remove", other.as_str().unwrap()]).exits(0);
            let shown = learner.run(["show", "--json", stored.as_str().unwrap()]).exits(0).json();
            assert_eq!(shown["other_versions"], json!([]), "{case}");
        }
    }
}

/// A copy of a badge with a later date is invalid, so the copy does not supersede the badge.
#[test]
fn forged_version_replaces_no_badge() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let stored = import(&learner, "badge", &badge.text)["kept"]["badge_id"].clone();
    let forged = import(&learner, "forged", &badge.text.replace("2025-05-01T", "2026-05-01T"));
    assert_eq!((&forged["verdict"], forged.get("other_version")), (&json!("invalid"), None), "{forged:#}");
    let cards = learner.run(["list", "--json"]).exits(0).lines();
    assert!(cards.iter().all(|card| card["superseded"] == false), "{cards:#?}");
    let shown = learner.run(["show", "--json", stored.as_str().unwrap()]).exits(0).json();
    assert_eq!(shown["other_versions"], json!([]));
}

#[test]
fn badge_for_another_person_is_stored_and_reported() {
    let learner = Backpack::new();
    learner.run(["identity", "add", "bob@learner.example"]).exits(0);
    let line = import(&learner, "plain.json", &unhashed_badge("ada@school.example"));
    assert_eq!(
        (&line["kept"]["outcome"], &line["recipient"]["outcome"]),
        (&json!("added"), &json!("failed")),
        "{line:#}"
    );
    let id = line["kept"]["badge_id"].as_str().unwrap();
    let shown = learner.run(["show", "--json", id]).exits(1).json();
    assert_eq!(shown["card"]["mine"], "failed");
    assert_eq!(shown["unclaimed"]["stated"], json!(["ada@school.example"]), "{:#}", shown["unclaimed"]);
    // Adding the identity updates the recipient match without a new verification.
    learner.run(["identity", "add", "ada@school.example"]).exits(0);
    let shown = learner.run(["show", "--json", id]).exits(1).json();
    assert_eq!(
        (&shown["card"]["mine"], &shown["told"]["recipient"]["outcome"]),
        (&json!("passed"), &json!("passed"))
    );
    assert_eq!((&shown["unclaimed"], shown["history"].as_array().unwrap().len()), (&Value::Null, 1));
}

#[test]
fn trying_an_identity_stores_nothing() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let hashed = import(&learner, "hashed", &issuer.issue(Kind::Ob2Signed, &Award::of("Robotics")).text);
    let did = import(
        &learner,
        "did",
        &issuer.issue(Kind::JcsDidKey, &Award::of("Welding").to_did("did:key:z6MkAda")).text,
    );
    let [hashed, did] = [&hashed, &did].map(|line| line["kept"]["badge_id"].as_str().unwrap().to_owned());
    let shown = learner.run(["show", "--json", &hashed]).json();
    assert_eq!(
        shown["unclaimed"]["stated"],
        json!([]),
        "a hashed recipient is not shown: {:#}",
        shown["unclaimed"]
    );
    let request_count = issuer.server().requests().len();
    // Identity, badge to compare, outcome, number of matching badges.
    for (identity, badge, outcome, badges) in [
        (Award::EMAIL, Some(&hashed), "passed", 1),
        ("ADA@learner.example", Some(&hashed), "passed", 1),
        ("bob@learner.example", Some(&hashed), "failed", 0),
        (Award::EMAIL, Some(&did), "unknown", 0),
        ("did:key:z6MkAda", Some(&did), "passed", 1),
        (Award::EMAIL, None, "passed", 1),
        ("bob@learner.example", None, "failed", 0),
    ] {
        let case = format!("{identity} with {badge:?}");
        let arguments = ["identity", "try", "--json", identity].into_iter().chain(badge.map(String::as_str));
        let tried = learner.run(arguments).exits(0).json();
        assert_eq!(
            (&tried["outcome"], tried["badges"].as_array().unwrap().len()),
            (&json!(outcome), badges),
            "{case}: {tried:#}"
        );
        assert!(tried["message"].as_str().unwrap().contains(identity), "{case}: {tried:#}");
    }
    let text = learner.run(["identity", "try", Award::EMAIL]).exits(0).stdout;
    assert!(
        text.contains("Robotics") && text.contains("backpack identity add ada@learner.example"),
        "{text}"
    );
    assert_eq!(
        learner.run(["identity", "try", "--json", "nonsense"]).exits(2).json()["error"]["code"],
        "INPUT_INVALID"
    );
    assert!(learner.run(["identity", "list", "--json"]).exits(0).lines().is_empty(), "adds no identity");
    assert_eq!(issuer.server().requests().len(), request_count, "contacts no host");
}

#[test]
fn lists_badges_that_depend_on_a_lost_address() {
    let platform = Issuer::start("www.credly.com");
    let learner = Backpack::with_access_to(&platform);
    let badge = platform.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    platform.replace_reply(
        "/api/v1/obi/v2/badge_assertions/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44",
        Reply::document("application/json", badge.text),
    );
    let page = platform.url("/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44/public_url");
    learner.run(["import", "--yes", &page]).exits(0);
    let other = Award { email: "bob@learner.example".into(), ..Award::of("Welding") };
    import(&learner, "other", &platform.issue(Kind::JcsDidKey, &other).text);
    let depending = learner.run(["identity", "badges", "--json", Award::EMAIL]).exits(0).json();
    let names: Vec<_> = depending["badges"].as_array().unwrap().iter().map(|card| &card["name"]).collect();
    assert_eq!(names, ["Robotics"]);
    assert_eq!(depending["platforms"].as_array().unwrap().len(), 1, "{depending:#}");
    assert_eq!(depending["platforms"][0]["name"], "Credly");
    let text = learner.run(["identity", "badges", Award::EMAIL]).exits(0).stdout;
    assert!(
        text.contains("stays on this computer, even when the address ends")
            && text.contains("private address"),
        "{text}"
    );
    let text = learner.run(["identity", "badges", "carol@learner.example"]).exits(0).stdout;
    assert!(text.contains("No badge in your backpack was issued to this address."), "{text}");
}

/// Returns other files: file name, content and kind.
fn other_files() -> [(&'static str, Vec<u8>, &'static str); 5] {
    let diploma = br#"<europassCredential xmlns="http://data.europa.eu/snb/model#"/>"#.to_vec();
    [
        ("photo.png", whole_system::picture::png(16, 1), "picture"),
        (
            "certificate.pdf",
            b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF".to_vec(),
            "pdf",
        ),
        ("diploma.xml", diploma, "european-credential"),
        ("licence.txt", b"eyJhbGciOiJFUzI1NiJ9.eyJ2Y3QiOiJ4In0.c2ln~WyJzIiwiYSIsImIiXQ~".to_vec(), "sd-jwt"),
        ("grades.json", br#"{"grade":"A"}"#.to_vec(), "json"),
    ]
}

#[test]
fn other_file_is_stored_and_not_counted_as_a_badge() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    import(&learner, "badge", &issuer.issue(Kind::JcsDidKey, &Award::of("Robotics")).text);
    for (name, bytes, kind) in other_files() {
        learner.write(name, &bytes);
        let record = learner.run(["record", "add", "--json", name]).exits(0).json();
        assert_eq!(
            (&record["name"], &record["kind"], &record["bytes"]),
            (&json!(name), &json!(kind), &json!(bytes.len()))
        );
        assert_eq!(record["label"], "Other file, not a badge: nothing about it was checked", "{name}");
        let id = record["id"].as_str().unwrap();
        learner.run(["record", "export", &id[..16], "out"]).exits(0);
        assert_eq!(std::fs::read(learner.path("out")).unwrap(), bytes, "{name}: unchanged");
    }
    let records = learner.run(["record", "list", "--json"]).exits(0).lines();
    assert_eq!(records.len(), other_files().len());
    learner.run(["collection", "new", "Work"]).exits(0);
    let id = records[0]["id"].as_str().unwrap();
    for badge_command in [&["show", id][..], &["collection", "add", "Work", id], &["remove", id]] {
        let refused = learner.run([badge_command, &["--json"]].concat()).exits(2).json();
        assert_eq!(refused["error"]["code"], "NOT_FOUND", "{badge_command:?}: {refused:#}");
    }
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 1, "lists only the badge");
    assert_eq!(learner.run(["doctor", "--json"]).exits(0).json()["badges"], 1);
    let listed = learner.run(["record", "list"]).exits(0).stdout;
    assert!(listed.starts_with("Other file, not a badge: nothing about it was checked\n"), "{listed}");
}

#[test]
fn other_file_can_be_renamed_noted_removed_and_restored() {
    let learner = Backpack::new();
    learner.write("scan.jpg", b"\xff\xd8\xff\xe0 a photograph");
    let added = learner.run(["record", "add", "--json", "--name", "First aid", "scan.jpg"]).exits(0).json();
    let id = added["id"].as_str().unwrap();
    assert_eq!((&added["name"], &added["file_name"]), (&json!("First aid"), &json!("scan.jpg")));
    learner.run(["record", "edit", id, "--note", "From the Red Cross."]).exits(0);
    let text = learner.run(["record", "list"]).exits(0).stdout;
    assert!(text.contains("First aid") && text.contains("From the Red Cross."), "{text}");
    assert_eq!(
        learner.run(["record", "edit", "--json", id, "--name", " "]).exits(2).json()["error"]["code"],
        "INPUT_INVALID"
    );
    let hint = learner.run(["import", "scan.jpg"]).exits(3).stderr;
    assert!(hint.contains("backpack record add FILE"), "{hint}");
    let removed = learner.run(["record", "remove", id]).exits(0).stdout;
    assert!(removed.contains("backpack record remove --undo"), "{removed}");
    assert_eq!(learner.run(["record", "list", "--json"]).exits(0).lines().len(), 0);
    assert_eq!(learner.run(["record", "list", "--removed", "--json"]).exits(0).lines().len(), 1);
    learner.run(["record", "remove", "--undo", id]).exits(0);
    let restored = learner.run(["record", "list", "--json"]).exits(0).json();
    assert_eq!((&restored["name"], &restored["note"]), (&json!("First aid"), &json!("From the Red Cross.")));
}

/// A file with a badge, a link or an offer must be inspected instead.
#[test]
fn badge_cannot_be_stored_as_other_file() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::JcsDidKey, &Award::of("Robotics"));
    for (name, bytes) in [
        ("a badge", badge.text.clone().into_bytes()),
        ("a badge in a picture", badge.png()),
        ("a link", b"https://badges.example/a/1".to_vec()),
        (
            "an offer",
            b"openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fissuer.example".to_vec(),
        ),
        ("a broken picture", whole_system::picture::png(16, 1)[..20].to_vec()),
        ("an empty file", Vec::new()),
    ] {
        learner.write("file", bytes);
        let refused = learner.run(["record", "add", "--json", "file"]).exits(2).json();
        assert_eq!(refused["error"]["code"], "RECORD_REFUSED", "{name}: {refused:#}");
        assert!(refused["error"]["next_step"].is_string(), "{name}");
    }
    assert!(learner.run(["record", "list", "--json"]).exits(0).lines().is_empty());
}

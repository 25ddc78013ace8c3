//! The main task with the built program: import badges, verify and add them, and export them in a signed
//! bundle that another person reviews.

use std::{
    collections::BTreeSet,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
};

use backpack::{OpenOptions, VerifierOptions};
use jiff::Timestamp;
use openbadges::{CheckId, Code, Offline, Outcome};
use serde_json::{Value, json};
use whole_system::{Award, Backpack, IssuedBadge, Issuer, Kind, Reply, Status, outcome};

/// Returns a file name for a badge.
fn file_of(badge: &IssuedBadge) -> String {
    format!("{}-{}.{}", badge.kind.slug(), badge.number, if badge.kind.is_jws() { "jwt" } else { "json" })
}

/// Imports a new badge. Returns its id in the backpack.
#[track_caller]
fn add(learner: &Backpack, badge: &IssuedBadge) -> String {
    learner.write(&file_of(badge), &badge.text);
    let line = learner.run(["import", "--yes", "--json", &file_of(badge)]).exits(0).json();
    assert_eq!(line["kept"]["outcome"], "added", "{line:#}");
    line["kept"]["badge_id"].as_str().unwrap().to_owned()
}

fn names(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["name"].as_str().unwrap()).collect()
}

/// Returns the outcome and code of a check.
fn check<'a>(badge: &'a Value, id: &str) -> (&'a str, Option<&'a str>) {
    let checks = badge["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id).unwrap();
    (check["outcome"].as_str().unwrap(), check["code"].as_str())
}

#[test]
fn every_badge_kind_is_imported_and_exported_in_a_bundle() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let mut ids = Vec::new();
    for kind in Kind::ALL {
        let badge = issuer.issue(*kind, &Award::of(&format!("Robotics {}", kind.slug())));
        learner.write(&file_of(&badge), &badge.text);
        let line = learner.run(["import", "--yes", "--json", &file_of(&badge)]).exits(0).json();
        assert_eq!(line["verdict"], "verified", "{kind:?}: {line:#}");
        assert_eq!(line["name"], badge.award.name.as_str());
        assert_eq!(line["id"], badge.id.as_str());
        assert_ne!(line["recipient"]["outcome"], "passed", "{kind:?}: there is no identity yet");
        assert_eq!(line["kept"]["outcome"], "added");
        ids.push(line["kept"]["badge_id"].as_str().unwrap().to_owned());
    }
    let listed = learner.run(["list", "--json"]).exits(0).lines();
    assert_eq!(listed.len(), Kind::ALL.len());
    assert!(listed.iter().all(|card| card["mine"] != "passed"));

    // The learner adds an identity.
    learner.run(["identity", "add", Award::EMAIL]).exits(0);
    let identity = learner.run(["identity", "list", "--json"]).exits(0).json();
    assert_eq!(
        (identity["kind"].as_str(), identity["badges"].as_u64()),
        (Some("email"), Some(Kind::ALL.len() as u64))
    );
    let listed = learner.run(["list", "--json"]).exits(0).lines();
    assert!(listed.iter().all(|card| card["mine"] == "passed"), "{listed:#?}");
    assert_eq!(names(&learner.run(["list", "--json", "robotics", "did-web"]).exits(0).lines()).len(), 1);
    assert!(learner.run(["list", "cookery"]).exits(0).stdout.contains("No badges match"));
    let shown = learner.run(["show", "--json", &ids[0][..8]]).exits(0).json();
    assert_eq!(shown["card"]["id"], ids[0].as_str());
    assert_eq!(shown["told"]["verdict"], "verified");
    assert_eq!(shown["criteria"], "Three tasks, each assessed by two people.");

    // The learner selects and orders badges in a collection.
    learner.run(["collection", "new", "Work", "--introduction", "What I can do."]).exits(0);
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    learner.run([&["collection", "add", "Work"], all.as_slice()].concat()).exits(0);
    learner.run(["collection", "add", "Work", &ids[2], "--note", "My favourite."]).exits(0);
    learner.run(["collection", "move", "Work", &ids[2], "1"]).exits(0);
    let collection = learner.run(["collection", "show", "Work", "--json"]).exits(0).json();
    assert_eq!(collection["introduction"], "What I can do.");
    assert_eq!(collection["items"][0]["badge_id"], ids[2].as_str());
    assert_eq!(collection["items"][0]["note"], "My favourite.");
    assert_eq!(collection["items"].as_array().unwrap().len(), ids.len());

    let did = learner.run(["key", "show", "--json"]).exits(0).json()["did"].as_str().unwrap().to_owned();
    assert!(did.starts_with("did:key:z6Mk"), "{did}");
    let export = ["export", "Work", "-o", "work.badgebundle", "--format", "bundle", "--json"];
    let audience =
        ["--audience", "Acme", "--challenge", "7Q", "--until", "2099-12-31", "--disclose", Award::EMAIL];
    let exported = learner.run([export.as_slice(), &audience].concat()).exits(0).json();
    assert_eq!(exported["holder"], did.as_str());
    assert_eq!(exported["badges"], Kind::ALL.len());

    // The reviewer has no backpack and needs none.
    let reviewer = Backpack::with_access_to(&issuer);
    reviewer.write("work.badgebundle", fs::read(learner.path("work.badgebundle")).unwrap());
    let lines = reviewer.run(["review", "--json", "--challenge", "7Q", "work.badgebundle"]).exits(0).lines();
    assert_eq!(lines.len(), Kind::ALL.len());
    assert_eq!(lines[0]["note"], "My favourite.");
    for line in &lines {
        assert_eq!(line["verdict"], "verified", "{line:#}");
        assert_eq!(line["holder_is_recipient"], "passed", "{line:#}");
        assert_eq!(line["verdict_at_export"], "verified");
        assert_eq!(line["changed"], Value::Null);
        let bundle = &line["bundle"];
        assert_eq!((&bundle["title"], &bundle["holder"]), (&json!("Work"), &json!(did)));
        assert_eq!(bundle["audience"], "Acme");
        assert_eq!(bundle["until"], "2099-12-31T23:59:59Z");
        let checks: Vec<(&str, &str)> = bundle["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| (check["id"].as_str().unwrap(), check["outcome"].as_str().unwrap()))
            .collect();
        assert_eq!(
            checks,
            [
                ("bundle.manifest", "passed"),
                ("bundle.presentation", "passed"),
                ("bundle.audience", "passed"),
                ("bundle.time", "passed"),
            ]
        );
    }
    let text = reviewer.run(["review", "--challenge", "7Q", "work.badgebundle"]).exits(0).stdout;
    for sentence in ["It was made for you.", "The holder says: My favourite.", "ada@learner.example"] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    assert!(!text.contains("one of your addresses"), "the addresses are the holder's:\n{text}");
    assert!(!reviewer.data_dir().exists(), "reviewing creates no backpack");

    // Without the challenge the reviewer must confirm the audience.
    let text = reviewer.run(["review", "work.badgebundle"]).exits(0).stdout;
    assert!(text.contains("It was made for Acme. Is that you?"), "{text}");

    // Another challenge is rejected.
    let replayed = reviewer.run(["review", "--json", "--challenge", "other", "work.badgebundle"]).exits(1);
    let audience = &replayed.lines()[0]["bundle"]["checks"][2];
    assert_eq!((&audience["outcome"], &audience["code"]), (&json!("failed"), &json!("BUNDLE_AUDIENCE")));

    // Signatures can be verified offline, but the hosted badge and the revocation list cannot be fetched.
    let offline = reviewer.run(["review", "--json", "--offline", "--challenge", "7Q", "work.badgebundle"]);
    for (line, kind) in offline.exits(1).lines()[1..].iter().zip([Kind::Ob2Hosted, Kind::Ob2Signed]) {
        assert_eq!(line["verdict"], "unconfirmed", "{kind:?}");
    }

    // A bundle with a changed entry is rejected.
    let bundle = fs::read(learner.path("work.badgebundle")).unwrap();
    for entry in ["badges/01/original.json", "collection.json"] {
        reviewer.write("changed.badgebundle", with_changed_entry(&bundle, entry));
        let line = reviewer.run(["review", "--json", "changed.badgebundle"]).exits(3).json();
        assert_eq!(line["source"], "changed.badgebundle");
        assert_eq!(line["error"]["code"], "BUNDLE_MANIFEST", "{line:#}");
        assert!(line["error"]["message"].as_str().unwrap().contains(entry), "{line:#}");
        assert!(line["error"]["next_step"].is_string());
    }
}

/// The bundle contains the schemas of a badge and the documents that verify them, so the checks can be
/// repeated offline.
#[tokio::test]
async fn bundle_contains_the_schemas_of_its_badges() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let named = |name: &str| {
        let draft = "https://json-schema.org/draft/2020-12/schema";
        json!({"$schema": draft, "type": "object", "properties": {"name": {"const": name}}})
    };
    let schemas = vec![
        issuer.schema("/schemas/robotics", &named("Robotics")),
        issuer.schema_credential("/schemas/skating", &named("Skating")),
    ];
    let id = add(&learner, &issuer.issue(Kind::RdfcDidKey, &Award { schemas, ..Award::of("Robotics") }));
    learner.run(["collection", "new", "Work"]).exits(0);
    learner.run(["collection", "add", "Work", &id]).exits(0);
    learner.run(["export", "Work", "-o", "work.badgebundle"]).exits(0);

    let bundle = badge_bundle::read(&fs::read(learner.path("work.badgebundle")).unwrap()).unwrap();
    let archived: BTreeSet<&str> =
        bundle.badges()[0].documents.iter().map(|document| document.url.as_str()).collect();
    let [robotics, skating, publisher] =
        ["/schemas/robotics", "/schemas/skating", "/.well-known/did.json"].map(|path| issuer.url(path));
    assert_eq!(archived, BTreeSet::from([robotics.as_str(), &skating, &publisher]));
    let options = badge_bundle::ReviewOptions::new(Timestamp::now());
    let reviewed = badge_bundle::review(&bundle, &Offline, &options).await.badges.remove(0);
    let (now, then) = (reviewed.report.unwrap(), reviewed.at_export.unwrap());
    let unknown = (Outcome::Unknown, Some(Code::SchemaUnknown));
    for (id, at_export) in [
        (CheckId::SchemaConformance, (Outcome::Passed, None)),
        (CheckId::SchemaStructure, (Outcome::Failed, Some(Code::SchemaMismatch))),
    ] {
        assert_eq!(outcome(&then, id), at_export, "uses the documents of the bundle");
        assert_eq!(outcome(&now, id), unknown, "fetches no document");
    }
}

/// Returns the bundle with one changed byte in `entry`.
fn with_changed_entry(bundle: &[u8], entry: &str) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let (name, method) = (file.name().unwrap().into_owned(), file.compression());
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == entry {
            let last = bytes.len() - 3;
            bytes[last] ^= 1;
            changed = true;
        }
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        to.start_file(name, options).unwrap();
        to.write_all(&bytes).unwrap();
    }
    assert!(changed, "the bundle has no entry {entry}");
    to.finish().unwrap().into_inner()
}

/// `bad-inputs` A08, and the last case of A09.
#[test]
fn same_credential_in_two_pictures_is_one_badge() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    let id = add(&learner, &badge);
    learner.write("badge.png", badge.png());
    learner.write("badge.svg", badge.svg());
    let first = learner.originals();
    for file in [file_of(&badge).as_str(), "badge.png", "badge.svg"] {
        let line = learner.run(["import", "--yes", "--json", file]).exits(0).json();
        assert_eq!(line["kept"]["outcome"], "already-held", "{file}: {line:#}");
        assert_eq!(line["kept"]["code"], "ALREADY_HELD", "{file}");
        assert_eq!(line["kept"]["badge_id"], id.as_str(), "{file}");
    }
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 1);
    let shown = learner.run(["show", "--json", &id]).exits(0).json();
    assert_eq!(shown["sources"].as_array().unwrap().len(), 3, "{:#}", shown["sources"]);
    let now = learner.originals();
    assert!(first.iter().all(|(name, digest)| now.get(name) == Some(digest)), "overwrites no original");
    assert!(
        learner.run(["import", "--yes", "badge.png"]).exits(0).stdout.contains("already in your backpack")
    );
}

/// `bad-inputs` A09.
#[test]
fn renewed_credential_is_stored_beside_the_old_one() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let newer = issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics"));
    // The same issuer and id with an earlier date.
    let older = issuer.reissue(
        &newer,
        &Award { from: "2024-05-01T00:00:00Z".parse().unwrap(), ..Award::of("Robotics, first form") },
    );
    add(&learner, &newer);
    learner.write("older.json", &older.text);
    let line = learner.run(["import", "--yes", "--json", "older.json"]).exits(0).json();
    assert_eq!(line["kept"]["outcome"], "added", "{line:#}");
    let cards = learner.run(["list", "--json"]).exits(0).lines();
    let superseded =
        |name: &str| cards.iter().find(|card| card["name"] == name).unwrap()["superseded"].clone();
    assert_eq!(superseded("Robotics"), false);
    assert_eq!(superseded("Robotics, first form"), true);
}

#[test]
fn revocation_is_reported_to_learner_and_reviewer() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let award = Award::of("Robotics").with_status(Status::Bitstring);
    let badges = [
        issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics")),
        issuer.issue(Kind::Ob2Signed, &Award::of("Robotics")),
        issuer.issue(Kind::RdfcHttps, &award),
        issuer.issue(Kind::JwtEdDsa, &award),
    ];
    let ids: Vec<String> = badges.iter().map(|badge| add(&learner, badge)).collect();
    learner.run(["collection", "new", "Work"]).exits(0);
    let all: Vec<&str> = ids.iter().map(String::as_str).collect();
    learner.run([&["collection", "add", "Work"], all.as_slice()].concat()).exits(0);
    learner.run(["export", "Work", "-o", "work.badgebundle"]).exits(0);

    badges.iter().for_each(|badge| issuer.revoke(badge));
    let lines = learner.run(["recheck", "--json"]).exits(1).lines();
    assert_eq!(lines.len(), badges.len());
    for line in &lines {
        assert_eq!(line["verdict"], "revoked", "{line:#}");
        assert_eq!(check(line, "status.revocation"), ("failed", Some("REVOKED")));
    }
    let shown = learner.run(["show", "--json", &ids[0]]).exits(1).json();
    let history: Vec<&Value> =
        shown["history"].as_array().unwrap().iter().map(|line| &line["verdict"]).collect();
    assert_eq!(history, ["revoked", "verified"], "newest first");

    let bundle = learner.path("work.badgebundle");
    let reviewer = Backpack::with_access_to(&issuer);
    for line in reviewer.run([Path::new("review"), Path::new("--json"), &bundle]).exits(1).lines() {
        assert_eq!((&line["verdict"], &line["verdict_at_export"]), (&json!("revoked"), &json!("verified")));
        let changed = line["changed"].as_str().unwrap();
        assert!(changed.contains("when this file was made"), "{changed}");
        assert_eq!(line["holder_is_recipient"], "unknown", "no identity was disclosed");
    }
    // Offline, the revocation status is unknown.
    for line in reviewer
        .run([Path::new("review"), Path::new("--json"), Path::new("--offline"), &bundle])
        .exits(1)
        .lines()
    {
        assert_eq!(line["verdict"], "unconfirmed", "{line:#}");
    }
}

#[test]
fn unreachable_host_leaves_badge_unconfirmed_and_fails_link() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    learner.write("badge.json", &badge.text);
    learner.write("badge.png", badge.png());
    // A hosted badge can be verified by its link.
    let line = learner.run(["verify", "--json", &badge.id]).exits(0).json();
    assert_eq!((&line["verdict"], &line["source"]), (&json!("verified"), &json!(badge.id)));

    for offline in
        [["verify", "--json", "--offline", "badge.json"], ["verify", "--offline", "--json", "badge.png"]]
    {
        let line = learner.run(offline).exits(1).json();
        assert_eq!(line["verdict"], "unconfirmed", "{line:#}");
    }
    let line = learner.run(["verify", "--json", "--offline", &badge.id]).exits(5).json();
    assert_eq!(line["error"]["code"], "NET_OFFLINE", "{line:#}");

    issuer.replace_reply("/ob2/assertion/1", Reply::Status(500, Vec::new()));
    let line = learner.run(["verify", "--json", "badge.json"]).exits(1).json();
    assert_eq!(line["verdict"], "unconfirmed");
    let line = learner.run(["verify", "--json", &badge.id]).exits(5).json();
    assert_eq!(line["error"]["code"], "NET_UNAVAILABLE", "{line:#}");

    drop(issuer);
    let line = learner.run(["verify", "--json", "badge.json"]).exits(1).json();
    assert_eq!(line["verdict"], "unconfirmed");
    assert_eq!(check(&line, "hosted.copy"), ("unknown", Some("HOSTED_UNAVAILABLE")));
    let line = learner.run(["verify", "--json", &badge.id]).exits(5).json();
    assert_eq!(line["error"]["code"], "NET_UNAVAILABLE", "{line:#}");
    // An unconfirmed badge can be added.
    let line = learner.run(["import", "--yes", "--json", "badge.json"]).exits(1).json();
    assert_eq!(line["kept"]["outcome"], "added");
}

#[test]
fn removed_badge_can_be_restored() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let id = add(&learner, &issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics")));
    learner.run(["remove", &id]).exits(0);
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), 0);
    assert_eq!(names(&learner.run(["list", "--json", "--removed"]).exits(0).lines()), ["Robotics"]);
    learner.run(["remove", "--undo", &id]).exits(0);
    assert_eq!(names(&learner.run(["list", "--json"]).exits(0).lines()), ["Robotics"]);
    assert_eq!(learner.run(["remove", "ffff"]).exits(2).stdout, "");
}

#[test]
fn doctor_finds_every_badge_without_the_index() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    for name in ["Robotics", "Welding", "Rhetoric"] {
        add(&learner, &issuer.issue(Kind::RdfcDidKey, &Award::of(name)));
    }
    let originals = learner.originals();
    fs::remove_dir_all(learner.data_dir().join("index")).unwrap();
    let result = learner.run(["doctor", "--json"]).exits(0).json();
    assert_eq!((&result["badges"], &result["rebuilt"]), (&json!(3), &json!(true)), "{result:#}");
    assert_eq!(result["damaged"], json!([]));
    let mut listed = learner.run(["list", "--json"]).exits(0).lines();
    listed.sort_by_key(|card| card["name"].to_string());
    assert_eq!(names(&listed), ["Rhetoric", "Robotics", "Welding"]);
    assert!(listed.iter().all(|card| card["verdict"] == "verified"), "rebuilds the reports too");
    assert_eq!(learner.originals(), originals);
}

/// `bad-inputs` N10.
#[test]
fn second_process_on_the_same_backpack_is_refused() {
    let learner = Backpack::new();
    learner.run(["list"]).exits(0);
    let options = OpenOptions {
        data_dir: Some(learner.data_dir()),
        passphrase: Some(Backpack::PASSPHRASE.into()),
        recovery_phrase: None,
    };
    let (state, first) = backpack::Backpack::open(&options, VerifierOptions::default());
    assert!(first.is_some(), "{state:?}");
    for verb in [&["list"][..], &["doctor"], &["import", "--yes", "passphrase"]] {
        let refused = learner.run(verb).exits(4);
        assert!(refused.stderr.contains("already open"), "{verb:?}: {}", refused.stderr);
        assert!(refused.stderr.contains("[STORE_LOCKED_BY_OTHER]"), "{verb:?}: {}", refused.stderr);
    }
    drop(first);
    learner.run(["list"]).exits(0);
}

#[test]
fn baking_and_unbaking_preserves_every_byte() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    learner.write("plain.png", whole_system::picture::png(64, 3));
    learner.write("plain.svg", whole_system::picture::svg(3));
    for kind in Kind::ALL {
        let badge = issuer.issue(*kind, &Award::of("Robotics"));
        learner.write("badge", &badge.text);
        for (plain, baked) in [("plain.png", "baked.png"), ("plain.svg", "baked.svg")] {
            learner.run(["bake", "badge", plain, "-o", baked]).exits(0);
            learner.run(["unbake", baked, "-o", "again"]).exits(0);
            assert_eq!(fs::read(learner.path("again")).unwrap(), badge.text.as_bytes(), "{kind:?} {baked}");
            assert_eq!(learner.run(["unbake", baked]).exits(0).stdout, format!("{}\n", badge.text));
        }
    }
    assert!(!learner.data_dir().exists(), "baking needs no backpack");
}

#[test]
fn reads_a_badge_from_standard_input() {
    let issuer = Issuer::default();
    let learner = Backpack::with_access_to(&issuer);
    let badge = issuer.issue(Kind::JwtEdDsa, &Award::of("Robotics"));
    for input in [badge.text.as_bytes(), &badge.png(), &badge.svg()] {
        let line = learner.run_with_input(["verify", "--json", "--recipient", Award::EMAIL, "-"], input);
        let line = line.exits(0).json();
        assert_eq!((&line["source"], &line["verdict"]), (&json!("-"), &json!("verified")));
        assert_eq!(
            line["recipient"],
            json!({
                "outcome": "passed",
                "identity": Award::EMAIL,
                "message": line["recipient"]["message"],
            })
        );
    }
    assert!(!learner.data_dir().exists(), "verifying needs no backpack");
    let line = learner.run_with_input(["verify", "--json", "-"], b"").exits(3).json();
    assert_eq!(line["error"]["code"], "IMPORT_EMPTY");
}

//! Badges that independent software signed, verified here; and what we signed, verified by independent software.
//!
//! `tests/setup.sh` installs the peers.
#![allow(clippy::unwrap_used)]

use std::{
    io::{Cursor, Read},
    path::Path,
    process::{Command, Output},
};

use backpack::network::{Door, DoorOptions};
use badge_bundle::{Contents, Options, Part, Shared, Signer};
use data_encoding::BASE64;
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use openbadges::{Identity, IdentityKind, Offline, Outcome, Question, Report, Verdict, read, verify};
use serde_json::Value;
use whole_system::{Award, Issuer, Kind, Reply, Server};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// Runs a peer. Peers that are not installed fail the test with the way to install them.
fn run(program: &str, arguments: &[&str]) -> Output {
    let output = Command::new(program).args(arguments).current_dir(FOLDER).output();
    output.unwrap_or_else(|error| panic!("{program}: {error}. The peers are installed by tests/setup.sh"))
}

fn answer(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{error}; the peer said: {}\nThe peers are installed by tests/setup.sh",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

fn question() -> Question {
    let email = Identity { kind: IdentityKind::Email, value: Award::EMAIL.into() };
    Question { identities: vec![email], ..Question::new(Timestamp::now()) }
}

fn faults(report: &Report) -> Vec<String> {
    let faults =
        report.checks.iter().filter(|check| !matches!(check.outcome, Outcome::Passed | Outcome::Absent));
    faults
        .map(|check| format!("{:?}: {:?} {:?} {:?}", check.id, check.outcome, check.code, check.details))
        .collect()
}

/// `@digitalbazaar/vc` with `eddsa-rdfc-2022` and `Ed25519Signature2020`.
#[tokio::test]
async fn credentials_that_javascript_signed_are_verified_and_changed_ones_are_not() {
    let signed = answer(&run("node", &["sign.mjs"]));
    let signed = signed.as_object().unwrap();
    assert_eq!(signed.len(), 4);
    for (name, credential) in signed {
        let text = credential.to_string();
        let report = verify(&read(text.as_bytes()).unwrap(), &Offline, &question()).await;
        assert_eq!(report.verdict, Verdict::Verified, "{name}: {:#?}", faults(&report));

        for (was, is) in
            [("three* stairs", "five* stairs"), ("2025-05-01", "2025-05-02"), ("A Peer", "A Pear")]
        {
            let changed = text.replace(was, is);
            assert_ne!(changed, text, "{name}: {was}");
            let report = verify(&read(changed.as_bytes()).unwrap(), &Offline, &question()).await;
            assert_eq!(report.verdict, Verdict::Invalid, "{name} with {is}: {:#?}", faults(&report));
        }
    }
}

/// joserfc (RS256) and openbadges-bakery.
#[tokio::test]
async fn badges_that_python_signed_and_baked_are_verified_and_changed_ones_are_not() {
    const HOST: &str = "peer.example";
    let server = Server::start();
    let origin = server.url(HOST, "");
    let made = answer(&run(".venv/bin/python", &["sign_ob2.py", &origin, Award::EMAIL]));
    for (path, document) in made["documents"].as_object().unwrap() {
        server.serve(HOST, path, Reply::json(document));
    }
    let door = Door::new(DoorOptions {
        cacert: Some(server.ca_pem().into()),
        resolve: vec![server.resolve(HOST).parse().unwrap()],
        allow_private_network: true,
        ..DoorOptions::default()
    })
    .unwrap();

    let badges = made["badges"].as_object().unwrap();
    assert_eq!(badges.len(), 5);
    for (name, badge) in badges {
        let bytes = BASE64.decode(badge.as_str().unwrap().as_bytes()).unwrap();
        let report = verify(&read(&bytes).unwrap(), &door.visit(), &question()).await;
        assert_eq!(report.verdict, Verdict::Verified, "{name}: {:#?}", faults(&report));
        assert_eq!(report.recipient.outcome, Outcome::Passed, "{name}");
        assert_eq!(report.badge.name.as_deref(), Some("Übung 機械"), "{name}");
    }

    let signed =
        String::from_utf8(BASE64.decode(badges["signed"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let (input, signature) = signed.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let changed = format!("{input}.{other}{}", &signature[1..]);
    let report = verify(&read(changed.as_bytes()).unwrap(), &door.visit(), &question()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "another signature: {:#?}", faults(&report));
    let hosted =
        String::from_utf8(BASE64.decode(badges["hosted"].as_str().unwrap().as_bytes()).unwrap()).unwrap();
    let changed = hosted.replace("2025-05-01", "2025-05-02");
    assert_ne!(changed, hosted);
    let report = verify(&read(changed.as_bytes()).unwrap(), &door.visit(), &question()).await;
    assert_eq!(report.verdict, Verdict::Invalid, "not what is hosted: {:#?}", faults(&report));
}

/// The presentation of a bundle is for any verifier, whether it knows bundles or not.
#[test]
fn javascript_verifies_the_presentation_of_our_bundle_and_no_changed_one() {
    let issuer = Issuer::default();
    let by_peer = answer(&run("node", &["sign.mjs"]));
    let ours = [Kind::RdfcDidKey, Kind::Signature2020, Kind::JwtEdDsa];
    let badges: Vec<Shared> = ours
        .map(|kind| issuer.issue(kind, &Award::of("Robotics")).png())
        .into_iter()
        .chain([by_peer["vc-2.0/eddsa-rdfc-2022/everything"].to_string().into_bytes()])
        .map(Shared::new)
        .collect();
    let contents = Contents {
        title: "For Employer A".into(),
        sections: vec![Part { title: None, badges }],
        ..Contents::default()
    };
    let key = SigningKey::from_bytes(&[42; 32]);
    let now = Timestamp::now();
    let cases = [
        ("for nobody in particular", Options::new(now), vec![]),
        (
            "for one reader",
            Options {
                audience: Some("employer.example".into()),
                challenge: Some("c9a1".into()),
                ..Options::new(now)
            },
            vec!["c9a1", "employer.example"],
        ),
    ];
    for (name, options, expected) in cases {
        let bundle = badge_bundle::build(&contents, &Signer::did_key(&key), &options).unwrap();
        let text = entry(&bundle, "presentation.json");
        let folder = tempfile::tempdir().unwrap();
        let check = |text: &str, expected: &[&str]| {
            let file = folder.path().join("presentation.json");
            std::fs::write(&file, text).unwrap();
            checked(&file, expected)
        };

        let (well, told) = check(&text, &expected);
        assert!(well, "{name}: {told:#}");
        assert_eq!(told["credentials"].as_array().unwrap().len(), 3, "{name}: {told:#}");
        assert_eq!(told["enveloped"], 1, "{name}: the VC-JWT: {told:#}");

        let (well, told) = check(&text.replace("Robotics", "Rhetoric"), &expected);
        assert!(!well, "{name}, changed: {told:#}");
        if !expected.is_empty() {
            let (well, told) = check(&text, &["another challenge", "employer.example"]);
            assert!(!well, "{name}, replayed: {told:#}");
        }
    }
}

fn checked(file: &Path, expected: &[&str]) -> (bool, Value) {
    let arguments: Vec<&str> = ["verify-presentation.mjs", file.to_str().unwrap()]
        .into_iter()
        .chain(expected.iter().copied())
        .collect();
    let output = run("node", &arguments);
    let told = answer(&output);
    assert_eq!(Some(output.status.success()), told["verified"].as_bool(), "{told:#}");
    (output.status.success(), told)
}

fn entry(bundle: &[u8], path: &str) -> String {
    let mut text = String::new();
    zip::ZipArchive::new(Cursor::new(bundle))
        .unwrap()
        .by_name(path)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

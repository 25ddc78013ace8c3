//! The presentation of our bundle in the hands of `@digitalbazaar/vc`.

use std::{
    io::{Cursor, Read},
    path::Path,
};

use badge_bundle::{BundleOptions, Contents, SectionContents, SharedBadge, Signer};
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use serde_json::Value;
use whole_system::{Award, Issuer, Kind};

use super::{answer, digitalbazaar, run};

/// The presentation of a bundle is for any verifier, whether it knows bundles or not.
#[test]
fn javascript_verifies_our_presentation_and_rejects_changes() {
    let issuer = Issuer::default();
    let by_peer = digitalbazaar::signed();
    let ours = [Kind::RdfcDidKey, Kind::Signature2020, Kind::JwtEdDsa];
    let badges: Vec<SharedBadge> = ours
        .map(|kind| issuer.issue(kind, &Award::of("Robotics")).png())
        .into_iter()
        .chain([by_peer["vc-2.0/eddsa-rdfc-2022/everything"].to_string().into_bytes()])
        .map(SharedBadge::new)
        .collect();
    let contents = Contents {
        title: "For Employer A".into(),
        sections: vec![SectionContents { title: None, badges }],
        ..Contents::default()
    };
    let key = SigningKey::from_bytes(&[42; 32]);
    let now = Timestamp::now();
    let cases = [
        ("for nobody in particular", BundleOptions::new(now), vec![]),
        (
            "for one reader",
            BundleOptions {
                audience: Some("employer.example".into()),
                challenge: Some("c9a1".into()),
                ..BundleOptions::new(now)
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
    let output = run("node", &arguments, "");
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

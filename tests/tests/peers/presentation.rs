//! `@digitalbazaar/vc` verifies the presentations in our bundles.

use std::{
    io::{Cursor, Read},
    path::Path,
};

use badge_bundle::{BundleOptions, Contents, SectionContents, SharedBadge, Signer};
use ed25519_dalek::SigningKey;
use jiff::Timestamp;
use serde_json::Value;
use whole_system::{Award, Issuer, Kind};

use super::{digitalbazaar, parse_output, run};

/// A verifier needs no support for bundles to verify the presentation of a bundle.
#[test]
fn javascript_verifies_our_presentation_and_rejects_changes() {
    let issuer = Issuer::default();
    let peer_badges = digitalbazaar::signed();
    let ours = [Kind::RdfcDidKey, Kind::Signature2020, Kind::JwtEdDsa];
    let badges: Vec<SharedBadge> = ours
        .map(|kind| issuer.issue(kind, &Award::of("Robotics")).png())
        .into_iter()
        .chain([peer_badges["vc-2.0/eddsa-rdfc-2022/everything"].to_string().into_bytes()])
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
        ("without audience", BundleOptions::new(now), vec![]),
        (
            "for one audience",
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
            verify_presentation(&file, expected)
        };

        let (verified, output) = check(&text, &expected);
        assert!(verified, "{name}: {output:#}");
        assert_eq!(output["credentials"].as_array().unwrap().len(), 3, "{name}: {output:#}");
        assert_eq!(output["enveloped"], 1, "{name}: the VC-JWT: {output:#}");

        let (verified, output) = check(&text.replace("Robotics", "Rhetoric"), &expected);
        assert!(!verified, "{name}, changed: {output:#}");
        if !expected.is_empty() {
            let (verified, output) = check(&text, &["another challenge", "employer.example"]);
            assert!(!verified, "{name}, replayed: {output:#}");
        }
    }
}

/// Returns whether the peer verified the presentation, and its output.
fn verify_presentation(file: &Path, expected: &[&str]) -> (bool, Value) {
    let arguments: Vec<&str> = ["verify-presentation.mjs", file.to_str().unwrap()]
        .into_iter()
        .chain(expected.iter().copied())
        .collect();
    let output = run("node", &arguments, "");
    let result = parse_output(&output);
    assert_eq!(Some(output.status.success()), result["verified"].as_bool(), "{result:#}");
    (output.status.success(), result)
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

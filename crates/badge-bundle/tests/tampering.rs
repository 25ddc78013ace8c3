//! Bundles that were changed after signing, or signed by an attacker.

use badge_bundle::{BundleCode, read};
use openbadges::Code;
use serde_json::json;

use crate::fixtures::*;

fn two_badges() -> (Learner, Vec<u8>) {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let bundle = alice.bundle(&[issuer.badge_for(&alice, "Gate"), issuer.badge_for(&alice, "Fence")]);
    (alice, bundle)
}

/// Returns the code and the entry of the error when reading `entries`.
fn read_error(entries: &Entries) -> Option<(BundleCode, String)> {
    let error = read(&pack(entries)).err()?;
    Some((error.code, error.details.get("entry").cloned().unwrap_or_default()))
}

/// Rows L05 and L06.
#[test]
fn rejects_entries_that_differ_from_the_manifest() {
    let (alice, bundle) = two_badges();
    let valid = unpack(&bundle);
    assert_eq!(read_error(&valid), None, "a bundle packed by another tool is valid");

    let issuer = Issuer::new();
    let other = unpack(&alice.bundle(&[issuer.badge_for(&alice, "Stolen")]));
    let of = |entries: &Entries, path: &str| entry(&mut entries.clone(), path).1.clone();
    type Change = Box<dyn Fn(&mut Entries)>;
    let cases: Vec<(&str, &str, Change)> = vec![
        ("an entry added", "badges/03/original.json", {
            Box::new(|entries| entries.push(("badges/03/original.json".into(), b"{}".to_vec())))
        }),
        ("an entry added outside of badges", "readme.txt", {
            Box::new(|entries| entries.push(("readme.txt".into(), b"hello".to_vec())))
        }),
        ("an entry removed", "badges/02/original.json", {
            Box::new(|entries| entries.retain(|(path, _)| path != "badges/02/original.json"))
        }),
        ("an entry renamed", "badges/03/original.json", {
            Box::new(|entries| entry(entries, "badges/02/original.json").0 = "badges/03/original.json".into())
        }),
        ("a badge changed", "badges/01/original.json", {
            Box::new(|entries| entry(entries, "badges/01/original.json").1.push(b' '))
        }),
        ("the collection changed", "collection.json", {
            Box::new(|entries| entry(entries, "collection.json").1.push(b'\n'))
        }),
        ("a badge of another bundle of the same holder", "badges/01/original.json", {
            let badge = of(&other, "badges/01/original.json");
            Box::new(move |entries| entry(entries, "badges/01/original.json").1 = badge.clone())
        }),
        ("the manifest of another bundle of the same holder", "badges/01/original.json", {
            let manifest = of(&other, "manifest.json");
            Box::new(move |entries| entry(entries, "manifest.json").1 = manifest.clone())
        }),
        (
            "no manifest",
            "manifest.json",
            Box::new(|entries| entries.retain(|(path, _)| path != "manifest.json")),
        ),
    ];
    for (name, path, change) in cases {
        let mut entries = valid.clone();
        change(&mut entries);
        let (code, entry) = read_error(&entries).unwrap_or_else(|| panic!("{name}: accepted"));
        assert_eq!(code, BundleCode::Manifest, "{name}");
        if name != "the manifest of another bundle of the same holder" {
            assert_eq!(entry, path, "{name}");
        }
    }
}

/// Row L06. Only `mimetype` has a fixed position.
#[test]
fn accepts_another_order_of_entries() {
    let (_, bundle) = two_badges();
    let mut entries = unpack(&bundle);
    entries[1..].reverse();
    assert_eq!(read_error(&entries), None);
    entries.reverse();
    assert_eq!(read_error(&entries).unwrap().0, BundleCode::Unrecognised, "without `mimetype` first");
}

/// Row L05.
#[test]
fn rejects_manifest_not_signed_by_its_holder() {
    let (alice, bundle) = two_badges();
    let mallory = Learner::mallory();
    let manifest = BundleCode::Manifest;
    let purpose = BundleCode::Library(Code::DiPurpose);
    let text = |from: &str, to: &str| {
        let mut entries = unpack(&bundle);
        let manifest = &mut entry(&mut entries, "manifest.json").1;
        let changed = String::from_utf8(manifest.clone()).unwrap().replacen(from, to, 1);
        assert_ne!(changed.as_bytes(), manifest.as_slice(), "{from} occurs");
        *manifest = changed.into_bytes();
        entries
    };
    let signed =
        |change: &dyn Fn(&mut serde_json::Value, &mut openbadges::proof::data_integrity::ProofOptions)| {
            let mut entries = unpack(&bundle);
            mallory.sign_over(&mut entries, |manifest, options| change(manifest, options));
            entries
        };
    let alices_method = openbadges::did::did_key_method(&alice.did);
    let cases = [
        ("the time changed", text("2026-06-01T12", "2026-06-01T13"), manifest),
        ("a proof value changed", text("\"proofValue\": \"z", "\"proofValue\": \"z1"), manifest),
        ("a key twice", text("{", "{\"holder\":\"x\","), manifest),
        ("no proof", text("\"proof\"", "\"roof\""), manifest),
        (
            "Mallory signs in Alice's name",
            signed(&|document, _| document["holder"] = json!(alice.did)),
            manifest,
        ),
        (
            "Mallory signs in Alice's name and names her key",
            signed(&|document, options| {
                document["holder"] = json!(alice.did);
                options.verification_method = alices_method.clone();
            }),
            manifest,
        ),
        (
            "the verification method of somebody else",
            signed(&|_, options| options.verification_method = alices_method.clone()),
            manifest,
        ),
        (
            "a holder that is not a DID",
            signed(&|document, _| document["holder"] = json!("Mallory")),
            manifest,
        ),
        (
            "with the purpose assertionMethod",
            signed(&|_, options| options.purpose = "assertionMethod".into()),
            purpose,
        ),
        ("another kind of document", signed(&|document, _| document["type"] = json!("Something")), manifest),
    ];
    for (name, entries, expected) in cases {
        assert_eq!(read_error(&entries).map(|(code, _)| code), Some(expected), "{name}");
    }
}

/// Row L14.
#[test]
fn rejects_newer_version_and_unknown_required_feature() {
    let (alice, bundle) = two_badges();
    let signed = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut entries = unpack(&bundle);
        alice.sign_over(&mut entries, |manifest, _| change(manifest));
        pack(&entries)
    };
    let newer = signed(&|manifest| manifest["formatVersion"] = json!(2));
    let required = signed(&|manifest| manifest["requiredFeatures"] = json!(["holograms"]));
    let optional = signed(&|manifest| manifest["optionalFeatures"] = json!(["holograms"]));
    assert_eq!(read(&newer).unwrap_err().code, BundleCode::Newer);
    let error = read(&required).unwrap_err();
    assert_eq!((error.code, error.details["feature"].as_str()), (BundleCode::Newer, "holograms"));
    let (_, review) = read_and_review(&optional).unwrap();
    assert_eq!(review.notes.iter().map(|note| note.code).collect::<Vec<_>>(), [BundleCode::FeatureIgnored]);
}

/// Row L01. A signature on the manifest does not make an unsafe name acceptable.
#[test]
fn rejects_unsafe_names_listed_in_a_manifest() {
    let (alice, bundle) = two_badges();
    for name in ["../x", "/etc/x", r"C:\x", "CON"] {
        let mut entries = unpack(&bundle);
        entries.push((name.into(), b"x".to_vec()));
        alice.sign_over(&mut entries, |_, _| {});
        assert_eq!(read_error(&entries).unwrap().0, BundleCode::Path, "{name}");
    }
}

#[test]
fn rejects_signed_bundle_with_contradicting_entries() {
    let (alice, bundle) = two_badges();
    type Change = Box<dyn Fn(&mut Entries)>;
    let set = |path: &'static str, content: &'static str| -> Change {
        Box::new(move |entries| {
            entries.retain(|(name, _)| name != path);
            entries.push((path.into(), content.as_bytes().to_vec()));
        })
    };
    let cases: Vec<(&str, Change)> = vec![
        (
            "a collection that names other badges",
            set("collection.json", r#"{"sections":[{"badges":["07"]}]}"#),
        ),
        ("a collection of another shape", set("collection.json", r#"{"title":[]}"#)),
        ("a collection with a key twice", set("collection.json", r#"{"title":"a","title":"b"}"#)),
        ("two originals of one badge", set("badges/01/original.svg", "<svg/>")),
        (
            "an archived document that is missing",
            set(
                "badges/01/documents/index.json",
                r#"[{"file":"01","url":"https://a.example/","finalUrl":"https://a.example/","mediaType":"","fetchedAt":"2026-01-01T00:00:00Z","sha256":"00"}]"#,
            ),
        ),
    ];
    let listed_twice: Change = Box::new(|entries| {
        let sha256 = openbadges::documents::sha256_hex(b"{}");
        let line = json!({
            "file": "01", "url": "https://a.example/", "finalUrl": "https://a.example/", "mediaType": "",
            "fetchedAt": "2026-01-01T00:00:00Z", "sha256": sha256,
        });
        entries.push(("badges/01/documents/01".into(), b"{}".to_vec()));
        entries.push(("badges/01/documents/index.json".into(), json!([line, line]).to_string().into_bytes()));
    });
    for (name, change) in
        cases.into_iter().chain([("an archived document that is listed twice", listed_twice)])
    {
        let mut entries = unpack(&bundle);
        change(&mut entries);
        alice.sign_over(&mut entries, |_, _| {});
        assert_eq!(
            read_error(&entries).unwrap_or_else(|| panic!("{name}: accepted")).0,
            BundleCode::Manifest,
            "{name}"
        );
    }
}

/// Changes every byte of a small bundle in two ways. The result is rejected or is the same bundle, because
/// some fields of a ZIP file do not affect its entries (times, versions, compression level).
#[test]
fn changed_bytes_never_change_a_bundle() {
    let (issuer, alice) = (Issuer::new(), Learner::alice());
    let bundle = alice.bundle(&[issuer.badge_for(&alice, "Gate")]);
    let valid = read(&bundle).unwrap();
    let mut accepted = 0;
    for at in 0..bundle.len() {
        for mask in [0x01, 0x80] {
            let mut changed = bundle.clone();
            changed[at] ^= mask;
            if let Ok(read) = read(&changed) {
                assert_eq!(read, valid, "byte {at} changed by {mask:#x}");
                accepted += 1;
            }
        }
    }
    let entries = unpack(&bundle).len();
    assert!(
        accepted <= 2 * entries * 30,
        "{accepted} changes were accepted, more than ZIP fields without effect"
    );
}

/// Row L13.
#[test]
fn rejects_truncated_bundles() {
    let (_, bundle) = two_badges();
    for end in (0..bundle.len()).step_by(97) {
        assert!(read(&bundle[..end]).is_err(), "the first {end} bytes");
    }
}

//! Recognising formats: rows A and D of the catalogue of bad inputs as far as they concern reading, and JWS
//! texts.

use crate::support::conformance;
use std::{fs, sync::LazyLock};

use data_encoding::BASE64URL_NOPAD;
use openbadges::{Code, Container, Format, formats, read, read_all};
use proptest::prelude::*;
use serde_json::{Value, json};

fn credential() -> Value {
    json!({
        "@context": [formats::ob3::CREDENTIALS_V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://example.org/issuer", "type": "Profile", "name": "Example"},
        "validFrom": "2024-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:key:zB",
            "type": "AchievementSubject",
            "achievement": {
                "id": "https://example.org/robots", "type": "Achievement", "name": "Robots",
                "description": "Builds robots", "criteria": {"narrative": "Build one"},
            },
        },
    })
}

fn assertion() -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://example.org/a",
        "type": "Assertion",
        "recipient": {"type": "email", "identity": "sha256$00", "hashed": true, "salt": "s"},
        "badge": {
            "id": "https://example.org/robots", "type": "BadgeClass", "name": "Robots", "description": "Builds robots",
            "image": "https://example.org/i.png", "criteria": "https://example.org/criteria",
            "issuer": {
                "id": "https://example.org/issuer", "type": "Issuer", "name": "Example", "url": "https://example.org",
                "email": "a@example.org",
            },
        },
        "verification": {"type": "hosted"},
        "issuedOn": "2024-01-01T00:00:00Z",
    })
}

fn jws(header: &Value, payload: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    format!("{}.{}.c2ln", part(header), part(payload))
}

/// A01, A03, C06, D09 and other files that people try to import. Each row has the code and a word of the
/// description.
#[test]
fn describes_files_that_are_not_badges() {
    let rows: Vec<(&str, Vec<u8>, Code, &str)> = vec![
        ("A01 empty file", vec![], Code::ImportEmpty, "0 bytes"),
        ("A02 too large", vec![b' '; (10 << 20) + 1], Code::ImportTooLarge, "10485761"),
        ("white space", b" \n\t".into(), Code::ImportUnrecognised, "white space"),
        ("a PDF", b"%PDF-1.7".into(), Code::PdfMalformed, "PDF"),
        ("a ZIP", b"PK\x03\x04....".into(), Code::ImportUnrecognised, "ZIP"),
        ("a JPEG", b"\xff\xd8\xff\xe0".into(), Code::ImportUnrecognised, "JPEG"),
        ("a GIF", b"GIF89a".into(), Code::ImportUnrecognised, "GIF"),
        ("a WebP", b"RIFF\0\0\0\0WEBPVP8 ".into(), Code::ImportUnrecognised, "WebP"),
        ("C06 compressed SVG", b"\x1f\x8b\x08".into(), Code::ImportUnrecognised, "gzip"),
        ("a page", b"<!DOCTYPE html><html></html>".into(), Code::ImportUnrecognised, "HTML"),
        ("a page without a type", b" <HTML lang=en><svg/></HTML>".into(), Code::ImportUnrecognised, "HTML"),
        ("other XML", b"<?xml version='1.0'?><rss/>".into(), Code::ImportUnrecognised, "rss"),
        (
            "N-Quads",
            b"<did:example:a> <https://b> <https://c> .".into(),
            Code::ImportUnrecognised,
            "plain text",
        ),
        (
            "a DID document",
            br#"{"id":"did:x:y","verificationMethod":[]}"#.into(),
            Code::JsonNotABadge,
            "a DID document",
        ),
        (
            "a proof",
            br#"{"verificationMethod":"x","proofPurpose":"y"}"#.into(),
            Code::JsonNotABadge,
            "a proof",
        ),
        ("a mail", b"Return-Path: <a@example.org>\r\nSubject: x".into(), Code::ImportUnrecognised, "e-mail"),
        ("a text", b"Hello there".into(), Code::ImportUnrecognised, "plain text"),
        ("an address", b"https://example.org/badge".into(), Code::ImportUnrecognised, "address"),
        ("a DID", b"did:key:z6Mk".into(), Code::ImportUnrecognised, "DID"),
        ("noise", b"\x80\x81\x82".into(), Code::ImportUnrecognised, "3 bytes"),
        ("UTF-16", b"\xff\xfe{\0}\0".into(), Code::TextEncoding, "UTF-16"),
        ("broken UTF-8", b"{\"a\":\"\xc3\x28\"}".into(), Code::TextEncoding, "UTF-8"),
        ("D09 a text", br#""did:key:z6Mk""#.into(), Code::JsonNotABadge, "a text"),
        ("D09 null", b"null".into(), Code::JsonNotABadge, "null"),
        ("D09 a number", b"42".into(), Code::JsonNotABadge, "a number"),
        ("D09 an empty list", b"[]".into(), Code::JsonNotABadge, "a list of 0"),
        ("an object", br#"{"gpa":4,"school":"X"}"#.into(), Code::JsonNotABadge, "gpa, school"),
        ("broken JSON", b"{\"a\":}".into(), Code::JsonSyntax, "'}'"),
        ("truncated", b"{\"a\":".into(), Code::JsonSyntax, "the end of the text"),
        ("D04", br#"{"issuer":"a","issuer":"b"}"#.into(), Code::JsonDupKey, "issuer"),
    ];
    for (row, bytes, code, found) in rows {
        let error = read(&bytes).unwrap_err();
        assert_eq!(error.code, code, "{row}: {error}");
        assert!(error.found.contains(found), "{row}: {}", error.found);
        assert_eq!(read_all(&bytes).len(), 1, "{row}");
    }
}

/// JSON that belongs to a badge, but is not a badge, is described by its type.
#[test]
fn describes_related_documents() {
    for (kind, words) in [
        ("BadgeClass", "a badge class"),
        ("Profile", "an issuer profile"),
        ("RevocationList", "a revocation list"),
        ("BitstringStatusListCredential", "a status list"),
        ("JsonSchemaCredential", "a schema"),
    ] {
        let mut document = credential();
        document["type"] = json!([kind]);
        document["credentialSubject"] = json!({"id": "did:key:zB"});
        let error = read(document.to_string().as_bytes()).unwrap_err();
        assert_eq!(error.code, Code::JsonNotABadge);
        assert!(error.found.starts_with(words), "{kind}: {}", error.found);
    }
}

/// Credentials that are not Open Badges but are stored and verified like them.
#[test]
fn reads_records_endorsements_and_other_credentials() {
    for (kind, formats) in [
        ("ClrCredential", [Format::ClrDataIntegrity, Format::ClrJwt]),
        ("EndorsementCredential", [Format::EndorsementDataIntegrity, Format::EndorsementJwt]),
        ("DegreeCredential", [Format::VcDataIntegrity, Format::VcJwt]),
    ] {
        let mut document = credential();
        document["type"] = json!(["VerifiableCredential", kind]);
        document["credentialSubject"] = json!({"id": "did:key:zB"});
        for (text, format) in
            [document.to_string(), jws(&json!({"alg": "EdDSA"}), &document)].iter().zip(formats)
        {
            let found = read(text.as_bytes()).unwrap_or_else(|error| panic!("{kind}: {error}"));
            assert_eq!(found.format, format, "{kind}");
            let noted = found.notes.iter().any(|note| note.code == Code::CredentialNotABadge);
            assert_eq!(noted, kind == "DegreeCredential", "{kind}");
        }
    }
}

/// A03: the same content is the same badge under any file name. The original is kept byte for byte.
#[test]
fn recognises_formats_by_content() {
    let mut v1 = credential();
    v1["@context"][0] = json!(formats::ob3::CREDENTIALS_V1);
    v1["issuanceDate"] = v1["validFrom"].take();
    let ob10 = json!({"uid": "1", "recipient": {"type": "email", "identity": "a@example.org"},
        "badge": "https://example.org/b", "verify": {"type": "hosted", "url": "https://example.org/a"},
        "issuedOn": 1380833967});
    let mut ob11 = ob10.clone();
    ob11["@context"] = json!("https://w3id.org/openbadges/v1");
    ob11["type"] = json!("Assertion");
    let mut ob1_signed = ob10.clone();
    ob1_signed["verify"] = json!({"type": "signed", "url": "https://example.org/key.pem"});
    let ob05 = json!({"recipient": "a@example.org", "badge": {"version": "0.5.0", "name": "Old", "description": "x",
        "image": "/i.png", "criteria": "/c", "issuer": {"origin": "https://example.org", "name": "Example"}}});
    let mut moodle = assertion();
    moodle["verify"] = json!({"type": "hosted", "url": "https://example.org/a"});
    moodle.as_object_mut().unwrap().remove("verification");
    let header = json!({"alg": "RS256"});
    let rows: Vec<(&str, String, Format)> = vec![
        ("OB 3.0, VC 2.0", credential().to_string(), Format::Ob3DataIntegrity),
        ("OB 3.0, VC 1.1", v1.to_string(), Format::Ob3DataIntegrity),
        ("OB 2.0", assertion().to_string(), Format::Ob2Hosted),
        ("OB 2.0 with the OB 1.x member `verify`", moodle.to_string(), Format::Ob2Hosted),
        ("OB 1.1", ob11.to_string(), Format::Ob1Hosted),
        ("OB 1.0", ob10.to_string(), Format::Ob1Hosted),
        ("OB 0.5", ob05.to_string(), Format::Ob05Hosted),
        ("VC-JWT, VC 2.0", jws(&header, &credential()), Format::Ob3Jwt),
        ("VC-JWT, VC 1.1", jws(&header, &json!({"iss": "x", "vc": v1})), Format::Ob3Jwt),
        ("OB 2.0, signed", jws(&header, &assertion()), Format::Ob2Signed),
        ("OB 1.0, signed", jws(&header, &ob1_signed), Format::Ob1Signed),
        (
            "an algorithm that verification rejects",
            jws(&json!({"alg": "none"}), &credential()),
            Format::Ob3Jwt,
        ),
    ];
    for (row, text, format) in rows {
        for wrapped in [text.clone(), format!("\n  {text}\r\n"), format!("\u{feff}{text}")] {
            let found = read(wrapped.as_bytes()).unwrap_or_else(|error| panic!("{row}: {error}"));
            assert_eq!((found.format, found.container), (format, Container::Bare), "{row}");
            assert_eq!(found.original, wrapped.as_bytes(), "{row}");
            assert_eq!(found.credential.text(), text, "{row}");
            let bom = wrapped.starts_with('\u{feff}');
            assert_eq!(found.notes.iter().any(|note| note.code == Code::TextBom), bom, "{row}");
            assert!(formats::faults(&found).is_empty(), "{row}: {:?}", formats::faults(&found));
        }
    }
}

/// E01, E13, E19, E20 as far as they concern reading. Other tests cover the checks of `verify`.
#[test]
fn rejects_malformed_jws() {
    let valid = jws(&json!({"alg": "RS256"}), &credential());
    let [header, payload, signature] = valid.split('.').collect::<Vec<_>>()[..] else { panic!() };
    let encoded = |text: &str| BASE64URL_NOPAD.encode(text.as_bytes());
    let none = encoded(r#"{"alg":"none"}"#);
    let deep = encoded(&format!("{{\"a\":{}{}}}", "[".repeat(200), "]".repeat(200)));
    let long = encoded(&format!("{{\"a\":\"{}\"}}", "a".repeat(1 << 20)));
    let rows: Vec<(&str, String, Code)> = vec![
        ("two parts", format!("{header}.{payload}"), Code::JwtFormat),
        ("four parts", format!("{valid}.x"), Code::JwtFormat),
        ("two parts without an algorithm", format!("{none}.{payload}"), Code::JwtAlgForbidden),
        ("padding", format!("{header}.{payload}.c2lnbg=="), Code::JwtFormat),
        ("the other alphabet", format!("{header}.{payload}.c+/n"), Code::JwtFormat),
        ("a line break inside", format!("{header}.\n{payload}.{signature}"), Code::JwtFormat),
        ("stray bits", format!("{header}.{payload}.c2lnbh"), Code::JwtFormat),
        ("payload is not JSON", format!("{header}.{}.{signature}", encoded("hello")), Code::JwtFormat),
        (
            "a payload with duplicate keys",
            format!("{header}.{}.{signature}", encoded(r#"{"a":1,"a":2}"#)),
            Code::JsonDupKey,
        ),
        (
            "payload is not a badge",
            format!("{header}.{}.{signature}", encoded(r#"{"sub":"x"}"#)),
            Code::JsonNotABadge,
        ),
        ("a header 200 deep", format!("{deep}.{payload}.{signature}"), Code::JwtFormat),
        ("a header of 1 MB", format!("{long}.{payload}.{signature}"), Code::JwtFormat),
    ];
    for (row, text, code) in rows {
        let error = read(text.as_bytes()).unwrap_err();
        assert_eq!(error.code, code, "{row}: {error}");
    }
}

/// D09: each member of a list is read with its own text.
#[test]
fn reads_each_member_of_a_list() {
    let list = format!("[ {} ,\n{}, 7, {}]", credential(), assertion(), credential());
    let read_all = read_all(list.as_bytes());
    let formats: Vec<Result<Format, Code>> = read_all
        .iter()
        .map(|result| result.as_ref().map(|found| found.format).map_err(|error| error.code))
        .collect();
    assert_eq!(
        formats,
        [
            Ok(Format::Ob3DataIntegrity),
            Ok(Format::Ob2Hosted),
            Err(Code::JsonNotABadge),
            Ok(Format::Ob3DataIntegrity)
        ]
    );
    assert_eq!(read_all[1].as_ref().unwrap().original, assertion().to_string().as_bytes());
    assert_eq!(read(list.as_bytes()).unwrap_err().code, Code::JsonNotABadge);
    assert_eq!(openbadges::read_all(b"[1,2")[0].as_ref().unwrap_err().code, Code::JsonSyntax);
}

/// D11: bidirectional control characters are noted.
#[test]
fn notes_bidirectional_control_characters() {
    for control in
        "\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{61c}"
            .chars()
    {
        let mut document = credential();
        document["credentialSubject"]["achievement"]["name"] = json!(format!("Certified{control}tnuocca"));
        let found = read(document.to_string().as_bytes()).unwrap();
        assert_eq!(found.notes[0].code, Code::TextBidi, "{control:?}");
        assert_eq!(found.notes[0].details["field"], "name");
    }
    let found = read(credential().to_string().as_bytes()).unwrap();
    assert!(found.notes.is_empty());
}

/// OB 3.0 "Compacted document form" and OB 2.0: a single value and a list of one are equivalent.
#[test]
fn single_value_equals_list_of_one() {
    for (single, pointers) in [
        (credential(), &["/type", "/issuer", "/credentialSubject", "/credentialSubject/achievement"][..]),
        (assertion(), &["/type", "/badge", "/badge/issuer", "/recipient", "/badge/criteria"]),
    ] {
        for pointer in pointers {
            let mut listed = single.clone();
            let value = listed.pointer_mut(pointer).unwrap();
            if !value.is_array() {
                *value = json!([value]);
            }
            let found = read(listed.to_string().as_bytes()).unwrap();
            assert_eq!(found.badge, read(single.to_string().as_bytes()).unwrap().badge, "{pointer}");
        }
    }
}

/// FIELD_MISSING and FIELD_TYPE, for every member of the valid badges.
#[test]
fn reports_missing_members_and_wrong_types() {
    let optional = ["/credentialSubject/id", "/issuer/name", "/recipient/salt"];
    for valid in [credential(), assertion()] {
        let mut pointers = Vec::new();
        members(&valid, String::new(), &mut pointers);
        for pointer in pointers.iter().filter(|pointer| !optional.contains(&pointer.as_str())) {
            let (owner, key) = pointer.rsplit_once('/').unwrap();
            let mut without = valid.clone();
            without.pointer_mut(owner).unwrap().as_object_mut().unwrap().remove(key);
            let mut wrong = valid.clone();
            *wrong.pointer_mut(pointer).unwrap() = json!(7);
            for (document, code) in [(without, Code::FieldMissing), (wrong, Code::FieldType)] {
                let faults = match formats::recognise(&valid) {
                    formats::Kind::Ob3 => formats::ob3::faults(&document),
                    _ => formats::ob2::assertion_faults(&document),
                };
                // Where one of several members is required, the fault is reported at their parent.
                let at = faults.iter().find(|fault| fault.pointer == *pointer || fault.pointer == owner);
                assert_eq!(at.map(|fault| fault.code), Some(code), "{pointer} of {document}: {faults:?}");
            }
        }
    }
}

fn members(value: &Value, at: String, pointers: &mut Vec<String>) {
    for (key, member) in value.as_object().into_iter().flatten() {
        let pointer = format!("{at}/{key}");
        members(member, pointer.clone(), pointers);
        pointers.push(pointer);
    }
}

/// Mapping succeeds for any members.
#[test]
fn maps_badges_with_faults() {
    for odd in [json!(null), json!(7), json!([]), json!({}), json!([[]]), json!([null, "x"]), json!("x")] {
        for key in ["issuer", "credentialSubject", "evidence", "validFrom", "id", "name", "image"] {
            let mut document = credential();
            document[key] = odd.clone();
            let found = read(document.to_string().as_bytes()).unwrap();
            assert_eq!(found.document(), Some(&document), "{key}: {odd}");
        }
        for key in ["recipient", "badge", "verification", "issuedOn", "evidence", "id"] {
            let mut document = assertion();
            document[key] = odd.clone();
            assert!(read(document.to_string().as_bytes()).is_ok(), "{key}: {odd}");
        }
    }
}

#[test]
fn maps_all_fields_of_an_assertion() {
    let mut document = assertion();
    document["evidence"] =
        json!(["https://example.org/work", {"narrative": "Built one", "genre": "Robot"}, {}]);
    document["badge"]["alignment"] =
        json!({"targetName": "Robotics", "targetUrl": "https://example.org/r", "targetFramework": "F"});
    document["badge"]["criteria"] = json!({"id": "https://example.org/criteria", "narrative": "Build one"});
    document["badge"]["tags"] = json!("robots");
    document["image"] = json!({"id": "https://example.org/baked.png"});
    document["expires"] = json!("2034-01-01T00:00:00+01:00");
    let badge = read(document.to_string().as_bytes()).unwrap().badge;
    assert_eq!(badge.name.as_deref(), Some("Robots"));
    assert_eq!(badge.issuer.email.as_deref(), Some("a@example.org"));
    assert_eq!(badge.evidence.len(), 2);
    assert_eq!(badge.evidence[1].genre.as_deref(), Some("Robot"));
    assert_eq!(badge.achievement.alignments[0].framework.as_deref(), Some("F"));
    assert_eq!(badge.achievement.criteria_narrative.as_deref(), Some("Build one"));
    assert_eq!(badge.achievement.tags, ["robots"]);
    assert_eq!(badge.image.as_deref(), Some("https://example.org/baked.png"));
    assert_eq!(badge.valid_until.map(|time| time.to_string()).as_deref(), Some("2033-12-31T23:00:00Z"));
    assert_eq!(badge.issued_on, badge.valid_from);
    let [recipient] = &badge.recipients[..] else { panic!("{:?}", badge.recipients) };
    assert_eq!(
        (recipient.kind.as_str(), recipient.hashed, recipient.salt.as_deref()),
        ("email", true, Some("s"))
    );
}

/// Returns every vector that is or contains a badge, for the property below.
static VECTORS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut vectors =
        vec![credential().to_string().into_bytes(), jws(&json!({"alg": "RS256"}), &assertion()).into_bytes()];
    for (folder, files) in [
        (
            "1edtech-public-validator",
            &[
                "ob30/complete.json",
                "ob30/simple-json.png",
                "ob30/simple-json.svg",
                "ob30/simple-jwt_v1.svg",
                "ob20/simple.jwt",
            ][..],
        ),
        ("mozilla-openbadges-bakery", &["baked.svg"]),
        ("concentricsky-openbadges-bakery", &["baked_heart.png", "baked_example.svg"]),
    ] {
        let Some(folder) = conformance::folder(folder) else { continue };
        vectors.extend(files.iter().map(|file| fs::read(folder.join(file)).unwrap()));
    }
    vectors
});

proptest! {
    /// Reading a damaged badge returns a result and does not change the bytes.
    #[test]
    fn reading_never_panics(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 0..8),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = which.get(&VECTORS).clone();
        for (at, byte, edit) in edits {
            let at = at.index(bytes.len());
            match edit {
                0 => bytes[at] ^= 1 << (byte % 8),
                1 => bytes[at] = byte,
                2 => bytes.insert(at, byte),
                _ if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => {}
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        for found in read_all(&bytes).into_iter().flatten() {
            prop_assert!(bytes.windows(found.original.len()).any(|window| window == found.original));
            formats::faults(&found);
            if let Some(document) = found.document() {
                prop_assert!(!openbadges::assessment::facts(document, &found.badge).is_empty());
            }
        }
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), start in prop::sample::select(vec![
        &b""[..], b"\x89PNG\r\n\x1a\n", b"<svg ", b"<!DOCTYPE svg [", b"{\"", b"[", b"eyJ", b"<?xml ", b"\xef\xbb\xbf",
    ])) {
        let bytes = [start, &bytes].concat();
        prop_assert!(!read_all(&bytes).is_empty());
    }
}

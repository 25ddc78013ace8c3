//! Optional parts of a badge and their required members. The tests remove each member in turn.

use crate::support::credential::{credential, with};
use openbadges::{
    Code,
    formats::{clr, endorsement, ob2, ob3},
};
use serde_json::{Value, json};

/// Open Badges 3.0: ResultDescription, RubricCriterionLevel, IdentifierEntry, Related, Image, Address,
/// GeoCoordinates.
fn ob3_badge() -> Value {
    let description = json!([{
        "id": "urn:uuid:a70ddc6a-4c4a-4bd8-8277-cb97c79f40c5",
        "type": ["ResultDescription"],
        "name": "Project",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [{
            "id": "urn:uuid:d05a0867-d0ad-4b03-bdb5-28fb5d2aab7a",
            "type": ["RubricCriterionLevel"],
            "name": "Mastery",
        }],
    }]);
    let identifier =
        json!([{"type": "IdentifierEntry", "identifier": "12345", "identifierType": "sourcedId"}]);
    let related = json!([{"id": "https://bikes.example/achievements/2", "type": ["Related"]}]);
    let achievement = "/credentialSubject/achievement";
    let mut badge = with(credential(), &format!("{achievement}/resultDescription"), description);
    badge = with(badge, &format!("{achievement}/related"), related);
    badge = with(badge, "/issuer/otherIdentifier", identifier);
    badge = with(badge, "/credentialSubject/source", profile());
    badge = with(badge, &format!("{achievement}/creator"), profile());
    badge = with(badge, &format!("{achievement}/creator/parentOrg"), profile());
    IMAGES.iter().fold(badge, |badge, owner| with(badge, &format!("{owner}/image"), picture()))
}

/// The places of images in [`ob3_badge`], apart from its profiles.
const IMAGES: [&str; 3] = ["", "/credentialSubject", "/credentialSubject/achievement"];

fn picture() -> Value {
    json!({"id": "https://bikes.example/picture.png", "type": "Image", "caption": "A bicycle"})
}

/// Returns a profile with an image and an address.
fn profile() -> Value {
    json!({
        "id": "https://bikes.example/workshop",
        "type": ["Profile"],
        "image": picture(),
        "address": {
            "type": ["Address"],
            "addressCountry": "Norway",
            "addressCountryCode": "NO",
            "addressRegion": "Vestland",
            "addressLocality": "Bergen",
            "streetAddress": "Bryggen 1",
            "postOfficeBoxNumber": "12",
            "postalCode": "5003",
            "geo": {"type": "GeoCoordinates", "latitude": 60.397, "longitude": 5},
        },
    })
}

/// The places of [`profile`] in [`ob3_badge`].
const PROFILES: [&str; 3] = [
    "/credentialSubject/source",
    "/credentialSubject/achievement/creator",
    "/credentialSubject/achievement/creator/parentOrg",
];

#[test]
fn reports_missing_members_of_ob3_parts() {
    let valid = ob3_badge();
    assert_eq!(ob3::faults(&valid), []);
    let description = "/credentialSubject/achievement/resultDescription/0";
    let level = format!("{description}/rubricCriterionLevel/0");
    let related = "/credentialSubject/achievement/related/0".to_owned();
    let identifier = "/issuer/otherIdentifier/0".to_owned();
    let rows = [
        (description.to_owned(), ["id", "type", "name", "resultType"].as_slice()),
        (level, &["id", "type", "name"]),
        (related, &["id", "type"]),
        (identifier, &["type", "identifier", "identifierType"]),
    ];
    let in_profiles = PROFILES.iter().flat_map(|profile| {
        [
            (format!("{profile}/image"), ["id", "type"].as_slice()),
            (format!("{profile}/address"), &["type"]),
            (format!("{profile}/address/geo"), &["type", "latitude", "longitude"]),
        ]
    });
    let pictures = IMAGES.iter().map(|owner| (format!("{owner}/image"), ["id", "type"].as_slice()));
    for (owner, members) in rows.into_iter().chain(in_profiles).chain(pictures) {
        for member in members {
            let mut badge = valid.clone();
            badge.pointer_mut(&owner).unwrap().as_object_mut().unwrap().remove(*member).unwrap();
            let faults: Vec<_> =
                ob3::faults(&badge).into_iter().map(|fault| (fault.code, fault.pointer)).collect();
            assert_eq!(faults, [(Code::FieldMissing, format!("{owner}/{member}"))]);
        }
    }
}

/// A value of the wrong class is a fault like a missing value.
#[test]
fn checks_the_classes_of_ob3_images_and_addresses() {
    let valid = ob3_badge();
    let in_picture = [
        ("", json!("https://bikes.example/picture.png")),
        ("/id", json!("picture")),
        ("/type", json!("Picture")),
        ("/caption", json!(["A", "bicycle"])),
    ];
    let in_address = [
        ("", json!("Bryggen 1, 5003 Bergen")),
        ("/type", json!(["PostalAddress"])),
        ("/addressCountry", json!({"name": "Norway"})),
        ("/addressCountryCode", json!(47)),
        ("/addressRegion", json!(46)),
        ("/addressLocality", json!(["Bergen"])),
        ("/streetAddress", json!(1)),
        ("/postOfficeBoxNumber", json!(12)),
        ("/postalCode", json!(5003)),
        ("/geo", json!("60.397, 5")),
        ("/geo/type", json!("Point")),
        ("/geo/latitude", json!("60.397")),
        ("/geo/longitude", json!([5])),
    ];
    let pictures =
        IMAGES.iter().chain(&PROFILES).map(|owner| (format!("{owner}/image"), in_picture.as_slice()));
    let addresses = PROFILES.iter().map(|owner| (format!("{owner}/address"), in_address.as_slice()));
    for (owner, members) in pictures.chain(addresses) {
        for (member, value) in members {
            let pointer = format!("{owner}{member}");
            let faults: Vec<_> = ob3::faults(&with(valid.clone(), &pointer, value.clone()))
                .into_iter()
                .map(|fault| (fault.code, fault.pointer))
                .collect();
            assert_eq!(faults, [(Code::FieldType, pointer)], "{value}");
        }
    }
}

/// Learner records and endorsements have the same classes.
#[test]
fn checks_images_and_addresses_in_every_ob3_credential() {
    let nameless = json!({"id": "https://bikes.example/picture.png"});
    let with_picture = |pointer: &str| with(ob3_badge(), pointer, nameless.clone());
    let lists = |mut record: Value| {
        let achievement = record["credentialSubject"]["achievement"].take();
        record["credentialSubject"]["achievement"] = json!([achievement]);
        record
    };
    let at = |faults: Vec<openbadges::formats::Fault>, pointer: &str| {
        faults.iter().any(|fault| (fault.code, fault.pointer.as_str()) == (Code::FieldMissing, pointer))
    };
    for (pointer, there) in [
        ("/image", "/image/type"),
        ("/issuer/image", "/issuer/image/type"),
        ("/credentialSubject/achievement/image", "/credentialSubject/achievement/0/image/type"),
        (
            "/credentialSubject/achievement/creator/image",
            "/credentialSubject/achievement/0/creator/image/type",
        ),
    ] {
        assert!(at(clr::faults(&lists(with_picture(pointer))), there), "{there}");
        assert!(!at(clr::faults(&lists(ob3_badge())), there), "{there}");
    }
    assert!(at(endorsement::faults(&with_picture("/issuer/image")), "/issuer/image/type"));
    assert!(!at(endorsement::faults(&ob3_badge()), "/issuer/image/type"));
}

/// Open Badges 2.0, Criteria: an address, or an object with an id, a narrative, or both.
#[test]
fn reports_empty_ob2_criteria() {
    for (criteria, valid) in [
        (json!("https://bikes.example/criteria"), true),
        (json!({"id": "https://bikes.example/criteria"}), true),
        (json!({"narrative": "Repaired five bicycles."}), true),
        (json!({"type": "Criteria"}), false),
        (json!({}), false),
    ] {
        let class = json!({
            "id": "https://bikes.example/class",
            "type": "BadgeClass",
            "name": "Bicycle repair",
            "description": "Repairs a bicycle.",
            "image": "https://bikes.example/class.png",
            "criteria": criteria,
            "issuer": "https://bikes.example/issuer",
        });
        let faults = ob2::badge_class_faults(&class);
        let pointers: Vec<_> = faults.iter().map(|fault| (fault.code, fault.pointer.as_str())).collect();
        let expected = if valid { vec![] } else { vec![(Code::FieldMissing, "/criteria")] };
        assert_eq!(pointers, expected, "{criteria}");
    }
}

//! Valid and invalid field values of the tests of older validators, compared with this library's rules.
//!
//! A table gives the reason and the section of the specification for each difference.

use crate::support::conformance;
use std::collections::BTreeMap;

use openbadges::formats::{ob1, ob2, ob05, time};
use serde_json::{Value, json};

/// A field of a document, and the lists of values for it.
struct Field {
    version: &'static str,
    pointer: &'static str,
    lists: &'static [&'static str],
}

const fn field(version: &'static str, pointer: &'static str, lists: &'static [&'static str]) -> Field {
    Field { version, pointer, lists }
}

/// Returns a valid document of a version, with its badge class and issuer embedded.
fn document(version: &str) -> Value {
    match version {
        "0.5" => json!({
            "recipient": "a@example.org", "salt": "x", "evidence": "/e", "issued_on": "2012-01-01", "expires": "2032-01-01",
            "badge": {"version": "0.5.0", "name": "x", "description": "x", "image": "/i", "criteria": "/c",
                "issuer": {"origin": "https://example.org", "name": "x", "org": "x", "contact": "a@example.org"}},
        }),
        "1.0" => json!({
            "uid": "1", "recipient": {"type": "email", "hashed": true, "salt": "x", "identity": "a@example.org"},
            "verify": {"type": "hosted", "url": "https://example.org/1"}, "issuedOn": "2013-01-01", "expires": "2033-01-01",
            "image": "https://example.org/i", "evidence": "https://example.org/e",
            "badge": {"name": "x", "description": "x", "image": "https://example.org/i", "criteria": "https://example.org/c",
                "alignment": [], "tags": [],
                "issuer": {"name": "x", "url": "https://example.org", "description": "x", "image": "https://example.org/i",
                    "email": "a@example.org", "revocationList": "https://example.org/r"}},
        }),
        _ => json!({
            "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": "https://example.org/1",
            "recipient": {"type": "email", "hashed": false, "identity": "a@example.org"},
            "verification": {"type": "hosted"}, "issuedOn": "2017-01-01T00:00:00Z",
            "badge": {"type": "BadgeClass", "id": "https://example.org/b", "name": "x", "description": "x",
                "image": "https://example.org/i", "criteria": "https://example.org/c",
                "alignment": [{"targetName": "x", "targetUrl": "https://example.org/t"}],
                "issuer": {"type": "Issuer", "id": "https://example.org/o", "name": "x", "url": "https://example.org",
                    "email": "a@example.org", "telephone": "+1"}},
        }),
    }
}

/// Returns whether the field accepts `value`.
fn accepts(field: &Field, value: &Value) -> bool {
    let mut document = document(field.version);
    let place =
        document.pointer_mut(field.pointer).unwrap_or_else(|| panic!("{} does not exist", field.pointer));
    *place = value.clone();
    let faults = match field.version {
        "0.5" => ob05::faults(&document),
        "1.0" => ob1::assertion_faults(
            &document,
            value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("signed")),
        ),
        _ => ob2::assertion_faults(&document),
    };
    let is_time = ["issued_on", "issuedOn", "expires"].iter().any(|name| field.pointer.ends_with(name));
    let time_is_valid = !is_time || time::ob1_time(value).is_ok();
    time_is_valid && !faults.iter().any(|fault| fault.pointer.starts_with(field.pointer))
}

/// Compares every value of every list with the rule of its field.
fn compare(
    folder: &str,
    fields: &[Field],
    lists: &BTreeMap<String, (Vec<Value>, Vec<Value>)>,
    differ: &[(&str, &str)],
) {
    let (mut of, mut differing, mut wrong) = (0, Vec::new(), Vec::new());
    for field in fields {
        for list in field.lists {
            let (good, bad) = &lists[*list];
            let values = good.iter().map(|value| (value, true)).chain(bad.iter().map(|value| (value, false)));
            for (value, expected) in values {
                of += 1;
                let key = format!("{} {value}", field.pointer);
                match (
                    accepts(field, value) == expected,
                    differ.iter().find(|(place, _)| key.starts_with(place)),
                ) {
                    (true, _) => {}
                    (false, Some((place, _))) => differing.push(*place),
                    (false, None) => {
                        wrong.push(format!("{} {key} of {list} is expected to be {expected}", field.version))
                    }
                }
            }
        }
    }
    conformance::count(&format!("{folder} (values)"), of - differing.len() - wrong.len(), of);
    for (place, reason) in differ {
        println!("  {place}: {reason}");
        assert!(differing.contains(place), "{place}: the values agree, delete the reason");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn strings(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

const MOZILLA: &[Field] = &[
    field("0.5", "/recipient", &["EMAILS", "HASHES"]),
    field("0.5", "/salt", &["STRINGS"]),
    field("0.5", "/evidence", &["URLS"]),
    field("0.5", "/issued_on", &["TIMES", "ISO8601"]),
    field("0.5", "/expires", &["TIMES", "ISO8601"]),
    field("0.5", "/badge/version", &["VERSIONS"]),
    field("0.5", "/badge/name", &["STRINGS"]),
    field("0.5", "/badge/description", &["STRINGS"]),
    field("0.5", "/badge/image", &["URLS"]),
    field("0.5", "/badge/criteria", &["URLS"]),
    field("0.5", "/badge/issuer/origin", &["ORIGINS"]),
    field("0.5", "/badge/issuer/name", &["STRINGS"]),
    field("0.5", "/badge/issuer/org", &["STRINGS"]),
    field("0.5", "/badge/issuer/contact", &["EMAILS"]),
    field("1.0", "/uid", &["STRINGS"]),
    field("1.0", "/recipient/type", &["IDENTITY_TYPES"]),
    field("1.0", "/recipient/identity", &["EMAILS", "HASHES"]),
    field("1.0", "/recipient/hashed", &["BOOLEANS"]),
    field("1.0", "/recipient/salt", &["STRINGS"]),
    field("1.0", "/verify/type", &["VERIFY_TYPES"]),
    field("1.0", "/verify/url", &["ABSOLUTE_URLS"]),
    field("1.0", "/issuedOn", &["TIMES", "ISO8601"]),
    field("1.0", "/expires", &["TIMES", "ISO8601"]),
    field("1.0", "/image", &["ABSOLUTE_URLS", "IMAGE_DATA_URLS"]),
    field("1.0", "/evidence", &["ABSOLUTE_URLS"]),
    field("1.0", "/badge/name", &["STRINGS"]),
    field("1.0", "/badge/description", &["STRINGS"]),
    field("1.0", "/badge/image", &["ABSOLUTE_URLS", "IMAGE_DATA_URLS"]),
    field("1.0", "/badge/criteria", &["ABSOLUTE_URLS"]),
    field("1.0", "/badge/alignment", &["ALIGNMENTS"]),
    field("1.0", "/badge/tags", &["TAGLIST"]),
    field("1.0", "/badge/issuer/name", &["STRINGS"]),
    field("1.0", "/badge/issuer/url", &["ABSOLUTE_URLS"]),
    field("1.0", "/badge/issuer/description", &["STRINGS"]),
    field("1.0", "/badge/issuer/image", &["ABSOLUTE_URLS", "IMAGE_DATA_URLS"]),
    field("1.0", "/badge/issuer/email", &["EMAILS"]),
    field("1.0", "/badge/issuer/revocationList", &["ABSOLUTE_URLS"]),
];

#[test]
fn ob05_and_ob10_fields_agree_with_the_first_validator() {
    let folder = "mozilla-openbadges-validator";
    let Some(path) = conformance::folder(folder) else { return };
    let data: BTreeMap<String, Value> =
        serde_json::from_str(&conformance::text(path.join("test-data.json"))).unwrap();
    let lists = data
        .into_iter()
        .map(|(name, list)| (name, (strings(&list["good"]), strings(&list["bad"]))))
        .collect();
    let text = "a string is not a boolean (OB 1.0 Primitives: Boolean)";
    let differ =
        ["true", "TrUE", "false", "FalSE"].map(|word| (format!("/recipient/hashed \"{word}\""), text));
    let differ: Vec<(&str, &str)> = differ.iter().map(|(place, reason)| (place.as_str(), *reason)).collect();
    compare(folder, MOZILLA, &lists, &differ);
}

const VALIDATOR_CORE: &[Field] = &[
    field("2.0", "/badge/image", &["test_data_uri_or_url_validation"]),
    field("2.0", "/badge/alignment/0/targetUrl", &["test_url_validation"]),
    field("2.0", "/id", &["test_iri_validation"]),
    field("2.0", "/badge/issuer/telephone", &["test_basic_telephone_property_validation"]),
    field("2.0", "/badge/issuer/email", &["test_basic_email_property_validation"]),
];

/// The reasons why rules for OB 2.0 values differ from those of its reference validator.
const DIFFER: &[(&str, &str)] = &[
    (
        "/badge/image \"data:image/gif",
        "a badge's image is a PNG or an SVG (OB 2.0 Assertion: image; Badge Baking)",
    ),
    ("/badge/image \"data:text/", "text is not an image"),
    ("/badge/image \"rdar://", "an IRI may have any scheme (OB 2.0 Primitive datatypes: IRI)"),
    ("/badge/image \"h://", "an IRI may have any scheme (OB 2.0 Primitive datatypes: IRI)"),
    ("/badge/image \"urn:uuid", "an IRI may have any scheme (OB 2.0 Primitive datatypes: IRI)"),
    ("/id \"_:b", "a blank node has no name outside of its document (JSON-LD 1.1, 4.5.1)"),
    ("/id \"urn:uuid", "ids are only compared; the syntax of a UUID belongs to its own standard"),
    ("/id \"data:", "an id is compared and never opened"),
    ("/badge/issuer/telephone \"", "the form of a number is only recommended (OB 2.0 Profile: telephone)"),
    ("/badge/issuer/email \"", "an e-mail address is a string (OB 2.0 Profile: email)"),
];

#[test]
fn ob20_fields_agree_with_the_specification() {
    let folder = "1edtech-openbadges-validator-core";
    let Some(path) = conformance::folder(folder) else { return };
    let data: BTreeMap<String, Value> =
        serde_json::from_str(&conformance::text(path.join("primitive-values.json"))).unwrap();
    let lists = data
        .into_iter()
        .map(|(name, list)| {
            let of = |start: &str| {
                let mut names = ["uris", "urls", "iris", "values"].iter().map(|end| format!("{start}_{end}"));
                names.find_map(|name| list.get(&name).map(strings)).unwrap()
            };
            (name, (of("good"), of("bad")))
        })
        .collect();
    compare(folder, VALIDATOR_CORE, &lists, DIFFER);
}

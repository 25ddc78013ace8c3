//! Any bytes in a signed status list: reading ends within its limits, and a badge beyond the end of the list
//! never passes.
#![no_main]

mod issuer;

use data_encoding::BASE64URL_NOPAD;
use libfuzzer_sys::fuzz_target;
use openbadges::{CheckId, Outcome};
use serde_json::json;

const LIST: &str = "https://status.example/list";

fuzz_target!(|input: (u32, Option<u8>, bool, bool, &[u8])| {
    let (index, size, zip, older, bytes) = input;
    let zipped = match zip {
        false => bytes.to_vec(),
        true => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut encoder, bytes).expect("into memory");
            encoder.finish().expect("into memory")
        }
    };
    let encoded = BASE64URL_NOPAD.encode(&zipped);
    let (credential, subject, entry, encoded) = match older {
        true => ("StatusList2021Credential", "StatusList2021", "StatusList2021Entry", encoded),
        false => {
            ("BitstringStatusListCredential", "BitstringStatusList", "BitstringStatusListEntry", format!("u{encoded}"))
        }
    };
    let list = issuer::signed(&json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", credential],
        "issuer": issuer::id(),
        "credentialSubject": {
            "id": format!("{LIST}#list"), "type": subject, "statusPurpose": "revocation", "encodedList": encoded,
        },
    }));
    let mut status = json!({
        "type": entry, "statusPurpose": "revocation", "statusListIndex": index.to_string(), "statusListCredential": LIST,
    });
    if let Some(size) = size {
        status["statusSize"] = json!(size);
    }
    let badge = issuer::badge(json!({"credentialStatus": status}));
    let report = issuer::report(&badge, "application/vc", list.into_bytes()).expect("a badge");
    let status = report.checks.iter().find(|check| check.id == CheckId::Revocation).expect("a badge with a status");
    if zip && size.is_none_or(|size| size == 1) && u64::from(index) >= bytes.len() as u64 * 8 {
        assert_eq!(status.outcome, Outcome::Unknown, "the list has no entry at this index");
    }
});

//! Status lists and badges with an entry in them.

use std::io::Write;

use data_encoding::BASE64URL_NOPAD;
use flate2::{Compression, write::GzEncoder};
use openbadges::proof::data_integrity::Suite;
use serde_json::{Value, json};

use super::TestIssuer;

/// The address of the list.
pub(crate) const LIST: &str = "https://status.example/list/1";

/// Compresses `bytes` as one gzip member.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// Returns the `encodedList` of `entries` entries. The entries `set` are set, counted from the left-most bit.
pub(crate) fn encoded(entries: usize, set: &[usize]) -> String {
    let mut bytes = vec![0_u8; entries.div_ceil(8)];
    for at in set {
        bytes[at / 8] |= 0x80 >> (at % 8);
    }
    format!("u{}", BASE64URL_NOPAD.encode(&gzip(&bytes)))
}

/// Returns a list credential of `issuer`, without a proof.
pub(crate) fn list(issuer: &TestIssuer, purpose: &str, encoded_list: String) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.id,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"),
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded_list,
        },
    })
}

/// Returns a status entry at `index` of the list.
pub(crate) fn entry(purpose: &str, index: Value) -> Value {
    json!({
        "id": format!("{LIST}#entry"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": index,
        "statusListCredential": LIST,
    })
}

/// Returns the text of a badge of `issuer` with this status.
pub(crate) fn badge(issuer: &TestIssuer, status: Value) -> String {
    let mut credential = issuer.credential();
    if let (Some("1EdTechRevocationList"), Some(contexts)) =
        (status["type"].as_str(), credential["@context"].as_array_mut())
    {
        contexts.push(json!("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"));
    }
    credential["credentialStatus"] = status;
    issuer.with_proof(&credential, Suite::EddsaRdfc2022).to_string()
}

/// Returns `list` signed by the issuer.
pub(crate) fn signed(issuer: &TestIssuer, list: &Value) -> Value {
    issuer.with_proof(list, Suite::EddsaRdfc2022)
}

//! The OB 3.0 files of 1EdTech's public validator.
//!
//! A table gives the reason for each disagreement. A disagreement without a reason fails, and so does a
//! reason without a disagreement.

use crate::support::conformance;
use std::{collections::BTreeMap, fs, path::Path};

use crate::support::{AT, Web, now, options_at, summary};
use openbadges::{
    Code, Credential, ParsedBadge, Report, Verdict, did, documents::FetchErrorKind, read, verify,
};
use serde_json::{Value, json};

const FOLDER: &str = "1edtech-public-validator";

/// A file of the folder with a verdict to compare.
struct Vector {
    file: String,
    valid: bool,
}

/// Returns the vectors under `part` for which the validator's tests assert a verdict.
fn vectors(folder: &Path, part: &str) -> Vec<Vector> {
    let files = conformance::manifest(folder).into_iter().filter(|entry| entry.file.starts_with(part));
    files
        .filter_map(|entry| {
            let valid = match entry.expected.as_str() {
                "valid" | "warning" => true,
                "invalid" => false,
                _ => return None,
            };
            Some(Vector { file: entry.file, valid })
        })
        .collect()
}

/// Compares every vector, prints the folder's line and compares the disagreements with `reasons`.
fn compare(part: &str, reasons: &[(&str, &str)], judge: impl Fn(&Path, &[u8]) -> Result<Report, String>) {
    let Some(folder) = conformance::folder(FOLDER) else { return };
    let vectors = vectors(&folder, part);
    assert!(vectors.len() > 20, "{part}: {} vectors", vectors.len());
    let mut others = BTreeMap::new();
    for vector in &vectors {
        let bytes = fs::read(folder.join(&vector.file)).unwrap();
        let judged = judge(&folder, &bytes);
        let verified = judged.as_ref().is_ok_and(|report| report.verdict == Verdict::Verified);
        if verified != vector.valid {
            let name = vector.file.trim_start_matches(part).trim_start_matches('/').to_owned();
            others.insert(name, judged.map_or_else(|error| error, |report| summary(&report)));
        }
    }
    conformance::assert_reasons(&format!("{FOLDER}/{part}"), vectors.len(), &others, reasons);
}

/// Publishes the keys at the issuer's own address, because the validator takes them from the badge. Keys with
/// an id outside that address are not published.
fn issuers_pages(found: &ParsedBadge) -> Web {
    let mut web = Web::default();
    let Some(document) = found.document() else { return web };
    let issuer = document["issuer"].as_str().or(document["issuer"]["id"].as_str()).unwrap_or_default();
    let place = did::did_web_url(issuer).unwrap_or_else(|_| issuer.to_owned());
    if let Credential::Jws { text, .. } = &found.credential {
        let header =
            data_encoding::BASE64URL_NOPAD.decode(text.split('.').next().unwrap().as_bytes()).unwrap();
        let header: Value = serde_json::from_slice(&header).unwrap();
        if let Ok(mut keys) = url::Url::parse(&place) {
            keys.set_path("/.well-known/jwks.json");
            web.put(keys.as_str(), &json!({"keys": [header["jwk"]]}));
        }
        web.no(&place, FetchErrorKind::Failed, Code::NetNotFound);
        return web;
    }
    web.publish(document);
    web
}

/// The reasons for disagreements.
const OB30: &[(&str, &str)] = &[
    ("bit-string-list/testlist", "a status list is not a badge"),
    ("simple-did-key-method.json", "the key is a did:key that is not the issuer's id"),
    ("simple-eddsa-2022.json", "a suite of a draft, replaced by eddsa-rdfc-2022, is not checked"),
    ("simple-jwt.png", NO_SUB),
    ("simple-jwt.svg", NO_SUB),
    ("simple-jwt_v1.png", NO_SUB),
    ("simple-jwt_v1.svg", NO_SUB),
    ("simple-multiple-proofs.json", "one valid proof suffices, whatever the type of the other"),
];

const NO_SUB: &str = "OB 3.0 requires the claim `sub`, which is absent";

#[test]
fn agrees_with_the_public_validator() {
    compare("ob30", OB30, |folder, bytes| {
        let found = read(bytes).map_err(|error| error.to_string())?;
        let mut web = issuers_pages(&found);
        if let Some(status) = found.document().map(|document| document["credentialStatus"].clone()) {
            let list = status["statusListCredential"].as_str();
            if let Some(url) = list.filter(|url| url.ends_with("/ob30/bit-string-list/testlist")) {
                let list = fs::read(folder.join("ob30/bit-string-list/testlist")).unwrap();
                web.bytes(url, "application/json", list);
            }
            if status["type"] == "1EdTechRevocationList" {
                let revoked = json!({"revokedCredential": [{"id": found.badge.id, "revoked": true}]});
                web.put(status["id"].as_str().unwrap(), &revoked);
            }
        }
        Ok(now(verify(&found, &web, &options_at(AT))))
    });
}

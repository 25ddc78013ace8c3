//! Signed credentials that 1EdTech and the plugfests published: the result of each proof.
//!
//! The key comes from the verification method. Whether the issuer owns the key is a separate check.

use crate::support::conformance;
use std::sync::Arc;

use openbadges::{
    Code,
    json::Value,
    linked_data::{ContextLoader, Hash, ToRdfOptions, canonicalize, to_rdf},
    proof::{
        algorithm::Algorithm,
        data_integrity::{ProofError, proofs, verify},
        key::PublicKey,
    },
};

/// A file, and the code of the fault of each of its proofs.
type Row = (&'static str, &'static [Option<Code>]);

const VALID: &[Option<Code>] = &[None];
const TERM_DROPPED: &[Option<Code>] = &[Some(Code::DiTermDropped)];
const INVALID: &[Option<Code>] = &[Some(Code::SigInvalid)];
const UNSUPPORTED: &[Option<Code>] = &[Some(Code::DiSuiteUnsupported)];

const ONE_ED_TECH: &[Row] = &[
    ("clr20/complex.json", VALID),
    ("clr20/simple.json", VALID),
    // Its draft CLR context is not available.
    ("clr20/simple_old_safesigned.json", &[Some(Code::DiContextUnknown)]),
    ("clr20/simple_v1.json", VALID),
    ("ob30/bit-string-list/credential-status-revoked-blank-nodes.json", VALID),
    ("ob30/bit-string-list/credential-status-revoked.json", VALID),
    ("ob30/complete.json", VALID),
    // An extension context that the file does not name defines its credentialSchema type, so 18 terms are not
    // signed.
    ("ob30/complete_v1.json", TERM_DROPPED),
    ("ob30/credential-status-revoked.json", VALID),
    ("ob30/endorsement-valid.json", VALID),
    ("ob30/endorsement-err-schema-status-refresh.json", INVALID),
    ("ob30/sd/derivedcredential.json", VALID),
    ("ob30/simple-context-alias.json", VALID),
    ("ob30/simple-context-version.json", VALID),
    ("ob30/simple-did-key-method.json", VALID),
    ("ob30/simple-did-web-method.json", VALID),
    // `eddsa-2022` is the name of a draft.
    ("ob30/simple-eddsa-2022.json", UNSUPPORTED),
    ("ob30/simple-err-context.json", TERM_DROPPED),
    ("ob30/simple-err-credential-subject-achievement-result-description-type.json", TERM_DROPPED),
    ("ob30/simple-err-credential-subject-identifier-type.json", TERM_DROPPED),
    ("ob30/simple-err-credential-subject-profile-type.json", TERM_DROPPED),
    ("ob30/simple-err-credential-subject-result-type.json", TERM_DROPPED),
    ("ob30/simple-err-credential-subject-type.json", TERM_DROPPED),
    ("ob30/simple-err-evidence-type.json", TERM_DROPPED),
    ("ob30/simple-err-expired.json", VALID),
    ("ob30/simple-err-issued.json", VALID),
    ("ob30/simple-err-issuer-otheridentifier-type.json", TERM_DROPPED),
    ("ob30/simple-err-issuer-parentorg-type.json", TERM_DROPPED),
    ("ob30/simple-err-issuer-type.json", TERM_DROPPED),
    ("ob30/simple-err-issuer.json", VALID),
    ("ob30/simple-err-proof-method-no-scheme.json", TERM_DROPPED),
    ("ob30/simple-err-proof-value.json", INVALID),
    ("ob30/simple-err-type.json", TERM_DROPPED),
    ("ob30/simple-multiple-proofs.json", &[Some(Code::DiSuiteUnsupported), None]),
    ("ob30/simple-noproof.json", &[]),
    ("ob30/simple.json", VALID),
    ("ob30/simple_v1.json", VALID),
];

const STATUS_LISTS: &[Row] =
    &[("slCredentialRevocation.json", VALID), ("slCredentialSuspension.json", VALID)];

const PLUGFESTS: &[Row] = &[
    // The plugfest's own contexts are not built in. The next test verifies the files with them.
    ("plugfest-1-2022/plugfest-1-ex-1.json", &[Some(Code::DiContextUnknown)]),
    ("plugfest-1-2022/plugfest-1-ex-2.json", &[Some(Code::DiContextUnknown)]),
    ("plugfest-2-2022/signed_badge_example-p2.json", VALID),
    ("plugfest-3-2023/signed_badge_example-p3.json", VALID),
];

#[test]
fn proofs_have_the_listed_results() {
    for (folder, rows) in [
        ("1edtech-public-validator", ONE_ED_TECH),
        ("status-lists", STATUS_LISTS),
        ("w3c-ccg-vc-ed-plugfest", PLUGFESTS),
    ] {
        let Some(path) = conformance::folder(folder) else { return };
        let mut failures = Vec::new();
        for (file, expected) in rows {
            let document: Value = serde_json::from_str(&conformance::text(path.join(file))).unwrap();
            let found: Vec<Option<Code>> =
                outcomes(&document).iter().map(|it| it.as_ref().err().map(|e| e.code)).collect();
            if found != *expected {
                failures.push(format!("{file}: expected {expected:?}, found {:?}", outcomes(&document)));
            }
        }
        conformance::assert_all_pass(&format!("{folder} (proofs)"), rows.len(), &failures);
    }
}

/// The plugfest of 2022 had its own context, which is not built in. With that context the signatures are
/// valid.
#[test]
fn plugfest_2022_verifies_with_its_own_context() {
    let Some(path) = conformance::folder("w3c-ccg-vc-ed-plugfest") else { return };
    let path = path.join("plugfest-1-2022");
    let read = |file: &str| -> Value { serde_json::from_str(&conformance::text(path.join(file))).unwrap() };
    let contexts = Plugfest {
        own: Arc::new(read("jff-vc-edu-plugfest-1-context.json")),
        v1: Arc::new(
            serde_json::from_str(&conformance::text(path.join("../../contexts/w3c-credentials-v1.jsonld")))
                .unwrap(),
        ),
    };
    let mut failures = Vec::new();
    for file in ["plugfest-1-ex-1.json", "plugfest-1-ex-2.json"] {
        let mut document = read(file);
        let mut proof = document.as_object_mut().unwrap().remove("proof").unwrap();
        let jws = proof.as_object_mut().unwrap().remove("jws").unwrap();
        proof["@context"] = document["@context"].clone();
        let hash = |value: &Value| {
            let dataset = to_rdf(value, ToRdfOptions::default(), &contexts).unwrap();
            Hash::Sha256.digest(canonicalize(dataset.quads, Hash::Sha256).unwrap().nquads.as_bytes())
        };
        let (header, signature) = jws.as_str().unwrap().split_once("..").unwrap();
        let input = [header.as_bytes(), b".", &hash(&proof), &hash(&document)].concat();
        let signature = data_encoding::BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        let method = proof["verificationMethod"].as_str().unwrap().rsplit('#').next().unwrap();
        let key = PublicKey::from_multibase(method).unwrap();
        if key.verify(Algorithm::EdDsa, &input, &signature).is_err() {
            failures.push(file.to_owned());
        }
    }
    conformance::assert_all_pass("w3c-ccg-vc-ed-plugfest (2022, with its context)", 2, &failures);
}

/// The two contexts of that plugfest.
struct Plugfest {
    own: Arc<Value>,
    v1: Arc<Value>,
}

impl ContextLoader for &Plugfest {
    fn load(&self, url: &str) -> Option<Arc<Value>> {
        match url {
            "https://www.w3.org/2018/credentials/v1" => Some(self.v1.clone()),
            url if url.ends_with("/jff-vc-edu-plugfest-1-context.json") => Some(self.own.clone()),
            _ => None,
        }
    }
}

fn outcomes(document: &Value) -> Vec<Result<(), ProofError>> {
    // For methods without a key: a dropped term is found before the key is needed.
    let stand_in = PublicKey::from_multibase("z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x").unwrap();
    proofs(document)
        .into_iter()
        .map(|proof| {
            let proof = proof?;
            let method = proof.verification_method.rsplit(['#', ':']).next().unwrap_or_default();
            let key = PublicKey::from_multibase(method).unwrap_or_else(|_| stand_in.clone());
            verify(document, &proof, &key)
        })
        .collect()
}

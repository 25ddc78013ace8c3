//! Data Integrity proofs (Open Badges 3.0 "Linked Data Proof Format"; VC Data Integrity 1.0 section 4.4). One valid
//! proof suffices. Their order does not matter, and their number is limited.
//!
//! A proof is valid if it was made for assertions and has not expired, if its key belongs to the issuer, and if its
//! signature covers every statement of the credential.

use jiff::Timestamp;

use super::Authenticity;
use crate::{
    check::{Check, CheckId, Outcome, Rule},
    code::Code,
    documents::Documents,
    json::Value,
    limits::PROOFS,
    linked_data::edition,
    proof::data_integrity::{Proof, ProofError, previous_proofs, proofs, verify},
    verify::{
        issuer::{
            issuer_id,
            keys::{self, IssuerKey, Selector},
        },
        rules::Version,
        time,
    },
};

/// Verifies the proofs of `credential` at the time `at`. If there are several, returns the result of a
/// valid proof, otherwise the most informative result.
pub(crate) async fn authenticate(
    credential: &Value,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Authenticity {
    let proofs = proofs(credential);
    let mut results: Vec<ProofResult> = Vec::new();
    for (tried, proof) in proofs.iter().enumerate() {
        // Each proof requires a canonical form. A proof that is not verified may be valid.
        if tried == PROOFS {
            let detail = format!("more than {PROOFS} proofs");
            let error = ProofError::new(Code::DiGraphBudget).with("detail", detail);
            results.push(ProofResult::alone(unusable(&error)));
            break;
        }
        let result = match proof {
            Ok(proof) => ProofResult {
                found: check_proof(credential, proof, documents, at).await,
                // The proof's own signature check reports a broken chain.
                names: previous_proofs(credential, proof).unwrap_or_default(),
                id: proof.value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
            },
            Err(error) => ProofResult::alone(unusable(error)),
        };
        if result.names.is_empty() && rank(&result.found) == VALID {
            return result.found;
        }
        results.push(result);
    }
    let in_chains: Vec<Authenticity> =
        (0..results.len()).filter_map(|index| chained(&results, index)).collect();
    let mut best: Option<Authenticity> = None;
    for found in in_chains {
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    best.unwrap_or_else(|| Authenticity {
        signature: failed(CheckId::Signature, Code::DiNoProof),
        claims: None,
        issuer_key: Check::absent(CheckId::IssuerKey, Version::Ob3.rule(CheckId::IssuerKey)),
    })
}

/// The result for one proof, and the indices of the previous proofs that it names.
struct ProofResult {
    found: Authenticity,
    names: Vec<usize>,
    /// The id of the proof.
    id: String,
}

impl ProofResult {
    fn alone(found: Authenticity) -> Self {
        Self { found, names: Vec::new(), id: String::new() }
    }
}

/// Returns the result for the proof at `index`, considering its chain. Every earlier proof in the chain must be
/// valid, too (Data Integrity 1.0, section 4.5, step 3):
///
/// | earlier proof | proof that names it |
/// |---|---|
/// | valid | unchanged |
/// | invalid signature | failed with `DI_CHAIN` |
/// | cannot be checked, or the key of another owner | unknown with `DI_CHAIN` |
fn chained(results: &[ProofResult], index: usize) -> Option<Authenticity> {
    let own = results.get(index)?;
    let mut found = own.found.clone();
    if rank(&found) != VALID {
        return Some(found);
    }
    let (mut visited, mut pending) = (Vec::new(), own.names.clone());
    while let Some(earlier) = pending.pop() {
        if visited.contains(&earlier) {
            continue;
        }
        visited.push(earlier);
        let link = results.get(earlier);
        pending.extend(link.iter().flat_map(|link| link.names.iter().copied()));
        let outcome = match link {
            Some(link) if rank(&link.found) == VALID => continue,
            Some(link) if link.found.signature.outcome == Outcome::Failed => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        let check = Check { outcome, ..failed(CheckId::Signature, Code::DiChain) };
        let code = link.and_then(|link| link.found.signature.code).map_or("", Code::as_str);
        let id = link.map_or("", |link| link.id.as_str());
        found.signature = check.with("term", id).with("cause", code);
        if outcome == Outcome::Failed {
            break;
        }
    }
    Some(found)
}

async fn check_proof(
    credential: &Value,
    proof: &Proof,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Authenticity {
    let method = &proof.verification_method;
    if proof.purpose != "assertionMethod" {
        let error = ProofError::new(Code::DiPurpose).with("purpose", &proof.purpose);
        return unusable(&error);
    }
    if proof.created.is_some_and(|created| time::is_future(created, at))
        || proof.expires.is_some_and(|expires| time::is_past(expires, at))
    {
        let mut error = ProofError::new(Code::DiTime).with("at", at.to_string());
        for (name, time) in [("created", proof.created), ("expires", proof.expires)] {
            error = time.into_iter().fold(error, |error, time| error.with(name, time.to_string()));
        }
        return unusable(&error);
    }
    let key = match keys::assertion_key(issuer_id(credential), Selector::Name(method), documents, at).await {
        Ok(key) => key,
        Err(problem) => {
            let issuer_key = problem.check(Version::Ob3.rule(CheckId::IssuerKey));
            let code = issuer_key.code.unwrap_or(Code::IssuerUnavailable);
            let signature = Check {
                details: issuer_key.details.clone(),
                ..Check::unknown(CheckId::Signature, Version::Ob3.rule(CheckId::Signature), code)
            };
            return Authenticity { signature, claims: None, issuer_key };
        }
    };
    let (specification, section) = proof.suite.specification();
    let rule = Rule::new(specification, section);
    let signature = match bound(proof, &key).and_then(|()| verify(credential, proof, &key.key)) {
        Ok(()) => {
            let passed = Check::passed(CheckId::Signature, rule).with("suite", proof.suite.as_str());
            let edition = edition(credential).filter(|_| proof.suite.signs_rdf());
            edition.into_iter().fold(passed, |check, edition| check.with("edition", edition.as_str()))
        }
        Err(error) => Check { rule, ..signature_check(&error) },
    };
    Authenticity { signature, claims: None, issuer_key: key.check(Version::Ob3.rule(CheckId::IssuerKey)) }
}

/// Rejects a key that its owner binds to another algorithm (RFC 7517, section 4.4).
fn bound(proof: &Proof, key: &IssuerKey) -> Result<(), ProofError> {
    let algorithm = proof.suite.algorithm(key.key.family()).map(|(algorithm, _)| algorithm);
    match (&key.algorithm, algorithm) {
        (Some(bound), Some(algorithm)) if !algorithm.is_named(bound) => {
            let detail = format!("{algorithm} with a key for {}", bound.chars().take(40).collect::<String>());
            Err(ProofError::new(Code::JwtAlgKeyMismatch)
                .with("suite", proof.suite.as_str())
                .with("detail", detail))
        }
        _ => Ok(()),
    }
}

/// Returns the result for a proof that is rejected before its key is looked up.
fn unusable(error: &ProofError) -> Authenticity {
    let issuer_key = Check::unknown(CheckId::IssuerKey, Version::Ob3.rule(CheckId::IssuerKey), error.code);
    Authenticity { signature: signature_check(error), claims: None, issuer_key }
}

/// Returns `proof.signature` for `error`. Unsupported proofs and exceeded budgets are unknown.
fn signature_check(error: &ProofError) -> Check {
    let check = match error.code {
        Code::DiSuiteUnsupported
        | Code::DiContextUnknown
        | Code::DiGraphBudget
        | Code::DiBaseProof
        | Code::KeyUnsupported => {
            Check::unknown(CheckId::Signature, Version::Ob3.rule(CheckId::Signature), error.code)
        }
        code => failed(CheckId::Signature, code),
    };
    Check { details: error.details.clone(), ..check }
}

fn failed(id: CheckId, code: Code) -> Check {
    Check::failed(id, Version::Ob3.rule(id), code)
}

/// The rank of a valid proof.
const VALID: u8 = 3;

/// Ranks a result: valid; possibly valid; signed with the issuer's key; anything else.
fn rank(found: &Authenticity) -> u8 {
    let outcomes = [found.signature.outcome, found.issuer_key.outcome];
    match outcomes {
        [Outcome::Passed, Outcome::Passed] => VALID,
        outcomes if !outcomes.contains(&Outcome::Failed) => 2,
        [_, Outcome::Passed] => 1,
        _ => 0,
    }
}

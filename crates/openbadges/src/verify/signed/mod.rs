//! Signed badges of OB 2.0 ("SignedBadge Verification"): a compact JWS by a key of the issuer.
//!
//! The profile at the issuer's id must list the key, and the key must name the issuer as its owner.
//! `verification.creator` only selects one of the listed keys. A key that is not listed is never fetched.

pub(crate) mod endorsement;
pub(crate) mod ob1;

use crate::{
    address::same_id,
    check::{Check, CheckId, Outcome},
    code::Code,
    documents::{Documents, Purpose},
    formats::ob2,
    json::{self, Value},
    limits::ISSUER_KEYS,
    proof::{
        jwk::from_pem,
        jws::{Jws, JwsError},
        key::PublicKey,
    },
    verify::{
        fetch::{fetch_page, id_of},
        findings::Findings,
        format,
        issuer::{
            chain::{ChainObject, IssuerChain, PageSource, VerificationType, has_own_id},
            identity,
        },
        options::VerifyOptions,
        rules::Version,
        status::issuer_list,
    },
};

const RULES: Version = Version::Ob2;

/// Verifies a signed assertion. `payload` was read from `text`; the signed bytes are parsed again.
pub(crate) async fn verify(
    text: &str,
    payload: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> Findings {
    let (jws, assertion) = signed_assertion(text, payload);
    let visited = id_of(&assertion).map(str::to_owned).into_iter().collect();
    let chain = IssuerChain::resolve(&assertion, RULES, visited, VerificationType::Signed, documents).await;
    let resolved = chain.resolved(&assertion);
    let (signature, issuer_key) = proof(&jws, &assertion, &chain, documents).await;
    let issuer_confirmed = signature.outcome == Outcome::Passed && issuer_key.outcome == Outcome::Passed;
    let checks = vec![
        format::check(&resolved, RULES),
        signature,
        issuer_key,
        chain.check(VerificationType::Signed),
        issuer_list::check(&assertion, RULES, &chain, documents).await,
    ];
    Findings::new(checks, ob2::badge(&resolved), issuer_confirmed)
        .with_offline_checks(&assertion, RULES, options)
        .with_resolved_facts(&assertion, &resolved)
        .with_resolved(resolved)
}

/// Returns the signature and the signed assertion. If the signed bytes cannot be parsed, the assertion is
/// `payload`.
pub(crate) fn signed_assertion(text: &str, payload: &Value) -> (Result<Jws, JwsError>, Value) {
    let signed = Jws::parse(text).and_then(|jws| match json::parse(&jws.payload) {
        Ok(signed) => Ok((jws, signed)),
        Err(error) => Err(JwsError::new(error.code, error.detail)),
    });
    match signed {
        Ok((jws, assertion)) => (Ok(jws), assertion),
        Err(error) => (Err(error), payload.clone()),
    }
}

/// Checks `proof.signature` and `issuer.key`.
pub(crate) async fn proof(
    jws: &Result<Jws, JwsError>,
    assertion: &Value,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> (Check, Check) {
    let failed = |id: CheckId, code: Code| Check::failed(id, RULES.rule(id), code);
    let unknown = |id: CheckId, code: Code| Check::unknown(id, RULES.rule(id), code);
    let keys = match (&chain.issuer, &chain.error) {
        (Some(_), _) => keys_of_issuer(assertion, chain, documents).await,
        (None, Some(error)) => Err(error.unknown_check(CheckId::IssuerKey)),
        (None, None) => Err(unknown(CheckId::IssuerKey, Code::IssuerUnavailable)),
    };
    let jws = match jws {
        Ok(jws) => jws,
        Err(error) => {
            let issuer_key = keys.err().unwrap_or_else(|| unknown(CheckId::IssuerKey, error.code));
            return (failed(CheckId::Signature, error.code).with("detail", &error.detail), issuer_key);
        }
    };
    let keys = match keys {
        Ok(keys) => keys,
        Err(issuer_key) => return undecided(issuer_key),
    };
    let mut wrong = None;
    for key in &keys.usable {
        match jws.verify(&key.key) {
            Ok(()) => {
                let signature = Check::passed(CheckId::Signature, RULES.rule(CheckId::Signature))
                    .with("algorithm", jws.algorithm.name());
                return (signature, key.owned(chain));
            }
            Err(error) => wrong = Some(error),
        }
    }
    // A key that could not be fetched may be the signing key. A faulty key is reported only if there is no other key.
    let mut unusable = keys.unusable.into_iter();
    let untried = match wrong {
        None => unusable.next(),
        Some(_) => unusable.find(|check| check.outcome == Outcome::Unknown),
    };
    if let Some(issuer_key) = untried {
        return undecided(issuer_key);
    }
    let error = wrong.unwrap_or_else(|| JwsError::new(Code::JwtSigInvalid, "no key matches"));
    let issuer_key = match keys.usable.as_slice() {
        [only] => only.owned(chain),
        _ => unknown(CheckId::IssuerKey, error.code),
    };
    (failed(CheckId::Signature, error.code).with("detail", &error.detail), issuer_key)
}

/// Returns the checks for a badge without a usable key.
fn undecided(issuer_key: Check) -> (Check, Check) {
    let code = issuer_key.code.unwrap_or(Code::IssuerUnavailable);
    (Check::unknown(CheckId::Signature, RULES.rule(CheckId::Signature), code), issuer_key)
}

/// The keys that may have signed the badge.
#[derive(Default)]
struct Keys {
    usable: Vec<OwnedKey>,
    /// `issuer.key` for each unusable key.
    unusable: Vec<Check>,
}

/// A key that the issuer's profile lists and that names the issuer as its owner.
struct OwnedKey {
    id: String,
    key: PublicKey,
    /// The page of the key. `None` if the issuer's profile embeds it.
    source: Option<PageSource>,
}

impl OwnedKey {
    /// Returns `issuer.key` of a badge that this key signed.
    fn owned(&self, chain: &IssuerChain) -> Check {
        let id = CheckId::IssuerKey;
        let pages = chain.issuer.iter().filter_map(|issuer| issuer.source.as_ref()).chain(&self.source);
        let check = match pages.clone().find(|page| !page.protected) {
            Some(page) => {
                Check::unknown(id, RULES.rule(id), Code::NetCleartext).with("url", &page.reference.url)
            }
            None => Check::passed(id, RULES.rule(id)),
        };
        let check = identity::with_keys(check, &self.key, std::slice::from_ref(&self.key));
        let check = check.with("key", &self.id).with("issuer", chain.issuer_id().unwrap_or_default());
        pages.fold(check, |check, page| check.with_document(page.reference.clone()))
    }
}

/// Returns the issuer's keys that `verification.creator` selects, or all keys if it selects none.
async fn keys_of_issuer(
    assertion: &Value,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> Result<Keys, Check> {
    let issuer = chain.issuer.as_ref().map_or(&Value::Null, |issuer| &issuer.value);
    let issuer_id = chain.issuer_id().unwrap_or_default();
    let unbound = |key: &str| {
        Check::failed(CheckId::IssuerKey, RULES.rule(CheckId::IssuerKey), Code::IssuerKeyUnbound)
            .with("issuer", issuer_id)
            .with("key", key)
    };
    let creator = match ob2::verification(assertion).and_then(|verification| verification.get("creator")) {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.as_str()),
        Some(other) => Some(id_of(other).unwrap_or_default()),
    };
    let listed = match issuer.get("publicKey") {
        None | Some(Value::Null) => &[],
        Some(Value::Array(keys)) => keys.as_slice(),
        Some(key) => std::slice::from_ref(key),
    };
    let id_of_key = |key: &'_ Value| key.as_str().or_else(|| id_of(key)).unwrap_or_default().to_owned();
    let selected: Vec<&Value> = listed
        .iter()
        .filter(|key| creator.is_none_or(|creator| same_id(&id_of_key(key), creator)))
        .take(ISSUER_KEYS)
        .collect();
    if selected.is_empty() {
        return Err(unbound(creator.unwrap_or_default()));
    }
    let mut keys = Keys::default();
    for listed in selected {
        let id = id_of_key(listed);
        let ChainObject { value, source } = match listed {
            Value::String(url) => match fetch_page(documents, url, Purpose::KeySet).await {
                Ok(page) if has_own_id(&page, url) => ChainObject::of(page),
                Ok(page) => {
                    let id = page.id().unwrap_or_default().to_owned();
                    keys.unusable.push(unbound(url).with("id", id).with_document(page.reference));
                    continue;
                }
                Err(failure) => {
                    let rule = RULES.rule(CheckId::IssuerKey);
                    let code = failure.code_or(Code::IssuerUnavailable);
                    keys.unusable.push(failure.explain(Check::unknown(CheckId::IssuerKey, rule, code)));
                    continue;
                }
            },
            embedded => ChainObject { value: embedded.clone(), source: None },
        };
        let owner = value.get("owner").and_then(Value::as_str).unwrap_or_default();
        if !same_id(owner, issuer_id) {
            keys.unusable.push(unbound(&id).with("owner", owner));
            continue;
        }
        match from_pem(value.get("publicKeyPem").and_then(Value::as_str).unwrap_or_default()) {
            Ok(key) => keys.usable.push(OwnedKey { id, key, source }),
            Err(error) => {
                let check = Check::failed(CheckId::IssuerKey, RULES.rule(CheckId::IssuerKey), error.code);
                keys.unusable.push(check.with("key", &id).with("detail", error.detail));
            }
        }
    }
    Ok(keys)
}

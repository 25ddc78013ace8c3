//! From a badge that was found to a report: every check, and the verdict that follows.
//!
//! The issuer rule lives here: keys come only from the issuer id in the signed body; a header's `jwk`, `kid` or a
//! `verificationMethod` only selects among them.

mod address;
mod award;
mod bitstring;
mod budget;
mod differences;
mod issuer;
mod page;
mod recipient;
mod revocation_list;
mod rules;
mod standing;
mod vc_jwt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    check::{Check, Report},
    documents::Documents,
    json::Value,
    read::Found,
};

/// A kind of identity that a badge can be issued to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// A mail address.
    Email,
    /// The address of a page.
    Url,
    /// A telephone number.
    Telephone,
    /// A DID.
    Did,
    /// Anything else that the badge names as an id.
    Id,
}

/// An identity that a learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identity {
    /// Its kind.
    pub kind: IdentityKind,
    /// As the learner wrote it.
    pub value: String,
}

/// What is asked about a badge, beside the badge itself.
#[derive(Clone, Debug)]
pub struct Question {
    /// The time to judge for.
    pub at: Timestamp,
    /// The identities to compare the recipient with. Empty: the recipient is not asked about.
    pub identities: Vec<Identity>,
}

/// What the proof of a credential came to, whatever its form.
#[derive(Clone, Debug)]
struct Authenticity {
    /// `proof.signature`.
    signature: Check,
    /// `proof.claims`, where the proof makes claims of its own.
    claims: Option<Check>,
    /// `issuer.key`.
    issuer_key: Check,
}

/// The issuer that a credential names: a text, or one object with an `id`. Nothing else names an issuer.
fn issuer_id(credential: &Value) -> Option<&str> {
    let issuer = credential.get("issuer")?;
    issuer.as_str().or_else(|| issuer.get("id").and_then(Value::as_str))
}

/// Verifies a badge.
pub async fn verify(found: &Found, documents: &(impl Documents + Sync), question: &Question) -> Report {
    let _ = (found, documents, question);
    todo!("helper: verification")
}

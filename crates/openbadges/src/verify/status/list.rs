//! Status list credentials (W3C Bitstring Status List 1.0, section 2.2; Status List 2021,
//! `StatusList2021Credential`).
//!
//! A list is a credential like any other. Its proof, issuer, validity period and purpose are checked before its
//! bits are read.

use jiff::{SignedDuration, Timestamp};

use super::bitstring::{Bitstring, OutOfRange};
use crate::{
    address::same_id,
    check::{Check, Outcome, Rule},
    code::Code,
    documents::{Document, Documents},
    formats::{time::date_time, wire},
    json::Value,
    limits::CLOCK_SKEW_SECONDS,
    verify::{
        issuer::issuer_id,
        proofs::{Authenticity, FetchedCredential},
        rules::Version,
        time,
    },
};

/// The two kinds of status list. They differ in names and encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKind {
    /// W3C Bitstring Status List 1.0.
    Bitstring,
    /// Status List 2021, its predecessor.
    StatusList2021,
}

impl ListKind {
    const fn credential_type(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusListCredential",
            Self::StatusList2021 => "StatusList2021Credential",
        }
    }

    const fn subject_type(self) -> &'static str {
        match self {
            Self::Bitstring => "BitstringStatusList",
            Self::StatusList2021 => "StatusList2021",
        }
    }

    pub(super) fn rule(self) -> Rule {
        match self {
            Self::Bitstring => Rule::new("Bitstring Status List 1.0", "3.2 Validate Algorithm"),
            Self::StatusList2021 => Rule::new("Status List 2021", "Validate Algorithm"),
        }
    }
}

/// A valid list of the issuer for the requested purpose.
#[derive(Debug)]
pub(super) struct StatusList {
    bits: Bitstring,
    /// The `validFrom` of the list, which orders its editions.
    pub(super) valid_from: Option<Timestamp>,
    /// Whether the copy is older than the list's `ttl` allows.
    pub(super) stale: bool,
}

/// The reason why a document is not a usable list.
#[derive(Debug)]
pub(super) struct StatusListError {
    code: Code,
    cause: Option<Code>,
    detail: String,
}

impl StatusListError {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, cause: None, detail: detail.into() }
    }

    fn because(cause: Option<Code>, error: Self) -> Self {
        Self { cause, ..error }
    }

    /// Returns the unknown check for this error.
    pub(super) fn check(self, rule: Rule) -> Check {
        let check = super::unknown(rule, self.code).with("detail", self.detail);
        self.cause.into_iter().fold(check, |check, cause| check.with("cause", cause.as_str()))
    }
}

impl StatusList {
    /// Reads the list in `document`, which the issuer of `credential` must have issued for `purpose`.
    pub(super) async fn read(
        document: &Document,
        credential: &Value,
        kind: ListKind,
        purpose: &str,
        documents: &(impl Documents + Sync),
        at: Timestamp,
    ) -> Result<Self, StatusListError> {
        let value = authentic(document, credential, documents, at).await?;
        if !wire::types(&value).contains(&kind.credential_type()) {
            return Err(invalid("the document is not a status list credential"));
        }
        let validity = time::check(&value, Version::Ob3, at);
        if validity.outcome == Outcome::Failed {
            let error = StatusListError::new(Code::StatusUnknown, "the validity period of the list");
            return Err(StatusListError::because(validity.code, error));
        }
        let subject = wire::items(value.get("credentialSubject")).next().unwrap_or(&Value::Null);
        if !wire::types(subject).contains(&kind.subject_type()) {
            return Err(invalid("the subject is not a status list"));
        }
        let purposes = wire::texts(subject, "statusPurpose");
        if !purposes.contains(&purpose) {
            return Err(StatusListError::new(Code::StatusPurpose, purposes.join(" ")));
        }
        let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
        let bits = match kind {
            ListKind::Bitstring => Bitstring::decode(encoded),
            ListKind::StatusList2021 => Bitstring::decode_2021(encoded),
        };
        Ok(Self {
            bits: bits.map_err(|error| StatusListError::new(error.code(), error.to_string()))?,
            valid_from: valid_from(&value),
            stale: is_stale(subject, document.fetched_at, at)?,
        })
    }

    /// Returns the number of entries of `size` bits.
    pub(super) fn entries(&self, size: u32) -> usize {
        self.bits.entries(size)
    }

    /// Returns the entry at `index`, of `size` bits.
    pub(super) fn get(&self, index: u64, size: u32) -> Result<u64, OutOfRange> {
        self.bits.get(index, size)
    }
}

/// Returns the list credential in `document` if it has the issuer of `credential` and a valid proof.
async fn authentic(
    document: &Document,
    credential: &Value,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<Value, StatusListError> {
    let fetched = FetchedCredential::read(&document.bytes)
        .map_err(|error| StatusListError::because(error.cause, invalid(&error.detail)))?;
    check_issuer(fetched.credential(), credential)?;
    let authenticity = fetched.authenticate(documents, at).await;
    // The claims of a list are not checked, because only its credential is used.
    let Authenticity { signature, issuer_key, claims: _ } = authenticity;
    for (outcome, code) in
        [(Outcome::Failed, Code::StatusListInvalid), (Outcome::Unknown, Code::StatusUnknown)]
    {
        if let Some(check) = [&signature, &issuer_key].into_iter().find(|check| check.outcome == outcome) {
            return Err(StatusListError::because(check.code, StatusListError::new(code, check.id.as_str())));
        }
    }
    Ok(fetched.into_credential())
}

/// Checks that the issuer of `credential` issued the list, before any key is fetched.
fn check_issuer(list: &Value, credential: &Value) -> Result<(), StatusListError> {
    match issuer_id(list).zip(issuer_id(credential)) {
        Some((list, own)) if same_id(list, own) => Ok(()),
        Some((list, _)) => Err(StatusListError::new(Code::StatusListIssuer, list)),
        None => Err(invalid("the list names no issuer")),
    }
}

/// Returns `validFrom`, or `issuanceDate` of the data model 1.1. If both are present, the later one.
/// [`time::check`] has validated them.
fn valid_from(list: &Value) -> Option<Timestamp> {
    let times = ["validFrom", "issuanceDate"].iter().filter_map(|member| list.get(member)?.as_str());
    times.filter_map(|time| date_time(time).ok()).max()
}

/// Returns whether a copy is older than the list's `ttl` in milliseconds (section 2.2). A list without `ttl` is
/// never stale.
fn is_stale(subject: &Value, fetched_at: Timestamp, at: Timestamp) -> Result<bool, StatusListError> {
    let Some(ttl) = subject.get("ttl").filter(|ttl| !ttl.is_null()) else { return Ok(false) };
    let milliseconds = ttl.as_u64().or_else(|| ttl.as_str()?.parse().ok());
    let Some(milliseconds) = milliseconds.and_then(|ttl| i64::try_from(ttl).ok()) else {
        return Err(invalid("`ttl` is not a number of milliseconds"));
    };
    let allowed = SignedDuration::from_millis(milliseconds)
        .saturating_add(SignedDuration::from_secs(CLOCK_SKEW_SECONDS));
    Ok(at.duration_since(fetched_at) > allowed)
}

fn invalid(detail: &str) -> StatusListError {
    StatusListError::new(Code::StatusListInvalid, detail)
}

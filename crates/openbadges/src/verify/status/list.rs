//! A status list credential: a list of bits that its issuer signed (W3C Bitstring Status List 1.0, section 2.2; Status
//! List 2021, `StatusList2021Credential`). It is a credential like any other, so it is judged like one: its own proof,
//! issuer, time and purpose come before its bits.

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

/// The two lists of bits, which differ in names and in the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListKind {
    /// W3C Bitstring Status List 1.0.
    Bitstring,
    /// Its predecessor.
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

/// A list that is sound, in its time, the issuer's, and for the purpose that was asked about.
#[derive(Debug)]
pub(super) struct StatusList {
    bits: Bitstring,
    /// When the issuer says that it began to hold: what orders two lists.
    pub(super) valid_from: Option<Timestamp>,
    /// The copy in hand is older than the list allows a copy to be.
    pub(super) stale: bool,
}

/// Why a document is no list to rely on.
#[derive(Debug)]
pub(super) struct Problem {
    code: Code,
    cause: Option<Code>,
    detail: String,
}

impl Problem {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, cause: None, detail: detail.into() }
    }

    fn because(cause: Option<Code>, problem: Self) -> Self {
        Self { cause, ..problem }
    }

    /// The check that this leaves unknown.
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
    ) -> Result<Self, Problem> {
        let value = authentic(document, credential, documents, at).await?;
        if !wire::types(&value).contains(&kind.credential_type()) {
            return Err(invalid("the document is no status list credential"));
        }
        let validity = time::check(&value, Version::Ob3, at);
        if validity.outcome == Outcome::Failed {
            let problem = Problem::new(Code::StatusUnknown, "the list's own time");
            return Err(Problem::because(validity.code, problem));
        }
        let subject = wire::items(value.get("credentialSubject")).next().unwrap_or(&Value::Null);
        if !wire::types(subject).contains(&kind.subject_type()) {
            return Err(invalid("the subject is no status list"));
        }
        let purposes = wire::texts(subject, "statusPurpose");
        if !purposes.contains(&purpose) {
            return Err(Problem::new(Code::StatusPurpose, purposes.join(" ")));
        }
        let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
        let bits = match kind {
            ListKind::Bitstring => Bitstring::decode(encoded),
            ListKind::StatusList2021 => Bitstring::decode_2021(encoded),
        };
        Ok(Self {
            bits: bits.map_err(|error| Problem::new(error.code(), error.to_string()))?,
            valid_from: valid_from(&value),
            stale: is_stale(subject, document.fetched_at, at)?,
        })
    }

    /// How many entries of `size` bits there are.
    pub(super) fn entries(&self, size: u32) -> usize {
        self.bits.entries(size)
    }

    /// The entry at `index`, of `size` bits.
    pub(super) fn get(&self, index: u64, size: u32) -> Result<u64, OutOfRange> {
        self.bits.get(index, size)
    }
}

/// The list credential in `document`, when its issuer is the credential's and its proof holds.
async fn authentic(
    document: &Document,
    credential: &Value,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<Value, Problem> {
    let fetched = FetchedCredential::read(&document.bytes)
        .map_err(|error| Problem::because(error.cause, invalid(&error.detail)))?;
    is_issuers(fetched.credential(), credential)?;
    let authenticity = fetched.authenticate(documents, at).await;
    // A list makes no claims beside the credential that it is, so `proof.claims` is not asked about.
    let Authenticity { signature, issuer_key, claims: _ } = authenticity;
    for (outcome, code) in
        [(Outcome::Failed, Code::StatusListInvalid), (Outcome::Unknown, Code::StatusUnknown)]
    {
        if let Some(check) = [&signature, &issuer_key].into_iter().find(|check| check.outcome == outcome) {
            return Err(Problem::because(check.code, Problem::new(code, check.id.as_str())));
        }
    }
    Ok(fetched.into_credential())
}

/// A list is worth something only when the credential's issuer issued it. Asked before its keys are asked for.
fn is_issuers(list: &Value, credential: &Value) -> Result<(), Problem> {
    match issuer_id(list).zip(issuer_id(credential)) {
        Some((list, own)) if same_id(list, own) => Ok(()),
        Some((list, _)) => Err(Problem::new(Code::StatusListIssuer, list)),
        None => Err(invalid("the list names no issuer")),
    }
}

/// `validFrom`, or `issuanceDate` in the data model 1.1; the later where both stand. [`time::check`] judged them.
fn valid_from(list: &Value) -> Option<Timestamp> {
    let times = ["validFrom", "issuanceDate"].iter().filter_map(|member| list.get(member)?.as_str());
    times.filter_map(|time| date_time(time).ok()).max()
}

/// Section 2.2, `ttl`: a verifier does not use a copy that is older than these milliseconds. Only a list that states
/// one is held to it.
fn is_stale(subject: &Value, had_at: Timestamp, at: Timestamp) -> Result<bool, Problem> {
    let Some(ttl) = subject.get("ttl").filter(|ttl| !ttl.is_null()) else { return Ok(false) };
    let milliseconds = ttl.as_u64().or_else(|| ttl.as_str()?.parse().ok());
    let Some(milliseconds) = milliseconds.and_then(|ttl| i64::try_from(ttl).ok()) else {
        return Err(invalid("its ttl is no number of milliseconds"));
    };
    let allowed = SignedDuration::from_millis(milliseconds)
        .saturating_add(SignedDuration::from_secs(CLOCK_SKEW_SECONDS));
    Ok(at.duration_since(had_at) > allowed)
}

fn invalid(detail: &str) -> Problem {
    Problem::new(Code::StatusListInvalid, detail)
}

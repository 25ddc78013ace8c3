//! What the issuer says about a credential after issuing it (Open Badges 3.0 "credentialStatus").
//!
//! `BitstringStatusListEntry` (W3C Bitstring Status List 1.0), its predecessor `StatusList2021Entry`, and
//! `1EdTechRevocationList`. A list that cannot be had, is not sound or is not the issuer's leaves the status
//! unknown: silence is never "not revoked". A badge without a status has none: that is `absent`.

use jiff::Timestamp;

use super::{
    Authenticity,
    address::{Address, same_id},
    bitstring::Bitstring,
    data_integrity, issuer_id,
    page::{Had, NotHad, ask, id_of},
    revocation_list::RevocationList,
    rules::Version,
    standing::host_of_did_web,
    time, vc_jwt,
};
use crate::{
    check::{Check, CheckId, Note, Outcome, Rule},
    code::Code,
    documents::{Document, DocumentRef, Documents, Purpose},
    formats::wire,
    json::{self, Value},
    limits::{STATUS_LIST_MIN_ENTRIES, STATUSES},
    proof::jws::Jws,
};

/// `status.revocation` of `credential`, with remarks on its lists. Every status is asked for: the first that fails
/// counts, else the first that is unknown.
pub(super) async fn check(
    credential: &Value,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> (Check, Vec<Note>) {
    let mut notes = Vec::new();
    let mut checks = Vec::new();
    for (asked, status) in wire::items(credential.get("credentialStatus")).enumerate() {
        if asked == STATUSES {
            let detail = format!("more than {STATUSES} statuses");
            checks.push(unknown(rule(), Code::NetBudget).with("detail", detail));
            break;
        }
        let check = match Kind::of(status) {
            Some(Kind::Bits(list)) => bits(credential, status, list, documents, at, &mut notes).await,
            Some(Kind::Ids) => ids(credential, status, documents).await,
            None => {
                let named = wire::types(status).join(" ");
                unknown(rule(), Code::StatusTypeUnsupported).with("type", named)
            }
        };
        checks.push(check);
    }
    let of = |outcome: Outcome| checks.iter().find(|check| check.outcome == outcome);
    let telling = of(Outcome::Failed).or_else(|| of(Outcome::Unknown)).cloned();
    let check = telling.unwrap_or_else(|| {
        let passed = checks.into_iter().filter(|check| check.outcome == Outcome::Passed);
        passed
            .reduce(|all, next| next.documents.into_iter().fold(all, Check::on))
            .unwrap_or_else(|| Check::absent(CheckId::Revocation, rule()))
    });
    (check, notes)
}

/// The kinds of status that are checked.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A place in a list of bits.
    Bits(ListKind),
    /// An id in a list of ids.
    Ids,
}

/// The two lists of bits, which differ in names and in the encoding's prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ListKind {
    Bitstring,
    StatusList2021,
}

impl Kind {
    fn of(status: &Value) -> Option<Self> {
        wire::types(status).iter().find_map(|name| match *name {
            "BitstringStatusListEntry" => Some(Self::Bits(ListKind::Bitstring)),
            "StatusList2021Entry" => Some(Self::Bits(ListKind::StatusList2021)),
            "1EdTechRevocationList" => Some(Self::Ids),
            _ => None,
        })
    }
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

    fn rule(self) -> Rule {
        match self {
            Self::Bitstring => Rule::new("Bitstring Status List 1.0", "3.2 Validate Algorithm"),
            Self::StatusList2021 => Rule::new("Status List 2021", "Validate Algorithm"),
        }
    }
}

/// One entry of a list of bits.
async fn bits(
    credential: &Value,
    status: &Value,
    kind: ListKind,
    documents: &(impl Documents + Sync),
    at: Timestamp,
    notes: &mut Vec<Note>,
) -> Check {
    let text = |name: &str| status.get(name).and_then(Value::as_str).unwrap_or_default();
    let (url, purpose) = (text("statusListCredential"), text("statusPurpose"));
    let about = |check: Check| check.with("url", url).with("purpose", purpose);
    let failure = match purpose {
        "revocation" => Code::Revoked,
        "suspension" => Code::Suspended,
        // Bitstring Status List 1.0 section 3.2: these say something about the credential, and never that it fails.
        "message" | "refresh" => return about(Check::absent(CheckId::Revocation, kind.rule())),
        "" => return about(unknown(kind.rule(), Code::StatusPurpose)),
        other => {
            let named = format!("statusPurpose {other}");
            return about(unknown(kind.rule(), Code::StatusTypeUnsupported)).with("type", named);
        }
    };
    if status.get("statusSize").is_some_and(|size| size.as_u64() != Some(1)) {
        let named = format!("statusSize {}", shown(status.get("statusSize")));
        return about(unknown(kind.rule(), Code::StatusTypeUnsupported)).with("type", named);
    }
    let Some(index) = index(status.get("statusListIndex")) else {
        return about(unknown(kind.rule(), Code::StatusRange))
            .with("index", shown(status.get("statusListIndex")));
    };
    let Had { document: list, protected, .. } = match ask(documents, url, Purpose::StatusList).await {
        Ok(had) => had,
        Err(why) => return about(not_had(&why, kind.rule())),
    };
    let reference = list.reference();
    let bits = match list_of(&list, credential, kind, purpose, documents, at).await {
        Ok(bits) => bits,
        Err(problem) => return about(problem.check(kind.rule())).on(reference),
    };
    if bits.entries() < STATUS_LIST_MIN_ENTRIES {
        notes.push(Note::new(Code::StatusShort).with("url", url).with("entries", bits.entries().to_string()));
    }
    let check = match bits.get(index) {
        Ok(true) => Check::failed(CheckId::Revocation, kind.rule(), failure),
        // A signed list may still be an old one, handed out by whoever sits on an unprotected way.
        Ok(false) if !protected => unknown(kind.rule(), Code::NetCleartext),
        Ok(false) => Check::passed(CheckId::Revocation, kind.rule()),
        Err(_) => unknown(kind.rule(), Code::StatusRange).with("entries", bits.entries().to_string()),
    };
    about(check).with("index", index.to_string()).on(reference)
}

/// Why a document is no list to rely on.
struct Problem {
    code: Code,
    cause: Option<Code>,
    detail: String,
}

impl Problem {
    fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, cause: None, detail: detail.into() }
    }

    fn check(self, rule: Rule) -> Check {
        let check = unknown(rule, self.code).with("detail", self.detail);
        self.cause.into_iter().fold(check, |check, cause| check.with("cause", cause.as_str()))
    }
}

/// The bits of a status list credential that is sound, in its time, the issuer's, and for `purpose`.
async fn list_of(
    list: &Document,
    credential: &Value,
    kind: ListKind,
    purpose: &str,
    documents: &(impl Documents + Sync),
    at: Timestamp,
) -> Result<Bitstring, Problem> {
    let invalid = |detail: &str| Problem::new(Code::StatusListInvalid, detail);
    let (value, authenticity) =
        match std::str::from_utf8(&list.bytes).ok().filter(|text| Jws::looks_like(text)) {
            Some(text) => {
                let payload = Jws::parse(text.trim())
                    .map_err(|error| Problem { cause: Some(error.code), ..invalid(&error.detail) })?;
                let payload = json::parse(&payload.payload).map_err(|error| invalid(&error.to_string()))?;
                let value = vc_jwt::credential(text.trim(), &payload);
                is_issuers(&value, credential)?;
                (value, vc_jwt::authenticate(text.trim(), documents, at).await)
            }
            None => {
                let value = json::parse(&list.bytes).map_err(|error| invalid(&error.to_string()))?;
                is_issuers(&value, credential)?;
                let authenticity = data_integrity::authenticate(&value, documents, at).await;
                (value, authenticity)
            }
        };
    // A list makes no claims beside the credential that it is, so `proof.claims` is not asked about.
    let Authenticity { signature, issuer_key, claims: _ } = authenticity;
    for (outcome, code) in
        [(Outcome::Failed, Code::StatusListInvalid), (Outcome::Unknown, Code::StatusUnknown)]
    {
        if let Some(check) = [&signature, &issuer_key].into_iter().find(|check| check.outcome == outcome) {
            return Err(Problem { code, cause: check.code, detail: check.id.as_str().into() });
        }
    }
    if !wire::types(&value).contains(&kind.credential_type()) {
        return Err(invalid("the document is no status list credential"));
    }
    let validity = time::check(&value, Version::Ob3, at);
    if validity.outcome == Outcome::Failed {
        return Err(Problem {
            cause: validity.code,
            ..Problem::new(Code::StatusUnknown, "the list's own time")
        });
    }
    let subject = wire::items(value.get("credentialSubject")).next().unwrap_or(&Value::Null);
    if !wire::types(subject).contains(&kind.subject_type()) {
        return Err(invalid("the subject is no status list"));
    }
    if !wire::texts(subject, "statusPurpose").contains(&purpose) {
        let own = wire::texts(subject, "statusPurpose").join(" ");
        return Err(Problem::new(Code::StatusPurpose, own));
    }
    let encoded = subject.get("encodedList").and_then(Value::as_str).unwrap_or_default();
    let bits = match kind {
        ListKind::Bitstring => Bitstring::decode(encoded),
        ListKind::StatusList2021 => Bitstring::decode_2021(encoded),
    };
    bits.map_err(|error| Problem::new(error.code(), error.to_string()))
}

/// A list is worth something only when the credential's issuer issued it. Asked before its keys are asked for.
fn is_issuers(list: &Value, credential: &Value) -> Result<(), Problem> {
    match issuer_id(list).zip(issuer_id(credential)) {
        Some((list, own)) if same_id(list, own) => Ok(()),
        Some((list, _)) => Err(Problem::new(Code::StatusListIssuer, list)),
        None => Err(Problem::new(Code::StatusListInvalid, "the list names no issuer")),
    }
}

/// An entry in a 1EdTechRevocationList. The list is not signed, so only the issuer's own host speaks for the issuer.
async fn ids(credential: &Value, status: &Value, documents: &(impl Documents + Sync)) -> Check {
    let rule = || Rule::new("Open Badges 3.0", "1EdTechRevocationList");
    let url = id_of(status).unwrap_or_default();
    let about = |check: Check| check.with("url", url);
    let Some(id) = id_of(credential) else {
        return about(unknown(rule(), Code::StatusUnknown)).with("cause", Code::FieldMissing.as_str());
    };
    let issuer = issuer_id(credential).unwrap_or_default();
    let of_issuer = |place: &Address| match Address::parse(issuer) {
        Some(own) => own.same_origin(place),
        None => host_of_did_web(issuer).is_some_and(|host| host == place.host()),
    };
    if !Address::parse(url).is_some_and(|place| of_issuer(&place)) {
        return about(unknown(rule(), Code::StatusListIssuer)).with("issuer", issuer);
    }
    let Had { document: list, answered, protected } = match ask(documents, url, Purpose::RevocationList).await
    {
        Ok(had) => had,
        Err(why) => return about(not_had(&why, rule())),
    };
    let reference: DocumentRef = list.reference();
    if !of_issuer(&answered) {
        return about(unknown(rule(), Code::StatusListIssuer)).with("issuer", issuer).on(reference);
    }
    let list = match RevocationList::parse(&list.bytes) {
        Ok(list) => list,
        Err(error) => {
            let check = unknown(rule(), Code::StatusListInvalid).with("detail", error.to_string());
            return about(check).on(reference);
        }
    };
    let check = match list.revoking(&[id]) {
        Some(entry) => {
            let check = Check::failed(CheckId::Revocation, rule(), Code::Revoked);
            entry.reason().into_iter().fold(check, |check, reason| check.with("reason", reason))
        }
        None if !protected => unknown(rule(), Code::NetCleartext),
        None => Check::passed(CheckId::Revocation, rule()),
    };
    about(check).on(reference)
}

/// `statusListIndex`: decimal digits without sign, point, exponent or leading zero, or the same as a JSON number.
fn index(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let plain = digits && (text == "0" || !text.starts_with('0'));
            plain.then(|| text.parse().ok()).flatten()
        }
        _ => None,
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map(Value::to_string).unwrap_or_default()
}

fn rule() -> Rule {
    Version::Ob3.rule(CheckId::Revocation)
}

fn unknown(rule: Rule, code: Code) -> Check {
    Check::unknown(CheckId::Revocation, rule, code)
}

fn not_had(why: &NotHad, rule: Rule) -> Check {
    why.told_by(unknown(rule, Code::StatusUnknown))
}

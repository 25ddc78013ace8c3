//! Endorsements that stand in a badge, its achievement or its issuer: OB 3.0 `EndorsementCredential` as an object or a
//! JWT, OB 2.0 `Endorsement` as an object, a JWS or an address (OB 3.0 "Endorsement Verification", OB 2.0 "Endorsement").
//!
//! Each is verified like any credential and has its own verdict. None changes the verdict of what it endorses, and none
//! of its own endorsements is followed.

use super::{
    Findings, VerifyOptions,
    address::{Address, registrable_domain, same_id},
    findings,
    rules::Version,
    standing::host_of_did_web,
};
use crate::{
    badge::Badge,
    check::{Check, CheckId, Endorsement, EndorsementTarget, Note},
    code::Code,
    documents::Documents,
    formats::endorsement::{self, EmbeddedEndorsement},
    json::Value,
    limits::{ENDORSEMENTS, EXHAUSTED_BUDGETS},
    proof::jws::Jws,
    read::{Format, ParsedBadge, ReadError, embedded},
};

/// Verifies the endorsements in `document`, whose view is `badge`; with remarks on those that were not.
pub(super) async fn verify(
    document: &Value,
    badge: &Badge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> (Vec<Endorsement>, Vec<Note>) {
    let mut all = endorsement::embedded(document);
    let mut seen: Vec<&Value> = Vec::new();
    all.retain(|one| {
        let new = !seen.contains(&one.value);
        if new && seen.len() <= ENDORSEMENTS {
            seen.push(one.value);
        }
        new
    });
    let mut verified = Vec::new();
    let mut notes = Vec::new();
    let mut exhausted = 0;
    for (tried, one) in all.iter().enumerate() {
        if tried == ENDORSEMENTS || exhausted == EXHAUSTED_BUDGETS {
            let note = Note::new(Code::EndorsementLimit).with("count", all.len().to_string());
            notes.push(note.with("checked", tried.to_string()));
            break;
        }
        match one_of(one, badge, documents, question).await {
            Ok(endorsement) => {
                let checks = &endorsement.report.checks;
                exhausted += usize::from(checks.iter().any(|check| check.code == Some(Code::DiGraphBudget)));
                verified.push(endorsement);
            }
            Err(error) => {
                let note = Note::new(Code::EndorsementUnreadable).with("cause", error.code.as_str());
                notes.push(note.with("found", error.found));
            }
        }
    }
    (verified, notes)
}

async fn one_of(
    one: &EmbeddedEndorsement<'_>,
    badge: &Badge,
    documents: &(impl Documents + Sync),
    question: &VerifyOptions,
) -> Result<Endorsement, ReadError> {
    let found = match one.value {
        Value::String(text) if !Jws::looks_like(text) => ParsedBadge::endorsement_at(text),
        value => embedded(value)?,
    };
    if !matches!(
        found.format,
        Format::EndorsementDataIntegrity
            | Format::EndorsementJwt
            | Format::EndorsementHosted
            | Format::EndorsementSigned
    ) {
        let found = format!("a credential of the form {}", found.format.as_str());
        return Err(ReadError::new(Code::JsonNotABadge, found));
    }
    let mut findings = findings(&found, documents, question).await;
    let document = findings.resolved.as_ref().or(found.document()).unwrap_or(&Value::Null);
    let named = endorsement::endorsed_id(document).map(str::to_owned);
    let endorsed = named.as_deref().and_then(|id| endorsed(id, badge));
    findings.checks.extend(named.map(|id| subject_check(&found, endorsed, &id)));
    let of_itself = self_endorsed(&findings, badge);
    findings.notes.extend(of_itself);
    let comment = findings.badge.narrative.clone();
    let mut report = findings.report(&found, question);
    if !one.value.is_string() {
        // An object has no text of its own here: it stands inside another.
        report.sha256 = None;
    }
    Ok(Endorsement { of: endorsed.unwrap_or(one.target), comment, report })
}

/// What of `badge` has the id `id`.
fn endorsed(id: &str, badge: &Badge) -> Option<EndorsementTarget> {
    let is = |own: &Option<String>| own.as_deref().is_some_and(|own| same_id(own, id));
    if is(&badge.id) {
        Some(EndorsementTarget::Badge)
    } else if is(&badge.achievement.id) || badge.achievements.iter().any(|achievement| is(&achievement.id)) {
        Some(EndorsementTarget::Achievement)
    } else if is(&badge.issuer.id) {
        Some(EndorsementTarget::Issuer)
    } else {
        None
    }
}

/// `endorsement.subject`: an endorsement of something else does not count here, however genuine it is.
fn subject_check(found: &ParsedBadge, endorsed: Option<EndorsementTarget>, named: &str) -> Check {
    let id = CheckId::EndorsedSubject;
    let version = match found.format {
        Format::EndorsementHosted | Format::EndorsementSigned => Version::Ob2,
        _ => Version::Endorsement3,
    };
    match endorsed {
        Some(_) => Check::passed(id, version.rule(id)).with("endorsed", named),
        None => Check::failed(id, version.rule(id), Code::EndorsementSubject).with("endorsed", named),
    }
}

/// The remark that the endorser is the issuer: the same id, or another one of the same domain.
fn self_endorsed(findings: &Findings, badge: &Badge) -> Option<Note> {
    let endorser = findings.badge.issuer.id.as_deref()?;
    let issuer = badge.issuer.id.as_deref()?;
    let domain = |id: &str| {
        host_of_did_web(id)
            .map(|host| registrable_domain(&host))
            .or_else(|| Address::parse(id).map(|address| address.registrable_domain()))
    };
    let same = same_id(endorser, issuer) || domain(endorser).is_some_and(|own| domain(issuer) == Some(own));
    same.then(|| Note::new(Code::EndorsementSelf).with("issuer", issuer).with("endorser", endorser))
}

//! Endorsements of a badge, its achievement or its issuer: OB 3.0 `EndorsementCredential` as an object or a JWT, OB 2.0
//! `Endorsement` as an object, a JWS or an address (OB 3.0 "Endorsement Verification", OB 2.0 "Endorsement").
//!
//! Each endorsement is verified like any credential and has a verdict of its own. It never changes the verdict of the
//! badge, and its own endorsements are not followed.
//!
//! The id of its subject determines what an endorsement endorses, not its place in the badge. An endorsement of
//! something other than the badge, its achievement or its issuer is invalid (`ENDORSEMENT_SUBJECT`).

use super::{findings::Findings, options::VerifyOptions, rules::Version};
use crate::{
    address::{Address, host_of_did_web, registrable_domain, same_id},
    badge::{Badge, EndorsementTarget},
    check::{Check, CheckId},
    code::{Code, Note},
    formats::{
        Format, ParsedBadge,
        endorsement::{self, EmbeddedEndorsement},
    },
    json::Value,
    limits::{ENDORSEMENTS, EXHAUSTED_BUDGETS},
    proof::jws::Jws,
    read::{ReadError, embedded},
    report::Endorsement,
};

/// The endorsements embedded in a badge.
///
/// The caller verifies each endorsement that [`next_endorsement`](Self::next_endorsement) returns and passes its
/// findings to [`add`](Self::add).
pub(super) struct Endorsements<'b> {
    badge: &'b Badge,
    embedded: Vec<EmbeddedEndorsement<'b>>,
    /// The number of endorsements read so far.
    count: usize,
    /// The number of endorsements whose canonical form exhausted its budget.
    exhausted: usize,
    verified: Vec<Endorsement>,
    notes: Vec<Note>,
}

/// An endorsement to verify.
pub(super) struct PendingEndorsement {
    /// The endorsement.
    pub(super) parsed: ParsedBadge,
    /// The part of the badge that contains the endorsement.
    location: EndorsementTarget,
    /// Whether the badge contains the endorsement as an object, which has no text of its own.
    is_object: bool,
}

impl<'b> Endorsements<'b> {
    /// Returns the endorsements in `document`, the document of `badge`. Repeated endorsements are dropped.
    pub(super) fn new(document: &'b Value, badge: &'b Badge) -> Self {
        let mut embedded = endorsement::embedded(document);
        let mut known: Vec<&Value> = Vec::new();
        embedded.retain(|endorsement| {
            let is_new = !known.contains(&endorsement.value);
            if is_new && known.len() <= ENDORSEMENTS {
                known.push(endorsement.value);
            }
            is_new
        });
        Self { badge, embedded, count: 0, exhausted: 0, verified: Vec::new(), notes: Vec::new() }
    }

    /// Returns the next readable endorsement, until a limit is reached.
    pub(super) fn next_endorsement(&mut self) -> Option<PendingEndorsement> {
        loop {
            let endorsement = self.embedded.get(self.count)?;
            if self.count == ENDORSEMENTS || self.exhausted == EXHAUSTED_BUDGETS {
                let total = self.embedded.len().to_string();
                let note = Note::new(Code::EndorsementLimit).with("count", total);
                self.notes.push(note.with("checked", self.count.to_string()));
                self.embedded.clear();
                return None;
            }
            self.count += 1;
            match parse(endorsement) {
                Ok(pending) => return Some(pending),
                Err(error) => {
                    let note = Note::new(Code::EndorsementUnreadable).with("cause", error.code.as_str());
                    self.notes.push(note.with("found", error.found));
                }
            }
        }
    }

    /// Adds the findings on `endorsement`.
    pub(super) fn add(
        &mut self,
        endorsement: PendingEndorsement,
        mut findings: Findings,
        options: &VerifyOptions,
    ) {
        let PendingEndorsement { parsed, location, is_object } = endorsement;
        let document = findings.resolved.as_ref().or(parsed.document()).unwrap_or(&Value::Null);
        let endorsed_id = endorsement::endorsed_id(document).map(str::to_owned);
        let target = endorsed_id.as_deref().and_then(|id| find_target(id, self.badge));
        findings.checks.extend(endorsed_id.map(|id| check_subject(&parsed, target, &id)));
        let note = note_self_endorsement(&findings, self.badge);
        findings.notes.extend(note);
        let comment = findings.badge.narrative.clone();
        let mut report = findings.into_report(&parsed, options);
        if is_object {
            report.sha256 = None;
        }
        let exhausted = report.checks.iter().any(|check| check.code == Some(Code::DiGraphBudget));
        self.exhausted += usize::from(exhausted);
        self.verified.push(Endorsement { of: target.unwrap_or(location), comment, report });
    }

    /// Returns the verified endorsements, and notes on the others.
    pub(super) fn into_parts(self) -> (Vec<Endorsement>, Vec<Note>) {
        (self.verified, self.notes)
    }
}

fn parse(endorsement: &EmbeddedEndorsement<'_>) -> Result<PendingEndorsement, ReadError> {
    let parsed = match endorsement.value {
        Value::String(text) if !Jws::looks_like(text) => ParsedBadge::endorsement_at(text),
        value => embedded(value)?,
    };
    match parsed.format {
        Format::EndorsementDataIntegrity
        | Format::EndorsementJwt
        | Format::EndorsementHosted
        | Format::EndorsementSigned => {
            let is_object = !endorsement.value.is_string();
            Ok(PendingEndorsement { parsed, location: endorsement.target, is_object })
        }
        format => {
            let found = format!("a credential of the form {}", format.as_str());
            Err(ReadError::new(Code::JsonNotABadge, found))
        }
    }
}

/// Returns the part of `badge` that has the id `id`.
fn find_target(id: &str, badge: &Badge) -> Option<EndorsementTarget> {
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

/// Checks `endorsement.subject`: the endorsement is about the badge, its achievement or its issuer.
fn check_subject(parsed: &ParsedBadge, target: Option<EndorsementTarget>, endorsed_id: &str) -> Check {
    let id = CheckId::EndorsedSubject;
    let version = match parsed.format {
        Format::EndorsementHosted | Format::EndorsementSigned => Version::Ob2,
        _ => Version::Endorsement3,
    };
    match target {
        Some(_) => Check::passed(id, version.rule(id)).with("endorsed", endorsed_id),
        None => Check::failed(id, version.rule(id), Code::EndorsementSubject).with("endorsed", endorsed_id),
    }
}

/// Returns a note if the endorser is the issuer of `badge`: the same id, or another id of the same domain.
fn note_self_endorsement(findings: &Findings, badge: &Badge) -> Option<Note> {
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

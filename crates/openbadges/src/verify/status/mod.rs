//! `status.revocation`: the status that the issuer publishes for a credential (Open Badges 3.0 "credentialStatus").
//!
//! - [`bits`]: `BitstringStatusListEntry` (W3C Bitstring Status List 1.0) and its predecessor `StatusList2021Entry`, an index
//!   in a [`list`] that is itself a credential.
//! - [`ids`]: `1EdTechRevocationList`, a list of ids.
//! - [`issuer_list`]: the revocation list in the issuer's profile (Open Badges 1.x and 2.0).
//!
//! A list that cannot be fetched, is invalid, belongs to another issuer or is older than an observed one leaves the
//! status unknown. A badge without a status is `absent`.

mod bits;
mod bitstring;
mod ids;
pub(crate) mod issuer_list;
mod list;
mod revocation_list;

use self::list::ListKind;
use crate::{
    check::{Check, CheckId, Outcome, Rule},
    code::{Code, Note},
    documents::Documents,
    formats::wire,
    json::Value,
    limits::{STATUSES, UNIQUE_NAME_CHARS},
    status_list::ObservedList,
    verify::{
        fetch::{FetchFailure, id_of},
        options::VerifyOptions,
        rules::Version,
    },
};

/// The result for all statuses of a credential.
#[derive(Clone, Debug)]
pub(crate) struct StatusFinding {
    /// `status.revocation`: the first status that fails, otherwise the first that is unknown.
    pub(crate) check: Check,
    /// Notes about the lists, and statuses other than revocation.
    pub(crate) notes: Vec<Note>,
    /// The valid lists, for the caller to store.
    pub(crate) lists: Vec<ObservedList>,
}

/// Checks every status of `credential`.
pub(crate) async fn check(
    credential: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> StatusFinding {
    let mut checker = StatusChecker { credential, documents, options, notes: Vec::new(), lists: Vec::new() };
    let mut checks = Vec::new();
    for (count, status) in wire::items(credential.get("credentialStatus")).enumerate() {
        if count == STATUSES {
            let detail = format!("more than {STATUSES} statuses");
            checks.push(unknown(rule(), Code::NetBudget).with("detail", detail));
            break;
        }
        checks.extend(checker.check_status(status).await);
    }
    let StatusChecker { notes, lists, .. } = checker;
    StatusFinding { check: summarise(checks), notes, lists }
}

/// Returns the first check that failed, otherwise the first that is unknown, otherwise all passed checks as one.
fn summarise(checks: Vec<Check>) -> Check {
    let of = |outcome: Outcome| checks.iter().find(|check| check.outcome == outcome).cloned();
    of(Outcome::Failed).or_else(|| of(Outcome::Unknown)).unwrap_or_else(|| {
        let passed = checks.into_iter().filter(|check| check.outcome == Outcome::Passed);
        passed
            .reduce(|all, next| next.documents.into_iter().fold(all, Check::with_document))
            .unwrap_or_else(|| Check::absent(CheckId::Revocation, rule()))
    })
}

/// Checks the statuses of one credential.
struct StatusChecker<'a, D> {
    credential: &'a Value,
    documents: &'a D,
    options: &'a VerifyOptions,
    notes: Vec<Note>,
    lists: Vec<ObservedList>,
}

impl<D: Documents + Sync> StatusChecker<'_, D> {
    /// Checks one status. Returns `None` if its purpose is neither revocation nor suspension.
    async fn check_status(&mut self, status: &Value) -> Option<Check> {
        let kind = wire::types(status).iter().find_map(|name| match *name {
            "BitstringStatusListEntry" => Some(Kind::Bits(ListKind::Bitstring)),
            "StatusList2021Entry" => Some(Kind::Bits(ListKind::StatusList2021)),
            "1EdTechRevocationList" => Some(Kind::Ids),
            _ => None,
        });
        match kind {
            Some(Kind::Bits(kind)) => self.bits(status, kind).await,
            Some(Kind::Ids) => Some(self.ids(status).await),
            // For example RevocationList2020, which Status List 2021 replaced.
            None => {
                let named = wire::types(status).join(" ");
                Some(unknown(rule(), Code::StatusTypeUnsupported).with("type", named))
            }
        }
    }

    /// Returns the earlier observation of the list at `url`.
    fn observed(&self, url: &str) -> Option<&ObservedList> {
        self.options.observed_lists.iter().find(|observed| observed.url == url)
    }

    /// Records an observation of a list.
    fn record(&mut self, list: ObservedList) {
        match self.lists.iter_mut().find(|known| known.url == list.url) {
            Some(known) => known.merge(list),
            None => self.lists.push(list),
        }
    }

    /// Returns the check for a list that could not be fetched, with the time when it was last fetched.
    fn unavailable(&self, failure: &FetchFailure, url: &str, rule: Rule) -> Check {
        let check = failure.explain(unknown(rule, Code::StatusUnknown));
        self.observed(url)
            .into_iter()
            .fold(check, |check, observed| check.with("last", observed.fetched_at.to_string()))
    }

    /// Adds a note if fetching the list reveals to its host which badge is verified, because the address contains the
    /// badge's own id (W3C Bitstring Status List 1.0, section 5.1).
    fn note_unique_address(&mut self, url: &str) {
        let id = id_of(self.credential).unwrap_or_default();
        let own = id.rsplit([':', '/', '#', '=']).find(|part| !part.is_empty()).unwrap_or_default();
        if own.chars().count() >= UNIQUE_NAME_CHARS && url.contains(own) {
            self.notes.push(Note::new(Code::PrivacyUniqueStatus).with("url", url));
        }
    }
}

/// The supported kinds of status.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// An index in a list of bits.
    Bits(ListKind),
    /// An id in a list of ids.
    Ids,
}

fn rule() -> Rule {
    Version::Ob3.rule(CheckId::Revocation)
}

fn unknown(rule: Rule, code: Code) -> Check {
    Check::unknown(CheckId::Revocation, rule, code)
}

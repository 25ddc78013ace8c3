//! What the issuer says about a credential after issuing it (Open Badges 3.0 "credentialStatus").
//!
//! [`bits`]: `BitstringStatusListEntry` (W3C Bitstring Status List 1.0) and its predecessor `StatusList2021Entry`, a
//! place in a [`list`] that is a credential itself. [`ids`]: `1EdTechRevocationList`. A list that cannot be had, is not
//! sound, is not the issuer's or is older than one seen before leaves the status unknown: silence is never "not
//! revoked". A badge without a status has none: that is `absent`.

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

/// What the statuses of a credential come to.
#[derive(Clone, Debug)]
pub(crate) struct StatusFinding {
    /// `status.revocation`: of several statuses the first that fails, else the first that is unknown.
    pub(crate) check: Check,
    /// Remarks on the lists, and what they say that is no revocation.
    pub(crate) notes: Vec<Note>,
    /// The sound lists that were had, to be remembered.
    pub(crate) lists: Vec<ObservedList>,
}

/// Asks about every status of `credential`.
pub(crate) async fn check(
    credential: &Value,
    documents: &(impl Documents + Sync),
    options: &VerifyOptions,
) -> StatusFinding {
    let mut asking = Asking { credential, documents, options, notes: Vec::new(), lists: Vec::new() };
    let mut checks = Vec::new();
    for (asked, status) in wire::items(credential.get("credentialStatus")).enumerate() {
        if asked == STATUSES {
            let detail = format!("more than {STATUSES} statuses");
            checks.push(unknown(rule(), Code::NetBudget).with("detail", detail));
            break;
        }
        checks.extend(asking.about(status).await);
    }
    let Asking { notes, lists, .. } = asking;
    StatusFinding { check: summed_up(checks), notes, lists }
}

/// The first check that fails, else the first that is unknown; else all that passed, as one.
fn summed_up(checks: Vec<Check>) -> Check {
    let of = |outcome: Outcome| checks.iter().find(|check| check.outcome == outcome).cloned();
    of(Outcome::Failed).or_else(|| of(Outcome::Unknown)).unwrap_or_else(|| {
        let passed = checks.into_iter().filter(|check| check.outcome == Outcome::Passed);
        passed
            .reduce(|all, next| next.documents.into_iter().fold(all, Check::on))
            .unwrap_or_else(|| Check::absent(CheckId::Revocation, rule()))
    })
}

/// One credential's statuses while they are asked about.
struct Asking<'a, D> {
    credential: &'a Value,
    documents: &'a D,
    options: &'a VerifyOptions,
    notes: Vec<Note>,
    lists: Vec<ObservedList>,
}

impl<D: Documents + Sync> Asking<'_, D> {
    /// The check of one status. `None`: it says nothing about whether the credential was taken back.
    async fn about(&mut self, status: &Value) -> Option<Check> {
        let kind = wire::types(status).iter().find_map(|name| match *name {
            "BitstringStatusListEntry" => Some(Kind::Bits(ListKind::Bitstring)),
            "StatusList2021Entry" => Some(Kind::Bits(ListKind::StatusList2021)),
            "1EdTechRevocationList" => Some(Kind::Ids),
            _ => None,
        });
        match kind {
            Some(Kind::Bits(kind)) => self.bits(status, kind).await,
            Some(Kind::Ids) => Some(self.ids(status).await),
            // Among them RevocationList2020, which Status List 2021 replaced.
            None => {
                let named = wire::types(status).join(" ");
                Some(unknown(rule(), Code::StatusTypeUnsupported).with("type", named))
            }
        }
    }

    /// What is remembered of the list at `url`.
    fn seen(&self, url: &str) -> Option<&ObservedList> {
        self.options.observed_lists.iter().find(|seen| seen.url == url)
    }

    /// Remembers a list for the next check.
    fn remember(&mut self, list: ObservedList) {
        match self.lists.iter_mut().find(|known| known.url == list.url) {
            Some(known) => known.merge(list),
            None => self.lists.push(list),
        }
    }

    /// The check where the list could not be had. It says when it last could, if it ever could.
    fn failure(&self, failure: &FetchFailure, url: &str, rule: Rule) -> Check {
        let check = failure.explain(unknown(rule, Code::StatusUnknown));
        self.seen(url).into_iter().fold(check, |check, seen| check.with("last", seen.fetched_at.to_string()))
    }

    /// Remarks where asking for the list tells its host which badge is looked at: the address holds the badge's own id
    /// (W3C Bitstring Status List 1.0, section 5.1: a list of one's own is a tracking device).
    fn note_unique_address(&mut self, url: &str) {
        let id = id_of(self.credential).unwrap_or_default();
        let own = id.rsplit([':', '/', '#', '=']).find(|part| !part.is_empty()).unwrap_or_default();
        if own.chars().count() >= UNIQUE_NAME_CHARS && url.contains(own) {
            self.notes.push(Note::new(Code::PrivacyUniqueStatus).with("url", url));
        }
    }
}

/// The kinds of status that are checked.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// A place in a list of bits.
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

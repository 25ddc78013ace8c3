//! I11: the caller's record of a list, and the effect of an older list.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, options_at, outcome, parse_badge, report_on,
    status::{LIST, badge, encoded, entry, list, signed},
    summary,
};
use openbadges::{CheckId, Code, Outcome, Report, Verdict, VerifyOptions, limits::STATUS_LIST_MIN_ENTRIES};
use serde_json::{Value, json};

const CLEAR: (Outcome, Option<Code>) = (Outcome::Passed, None);
const REVOKED: (Outcome, Option<Code>) = (Outcome::Failed, Some(Code::Revoked));
const SUSPENDED: (Outcome, Option<Code>) = (Outcome::Failed, Some(Code::Suspended));
const ROLLBACK: (Outcome, Option<Code>) = (Outcome::Unknown, Some(Code::StatusRollback));

/// A caller that remembers the lists that it fetched.
struct Caller {
    issuer: TestIssuer,
    purpose: &'static str,
    options: VerifyOptions,
}

impl Caller {
    fn new(purpose: &'static str) -> Self {
        Self { issuer: TestIssuer::did_key(1), purpose, options: options_at(AT) }
    }

    /// Returns the report on the badge at entry 5. The list has this date and these set entries.
    fn fetch_list(&mut self, valid_from: Option<&str>, set: &[usize]) -> Report {
        let mut page = list(&self.issuer, self.purpose, encoded(STATUS_LIST_MIN_ENTRIES, set));
        match valid_from {
            Some(from) => page["validFrom"] = json!(from),
            None => drop(page.as_object_mut().unwrap().remove("validFrom")),
        }
        self.verify_with(&Web::default().with(LIST, &signed(&self.issuer, &page)))
    }

    fn verify_with(&mut self, web: &Web) -> Report {
        let text = badge(&self.issuer, entry(self.purpose, json!("5")));
        let report = report_on(&parse_badge(&text), web, &self.options);
        self.options.add_observed_lists(&report);
        report
    }
}

fn noted(report: &Report, code: Code) -> bool {
    report.notes.iter().any(|note| note.code == code)
}

/// A row: the lists in the order of fetching, and the result for each.
type Row =
    (&'static str, &'static str, Vec<(Option<&'static str>, &'static [usize], (Outcome, Option<Code>))>);

#[test]
fn older_list_does_not_undo_a_revocation() {
    const JAN: Option<&str> = Some("2026-01-01T00:00:00Z");
    const FEB: Option<&str> = Some("2026-02-01T00:00:00Z");
    const MAR: Option<&str> = Some("2026-03-01T00:00:00Z");
    let rows: Vec<Row> = vec![
        ("the same list again", "revocation", vec![(JAN, &[], CLEAR), (JAN, &[], CLEAR)]),
        ("a newer list", "revocation", vec![(JAN, &[], CLEAR), (FEB, &[], CLEAR)]),
        (
            "yesterday's list hides a revocation",
            "revocation",
            vec![(FEB, &[5], REVOKED), (JAN, &[], REVOKED)],
        ),
        (
            "an older list does not prove today's status",
            "revocation",
            vec![(FEB, &[], CLEAR), (JAN, &[], ROLLBACK)],
        ),
        ("yesterday's list revoked already", "revocation", vec![(FEB, &[], CLEAR), (JAN, &[5], REVOKED)]),
        (
            "and so the revocation stays",
            "revocation",
            vec![(FEB, &[], CLEAR), (JAN, &[5], REVOKED), (JAN, &[], REVOKED), (FEB, &[], CLEAR)],
        ),
        ("a list of the same date", "revocation", vec![(FEB, &[5], REVOKED), (FEB, &[], REVOKED)]),
        ("a later list takes it back", "revocation", vec![(FEB, &[5], REVOKED), (MAR, &[], CLEAR)]),
        ("a missing date", "revocation", vec![(FEB, &[], CLEAR), (None, &[], ROLLBACK)]),
        ("lists without a date", "revocation", vec![(None, &[], CLEAR), (None, &[], CLEAR)]),
        ("revoked without a date", "revocation", vec![(None, &[5], REVOKED), (None, &[], REVOKED)]),
        ("another's entry", "revocation", vec![(FEB, &[6], CLEAR), (FEB, &[], CLEAR)]),
        ("a suspension ends", "suspension", vec![(FEB, &[5], SUSPENDED), (FEB, &[], CLEAR)]),
        (
            "an older list does not tell about a suspension",
            "suspension",
            vec![(FEB, &[], CLEAR), (JAN, &[5], ROLLBACK), (JAN, &[], ROLLBACK)],
        ),
    ];
    for (name, purpose, lists) in rows {
        support::vectors::row(name);
        let mut caller = Caller::new(purpose);
        for (at, (valid_from, set, expected)) in lists.into_iter().enumerate() {
            let report = caller.fetch_list(valid_from, set);
            assert_eq!(outcome(&report, CheckId::Revocation), expected, "{name}, {at}: {}", summary(&report));
        }
    }
}

#[test]
fn notes_rolled_back_lists_and_undone_revocations() {
    let mut caller = Caller::new("revocation");
    let first = caller.fetch_list(Some("2026-02-01T00:00:00Z"), &[5]);
    assert_eq!(first.verdict, Verdict::Revoked);
    assert!(!noted(&first, Code::StatusRollback));
    let replayed = caller.fetch_list(Some("2026-01-01T00:00:00Z"), &[]);
    assert_eq!(replayed.verdict, Verdict::Revoked);
    let note = replayed.notes.iter().find(|note| note.code == Code::StatusRollback).expect("a note");
    assert_eq!(note.details["from"], "2026-01-01T00:00:00Z");
    assert_eq!(note.details["newest"], "2026-02-01T00:00:00Z");
    let reinstated = caller.fetch_list(Some("2026-03-01T00:00:00Z"), &[]);
    assert_eq!(reinstated.verdict, Verdict::Verified, "{}", summary(&reinstated));
    assert!(noted(&reinstated, Code::StatusReinstated));
}

/// An invalid list is not remembered, so it cannot make a valid list appear old.
#[test]
fn remembers_only_valid_lists() {
    let mallory = TestIssuer::did_key(2);
    let mut caller = Caller::new("revocation");
    let mut forged = list(&caller.issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[5]));
    forged["validFrom"] = json!("2026-06-01T00:00:00Z");
    let mut tomorrow = forged.clone();
    tomorrow["validFrom"] = json!("2027-01-01T00:00:00Z");
    let pages: [(&str, Value); 3] = [
        (
            "signed by a stranger",
            mallory.with_proof(&forged, openbadges::proof::data_integrity::Suite::EddsaRdfc2022),
        ),
        ("of another issuer", signed(&mallory, &list(&mallory, "revocation", encoded(8, &[5])))),
        ("of tomorrow", signed(&caller.issuer, &tomorrow)),
    ];
    for (name, page) in pages {
        support::vectors::row(name);
        let report = caller.verify_with(&Web::default().with(LIST, &page));
        assert_eq!(outcome(&report, CheckId::Revocation).0, Outcome::Unknown, "{name}");
        assert!(report.status_lists.is_empty(), "{name}");
    }
    assert_eq!(outcome(&caller.fetch_list(Some("2026-01-01T00:00:00Z"), &[]), CheckId::Revocation), CLEAR);
}

/// I10: if the list could not be fetched, the report contains the time of the last fetch.
#[test]
fn reports_when_an_unavailable_list_was_last_fetched() {
    let mut caller = Caller::new("revocation");
    let before = caller.verify_with(&Web::default());
    assert_eq!(check(&before, CheckId::Revocation).details.get("last"), None);
    caller.fetch_list(Some("2026-01-01T00:00:00Z"), &[]);
    let after = caller.verify_with(&Web::default());
    assert_eq!(outcome(&after, CheckId::Revocation), (Outcome::Unknown, Some(Code::StatusUnknown)));
    assert_eq!(check(&after, CheckId::Revocation).details["last"], AT);
}

/// A report contains nothing about other badges in the list.
#[test]
fn report_contains_no_other_entries_of_the_list() {
    let mut caller = Caller::new("revocation");
    caller.fetch_list(Some("2026-01-01T00:00:00Z"), &[5]);
    caller.options.observed_lists[0].revoked.insert("77".into(), None);
    let report = caller.fetch_list(Some("2026-01-01T00:00:00Z"), &[5]);
    let places: Vec<&str> = report.status_lists[0].revoked.keys().map(String::as_str).collect();
    assert_eq!(places, ["5"]);
}

/// 1EdTechRevocationList: the issuer's page states the current status; a note reports the end of a
/// revocation.
#[test]
fn notes_an_id_that_is_no_longer_listed() {
    let id = "https://badges.example.edu/issuer";
    let url = "https://badges.example.edu/revoked";
    let issuer = TestIssuer::at(id, 1);
    let text = badge(&issuer, json!({"id": url, "type": "1EdTechRevocationList"}));
    let mut options = options_at(AT);
    let own = issuer.credential()["id"].clone();
    for (entries, expected, reinstated) in
        [(json!([]), CLEAR, false), (json!([{"id": own}]), REVOKED, false), (json!([]), CLEAR, true)]
    {
        let web = Web::default()
            .with(id, &issuer.controller("assertionMethod"))
            .with(url, &json!({"revokedCredential": entries}));
        let report = report_on(&parse_badge(&text), &web, &options);
        assert_eq!(outcome(&report, CheckId::Revocation), expected, "{}", summary(&report));
        assert_eq!(noted(&report, Code::StatusReinstated), reinstated);
        options.add_observed_lists(&report);
    }
}

//! I11: what a caller remembers of a list, and what an older list is worth.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{
    AT, TestIssuer, Web, check, found, outcome, question, report_on,
    status::{LIST, badge, encoded, entry, list, signed},
    summary,
};
use openbadges::{CheckId, Code, Outcome, Report, Verdict, VerifyOptions, limits::STATUS_LIST_MIN_ENTRIES};
use serde_json::{Value, json};

const CLEAR: (Outcome, Option<Code>) = (Outcome::Passed, None);
const REVOKED: (Outcome, Option<Code>) = (Outcome::Failed, Some(Code::Revoked));
const SUSPENDED: (Outcome, Option<Code>) = (Outcome::Failed, Some(Code::Suspended));
const ROLLBACK: (Outcome, Option<Code>) = (Outcome::Unknown, Some(Code::StatusRollback));

/// A caller that remembers, and the lists that it is shown one after another.
struct Caller {
    issuer: TestIssuer,
    purpose: &'static str,
    question: VerifyOptions,
}

impl Caller {
    fn new(purpose: &'static str) -> Self {
        Self { issuer: TestIssuer::did_key(1), purpose, question: question(AT) }
    }

    /// The report on the badge at entry 5 where the list of this date has these entries set.
    fn asks(&mut self, valid_from: Option<&str>, set: &[usize]) -> Report {
        let mut page = list(&self.issuer, self.purpose, encoded(STATUS_LIST_MIN_ENTRIES, set));
        match valid_from {
            Some(from) => page["validFrom"] = json!(from),
            None => drop(page.as_object_mut().unwrap().remove("validFrom")),
        }
        self.finds(&Web::default().with(LIST, &signed(&self.issuer, &page)))
    }

    fn finds(&mut self, web: &Web) -> Report {
        let text = badge(&self.issuer, entry(self.purpose, json!("5")));
        let report = report_on(&found(&text), web, &self.question);
        self.question.remember(&report);
        report
    }
}

fn noted(report: &Report, code: Code) -> bool {
    report.notes.iter().any(|note| note.code == code)
}

/// One row: the lists in the order in which they are handed out, and what each is worth.
type Row =
    (&'static str, &'static str, Vec<(Option<&'static str>, &'static [usize], (Outcome, Option<Code>))>);

#[test]
fn an_older_list_takes_nothing_back() {
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
        ("yesterday's list is no word of today", "revocation", vec![(FEB, &[], CLEAR), (JAN, &[], ROLLBACK)]),
        ("yesterday's list revoked already", "revocation", vec![(FEB, &[], CLEAR), (JAN, &[5], REVOKED)]),
        (
            "and so the revocation stays",
            "revocation",
            vec![(FEB, &[], CLEAR), (JAN, &[5], REVOKED), (JAN, &[], REVOKED), (FEB, &[], CLEAR)],
        ),
        ("a list of the same date", "revocation", vec![(FEB, &[5], REVOKED), (FEB, &[], REVOKED)]),
        ("a later list takes it back", "revocation", vec![(FEB, &[5], REVOKED), (MAR, &[], CLEAR)]),
        ("a date that is gone", "revocation", vec![(FEB, &[], CLEAR), (None, &[], ROLLBACK)]),
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
        common::vectors::row(name);
        let mut caller = Caller::new(purpose);
        for (at, (valid_from, set, expected)) in lists.into_iter().enumerate() {
            let report = caller.asks(valid_from, set);
            assert_eq!(outcome(&report, CheckId::Revocation), expected, "{name}, {at}: {}", summary(&report));
        }
    }
}

#[test]
fn what_was_rolled_back_or_taken_back_is_said() {
    let mut caller = Caller::new("revocation");
    let first = caller.asks(Some("2026-02-01T00:00:00Z"), &[5]);
    assert_eq!(first.verdict, Verdict::Revoked);
    assert!(!noted(&first, Code::StatusRollback));
    let replayed = caller.asks(Some("2026-01-01T00:00:00Z"), &[]);
    assert_eq!(replayed.verdict, Verdict::Revoked);
    let note = replayed.notes.iter().find(|note| note.code == Code::StatusRollback).expect("a remark");
    assert_eq!(note.details["from"], "2026-01-01T00:00:00Z");
    assert_eq!(note.details["newest"], "2026-02-01T00:00:00Z");
    let reinstated = caller.asks(Some("2026-03-01T00:00:00Z"), &[]);
    assert_eq!(reinstated.verdict, Verdict::Verified, "{}", summary(&reinstated));
    assert!(noted(&reinstated, Code::StatusReinstated));
}

/// A list that is not sound is not remembered, so it cannot be used to make a sound one look old.
#[test]
fn only_sound_lists_are_remembered() {
    let mallory = TestIssuer::did_key(2);
    let mut caller = Caller::new("revocation");
    let mut forged = list(&caller.issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[5]));
    forged["validFrom"] = json!("2026-06-01T00:00:00Z");
    let mut tomorrow = forged.clone();
    tomorrow["validFrom"] = json!("2027-01-01T00:00:00Z");
    let pages: [(&str, Value); 3] = [
        (
            "signed by somebody else",
            mallory.with_proof(&forged, openbadges::proof::data_integrity::Suite::EddsaRdfc2022),
        ),
        ("of another issuer", signed(&mallory, &list(&mallory, "revocation", encoded(8, &[5])))),
        ("of tomorrow", signed(&caller.issuer, &tomorrow)),
    ];
    for (name, page) in pages {
        common::vectors::row(name);
        let report = caller.finds(&Web::default().with(LIST, &page));
        assert_eq!(outcome(&report, CheckId::Revocation).0, Outcome::Unknown, "{name}");
        assert!(report.status_lists.is_empty(), "{name}");
    }
    assert_eq!(outcome(&caller.asks(Some("2026-01-01T00:00:00Z"), &[]), CheckId::Revocation), CLEAR);
}

/// I10: where the list cannot be had, the report says when it last could.
#[test]
fn a_list_that_cannot_be_had_says_when_it_last_could() {
    let mut caller = Caller::new("revocation");
    let before = caller.finds(&Web::default());
    assert_eq!(check(&before, CheckId::Revocation).details.get("last"), None);
    caller.asks(Some("2026-01-01T00:00:00Z"), &[]);
    let after = caller.finds(&Web::default());
    assert_eq!(outcome(&after, CheckId::Revocation), (Outcome::Unknown, Some(Code::StatusUnknown)));
    assert_eq!(check(&after, CheckId::Revocation).details["last"], AT);
}

/// A report says nothing of other badges in the list, whatever the caller remembers.
#[test]
fn a_report_tells_of_its_own_place_only() {
    let mut caller = Caller::new("revocation");
    caller.asks(Some("2026-01-01T00:00:00Z"), &[5]);
    caller.question.observed_lists[0].revoked.insert("77".into(), None);
    let report = caller.asks(Some("2026-01-01T00:00:00Z"), &[5]);
    let places: Vec<&str> = report.status_lists[0].revoked.keys().map(String::as_str).collect();
    assert_eq!(places, ["5"]);
}

/// 1EdTechRevocationList: the issuer's page is its word of now; that it was another word before is remarked.
#[test]
fn an_id_that_is_no_longer_listed_is_remarked() {
    let id = "https://badges.example.edu/issuer";
    let url = "https://badges.example.edu/revoked";
    let issuer = TestIssuer::at(id, 1);
    let text = badge(&issuer, json!({"id": url, "type": "1EdTechRevocationList"}));
    let mut question = question(AT);
    let own = issuer.credential()["id"].clone();
    for (entries, expected, remarked) in
        [(json!([]), CLEAR, false), (json!([{"id": own}]), REVOKED, false), (json!([]), CLEAR, true)]
    {
        let web = Web::default()
            .with(id, &issuer.controller("assertionMethod"))
            .with(url, &json!({"revokedCredential": entries}));
        let report = report_on(&found(&text), &web, &question);
        assert_eq!(outcome(&report, CheckId::Revocation), expected, "{}", summary(&report));
        assert_eq!(noted(&report, Code::StatusReinstated), remarked);
        question.remember(&report);
    }
}

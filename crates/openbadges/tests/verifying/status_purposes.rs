//! Purposes of status lists other than revocation, entries of several bits, and stale copies.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, outcome, report, report_on,
    status::{LIST, badge, encoded, entry, gzip, list, signed},
    summary,
};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{
    CheckId, Code, Note, Outcome, Report, Verdict, VerifyOptions, limits::STATUS_LIST_MIN_ENTRIES,
    proof::data_integrity::Suite,
};
use serde_json::{Value, json};

/// Returns the notes with this code.
fn notes(report: &Report, code: Code) -> Vec<&Note> {
    report.notes.iter().filter(|note| note.code == code).collect()
}

/// Returns a list of two-bit entries with these values at the start.
fn of_two_bits(issuer: &TestIssuer, purpose: &str, values: [u8; 4]) -> Value {
    let mut bytes = vec![0_u8; STATUS_LIST_MIN_ENTRIES / 4];
    bytes[0] = values.iter().fold(0, |byte, value| byte << 2 | value);
    let encoded = format!("u{}", BASE64URL_NOPAD.encode(&gzip(&bytes)));
    signed(issuer, &list(issuer, purpose, encoded))
}

/// Returns a two-bit entry with a message for each value.
fn with_messages(purpose: &str, index: u64) -> Value {
    let mut entry = entry(purpose, json!(index.to_string()));
    entry["statusSize"] = json!(2);
    entry["statusMessage"] = json!([
        {"status": "0x0", "message": "in review"},
        {"status": "0x1", "message": "<b>accepted</b>"},
        {"status": "0x2", "message": "rejected"},
        {"status": "0x3", "message": "undefined"},
    ]);
    entry
}

/// I08: a message is independent of the verdict, whatever its value.
#[test]
fn message_is_a_note_and_never_a_revocation() {
    support::vectors::about("I08");
    let issuer = TestIssuer::did_key(1);
    let web = Web::default().with(LIST, &of_two_bits(&issuer, "message", [0, 1, 2, 3]));
    for (index, value, message) in [
        (0, "0x0", "in review"),
        (1, "0x1", "<b>accepted</b>"),
        (2, "0x2", "rejected"),
        (3, "0x3", "undefined"),
    ] {
        let report = report(&badge(&issuer, with_messages("message", index)), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Absent, None), "a message cannot revoke");
        let messages = notes(&report, Code::StatusMessage);
        assert_eq!(messages.len(), 1);
        assert_eq!(
            (messages[0].details["value"].as_str(), messages[0].details["message"].as_str()),
            (value, message)
        );
    }

    // Section 2.1: without messages 0 means "unset", which needs no note, and 1 means "set".
    let bits = signed(&issuer, &list(&issuer, "message", encoded(STATUS_LIST_MIN_ENTRIES, &[5])));
    let web = Web::default().with(LIST, &bits);
    for (index, count) in [("5", 1), ("6", 0)] {
        let report = report(&badge(&issuer, entry("message", json!(index))), &web);
        assert_eq!(notes(&report, Code::StatusMessage).len(), count, "{index}");
    }
}

/// I08: the existence of a newer edition does not affect the verdict.
#[test]
fn refresh_is_a_note() {
    support::vectors::about("I08");
    let issuer = TestIssuer::did_key(1);
    let page = signed(&issuer, &list(&issuer, "refresh", encoded(STATUS_LIST_MIN_ENTRIES, &[5])));
    let web = Web::default().with(LIST, &page);
    for (index, count) in [("5", 1), ("6", 0)] {
        let report = report(&badge(&issuer, entry("refresh", json!(index))), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
        assert_eq!(outcome(&report, CheckId::Revocation), (Outcome::Absent, None));
        assert_eq!(notes(&report, Code::StatusRefresh).len(), count, "{index}");
    }
}

/// An unreadable message is reported as such and does not affect the verdict.
#[test]
fn unreadable_message_does_not_affect_the_verdict() {
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let full = || encoded(STATUS_LIST_MIN_ENTRIES, &[5]);
    let cases = [
        ("no response", Web::default(), Code::StatusUnknown),
        (
            "another purpose",
            Web::default().with(LIST, &signed(&issuer, &list(&issuer, "revocation", full()))),
            Code::StatusPurpose,
        ),
        (
            "another issuer",
            Web::default().with(LIST, &signed(&mallory, &list(&mallory, "message", full()))),
            Code::StatusListIssuer,
        ),
    ];
    for (name, web, cause) in cases {
        support::vectors::row(name);
        let report = report(&badge(&issuer, entry("message", json!("5"))), &web);
        assert_eq!(report.verdict, Verdict::Verified, "{name}: {}", summary(&report));
        let messages = notes(&report, Code::StatusMessageUnknown);
        assert_eq!(messages.len(), 1, "{name}");
        assert_eq!(messages[0].details["cause"], cause.as_str(), "{name}");
    }
}

/// Section 3.2: an entry of several bits revokes the badge when its value is not 0.
#[test]
fn entry_of_several_bits_revokes_unless_zero() {
    let issuer = TestIssuer::did_key(1);
    for (purpose, code) in [("revocation", Code::Revoked), ("suspension", Code::Suspended)] {
        let web = Web::default().with(LIST, &of_two_bits(&issuer, purpose, [0, 1, 2, 3]));
        for index in 0..4 {
            let report = report(&badge(&issuer, with_messages(purpose, index)), &web);
            let expected = match index {
                0 => (Outcome::Passed, None),
                _ => (Outcome::Failed, Some(code)),
            };
            assert_eq!(
                outcome(&report, CheckId::Revocation),
                expected,
                "{purpose} {index}: {}",
                summary(&report)
            );
            let reason = check(&report, CheckId::Revocation).details.get("reason");
            assert_eq!(reason.is_some(), index != 0, "{purpose} {index}");
        }
    }

    let web = Web::default().with(LIST, &of_two_bits(&issuer, "revocation", [0, 1, 2, 3]));
    let cases = [
        ("the last entry", json!(2), STATUS_LIST_MIN_ENTRIES as u64 - 1, (Outcome::Passed, None)),
        (
            "one past the end",
            json!(2),
            STATUS_LIST_MIN_ENTRIES as u64,
            (Outcome::Unknown, Some(Code::StatusRange)),
        ),
        ("as many bits as can be read", json!(64), 0, (Outcome::Failed, Some(Code::Revoked))),
        ("more bits than that", json!(65), 0, (Outcome::Unknown, Some(Code::StatusTypeUnsupported))),
        ("zero bits", json!(0), 0, (Outcome::Unknown, Some(Code::StatusTypeUnsupported))),
        ("fewer than none", json!(-1), 0, (Outcome::Unknown, Some(Code::StatusTypeUnsupported))),
        ("as text", json!("2"), 0, (Outcome::Unknown, Some(Code::StatusTypeUnsupported))),
    ];
    for (name, size, index, expected) in cases {
        support::vectors::row(name);
        let mut credential = issuer.credential();
        credential["credentialStatus"] = entry("revocation", json!(index.to_string()));
        credential["credentialStatus"]["statusSize"] = size;
        let text = issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string();
        let report = report(&text, &web);
        assert_eq!(outcome(&report, CheckId::Revocation), expected, "{name}: {}", summary(&report));
    }
}

/// Section 2.2, `ttl`: a copy that is older than its `ttl` does not prove absence, but still proves
/// revocation.
#[test]
fn stale_copy_can_only_revoke() {
    let issuer = TestIssuer::did_key(1);
    let hour = 3_600_000;
    let cases = [
        ("within its hour", hour, "2026-11-21T00:30:00Z", "6", (Outcome::Passed, None)),
        ("after its hour", hour, "2026-11-21T02:00:00Z", "6", (Outcome::Unknown, Some(Code::StatusStale))),
        ("after its hour, set", hour, "2026-11-21T02:00:00Z", "5", (Outcome::Failed, Some(Code::Revoked))),
        ("clocks may differ", hour, "2026-11-21T01:04:00Z", "6", (Outcome::Passed, None)),
    ];
    for (name, ttl, at, index, expected) in cases {
        support::vectors::row(name);
        let mut page = list(&issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[5]));
        page["credentialSubject"]["ttl"] = json!(ttl);
        // `ttl` has no datatype in its context, so RDF cannot distinguish a number from its text; JCS signs
        // the JSON as it is.
        let web = Web::default().with(LIST, &issuer.with_proof(&page, Suite::EddsaJcs2022));
        let text = badge(&issuer, entry("revocation", json!(index)));
        let report = report_on(&support::parse_badge(&text), &web, &VerifyOptions::new(support::time(at)));
        assert_eq!(outcome(&report, CheckId::Revocation), expected, "{name}: {}", summary(&report));
    }
    assert_eq!(AT, "2026-11-21T00:00:00Z", "the time at which the test's documents were fetched");
}

/// I13: an address that identifies the badge is noted before it is contacted.
#[test]
fn notes_a_list_for_one_badge_before_fetching_it() {
    support::vectors::about("I13");
    let issuer = TestIssuer::did_key(1);
    let own = "0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";
    for (url, count) in [
        (LIST.to_owned(), 0),
        (format!("https://status.example/{own}"), 1),
        (format!("https://status.example/list?badge={own}"), 1),
    ] {
        support::vectors::row(&url);
        let mut status = entry("revocation", json!("5"));
        status["statusListCredential"] = json!(url);
        let text = badge(&issuer, status);
        let offline = report_on(&support::parse_badge(&text), &openbadges::Offline, &support::options_at(AT));
        assert_eq!(notes(&offline, Code::PrivacyUniqueStatus).len(), count, "{url}");
    }
}

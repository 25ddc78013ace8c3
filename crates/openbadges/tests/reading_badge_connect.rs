//! Badges in the envelopes of Open Badges 2.1 (Badge Connect API).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where its own data is wrong")]

mod common;

use common::{AT, TestIssuer, question, report_on, summary};
use openbadges::{Code, Format, Verdict, read, read_all};
use serde_json::{Value, json};

fn issuer() -> TestIssuer {
    TestIssuer::at("https://badges.example.edu/issuer", 1)
}

fn status() -> Value {
    json!({"error": null, "statusCode": 200, "statusText": "OK"})
}

#[test]
fn each_badge_of_an_answer_is_one_by_itself() {
    let issuer = issuer();
    let (hosted, signed) = (issuer.assertion(), issuer.signed(&issuer.signed_assertion()));
    for answer in [
        json!({"status": status(), "assertions": [hosted], "signedAssertions": [signed]}),
        json!({"status": status(), "results": [hosted, signed]}),
    ] {
        let text = format!("\u{feff} {answer}\n");
        let found: Vec<_> = read_all(text.as_bytes()).into_iter().map(Result::unwrap).collect();
        let formats: Vec<Format> = found.iter().map(|found| found.format).collect();
        assert_eq!(formats, [Format::Ob2Hosted, Format::Ob2Signed]);
        assert_eq!(found[1].credential.text(), signed);
        for found in &found {
            assert!(text.contains(found.credential.text()), "the badge stands as it stood in its envelope");
            assert_eq!(read(&found.original).unwrap().format, found.format, "and is read again by itself");
            let report = report_on(found, &issuer.web(), &question(AT));
            assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
        }
    }
}

/// OB 2.1, "postAssertion": where a request holds both, the unsigned assertion must be ignored.
#[test]
fn the_unsigned_of_two_is_ignored() {
    let issuer = issuer();
    let signed = issuer.signed(&issuer.signed_assertion());
    let both = json!({"assertion": issuer.assertion(), "signedAssertion": signed}).to_string();
    let found = read_all(both.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap().credential.text(), signed);
    let one = json!({"assertion": issuer.assertion()}).to_string();
    assert_eq!(read_all(one.as_bytes())[0].as_ref().unwrap().format, Format::Ob2Hosted);
}

#[test]
fn what_is_no_envelope_is_what_it_is() {
    for (text, code) in [
        (json!({"status": status()}), Code::JsonNotABadge),
        (json!({"status": status(), "assertions": []}), Code::JsonNotABadge),
        (json!({"status": "OK", "assertions": [issuer().assertion()]}), Code::JsonNotABadge),
        (json!({"status": status(), "results": [{"type": "BadgeClass"}]}), Code::JsonNotABadge),
        (json!({"status": status(), "signedAssertions": ["a.b.c"]}), Code::ImportUnrecognised),
    ] {
        let read = read_all(text.to_string().as_bytes());
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!(read[0].as_ref().unwrap_err().code, code, "{text}");
    }
}

//! Badges in the envelopes of Open Badges 2.1 (Badge Connect API).

use crate::support::{AT, TestIssuer, options_at, report_on, summary};
use openbadges::{Code, Format, Verdict, read, read_all};
use serde_json::{Value, json};

fn issuer() -> TestIssuer {
    TestIssuer::at("https://badges.example.edu/issuer", 1)
}

fn status() -> Value {
    json!({"error": null, "statusCode": 200, "statusText": "OK"})
}

#[test]
fn returns_each_badge_of_a_response() {
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
            assert!(text.contains(found.credential.text()), "the badge is the same as in its envelope");
            assert_eq!(
                read(&found.original).unwrap().format,
                found.format,
                "the badge can be read without its envelope"
            );
            let report = report_on(found, &issuer.web(), &options_at(AT));
            assert_eq!(report.verdict, Verdict::Verified, "{}", summary(&report));
        }
    }
}

/// OB 2.1, "postAssertion": if a request contains both, the unsigned assertion must be ignored.
#[test]
fn ignores_the_unsigned_of_two_assertions() {
    let issuer = issuer();
    let signed = issuer.signed(&issuer.signed_assertion());
    let both = json!({"assertion": issuer.assertion(), "signedAssertion": signed}).to_string();
    let found = read_all(both.as_bytes());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap().credential.text(), signed);
    let unsigned = json!({"assertion": issuer.assertion()}).to_string();
    assert_eq!(read_all(unsigned.as_bytes())[0].as_ref().unwrap().format, Format::Ob2Hosted);
}

#[test]
fn other_objects_are_not_envelopes() {
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

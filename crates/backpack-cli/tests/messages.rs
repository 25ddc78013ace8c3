//! Completeness of the message catalogue: every code, check, fact, request and format has a sentence.

use backpack::{
    error::{AppCode, ErrorCode},
    intake::{OtherFileKind, OtherFormat},
    links,
    store::StoreCode,
    store::{PermissionProblem, RelativeAge},
    view::{AssessmentFactDetail, ErrorDetail, Message, request_reason},
};
use backpack_messages::Catalogue;
use openbadges::{
    CheckId, Code, Verdict,
    assessment::{AssessmentFact, FactKind},
    documents::Purpose,
};
use serde_json::{Value, json};

/// Returns the sentence of a message, or `None` if the catalogue has none.
fn sentence(message: &Message) -> Option<String> {
    let mut value = json!(message);
    Catalogue::english().render(&mut value);
    value.as_str().map(str::to_owned)
}

fn assert_has_sentence(message: &Message) {
    assert!(sentence(message).is_some(), "{} has no sentence", message.id);
}

#[test]
fn every_code_has_a_sentence() {
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let codes = codes.chain(ErrorCode::all().map(ErrorCode::as_str));
    codes.map(Message::code).for_each(|message| assert_has_sentence(&message));
}

#[test]
fn every_check_has_a_sentence_for_each_outcome() {
    for id in CheckId::ALL {
        let check = format!("check-{}", id.as_str().replace('.', "-"));
        assert_has_sentence(&Message::new(check.clone()));
        for outcome in ["passed", "failed", "unknown", "absent"] {
            assert_has_sentence(&Message::new(format!("{check}-{outcome}")));
        }
    }
}

#[test]
fn every_verdict_has_a_headline_and_a_word() {
    use Verdict::*;
    for verdict in [Invalid, Revoked, Expired, NotYetValid, Unconfirmed, Verified] {
        for prefix in ["verdict", "verdict-word"] {
            assert_has_sentence(&Message::new(format!("{prefix}-{}", verdict.as_str())));
        }
    }
    assert_has_sentence(&Message::new("verdict-verified-unknown-issuer"));
}

#[test]
fn every_assessment_fact_has_a_phrase_with_and_without_detail() {
    for kind in FactKind::ALL {
        for detail in [None, Some("x".to_owned())] {
            let fact = AssessmentFact { fact: *kind, place: String::new(), detail };
            assert_has_sentence(&AssessmentFactDetail::from(&fact).message);
        }
    }
    let detail = Some("ESCO, CASE".to_owned());
    let fact = AssessmentFact { fact: FactKind::CompetenciesAligned, place: String::new(), detail };
    let phrase = sentence(&AssessmentFactDetail::from(&fact).message).unwrap();
    assert!(phrase.contains("ESCO, CASE"), "{phrase}");
}

#[test]
fn every_request_purpose_has_a_reason() {
    for purpose in Purpose::ALL {
        for badge in [None, Some("Teamwork")] {
            let reason = sentence(&request_reason(*purpose, badge)).unwrap();
            assert_eq!(reason.contains("Teamwork"), badge.is_some(), "{reason}");
        }
    }
    for outcome in ["request-answered", "request-gone"] {
        assert_has_sentence(&Message::new(outcome));
    }
    assert_has_sentence(&Message::new("request-redirected").with("to", "/there"));
}

#[test]
fn every_format_has_a_sentence_and_a_next_step() {
    for format in OtherFormat::ALL {
        let error = ErrorDetail::from(*format);
        let description = sentence(&Message::new(format!("format-{}", format.as_str()))).unwrap();
        assert!(sentence(&error.message).unwrap().contains(&description), "{description}");
        assert_has_sentence(&error.next_step.unwrap());
    }
    for kind in OtherFileKind::PLAIN {
        assert_has_sentence(&Message::new(format!("other-file-kind-{}", kind.as_str())));
    }
    assert_has_sentence(&Message::new("other-file-label"));
}

#[test]
fn every_platform_has_a_next_step() {
    for platform in links::platforms() {
        assert_has_sentence(&Message::new(format!("platform-{}", platform.id)));
    }
    for leads in ["badge", "collection", "claim", "offer"] {
        let link =
            Message::new(format!("link-{leads}")).with("url", "https://a.example").with("platform", "A");
        assert_has_sentence(&link);
    }
    assert_has_sentence(&Message::new("link-next-ask").with("hosts", "a.example"));
    for id in ["link-next-offer", "offer-next"] {
        assert_has_sentence(&Message::new(id));
    }
}

#[test]
fn every_combination_of_mail_headers_has_a_sentence() {
    let fields = ["subject", "from", "date"];
    for known in 0..8 {
        let known = fields.iter().enumerate().filter(|(at, _)| known & (1 << at) != 0);
        let message = known.fold(Message::new("mail-found"), |message, (_, name)| {
            Message { id: format!("{}-{name}", message.id), ..message }.with(name, "x")
        });
        assert_has_sentence(&message);
    }
    for why in backpack::mail::UnexaminedReason::ALL {
        let names = Message::new("mail-unopened-names").with("names", "a.png").with("count", 2_u32);
        let found = Message::new(format!("mail-unopened-{}", why.as_str())).with("names", names);
        let text = sentence(&found).unwrap();
        assert!(text.contains("a.png, 2 more"), "{text}");
    }
    assert!(
        sentence(&Message::new("mail-problems-more").with("count", 3_u32)).unwrap().contains("3 more mails")
    );
}

#[test]
fn messages_with_variants_have_every_variant() {
    for age in [RelativeAge::Older, RelativeAge::Newer, RelativeAge::Undecided] {
        for place in ["found-beside", "held-beside"] {
            assert_has_sentence(&Message::new(format!("{place}-{}", age.as_str())));
        }
    }
    for outcome in ["passed", "failed", "unknown"] {
        assert_has_sentence(&Message::new(format!("review-recipient-{outcome}")));
    }
    for problem in [PermissionProblem::NoHome, PermissionProblem::OthersMayWrite] {
        let error = ErrorDetail::new(StoreCode::Permission).with("problem", problem.as_str());
        assert_has_sentence(&error.message);
        assert_has_sentence(&error.next_step.unwrap());
    }
    let no_home = ErrorDetail::new(StoreCode::Permission).with("problem", "no-home").next_step.unwrap();
    assert!(sentence(&no_home).unwrap().contains("--data-dir"));
}

#[test]
fn missing_next_step_is_null() {
    let mut error = json!(ErrorDetail::new(AppCode::NotAnOpenBadge).with_found("a pass"));
    Catalogue::english().render(&mut error);
    let fields: Vec<&String> = error.as_object().unwrap().keys().collect();
    assert_eq!(fields, ["code", "message", "found", "next_step"]);
    assert!(error["message"].is_string());
    assert_eq!((&error["found"], &error["next_step"]), (&json!("a pass"), &Value::Null));
}

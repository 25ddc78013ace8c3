//! Offers of a correct issuer.
//!
//! The issuer issues each badge to the key whose proof it verified. A badge whose recipient is the learner
//! therefore shows that the issuer verified the proof.

use std::sync::LazyLock;

use serde_json::{Value, json};
use whole_system::{Backpack, OfferingPeer, Outcome};

static PEER: LazyLock<OfferingPeer> = LazyLock::new(OfferingPeer::start);

fn import(learner: &Backpack, offer: &str, more: &[&str]) -> Outcome {
    learner.run(["import", "--yes", "--json"].iter().chain(more).chain(&[PEER.offer(offer)]))
}

fn code(outcome: &Outcome) -> Value {
    outcome.json()["error"]["code"].clone()
}

/// Returns the request log as text and as JSON lines.
fn logged(learner: &Backpack) -> (String, Vec<Value>) {
    let log = learner.run(["log", "--json"]).exits(0);
    (log.stdout.clone(), log.lines())
}

#[test]
fn every_offer_form_yields_a_badge_for_the_learner() {
    let learner = PEER.new_learner();
    let did = learner.run(["key", "show"]).exits(0).stdout.trim().to_owned();
    let rows: &[(&str, &[&str], &str)] = &[
        ("by reference", &[], "ob-3.0/data-integrity"),
        ("with a code", &["--tx-code", OfferingPeer::CODE], "ob-3.0/data-integrity"),
        ("as a token", &[], "ob-3.0/vc-jwt"),
        ("draft 13", &[], "ob-3.0/data-integrity"),
        ("by interaction", &[], "ob-3.0/data-integrity"),
        ("exchange", &[], "ob-3.0/data-integrity"),
        ("exchange, 2020", &[], "ob-3.0/data-integrity"),
        ("exchange, invited", &[], "ob-3.0/data-integrity"),
        ("request", &[], "ob-3.0/data-integrity"),
    ];
    for (offer, more, format) in rows {
        let line = import(&learner, offer, more).exits(0).json();
        let value = |pointer: &str| line.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(value("/name"), "Robotics", "{offer}: {line:#}");
        assert_eq!((value("/verdict"), value("/format")), (json!("verified"), json!(format)), "{offer}");
        assert_eq!(
            (value("/recipient/outcome"), value("/recipient/identity")),
            (json!("passed"), json!(did)),
            "{offer}"
        );
        assert_eq!(value("/kept/outcome"), "added", "{offer}");
        assert_eq!(value("/source"), PEER.authority(), "{offer}");
    }
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), rows.len());

    let (text, lines) = logged(&learner);
    let purposes = |purpose: &str| lines.iter().filter(|line| line["purpose"] == purpose).count();
    assert!(purposes("offer") > 0 && purposes("issuance") > 0, "{text}");
    for line in &lines {
        let has_body = line["sent"].as_u64().unwrap() > 0;
        // Of the requests for issuance, only the nonce request has no body.
        let needs_body = line["purpose"] == "issuance" && !line["url"].as_str().unwrap().ends_with("/nonce");
        assert_eq!(has_body, needs_body, "{line}");
        assert!(line["bytes"].as_u64().unwrap() > 0, "{line}");
        // Secrets are sent in bodies and headers, which the log does not contain.
        assert!(!needs_body || !line["url"].as_str().unwrap().contains('?'), "{line}");
    }
    for secret in ["Bearer", "eyJ", "tx_code", "pre-authorized"] {
        assert!(!text.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn single_use_offer_cannot_be_used_twice() {
    let learner = PEER.new_learner();
    import(&learner, "by value", &[]).exits(0);
    assert_eq!(code(&import(&learner, "by value", &[]).exits(3)), "OFFER_ENDED");
    assert_eq!(code(&import(&learner, "ended", &[]).exits(3)), "OFFER_ENDED");
    let other = OfferingPeer::start();
    let learner = other.new_learner();
    let import = |offer: &str| learner.run(["import", "--yes", "--json", other.offer(offer)]);
    for offer in ["request", "exchange, 2020"] {
        let line = import(offer).exits(0).json();
        assert_eq!(line["verdict"], "verified", "{offer}");
    }
    let again = import("request").exits(3).json();
    assert_eq!(again["error"]["code"], "OFFER_REFUSED", "a challenge can be answered once");
    assert_eq!(again["error"]["found"], "This challenge was used already.");
}

#[test]
fn offer_is_shown_before_anything_is_sent() {
    let learner = PEER.new_learner();
    let offer = PEER.offer("with a code, shown");
    let verified = learner.run(["verify", "--json", offer]).exits(3).json();
    assert_eq!(verified["error"]["code"], "CREDENTIAL_OFFER");
    assert_eq!(
        (&verified["offer"]["host"], &verified["offer"]["ready"]),
        (&json!(PEER.authority()), &json!(false))
    );

    let shown = learner.run(["import", "--dry-run", "--json", offer]).exits(3).json();
    let value = |name: &str| shown["offer"][name].clone();
    assert_eq!((value("issuer"), value("offered")), (json!("Harbour College"), json!(["Robotics"])));
    assert_eq!((value("host"), value("hosts")), (json!(PEER.authority()), json!([PEER.authority()])));
    assert_eq!(
        value("code"),
        json!({"digits": true, "length": 4, "hint": "It is in the letter from the college."})
    );
    assert!(
        value("message")
            .as_str()
            .unwrap()
            .starts_with("Someone who calls themselves “Harbour College” offers you a badge.")
    );
    let text = learner.run(["import", "--dry-run", offer]);
    for expected in
        ["“Harbour College”", "Offered: “Robotics”", &PEER.authority(), "the public part of your key"]
    {
        assert!(text.stdout.contains(expected), "{expected}: {}", text.stdout);
    }
    // Without a terminal, nobody can give consent or type the code.
    let without_consent = learner.run(["import", "--json", offer]).exits(3);
    assert_eq!(code(&without_consent), "CREDENTIAL_OFFER");
    assert_eq!(code(&learner.run(["import", "--yes", "--json", offer]).exits(2)), "OFFER_CODE_NEEDED");
    for wrong in ["12345", "12a4", " "] {
        let refused = learner.run(["import", "--yes", "--json", "--tx-code", wrong, offer]).exits(2);
        assert_eq!(code(&refused), "OFFER_CODE_NEEDED", "{wrong}");
    }
    let (text, lines) = logged(&learner);
    assert!(lines.iter().all(|line| line["purpose"] == "offer" && line["sent"] == 0), "{text}");

    let wrong = learner.run(["import", "--yes", "--json", "--tx-code", "1234", offer]).exits(3).json();
    assert_eq!(wrong["error"]["code"], "OFFER_CODE_WRONG");
    assert_eq!(wrong["offer"]["issuer"], "Harbour College", "the offer can be accepted again");
    let right = ["import", "--yes", "--json", "--tx-code", OfferingPeer::CODE, offer];
    assert_eq!(learner.run(right).exits(0).json()["verdict"], "verified");
}

#[test]
fn offered_badge_for_another_person_is_reported_and_can_be_added() {
    let learner = PEER.new_learner();
    let line = import(&learner, "for somebody else", &[]).exits(0).json();
    assert_eq!((&line["verdict"], &line["recipient"]["outcome"]), (&json!("verified"), &json!("failed")));
    assert_eq!(line["kept"]["outcome"], "added");
    let refused = import(&learner, "exchange, other suites", &[]).exits(3);
    assert_eq!(code(&refused), "OFFER_UNSUPPORTED");
}

#[test]
fn offline_or_without_consent_contacts_no_host() {
    let learner = PEER.new_learner();
    let offer = PEER.offer("with a code, shown");
    assert_eq!(code(&learner.run(["--offline", "import", "--yes", "--json", offer]).exits(5)), "NET_OFFLINE");
    let without_consent = learner.run(["import", "--yes", "--json", "--agreed-hosts", offer]).exits(3);
    assert_eq!(code(&without_consent), "CREDENTIAL_OFFER");
    assert!(logged(&learner).1.is_empty());
}

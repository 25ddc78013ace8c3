//! What a sound issuer offers. The badges are made out to the key whose proof the issuer verified, so a badge that is the
//! learner's own shows that it did.

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

/// What the log says was asked and sent.
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
        let told = |pointer: &str| line.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(told("/name"), "Robotics", "{offer}: {line:#}");
        assert_eq!((told("/verdict"), told("/format")), (json!("verified"), json!(format)), "{offer}");
        assert_eq!(
            (told("/recipient/outcome"), told("/recipient/identity")),
            (json!("passed"), json!(did)),
            "{offer}"
        );
        assert_eq!(told("/kept/outcome"), "added", "{offer}");
        assert_eq!(told("/source"), PEER.authority(), "{offer}");
    }
    assert_eq!(learner.run(["list", "--json"]).exits(0).lines().len(), rows.len());

    let (text, lines) = logged(&learner);
    let purposes = |purpose: &str| lines.iter().filter(|line| line["purpose"] == purpose).count();
    assert!(purposes("offer") > 0 && purposes("issuance") > 0, "{text}");
    for line in &lines {
        let sent = line["sent"].as_u64().unwrap() > 0;
        // Only the request for a nonce has nothing to say.
        let says = line["purpose"] == "issuance" && !line["url"].as_str().unwrap().ends_with("/nonce");
        assert_eq!(sent, says, "{line}");
        assert!(line["bytes"].as_u64().unwrap() > 0, "{line}");
        // What is secret is sent in bodies and headers, which the log has nothing of.
        assert!(!says || !line["url"].as_str().unwrap().contains('?'), "{line}");
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
    assert_eq!(again["error"]["code"], "OFFER_REFUSED", "a challenge is good for one answer");
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
    let told = |name: &str| shown["offer"][name].clone();
    assert_eq!((told("issuer"), told("offered")), (json!("Harbour College"), json!(["Robotics"])));
    assert_eq!((told("host"), told("hosts")), (json!(PEER.authority()), json!([PEER.authority()])));
    assert_eq!(
        told("code"),
        json!({"digits": true, "length": 4, "hint": "It is in the letter from the college."})
    );
    assert!(
        told("message")
            .as_str()
            .unwrap()
            .starts_with("Someone who calls themselves “Harbour College” offers you a badge.")
    );
    let text = learner.run(["import", "--dry-run", offer]);
    for words in
        ["“Harbour College”", "Offered: “Robotics”", &PEER.authority(), "the public part of your key"]
    {
        assert!(text.stdout.contains(words), "{words}: {}", text.stdout);
    }
    // Nobody is there to say yes, or to type the code.
    let hosts_without_consent = learner.run(["import", "--json", offer]).exits(3);
    assert_eq!(code(&hosts_without_consent), "CREDENTIAL_OFFER");
    assert_eq!(code(&learner.run(["import", "--yes", "--json", offer]).exits(2)), "OFFER_CODE_NEEDED");
    for wrong in ["12345", "12a4", " "] {
        let refused = learner.run(["import", "--yes", "--json", "--tx-code", wrong, offer]).exits(2);
        assert_eq!(code(&refused), "OFFER_CODE_NEEDED", "{wrong}");
    }
    let (text, lines) = logged(&learner);
    assert!(lines.iter().all(|line| line["purpose"] == "offer" && line["sent"] == 0), "{text}");

    let wrong = learner.run(["import", "--yes", "--json", "--tx-code", "1234", offer]).exits(3).json();
    assert_eq!(wrong["error"]["code"], "OFFER_CODE_WRONG");
    assert_eq!(wrong["offer"]["issuer"], "Harbour College", "and can be tried again");
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
    let kept_to = learner.run(["import", "--yes", "--json", "--agreed-hosts", offer]).exits(3);
    assert_eq!(code(&kept_to), "CREDENTIAL_OFFER");
    assert!(logged(&learner).1.is_empty());
}

//! Section H: hosted badges, and the recipients of badges.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use whole_system::{Award, Backpack, IssuedBadge, Issuer, Kind, Reply, ob2::assertion_path};

use crate::bad_inputs::{Fault, check, notes};

const EVIL: &str = "evil.example";
/// A host whose name starts with the issuer's host name.
const LONGER: &str = "badges.example.evil.example";

fn issuer() -> Issuer {
    let issuer = Issuer::default();
    for host in [EVIL, LONGER] {
        issuer.server().serve(host, "/", Reply::web_page());
    }
    issuer
}

pub(super) fn hosted(issuer: &Issuer) -> (IssuedBadge, Value) {
    let badge = issuer.issue(Kind::Ob2Hosted, &Award::of("Robotics"));
    let assertion = serde_json::from_str(&badge.text).unwrap();
    (badge, assertion)
}

/// Returns the path of the badge class that an assertion names.
fn class_path(badge: &IssuedBadge) -> String {
    format!("/ob2/class/{}", badge.number)
}

fn class(issuer: &Issuer, badge: &IssuedBadge) -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2",
        "id": issuer.url(&class_path(badge)),
        "type": "BadgeClass",
        "name": "Robotics",
        "description": "Awarded for Robotics.",
        "image": issuer.url("/picture.png"),
        "criteria": {"narrative": "Three tasks."},
        "issuer": issuer.url("/ob2/issuer"),
    })
}

/// Row H01: the report follows the hosted page and names the fields in which the copy differs.
#[test]
fn hosted_page_overrides_the_copy() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let (_, mut copy) = hosted(&issuer);
    copy["narrative"] = json!("A PhD with honours");
    let fault = Fault::fails("H01", "a narrative", copy.to_string(), "hosted.copy", "HOSTED_MISMATCH");
    let line = fault.assert_reported(&person);
    let message = check(&line, "hosted.copy")["message"].as_str().unwrap();
    assert!(message.contains("/narrative"), "{message}");
    assert!(!line.to_string().contains("PhD"), "shows a claim of the copy: {line:#}");
}

/// Rows H02, H03 and H04: assertions outside the addresses of their issuer.
#[test]
fn rejects_assertion_outside_the_issuer_addresses() {
    let issuer = issuer();
    let assertion_on = |host: &str| {
        let (badge, mut assertion) = hosted(&issuer);
        assertion["id"] = json!(issuer.server().url(host, &assertion_path(badge.number)));
        issuer.server().serve(host, &assertion_path(badge.number), Reply::json(&assertion));
        assertion.to_string()
    };
    let person = Backpack::with_access_to(&issuer);
    Fault::fails("H02", "another host", assertion_on(EVIL), "hosted.scope", "HOSTED_SCOPE")
        .assert_reported(&person);

    let (badge, assertion) = hosted(&issuer);
    for id in ["urn:uuid:6d1c0f8e-6b0e-4f6f-8f2e-0c9f6c3b9a11", &issuer.keys.did_key()] {
        let mut class = class(&issuer, &badge);
        class["issuer"] = json!(id);
        issuer.replace_reply(&class_path(&badge), Reply::json(&class));
        Fault::fails("H04", id, assertion.to_string(), "hosted.scope", "HOSTED_SCOPE")
            .assert_reported(&person);
    }

    let start =
        issuer.url("").trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(':').to_owned();
    let profile = json!({
        "@context": "https://w3id.org/openbadges/v2",
        "id": issuer.url("/ob2/issuer"),
        "type": "Issuer",
        "name": "Example College",
        "url": issuer.url("/"),
        "email": "badges@college.example",
        "verification": {"startsWith": start},
    });
    issuer.replace_reply("/ob2/issuer", Reply::json(&profile));
    Fault::fails("H03", "a longer host", assertion_on(LONGER), "hosted.scope", "HOSTED_SCOPE")
        .assert_reported(&person);
}

/// Row H06. For redirects into a private network see the tests of the HTTP client.
#[test]
fn redirect_target_host_is_the_author() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let redirected = |to: &dyn Fn(&str) -> String| {
        let (badge, assertion) = hosted(&issuer);
        let path = assertion_path(badge.number);
        issuer.server().serve(EVIL, &path, Reply::json(&assertion));
        issuer.replace_reply(&path, Reply::Redirect(302, to(&path)));
        assertion.to_string()
    };
    let elsewhere = redirected(&|path| issuer.server().url(EVIL, path));
    Fault::fails("H06", "to another host", elsewhere, "hosted.scope", "HOSTED_SCOPE")
        .assert_reported(&person);
    let without_tls = redirected(&|path| issuer.url(path).replace("https:", "http:"));
    Fault::fails("H06", "to http", without_tls, "hosted.copy", "NET_DOWNGRADE")
        .unknown()
        .assert_reported(&person);
    for hop in 0..6 {
        issuer.replace_reply(&format!("/hop/{hop}"), Reply::Redirect(302, format!("/hop/{}", hop + 1)));
    }
    let hops = redirected(&|_| "/hop/0".into());
    Fault::fails("H06", "six hops", hops, "hosted.copy", "NET_REDIRECT").unknown().assert_reported(&person);
}

/// Row H08: only status 410 and a revoked assertion revoke a badge. Other responses leave it unconfirmed.
#[test]
fn gone_means_revoked_and_no_answer_does_not() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let (badge, assertion) = hosted(&issuer);
    let path = assertion_path(badge.number);
    let mut revoked = assertion.clone();
    revoked["revoked"] = json!(true);
    for (description, reply) in
        [("410", Reply::Status(410, b"{}".to_vec())), ("revoked: true", Reply::json(&revoked))]
    {
        issuer.replace_reply(&path, reply);
        let fault = Fault::fails("H08", description, assertion.to_string(), "status.revocation", "REVOKED");
        Fault { verdict: "revoked", ..fault }.assert_reported(&person);
    }
    for (description, reply) in [
        ("404", Reply::Status(404, b"no".to_vec())),
        ("500", Reply::Status(500, b"{}".to_vec())),
        ("a sign-in page", Reply::web_page()),
    ] {
        issuer.replace_reply(&path, reply);
        Fault::fails("H08", description, assertion.to_string(), "hosted.copy", "HOSTED_UNAVAILABLE")
            .unknown()
            .assert_reported(&person);
    }
    let line = person.run(["import", "--yes", "--json", "faulty"]).exits(1).json();
    assert_eq!(line["kept"]["outcome"], "added", "an unconfirmed badge can be added");
}

/// Rows H10 and H11: a page must have the id of its address, and references must not form a cycle.
#[test]
fn rejects_pages_with_another_id_and_cycles() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let (badge, assertion) = hosted(&issuer);
    let text = assertion.to_string();
    let mut other = assertion.clone();
    other["id"] = json!(issuer.url("/ob2/assertion/other"));
    issuer.replace_reply(&assertion_path(badge.number), Reply::json(&other));
    Fault::fails("H10", "another id", text.clone(), "hosted.copy", "HOSTED_ID_MISMATCH")
        .assert_reported(&person);
    issuer.replace_reply(&assertion_path(badge.number), Reply::json(&assertion));

    let profile = issuer.url("/ob2/issuer");
    for (description, class_issuer, code) in [
        ("a list of issuers", json!([profile, "https://harvard.edu/i"]), "FIELD_TYPE"),
        ("back to the assertion", assertion["id"].clone(), "HOSTED_CYCLE"),
        ("to itself", json!(issuer.url(&class_path(&badge))), "HOSTED_CYCLE"),
    ] {
        let mut class = class(&issuer, &badge);
        class["issuer"] = class_issuer;
        issuer.replace_reply(&class_path(&badge), Reply::json(&class));
        let requests_before = issuer.server().requests().len();
        Fault::fails("H11", description, text.clone(), "badge-class.issuer", code).assert_reported(&person);
        assert!(issuer.server().requests().len() - requests_before <= 40, "{description}");
    }
    let mut embedded = assertion.clone();
    let mut class = class(&issuer, &badge);
    class["id"] = json!(issuer.url("/ob2/class/other"));
    embedded["badge"] = class;
    issuer.replace_reply(&assertion_path(badge.number), Reply::json(&embedded));
    let description = "an embedded badge class whose id has no page";
    Fault::fails("H11", description, embedded.to_string(), "badge-class.issuer", "HOSTED_UNAVAILABLE")
        .unknown()
        .assert_reported(&person);
}

/// Verifies a badge whose page states this recipient, and returns the JSON line.
fn verify_with_recipient(issuer: &Issuer, person: &Backpack, recipient: &Value) -> Value {
    let (badge, mut assertion) = hosted(issuer);
    assertion["recipient"] = recipient.clone();
    issuer.replace_reply(&assertion_path(badge.number), Reply::json(&assertion));
    person.write("badge.json", assertion.to_string());
    person.run(["verify", "--json", "--recipient", Award::EMAIL, "badge.json"]).json()
}

/// Row H12: a badge for another person can be added, and is never reported as the learner's.
#[test]
fn badge_for_another_person_does_not_match() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    person.run(["identity", "add", "mallory@learner.example"]).exits(0);
    let (badge, _) = hosted(&issuer);
    person.write("theirs.json", &badge.text);
    let line = person.run(["import", "--yes", "--json", "theirs.json"]).exits(0).json();
    let found = check(&line, "recipient.match");
    assert_eq!((&found["outcome"], &found["code"]), (&json!("failed"), &json!("RECIPIENT_MISMATCH")));
    crate::bad_inputs::assert_is_sentence("H12", "RECIPIENT_MISMATCH", &found["message"]);
    crate::bad_inputs::assert_is_sentence("H12", "RECIPIENT_MISMATCH", &found["next_step"]);
    assert_eq!(person.run(["list", "--json"]).exits(0).json()["mine"], "failed");
}

/// Row H14.
#[test]
fn rejects_malformed_recipients() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    let digest = HEXLOWER.encode(&Sha256::digest(format!("{}deadsea", Award::EMAIL)));
    let hash = format!("sha256${digest}");
    let stated = |hashed: bool, identity: &str| json!({"type": "email", "hashed": hashed, "salt": "deadsea", "identity": identity});
    for (description, recipient) in [
        ("plain, declared as hashed", stated(true, Award::EMAIL)),
        ("hashed, declared as plain", stated(false, &hash)),
        ("sha1", stated(true, &format!("sha1${}", &digest[..40]))),
        ("63 digits", stated(true, &hash[..hash.len() - 1])),
    ] {
        let line = verify_with_recipient(&issuer, &person, &recipient);
        let found = check(&line, "recipient.match");
        assert_eq!(found["code"], "RECIPIENT_FORMAT", "H14, {description}: {line:#}");
        assert_ne!(found["outcome"], "passed", "H14, {description}");
        crate::bad_inputs::assert_is_sentence("H14", "RECIPIENT_FORMAT", &found["message"]);
        crate::bad_inputs::assert_is_sentence("H14", "RECIPIENT_FORMAT", &found["next_step"]);
    }
    let upper =
        verify_with_recipient(&issuer, &person, &stated(true, &format!("sha256${}", digest.to_uppercase())));
    assert_eq!(check(&upper, "recipient.match")["outcome"], "passed", "H14, upper case: {upper:#}");
    // MD5 of `ada@learner.exampledeadsea`.
    let weak = verify_with_recipient(&issuer, &person, &stated(true, "md5$d8917635854954a7125d9db82163b3f4"));
    assert_eq!(check(&weak, "recipient.match")["outcome"], "passed", "H14, md5: {weak:#}");
    assert!(notes(&weak).contains(&"WEAK_HASH"), "H14, md5: {weak:#}");
}

/// Rows H15 and H16: the report names the matching identity, and notes a badge without a recipient.
#[test]
fn names_the_matching_identity_and_reports_bearer_badges() {
    let issuer = issuer();
    let person = Backpack::with_access_to(&issuer);
    for (kind, identity) in
        [("url", "https://learner.example/ada"), ("telephone", "+15551234567"), ("id", "did:example:ada")]
    {
        let (badge, mut assertion) = hosted(&issuer);
        assertion["recipient"] = json!({"type": kind, "hashed": false, "identity": identity});
        issuer.replace_reply(&assertion_path(badge.number), Reply::json(&assertion));
        person.write("badge.json", assertion.to_string());
        let line = person.run(["verify", "--json", "--recipient", identity, "badge.json"]).exits(0).json();
        let recipient = (&line["recipient"]["outcome"], &line["recipient"]["identity"]);
        assert_eq!(recipient, (&json!("passed"), &json!(identity)), "H15, {kind}: {line:#}");
    }

    let mut several: Value =
        serde_json::from_str(&issuer.issue(Kind::RdfcDidKey, &Award::of("Robotics")).text).unwrap();
    let own = several["credentialSubject"]["identifier"][0].clone();
    let other = |text: &str| {
        let hash = HEXLOWER.encode(&Sha256::digest(text));
        json!({"type": "IdentityObject", "hashed": true, "identityHash": format!("sha256${hash}"), "identityType": "emailAddress"})
    };
    several["credentialSubject"]["identifier"] = json!([other("a"), own, other("b")]);
    person.write("several.json", several.to_string());
    let line = person.run(["verify", "--json", "--recipient", Award::EMAIL, "several.json"]).json();
    assert_eq!(line["recipient"]["identity"], Award::EMAIL, "H15: {line:#}");
    assert!(notes(&line).contains(&"RECIPIENT_PARTIAL"), "H15: {line:#}");

    let mut bearer = several;
    let subject = bearer["credentialSubject"].as_object_mut().unwrap();
    subject.remove("id");
    subject.remove("identifier");
    person.write("bearer.json", bearer.to_string());
    let line = person.run(["verify", "--json", "bearer.json"]).json();
    assert!(notes(&line).contains(&"BEARER"), "H16: {line:#}");
}

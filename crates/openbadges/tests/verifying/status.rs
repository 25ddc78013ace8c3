//! Status lists of both kinds, and lists that the issuer did not provably publish.

use crate::support;
use crate::support::{
    AT, TestIssuer, Web, check, options_at, outcome, parse_badge, report, report_on,
    status::{LIST, badge, encoded, entry, gzip, list, signed},
    summary,
};
use data_encoding::BASE64URL_NOPAD;
use openbadges::{
    CheckId, Code, Offline, Outcome, Report, Verdict, documents::FetchErrorKind,
    limits::STATUS_LIST_MIN_ENTRIES, proof::data_integrity::Suite,
};
use serde_json::{Value, json};

fn expect(name: &str, report: &Report, verdict: Verdict, status: (Outcome, Option<Code>)) {
    assert_eq!(
        (report.verdict, outcome(report, CheckId::Revocation)),
        (verdict, status),
        "{name}: {}",
        summary(report)
    );
}

const CLEAR: (Outcome, Option<Code>) = (Outcome::Passed, None);
const REVOKED: (Outcome, Option<Code>) = (Outcome::Failed, Some(Code::Revoked));

fn unknown(code: Code) -> (Outcome, Option<Code>) {
    (Outcome::Unknown, Some(code))
}

/// I07: exactly the set entry is revoked, counted from the left-most bit.
#[test]
fn revokes_exactly_the_set_entry() {
    support::vectors::about("I07");
    let issuer = TestIssuer::did_key(1);
    for set in [0, 7, 131_071] {
        let page = signed(&issuer, &list(&issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[set])));
        let web = Web::default().with(LIST, &page);
        for index in [0_usize, 1, 6, 7, 8, 131_070, 131_071] {
            let report = report(&badge(&issuer, entry("revocation", json!(index.to_string()))), &web);
            match index == set {
                true => expect("set", &report, Verdict::Revoked, REVOKED),
                false => expect("not set", &report, Verdict::Verified, CLEAR),
            }
            assert_eq!(check(&report, CheckId::Revocation).documents[0].url, LIST);
        }
    }
}

/// A list may be a VC-JWT, which is verified like any other VC-JWT.
#[test]
fn status_list_may_be_a_jwt() {
    let issuer = TestIssuer::did_key(1);
    let page = |set: &[usize]| {
        let list = list(&issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, set));
        let text = issuer.jws(json!({"kid": issuer.method, "typ": "JWT"}), &list);
        let mut web = Web::default();
        web.bytes(LIST, "application/vc+jwt", text.into_bytes());
        web
    };
    let text = badge(&issuer, entry("revocation", json!("3")));
    expect("not set", &report(&text, &page(&[])), Verdict::Verified, CLEAR);
    expect("set", &report(&text, &page(&[3])), Verdict::Revoked, REVOKED);

    let mallory = TestIssuer::did_key(2);
    let list = list(&issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[]));
    let mut web = Web::default();
    let forged = mallory.jws(json!({"kid": issuer.method, "typ": "JWT"}), &list);
    web.bytes(LIST, "application/vc+jwt", forged.into_bytes());
    expect("forged", &report(&text, &web), Verdict::Unconfirmed, unknown(Code::StatusListInvalid));
}

/// I01, I02, I03, I05, I08, I10: a list that is not provably the issuer's leaves the status unknown.
#[test]
fn unusable_list_leaves_the_status_unknown() {
    support::vectors::about("I01 I02 I03 I05 I08 I10");
    let (issuer, mallory) = (TestIssuer::did_key(1), TestIssuer::did_key(2));
    let full = || encoded(STATUS_LIST_MIN_ENTRIES, &[]);
    let own = |encoded_list: String| list(&issuer, "revocation", encoded_list);
    let zipped = gzip(&[0; 16_384]);
    let text = |bytes: &[u8]| format!("u{}", BASE64URL_NOPAD.encode(bytes));
    let mut broken = signed(&issuer, &own(full()));
    broken["credentialSubject"]["encodedList"] = json!(encoded(STATUS_LIST_MIN_ENTRIES, &[1]));
    let mut ended = own(full());
    ended["validUntil"] = json!("2026-01-01T00:00:00Z");
    let mut begins = own(full());
    begins["validFrom"] = json!("2027-01-01T00:00:00Z");
    let mut odd_ttl = own(full());
    odd_ttl["credentialSubject"]["ttl"] = json!(-1);
    let mut other_subject = own(full());
    other_subject["credentialSubject"]["type"] = json!("StatusList2021");
    let mut other_type = own(full());
    other_type["type"] = json!(["VerifiableCredential"]);
    let cases: Vec<(&str, Value, Code)> = vec![
        (
            "I01: a list of another issuer",
            signed(&mallory, &list(&mallory, "revocation", full())),
            Code::StatusListIssuer,
        ),
        ("I02: unsigned", own(full()), Code::StatusListInvalid),
        ("I02: changed after signing", broken, Code::StatusListInvalid),
        ("I02: signed by a stranger", signed(&mallory, &own(full())), Code::StatusListInvalid),
        ("I03: a bomb", signed(&issuer, &own(text(&gzip(&vec![0; (16 << 20) + 1])))), Code::StatusBomb),
        (
            "I03: two members",
            signed(&issuer, &own(text(&[zipped.clone(), zipped.clone()].concat()))),
            Code::StatusListInvalid,
        ),
        (
            "I03: trailing garbage",
            signed(&issuer, &own(text(&[&zipped[..], b"x"].concat()))),
            Code::StatusListInvalid,
        ),
        ("I03: not gzip", signed(&issuer, &own(text(&[0; 64]))), Code::StatusListInvalid),
        ("not multibase", signed(&issuer, &own(full()[1..].to_owned())), Code::StatusListInvalid),
        (
            "I08: for another purpose",
            signed(&issuer, &list(&issuer, "suspension", full())),
            Code::StatusPurpose,
        ),
        (
            "it contains no status list",
            issuer.with_proof(&other_subject, Suite::EddsaJcs2022),
            Code::StatusListInvalid,
        ),
        ("a list that is not yet valid", signed(&issuer, &begins), Code::StatusUnknown),
        ("ttl is not a duration", signed(&issuer, &odd_ttl), Code::StatusListInvalid),
        ("an expired list", signed(&issuer, &ended), Code::StatusUnknown),
        ("missing list credential", signed(&issuer, &other_type), Code::StatusListInvalid),
        ("another document", json!({"keys": []}), Code::StatusListInvalid),
    ];
    let text = badge(&issuer, entry("revocation", json!("94567")));
    for (name, page, code) in cases {
        support::vectors::row(name);
        let report = report(&text, &Web::default().with(LIST, &page));
        expect(name, &report, Verdict::Unconfirmed, unknown(code));
    }

    let web = Web::default().with(LIST, &signed(&issuer, &own(full())));
    for index in [
        json!("-1"),
        json!("1e3"),
        json!("94567.0"),
        json!("٣"),
        json!("131072"),
        json!("2147483648"),
        json!("18446744073709551616"),
        json!(""),
        json!("007"),
        json!(" 7"),
        json!(-1),
        json!(1.5),
        json!(null),
        json!(["7"]),
    ] {
        let mut credential = issuer.credential();
        credential["credentialStatus"] = entry("revocation", index.clone());
        // Not every such value can be signed as linked data; the status does not depend on the proof.
        let text = credential.to_string();
        let found = outcome(&report(&text, &web), CheckId::Revocation);
        assert_eq!(found, unknown(Code::StatusRange), "I05: {index}");
    }

    for (name, kind) in
        [("I10: 404", FetchErrorKind::Failed), ("not contacted", FetchErrorKind::NotRequested)]
    {
        support::vectors::row(name);
        let mut web = Web::default();
        web.no(LIST, kind, Code::NetUnavailable);
        expect(name, &report(&text, &web), Verdict::Unconfirmed, unknown(Code::StatusUnknown));
    }
    let offline = report_on(&parse_badge(&text), &Offline, &options_at(AT));
    expect("I10: offline", &offline, Verdict::Unconfirmed, unknown(Code::StatusUnknown));
}

/// I04: a short list counts, with a note.
#[test]
fn short_list_counts_with_a_note() {
    support::vectors::about("I04");
    let issuer = TestIssuer::did_key(1);
    let page = signed(&issuer, &list(&issuer, "revocation", encoded(100_000, &[50_000])));
    let web = Web::default().with(LIST, &page);
    for (index, verdict, status) in
        [("50000", Verdict::Revoked, REVOKED), ("50001", Verdict::Verified, CLEAR)]
    {
        let report = report(&badge(&issuer, entry("revocation", json!(index))), &web);
        expect(index, &report, verdict, status);
        let note = report.notes.iter().find(|note| note.code == Code::StatusShort).expect("a note");
        assert_eq!(note.details["entries"], "100000");
    }
}

/// I08: purposes. All statuses are fetched, and the first failure counts.
#[test]
fn checks_purposes_and_several_statuses() {
    support::vectors::about("I08");
    let issuer = TestIssuer::did_key(1);
    let other = "https://status.example/list/2";
    let page = |purpose: &str, set: &[usize]| {
        signed(&issuer, &list(&issuer, purpose, encoded(STATUS_LIST_MIN_ENTRIES, set)))
    };
    let web = Web::default().with(LIST, &page("suspension", &[5])).with(other, &page("revocation", &[6]));
    let suspension = |at: &str| entry("suspension", json!(at));
    let revocation = |at: &str| {
        let mut entry = entry("revocation", json!(at));
        entry["statusListCredential"] = json!(other);
        entry
    };
    let suspended = (Outcome::Failed, Some(Code::Suspended));
    let cases = [
        ("suspended", suspension("5"), Verdict::Revoked, suspended),
        ("not suspended", suspension("6"), Verdict::Verified, CLEAR),
        ("both clear", json!([suspension("1"), revocation("1")]), Verdict::Verified, CLEAR),
        ("the second revokes", json!([suspension("1"), revocation("6")]), Verdict::Revoked, REVOKED),
        (
            "both fail: the first counts",
            json!([suspension("5"), revocation("6")]),
            Verdict::Revoked,
            suspended,
        ),
        (
            "one clear, one of an unknown kind",
            json!([suspension("1"), {"id": "https://status.example/3", "type": "TokenStatus"}]),
            Verdict::Unconfirmed,
            unknown(Code::StatusTypeUnsupported),
        ),
        (
            "revoked, and one of an unknown kind",
            json!([{"id": "https://status.example/3", "type": "TokenStatus"}, revocation("6")]),
            Verdict::Revoked,
            REVOKED,
        ),
        (
            "RevocationList2020, of an unknown kind",
            json!({
                "id": "https://status.example/3#7",
                "type": "RevocationList2020Status",
                "revocationListIndex": "7",
                "revocationListCredential": "https://status.example/3",
            }),
            Verdict::Unconfirmed,
            unknown(Code::StatusTypeUnsupported),
        ),
        (
            "an unknown purpose",
            entry("parking", json!("5")),
            Verdict::Unconfirmed,
            unknown(Code::StatusTypeUnsupported),
        ),
    ];
    for (name, status, verdict, expected) in cases {
        support::vectors::row(name);
        let mut credential = issuer.credential();
        credential["credentialStatus"] = status;
        let text = match name.contains("unknown kind") {
            // A type that no context defines cannot be signed as linked data.
            true => issuer.with_proof(&credential, Suite::EddsaJcs2022).to_string(),
            false => issuer.with_proof(&credential, Suite::EddsaRdfc2022).to_string(),
        };
        expect(name, &report(&text, &web), verdict, expected);
    }
}

/// An attacker may withhold a newer list without TLS, so such a list does not prove absence. It still proves
/// revocation.
#[test]
fn list_without_tls_can_only_revoke() {
    let issuer = TestIssuer::did_key(1);
    let url = "http://status.example/list/1";
    let page = signed(&issuer, &list(&issuer, "revocation", encoded(STATUS_LIST_MIN_ENTRIES, &[5])));
    let web = Web::default().with(url, &page);
    let at = |index: &str| {
        let mut status = entry("revocation", json!(index));
        status["statusListCredential"] = json!(url);
        report(&badge(&issuer, status), &web)
    };
    expect("set", &at("5"), Verdict::Revoked, REVOKED);
    expect("not set", &at("6"), Verdict::Unconfirmed, unknown(Code::NetCleartext));
}

/// 1EdTechRevocationList is unsigned, so it counts only from the issuer's own host.
#[test]
fn id_list_counts_only_from_the_issuers_host() {
    let id = "https://badges.example.edu/issuer";
    let url = "https://badges.example.edu/revoked";
    let own = "urn:uuid:0b7b1e3c-1f5a-4a6e-9a34-4a3d8b1f7e11";
    let lists = |entries: Value| json!({"issuer": id, "revokedCredential": entries});
    let cases = [
        ("revoked", url, lists(json!([{"id": own}])), REVOKED),
        (
            "revoked: true",
            url,
            lists(json!([{"id": own, "revoked": true, "revocationReason": "Error"}])),
            REVOKED,
        ),
        ("revoked: false", url, lists(json!([{"id": own, "revoked": false}])), CLEAR),
        ("the older spelling", url, json!({"revokedCredentials": [{"id": own}]}), REVOKED),
        (
            "both spellings",
            url,
            json!({"revokedCredential": [], "revokedCredentials": [{"id": own}]}),
            REVOKED,
        ),
        ("a plain text", url, lists(json!(["urn:uuid:x", own])), REVOKED),
        ("one entry, compacted", url, lists(json!({"id": own})), REVOKED),
        ("by uid", url, lists(json!([{"uid": own}])), REVOKED),
        ("a beginning of the id", url, lists(json!([{"id": &own[..40]}])), CLEAR),
        ("others", url, lists(json!([{"id": "urn:uuid:x"}])), CLEAR),
        ("nobody", url, lists(json!([])), CLEAR),
        ("missing list", url, json!({"issuer": id}), unknown(Code::StatusListInvalid)),
        ("entries of another kind", url, lists(json!([17])), unknown(Code::StatusListInvalid)),
        (
            "another port",
            "https://badges.example.edu:8443/revoked",
            lists(json!([{"id": own}])),
            unknown(Code::StatusListIssuer),
        ),
        (
            "without TLS",
            "http://badges.example.edu/revoked",
            lists(json!([{"id": own}])),
            unknown(Code::StatusListIssuer),
        ),
        (
            "another host",
            "https://lists.example/revoked",
            lists(json!([{"id": own}])),
            unknown(Code::StatusListIssuer),
        ),
    ];
    for (name, url, page, expected) in cases {
        support::vectors::row(name);
        let issuer = TestIssuer::at(id, 1);
        let web = Web::default().with(id, &issuer.controller("assertionMethod")).with(url, &page);
        let text = badge(&issuer, json!({"id": url, "type": "1EdTechRevocationList"}));
        let report = report(&text, &web);
        assert_eq!(outcome(&report, CheckId::Revocation), expected, "{name}: {}", summary(&report));
    }

    let did_web = TestIssuer::at("did:web:badges.example.edu", 1);
    let web = Web::default()
        .with("https://badges.example.edu/.well-known/did.json", &did_web.controller("assertionMethod"))
        .with(url, &lists(json!([{"id": own}])));
    let text = badge(&did_web, json!({"id": url, "type": "1EdTechRevocationList"}));
    expect("a did:web of the same host", &report(&text, &web), Verdict::Revoked, REVOKED);

    let issuer = TestIssuer::at(id, 1);
    let mut web = Web::default()
        .with(id, &issuer.controller("assertionMethod"))
        .with("https://lists.example/revoked", &lists(json!([{"id": own}])));
    web.redirect(url, "https://lists.example/revoked");
    let text = badge(&issuer, json!({"id": url, "type": "1EdTechRevocationList"}));
    let redirected = report(&text, &web);
    expect("redirected to another host", &redirected, Verdict::Unconfirmed, unknown(Code::StatusListIssuer));

    let key = TestIssuer::did_key(1);
    let text = badge(&key, json!({"id": url, "type": "1EdTechRevocationList"}));
    let hostless = report(&text, &web);
    expect("a key has no host", &hostless, Verdict::Unconfirmed, unknown(Code::StatusListIssuer));
}

#[test]
fn badge_without_a_status_has_no_status_check() {
    let issuer = TestIssuer::did_key(1);
    let text = issuer.with_proof(&issuer.credential(), Suite::EddsaRdfc2022).to_string();
    expect("none", &report(&text, &Web::default()), Verdict::Verified, (Outcome::Absent, None));
}

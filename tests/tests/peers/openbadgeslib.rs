//! `openbadgeslib` (Python): OB 2.0 signed and hosted, OB 3.0 as VC-JWT and as linked data (`eddsa-rdfc-2022`),
//! bare and baked, with revocation.

use std::{collections::BTreeMap, sync::LazyLock};

use data_encoding::{BASE64, HEXLOWER};
use openbadges::{
    Outcome, Verdict,
    baking::{self, Standard},
    proof::{Curve, family::Family, key::PublicKey},
};
use serde_json::{Value, json};
use whole_system::{Award, Issuer, Kind, Status, faults, picture};

use super::{Comparison, Pages, call, inspect};

const ORIGIN: &str = "https://peer.example";

/// A badge of our test issuer in a picture, our verdict, and the expected result of openbadgeslib.
struct Row {
    name: String,
    badge: Vec<u8>,
    version: &'static str,
    verdict: Verdict,
    /// The start of the peer's error, or `None` if the peer accepts the badge.
    error: Option<&'static str>,
    /// The issuer's key in PEM, for key ids with an https URL. The peer does not fetch such keys, although
    /// OB 3.0 requires it ("JSON Web Token Proof Format").
    key: Option<String>,
    /// Whether the peer requires a signature that it supports on status lists.
    signed_lists: bool,
}

impl Row {
    fn new(name: impl Into<String>, version: &'static str, badge: Vec<u8>) -> Self {
        let (verdict, error, key, signed_lists) = (Verdict::Verified, None, None, false);
        Self { name: name.into(), badge, version, verdict, error, key, signed_lists }
    }

    /// Expects that both reject the badge.
    fn rejected_by_both(self, verdict: Verdict, error: &'static str) -> Self {
        Self { verdict, error: Some(error), ..self }
    }

    /// Expects that we verify the badge and the peer rejects it.
    fn rejected_by_peer(self, error: &'static str) -> Self {
        Self { error: Some(error), ..self }
    }

    fn with_key(self, key: String) -> Self {
        Self { key: Some(key), ..self }
    }
}

static COMPARISON: LazyLock<Comparison<Row>> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let documents = issuer.server().documents();
    let badges = rows.iter().map(|row| {
        let badge = BASE64.encode(&row.badge);
        let Row { version, key, signed_lists, .. } = row;
        let input = json!({"badge": badge, "version": version, "key": key, "signed_lists": signed_lists});
        (row.name.clone(), input)
    });
    let input = json!({
        "origin": ORIGIN,
        "email": Award::EMAIL,
        "documents": documents,
        "verify": badges.collect::<BTreeMap<_, _>>(),
    });
    let output = call(".venv/bin/python", "openbadgeslib_peer.py", &input);
    Comparison { rows, pages: Pages(documents), output }
});

/// Returns our badges, with everything that the peer does not support.
fn rows(issuer: &Issuer) -> Vec<Row> {
    let award = Award::of("Robotics");
    let listed = award.clone().with_status(Status::Bitstring);
    let of = |kind: Kind| {
        let version = if matches!(kind, Kind::Ob2Hosted | Kind::Ob2Signed) { "2" } else { "3" };
        Row::new(kind.slug(), version, issuer.issue(kind, &award).png())
    };
    let in_svg =
        |kind: Kind| Row::new(format!("{} in an SVG", kind.slug()), "3", issuer.issue(kind, &award).svg());
    let changed = |kind: Kind, version: &'static str, standard| {
        let text = issuer.issue(kind, &award).text;
        let text =
            if kind.is_jws() { changed_jws(&text) } else { text.replace("Three tasks", "Thirty tasks") };
        let badge = baking::bake(&picture::png(16, 1), &text, standard).unwrap();
        Row::new(format!("{}, changed", kind.slug()), version, badge)
    };
    let revoked = |kind: Kind, version, award: &Award| {
        let badge = issuer.issue(kind, award);
        issuer.revoke(&badge);
        Row::new(format!("{}, revoked", kind.slug()), version, badge.png())
    };
    let pem = |family| pem(&issuer.keys.public(family));
    let with_signed_lists = |row: Row| Row { signed_lists: true, ..row };
    vec![
        of(Kind::Ob2Hosted),
        of(Kind::Ob2Signed),
        changed(Kind::Ob2Signed, "2", Standard::Ob2).rejected_by_both(Verdict::Invalid, "Invalid signature"),
        revoked(Kind::Ob2Signed, "2", &award).rejected_by_both(Verdict::Revoked, "Assertion urn:uuid"),
        of(Kind::JwtEdDsa),
        in_svg(Kind::JwtEdDsa),
        changed(Kind::JwtEdDsa, "3", Standard::Ob3)
            .rejected_by_both(Verdict::Invalid, "OB3 verification failed: Invalid signature"),
        of(Kind::JwtEs256).with_key(pem(Family::P256)),
        of(Kind::JwtEs384).with_key(pem(Family::P384)),
        of(Kind::JwtRs256).with_key(issuer.keys.rsa_pem()),
        // The peer does not support RSASSA-PSS (RFC 7518, section 3.5).
        of(Kind::JwtPs256)
            .with_key(issuer.keys.rsa_pem())
            .rejected_by_peer("OB3 verification failed: Algorithm 'PS256' in token header is not allowed"),
        of(Kind::RdfcDidKey),
        in_svg(Kind::RdfcDidKey),
        of(Kind::RdfcDidWeb),
        of(Kind::RdfcHttps).with_key(pem(Family::Ed25519)),
        changed(Kind::RdfcDidKey, "3", Standard::Ob3)
            .rejected_by_both(Verdict::Invalid, "OB3 verification failed: Invalid Data Integrity proof"),
        // The peer supports only the suite `eddsa-rdfc-2022` and the VC Data Model 2.0 (OB 3.0 also has 1.1).
        of(Kind::JcsDidKey).rejected_by_peer(
            "OB3 verification failed: credential carries no supported Data Integrity proof",
        ),
        of(Kind::EcdsaP256).with_key(pem(Family::P256)).rejected_by_peer(
            "OB3 verification failed: credential carries no supported Data Integrity proof",
        ),
        of(Kind::Signature2020)
            .rejected_by_peer("OB3 verification failed: Data Integrity credential carries 'issuanceDate'"),
        Row::new("listed", "3", issuer.issue(Kind::RdfcDidKey, &listed).png()),
        revoked(Kind::RdfcDidKey, "3", &listed).rejected_by_both(
            Verdict::Revoked,
            "OB3 verification failed: Credential status 'revocation' is set",
        ),
        // A status list may have a Data Integrity proof (Bitstring Status List 1.0, section 3.2, only requires
        // a verifiable credential). The peer verifies only lists that are JWTs.
        with_signed_lists(Row::new(
            "listed in linked data",
            "3",
            issuer.issue(Kind::RdfcDidKey, &listed).png(),
        ))
        .rejected_by_peer("OB3 verification failed: status list "),
    ]
}

/// Changes the payload of a JWS and keeps its signature.
fn changed_jws(text: &str) -> String {
    let [header, payload, signature] = text.split('.').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let decoded = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap();
    let changed = String::from_utf8(decoded).unwrap().replace("2025-05-01", "2025-05-02");
    format!("{header}.{}.{signature}", data_encoding::BASE64URL_NOPAD.encode(changed.as_bytes()))
}

/// Returns the SubjectPublicKeyInfo (RFC 5480, RFC 8410) of a key in PEM.
fn pem(key: &PublicKey) -> String {
    let (start, point) = match key {
        PublicKey::Ed25519(bytes) => ("302a300506032b6570032100", bytes.to_vec()),
        PublicKey::Ec { curve: Curve::P256, point } => {
            ("3059301306072a8648ce3d020106082a8648ce3d030107034200", point.clone())
        }
        PublicKey::Ec { curve: Curve::P384, point } => {
            ("3076301006072a8648ce3d020106052b81040022036200", point.clone())
        }
        _ => panic!("no PEM for this kind of key"),
    };
    let der = [HEXLOWER.decode(start.as_bytes()).unwrap(), point].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
}

#[tokio::test]
async fn agrees_on_our_badges_of_supported_kinds() {
    let Comparison { rows, pages, output } = &*COMPARISON;
    for row in rows {
        let error = &output["verified"][&row.name];
        match row.error {
            None => assert_eq!(error, &Value::Null, "{}", row.name),
            Some(expected) => {
                let starts_as_expected = error.as_str().is_some_and(|error| error.starts_with(expected));
                assert!(starts_as_expected, "{}: {error}", row.name);
            }
        }
        let ours = inspect(&row.badge, pages).await;
        assert_eq!(ours.verdict, row.verdict, "{}: {:#?}", row.name, faults(&ours));
    }
}

#[tokio::test]
async fn detects_revoked_and_changed_peer_badges() {
    let output = &COMPARISON.output;
    let documents = output["documents"].as_object().unwrap().iter();
    let documents =
        documents.map(|(path, text)| (format!("{ORIGIN}{path}"), text.as_str().unwrap().to_owned()));
    let pages = Pages(documents.collect());
    let badges = output["badges"].as_object().unwrap();
    assert_eq!(badges.len(), 16);
    for (name, badge) in badges {
        let badge = BASE64.decode(badge.as_str().unwrap().as_bytes()).unwrap();
        let report = inspect(&badge, &pages).await;
        let expected = if name.ends_with(", revoked") { Verdict::Revoked } else { Verdict::Verified };
        assert_eq!(report.verdict, expected, "{name}: {:#?}", faults(&report));
        assert_eq!(report.recipient.outcome, Outcome::Passed, "{name}");
        assert_eq!(report.badge.name.as_deref(), Some("Übung 機械"), "{name}");

        if name.contains(" in a") {
            continue;
        }
        let text = String::from_utf8(badge).unwrap();
        let changed =
            if text.starts_with('{') { text.replace("2025-05-01", "2025-05-02") } else { changed_jws(&text) };
        let changed = inspect(changed.as_bytes(), &pages).await;
        assert_eq!(changed.verdict, Verdict::Invalid, "{name}, changed: {:#?}", faults(&changed));
    }
}

//! `openbadgeslib` (Python): OB 2.0 signed and hosted, OB 3.0 as VC-JWT and as linked data (`eddsa-rdfc-2022`), bare and
//! baked, with revocation.

use std::{collections::BTreeMap, sync::LazyLock};

use data_encoding::{BASE64, HEXLOWER};
use openbadges::{
    Outcome, Verdict,
    baking::{self, Standard},
    proof::{Curve, family::Family, key::PublicKey},
};
use serde_json::{Value, json};
use whole_system::{Award, Issuer, Kind, Status, faults, picture};

use super::{Pages, Said, ask, judge};

const ORIGIN: &str = "https://peer.example";

/// A badge of ours in a picture, the verdict here, and how what openbadgeslib says against it begins.
struct Row {
    name: String,
    badge: Vec<u8>,
    version: &'static str,
    verdict: Verdict,
    said: Option<&'static str>,
    /// The issuer's key in PEM, where the peer does not find it by itself: it follows no https key id (OB 3.0, "JSON Web
    /// Token Proof Format", asks verifiers to).
    key: Option<String>,
    /// Whether a status list must be signed in a way that the peer knows.
    signed_lists: bool,
}

impl Row {
    fn new(name: impl Into<String>, version: &'static str, badge: Vec<u8>) -> Self {
        let (verdict, said, key, signed_lists) = (Verdict::Verified, None, None, false);
        Self { name: name.into(), badge, version, verdict, said, key, signed_lists }
    }

    /// Both refuse it.
    fn is(self, verdict: Verdict, said: &'static str) -> Self {
        Self { verdict, said: Some(said), ..self }
    }

    /// The peer refuses what is verified here.
    fn not_known_to_it(self, said: &'static str) -> Self {
        Self { said: Some(said), ..self }
    }

    fn by(self, key: String) -> Self {
        Self { key: Some(key), ..self }
    }
}

static SAID: LazyLock<Said<Row>> = LazyLock::new(|| {
    let issuer = Issuer::default();
    let rows = rows(&issuer);
    let documents = issuer.server().documents();
    let asked = rows.iter().map(|row| {
        let badge = BASE64.encode(&row.badge);
        let Row { version, key, signed_lists, .. } = row;
        let question = json!({"badge": badge, "version": version, "key": key, "signed_lists": signed_lists});
        (row.name.clone(), question)
    });
    let question = json!({
        "origin": ORIGIN,
        "email": Award::EMAIL,
        "documents": documents,
        "verify": asked.collect::<BTreeMap<_, _>>(),
    });
    let answer = ask(".venv/bin/python", "openbadgeslib_peer.py", &question);
    Said { rows, pages: Pages(documents), answer }
});

/// Our badges. All that the peer cannot do is said here.
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
    let unsigned_list = |row: Row| Row { signed_lists: true, ..row };
    vec![
        of(Kind::Ob2Hosted),
        of(Kind::Ob2Signed),
        changed(Kind::Ob2Signed, "2", Standard::Ob2).is(Verdict::Invalid, "Invalid signature"),
        revoked(Kind::Ob2Signed, "2", &award).is(Verdict::Revoked, "Assertion urn:uuid"),
        of(Kind::JwtEdDsa),
        in_svg(Kind::JwtEdDsa),
        changed(Kind::JwtEdDsa, "3", Standard::Ob3)
            .is(Verdict::Invalid, "OB3 verification failed: Invalid signature"),
        of(Kind::JwtEs256).by(pem(Family::P256)),
        of(Kind::JwtEs384).by(pem(Family::P384)),
        of(Kind::JwtRs256).by(issuer.keys.rsa_pem()),
        // It knows no RSASSA-PSS (RFC 7518, section 3.5).
        of(Kind::JwtPs256)
            .by(issuer.keys.rsa_pem())
            .not_known_to_it("OB3 verification failed: Algorithm 'PS256' in token header is not allowed"),
        of(Kind::RdfcDidKey),
        in_svg(Kind::RdfcDidKey),
        of(Kind::RdfcDidWeb),
        of(Kind::RdfcHttps).by(pem(Family::Ed25519)),
        changed(Kind::RdfcDidKey, "3", Standard::Ob3)
            .is(Verdict::Invalid, "OB3 verification failed: Invalid Data Integrity proof"),
        // Of Data Integrity it knows `eddsa-rdfc-2022`, and of the data models 2.0 alone (OB 3.0 has both).
        of(Kind::JcsDidKey)
            .not_known_to_it("OB3 verification failed: credential carries no supported Data Integrity proof"),
        of(Kind::EcdsaP256)
            .by(pem(Family::P256))
            .not_known_to_it("OB3 verification failed: credential carries no supported Data Integrity proof"),
        of(Kind::Signature2020)
            .not_known_to_it("OB3 verification failed: Data Integrity credential carries 'issuanceDate'"),
        Row::new("listed", "3", issuer.issue(Kind::RdfcDidKey, &listed).png()),
        revoked(Kind::RdfcDidKey, "3", &listed)
            .is(Verdict::Revoked, "OB3 verification failed: Credential status 'revocation' is set"),
        // A status list may be signed with Data Integrity (Bitstring Status List 1.0, section 3.2, says only that it is a
        // verifiable credential); the peer verifies only lists that are JWTs.
        unsigned_list(Row::new("listed in linked data", "3", issuer.issue(Kind::RdfcDidKey, &listed).png()))
            .not_known_to_it("OB3 verification failed: status list "),
    ]
}

/// A JWS whose payload says something else.
fn changed_jws(text: &str) -> String {
    let [header, payload, signature] = text.split('.').collect::<Vec<_>>()[..] else { panic!("{text}") };
    let decoded = data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap();
    let changed = String::from_utf8(decoded).unwrap().replace("2025-05-01", "2025-05-02");
    format!("{header}.{}.{signature}", data_encoding::BASE64URL_NOPAD.encode(changed.as_bytes()))
}

/// SubjectPublicKeyInfo (RFC 5480, RFC 8410) in PEM.
fn pem(key: &PublicKey) -> String {
    let (start, point) = match key {
        PublicKey::Ed25519(bytes) => ("302a300506032b6570032100", bytes.to_vec()),
        PublicKey::Ec { curve: Curve::P256, point } => {
            ("3059301306072a8648ce3d020106082a8648ce3d030107034200", point.clone())
        }
        PublicKey::Ec { curve: Curve::P384, point } => {
            ("3076301006072a8648ce3d020106052b81040022036200", point.clone())
        }
        _ => panic!("a key whose issuer has no PEM"),
    };
    let der = [HEXLOWER.decode(start.as_bytes()).unwrap(), point].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", BASE64.encode(&der))
}

#[tokio::test]
async fn agrees_on_our_badges_of_supported_kinds() {
    let Said { rows, pages, answer } = &*SAID;
    for row in rows {
        let said = &answer["verified"][&row.name];
        match row.said {
            None => assert_eq!(said, &Value::Null, "{}", row.name),
            Some(expected) => {
                let begins = said.as_str().is_some_and(|said| said.starts_with(expected));
                assert!(begins, "{}: {said}", row.name);
            }
        }
        let ours = judge(&row.badge, pages).await;
        assert_eq!(ours.verdict, row.verdict, "{}: {:#?}", row.name, faults(&ours));
    }
}

#[tokio::test]
async fn judges_valid_revoked_and_changed_peer_badges() {
    let answer = &SAID.answer;
    let documents = answer["documents"].as_object().unwrap().iter();
    let documents =
        documents.map(|(path, text)| (format!("{ORIGIN}{path}"), text.as_str().unwrap().to_owned()));
    let pages = Pages(documents.collect());
    let badges = answer["badges"].as_object().unwrap();
    assert_eq!(badges.len(), 16);
    for (name, badge) in badges {
        let badge = BASE64.decode(badge.as_str().unwrap().as_bytes()).unwrap();
        let whole = judge(&badge, &pages).await;
        let expected = if name.ends_with(", revoked") { Verdict::Revoked } else { Verdict::Verified };
        assert_eq!(whole.verdict, expected, "{name}: {:#?}", faults(&whole));
        assert_eq!(whole.recipient.outcome, Outcome::Passed, "{name}");
        assert_eq!(whole.badge.name.as_deref(), Some("Übung 機械"), "{name}");

        if name.contains(" in a") {
            continue;
        }
        let text = String::from_utf8(badge).unwrap();
        let changed =
            if text.starts_with('{') { text.replace("2025-05-01", "2025-05-02") } else { changed_jws(&text) };
        let changed = judge(changed.as_bytes(), &pages).await;
        assert_eq!(changed.verdict, Verdict::Invalid, "{name}, changed: {:#?}", faults(&changed));
    }
}

//! `recipient.match`: compares the recipient with the learner's identities.
//!
//! [`stated`] reads the recipient of OB 0.5 to 3.0, plain or hashed ([`hash`]); [`variants`] lists the spellings of
//! an identity. The check never affects the verdict. The result contains the spelling that matched.

mod hash;
mod stated;
mod variants;

use self::stated::StatedIdentity;
use crate::{
    badge::Badge,
    check::{Check, CheckId, Outcome},
    code::{Code, Note},
    json::Value,
    report::RecipientMatch,
    verify::{options::Identity, rules::Version},
};

/// The result of a comparison.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// `recipient.match`.
    pub(crate) check: Check,
    /// The identity that matched, in the form that matched.
    pub(crate) identity: Option<String>,
    /// `BEARER`, `RECIPIENT_PARTIAL`, `RECIPIENT_VARIANT`, `WEAK_HASH`.
    pub(crate) notes: Vec<Note>,
}

/// Compares the recipient of `document` with the identities `identities`.
pub(crate) fn compare(document: &Value, version: Version, identities: &[Identity]) -> Comparison {
    let rule = || version.rule(CheckId::Recipient);
    let stated = StatedIdentity::all_of(document, version);
    let mut notes = Vec::new();
    if stated.is_empty() {
        notes.push(Note::new(Code::Bearer));
        return Comparison { check: Check::absent(CheckId::Recipient, rule()), identity: None, notes };
    }
    if let Some(algorithm) = stated.iter().flatten().find_map(StatedIdentity::weak) {
        notes.push(Note::new(Code::WeakHash).with("algorithm", algorithm));
    }
    let matched: Vec<(&Identity, String)> =
        stated.iter().flatten().filter_map(|stated| first_match(stated, identities)).collect();
    if let Some((identity, form)) = matched.first() {
        if matched.len() < stated.len() {
            let forms: Vec<&str> = matched.iter().map(|(_, form)| form.as_str()).collect();
            let note = Note::new(Code::RecipientPartial)
                .with("identity", forms.join(", "))
                .with("matched", matched.len().to_string())
                .with("of", stated.len().to_string());
            notes.push(note);
        }
        if let Some(variation) = variants::variation(identity, form) {
            let note = Note::new(Code::RecipientVariant)
                .with("identity", form)
                .with("asked", identity.value.trim())
                .with("variation", variation);
            notes.push(note);
        }
        let check = Check::passed(CheckId::Recipient, rule()).with("identity", form);
        return Comparison { check, identity: Some(form.clone()), notes };
    }
    let malformed = stated.iter().find_map(|stated| stated.as_ref().err());
    let check = match malformed {
        Some(malformed) => Check::failed(CheckId::Recipient, rule(), Code::RecipientFormat)
            .with("pointer", &malformed.pointer)
            .with("detail", malformed.detail),
        // An e-mail address cannot be compared with a DID.
        None if !stated.iter().flatten().any(|stated| stated.comparable(identities)) => {
            Check::unknown(CheckId::Recipient, rule(), Code::RecipientNotCompared)
        }
        None => Check::failed(CheckId::Recipient, rule(), Code::RecipientMismatch),
    };
    Comparison { check, identity: None, notes }
}

/// Compares the recipient of `badge` with the identities `identities`, without verifying the badge again.
///
/// [`verify`](crate::verify()) compares the original document and also reports errors in its form.
pub fn compare_recipients(badge: &Badge, identities: &[Identity]) -> RecipientMatch {
    let stated: Vec<StatedIdentity> = badge
        .recipients
        .iter()
        .filter_map(|recipient| StatedIdentity::of_view(recipient, badge.version))
        .collect();
    let matched = stated.iter().find_map(|stated| first_match(stated, identities)).map(|(_, form)| form);
    let compared = stated.iter().any(|stated| stated.comparable(identities));
    let outcome = match (&matched, badge.recipients.is_empty(), compared) {
        (Some(_), _, _) => Outcome::Passed,
        (None, true, _) => Outcome::Absent,
        (None, false, false) => Outcome::Unknown,
        (None, false, true) => Outcome::Failed,
    };
    RecipientMatch { outcome, identity: matched }
}

/// Returns the first identity that matches `stated`, and its form. Exact matches take precedence over other spellings.
fn first_match<'a>(stated: &StatedIdentity, identities: &'a [Identity]) -> Option<(&'a Identity, String)> {
    let by = |form: fn(&StatedIdentity, &Identity) -> Option<String>| {
        identities.iter().find_map(|identity| Some((identity, form(stated, identity)?)))
    };
    by(StatedIdentity::is_written_as).or_else(|| by(StatedIdentity::is_form_of))
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use md5::{Digest, Md5};
    use serde_json::json;

    use super::*;
    use crate::{badge::Recipient, verify::options::IdentityKind};

    fn email(value: &str) -> Identity {
        Identity { kind: IdentityKind::Email, value: value.into() }
    }

    #[test]
    fn compares_recipients_of_parsed_badges() {
        let issued_to = |kind: &str, identity: &str, hashed: bool| Badge {
            recipients: vec![Recipient {
                kind: kind.into(),
                identity: identity.into(),
                hashed,
                salt: hashed.then(|| "Kosher".into()),
            }],
            ..Badge::default()
        };
        let a = [email("a@example.com")];
        let rows = [
            ("hashed", issued_to("email", KOSHER, true), &a[..], Outcome::Passed),
            ("plain", issued_to("email", "A@example.com", false), &a[..], Outcome::Passed),
            ("a subject's id", issued_to("id", "mailto:a@example.com", false), &a[..], Outcome::Passed),
            ("somebody else", issued_to("email", "b@example.com", false), &a[..], Outcome::Failed),
            ("no identities", issued_to("email", "b@example.com", false), &[], Outcome::Unknown),
            ("no recipient", Badge::default(), &a[..], Outcome::Absent),
        ];
        for (name, badge, identities, outcome) in rows {
            assert_eq!(compare_recipients(&badge, identities).outcome, outcome, "{name}");
        }
    }

    const KOSHER: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";

    /// (name, recipient of the assertion, identity, outcome, code, form that matched)
    #[test]
    fn compares_ob2_recipients() {
        use Outcome::*;
        let upper = format!("sha256${}", KOSHER[7..].to_uppercase());
        // The MD5 hash of `a@example.comKosher`.
        let md5 = format!("md5${}", HEXLOWER.encode(&Md5::digest("a@example.comKosher")));
        let hashed =
            |identity: &str| json!({"type": "email", "hashed": true, "salt": "Kosher", "identity": identity});
        let plain = |kind: &str, identity: &str| json!({"type": kind, "hashed": false, "identity": identity});
        let a = "a@example.com";
        let cases = [
            ("the specification's check value", hashed(KOSHER), email(a), Passed, None, Some(a)),
            ("hex in upper case", hashed(&upper), email(a), Passed, None, Some(a)),
            ("md5", hashed(&md5), email(a), Passed, None, Some(a)),
            (
                "written in capitals by the learner",
                hashed(KOSHER),
                email("A@Example.COM"),
                Passed,
                None,
                Some(a),
            ),
            ("with blanks around it", hashed(KOSHER), email(" a@example.com "), Passed, None, Some(a)),
            ("plain", plain("email", a), email(a), Passed, None, Some(a)),
            (
                "plain in another case",
                plain("email", "A@example.com"),
                email(a),
                Passed,
                None,
                Some("A@example.com"),
            ),
            (
                "another person's",
                hashed(KOSHER),
                email("b@example.com"),
                Failed,
                Some(Code::RecipientMismatch),
                None,
            ),
            (
                "the same text as another kind of identity",
                hashed(KOSHER),
                Identity { kind: IdentityKind::Url, value: a.into() },
                Unknown,
                Some(Code::RecipientNotCompared),
                None,
            ),
            ("hashed, and plain", hashed(a), email(a), Failed, Some(Code::RecipientFormat), None),
            (
                "not hashed, and a hash",
                plain("email", KOSHER),
                email(a),
                Failed,
                Some(Code::RecipientFormat),
                None,
            ),
            (
                "sha1",
                hashed("sha1$da39a3ee5e6b4b0d3255bfef95601890afd80709"),
                email(a),
                Failed,
                Some(Code::RecipientFormat),
                None,
            ),
            ("63 digits", hashed(&KOSHER[..70]), email(a), Failed, Some(Code::RecipientFormat), None),
            (
                "`hashed` is missing",
                json!({"type": "email", "identity": a}),
                email(a),
                Failed,
                Some(Code::RecipientFormat),
                None,
            ),
            (
                "no type",
                json!({"hashed": false, "identity": a}),
                email(a),
                Failed,
                Some(Code::RecipientFormat),
                None,
            ),
            (
                "a number",
                json!({"type": "email", "hashed": false, "identity": 7}),
                email(a),
                Failed,
                Some(Code::RecipientFormat),
                None,
            ),
            (
                "a page",
                plain("url", "https://a.example/me"),
                Identity { kind: IdentityKind::Url, value: "https://A.example/me".into() },
                Passed,
                None,
                Some("https://a.example/me"),
            ),
            (
                "an id that is a DID",
                plain("id", "did:key:z6MkA"),
                Identity { kind: IdentityKind::Did, value: "did:key:z6MkA".into() },
                Passed,
                None,
                Some("did:key:z6MkA"),
            ),
            (
                "a telephone number",
                plain("telephone", "+4930123456"),
                Identity { kind: IdentityKind::Telephone, value: "+49 30 12 34 56".into() },
                Passed,
                None,
                Some("+4930123456"),
            ),
        ];
        for (name, recipient, identities, outcome, code, form) in cases {
            let found = compare(&json!({ "recipient": recipient }), Version::Ob2, &[identities]);
            assert_eq!((found.check.outcome, found.check.code), (outcome, code), "{name}");
            assert_eq!(found.identity.as_deref(), form, "{name}");
            let weak = found.notes.iter().any(|note| note.code == Code::WeakHash);
            assert_eq!(weak, name == "md5", "{name}");
        }
    }

    #[test]
    fn notes_partial_match() {
        let document = json!({"credentialSubject": {"id": "did:key:z6MkOther", "identifier": [
            {"type": "IdentityObject", "identityType": "emailAddress", "hashed": true, "salt": "Kosher", "identityHash": KOSHER},
            {"type": "IdentityObject", "identityType": "sourcedId", "hashed": false, "identityHash": "17"},
        ]}});
        let found = compare(&document, Version::Ob3, &[email("a@example.com")]);
        assert_eq!(found.check.outcome, Outcome::Passed);
        assert_eq!(found.identity.as_deref(), Some("a@example.com"));
        let [note] = found.notes.as_slice() else { panic!("{:?}", found.notes) };
        assert_eq!(note.code, Code::RecipientPartial);
        assert_eq!(note.details["of"], "3");
        assert_eq!(note.details["identity"], "a@example.com");
    }

    #[test]
    fn reports_bearer_badges_and_missing_identities() {
        let bearer = compare(
            &json!({"credentialSubject": {"type": "AchievementSubject"}}),
            Version::Ob3,
            &[email("a@example.com")],
        );
        assert_eq!((bearer.check.outcome, bearer.check.code), (Outcome::Absent, None));
        assert_eq!(bearer.notes, [Note::new(Code::Bearer)]);

        let not_asked = compare(&json!({"credentialSubject": {"id": "did:key:z6MkA"}}), Version::Ob3, &[]);
        assert_eq!(
            (not_asked.check.outcome, not_asked.check.code),
            (Outcome::Unknown, Some(Code::RecipientNotCompared))
        );
    }

    #[test]
    fn compares_subjects_by_kind_of_id() {
        use IdentityKind::*;
        for (id, kind, value, outcome) in [
            ("did:key:z6MkA", Did, "did:key:z6MkA", Outcome::Passed),
            ("did:key:z6MkA", Did, "did:key:z6Mka", Outcome::Failed),
            ("mailto:a@example.com", Email, "a@example.com", Outcome::Passed),
            ("https://a.example/me", Url, "https://a.example/me", Outcome::Passed),
            ("https://a.example/me", Email, "https://a.example/me", Outcome::Unknown),
            ("urn:uuid:1", Id, "urn:uuid:1", Outcome::Passed),
        ] {
            let identities = Identity { kind, value: value.into() };
            let found = compare(&json!({"credentialSubject": {"id": id}}), Version::Ob3, &[identities]);
            assert_eq!(found.check.outcome, outcome, "{id} as {kind:?} {value}");
        }
    }
}

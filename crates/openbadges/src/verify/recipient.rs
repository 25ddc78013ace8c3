//! To whom a badge was issued, compared with the identities that were asked about.
//!
//! OB 2.0 "IdentityObject"; OB 3.0 "IdentityObject" and "Recipient verification". The outcome stands beside the
//! verdict and never changes it. Which identity matched is told in the form that matched.

use data_encoding::HEXLOWER_PERMISSIVE;
use md5::{Digest, Md5};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::{Identity, IdentityKind, address::Address, rules::Version};
use crate::{
    badge::{Badge, Recipient},
    check::{Check, CheckId, Note, Outcome, RecipientFinding},
    code::Code,
    formats::ob05,
    json::Value,
};

/// What the comparison came to.
#[derive(Debug)]
pub(super) struct Match {
    /// `recipient.match`.
    pub(super) check: Check,
    /// The identity that matched, in the form that matched.
    pub(super) identity: Option<String>,
    /// `BEARER`, `RECIPIENT_PARTIAL`, `WEAK_HASH`.
    pub(super) notes: Vec<Note>,
}

/// Compares the recipient that `document` states with `asked`.
pub(super) fn compare(document: &Value, version: Version, asked: &[Identity]) -> Match {
    let rule = || version.rule(CheckId::Recipient);
    let stated = match version {
        Version::Ob05 => of_ob05(document),
        Version::Ob10 | Version::Ob11 | Version::Ob2 => of_assertion(document),
        Version::Ob3 => of_credential(document),
    };
    let mut notes = Vec::new();
    if stated.is_empty() {
        notes.push(Note::new(Code::Bearer));
        return Match { check: Check::absent(CheckId::Recipient, rule()), identity: None, notes };
    }
    if stated.iter().flatten().any(|stated| stated.digest.as_ref().is_some_and(|hash| hash.weak())) {
        notes.push(Note::new(Code::WeakHash).with("algorithm", "md5"));
    }
    let matched: Vec<(usize, String)> = stated
        .iter()
        .enumerate()
        .filter_map(|(at, stated)| {
            let stated = stated.as_ref().ok()?;
            asked.iter().find_map(|identity| stated.matches(identity)).map(|form| (at, form))
        })
        .collect();
    if let Some((_, form)) = matched.first() {
        if matched.len() < stated.len() {
            let forms: Vec<&str> = matched.iter().map(|(_, form)| form.as_str()).collect();
            let note = Note::new(Code::RecipientPartial)
                .with("identity", forms.join(", "))
                .with("matched", matched.len().to_string())
                .with("of", stated.len().to_string());
            notes.push(note);
        }
        let check = Check::passed(CheckId::Recipient, rule()).with("identity", form);
        return Match { check, identity: Some(form.clone()), notes };
    }
    let malformed = stated.iter().find_map(|stated| stated.as_ref().err());
    let check = match malformed {
        Some(malformed) => Check::failed(CheckId::Recipient, rule(), Code::RecipientFormat)
            .with("pointer", &malformed.pointer)
            .with("detail", malformed.detail),
        // A mail address says nothing about a DID, nor the other way round: that is no comparison.
        None if !stated.iter().flatten().any(|stated| stated.comparable(asked)) => {
            Check::unknown(CheckId::Recipient, rule(), Code::RecipientNotAsked)
        }
        None => Check::failed(CheckId::Recipient, rule(), Code::RecipientMismatch),
    };
    Match { check, identity: None, notes }
}

/// Whether `badge` was issued to one of the identities `asked` about, by the badge's normalized view alone: what lists
/// show without verifying anew. [`verify`](crate::verify()) judges the same from the original, form faults included.
pub fn compare_recipients(badge: &Badge, asked: &[Identity]) -> RecipientFinding {
    let matched = badge.recipients.iter().find_map(|recipient| {
        let stated = stated(recipient)?;
        asked.iter().find_map(|identity| stated.matches(identity))
    });
    let compared = badge.recipients.iter().filter_map(stated).any(|stated| stated.comparable(asked));
    let outcome = match (&matched, badge.recipients.is_empty(), compared) {
        (Some(_), _, _) => Outcome::Passed,
        (None, true, _) => Outcome::Absent,
        (None, false, false) => Outcome::Unknown,
        (None, false, true) => Outcome::Failed,
    };
    RecipientFinding { outcome, identity: matched }
}

fn stated(recipient: &Recipient) -> Option<Stated> {
    if recipient.hashed {
        let digest = Hash::parse(&recipient.identity, recipient.salt.as_deref().unwrap_or_default())?;
        return Some(Stated { kinds: kinds_of(&recipient.kind), text: String::new(), digest: Some(digest) });
    }
    match recipient.kind.as_str() {
        "id" => Some(subject_id(&recipient.identity)),
        kind => Some(Stated { kinds: kinds_of(kind), text: recipient.identity.clone(), digest: None }),
    }
}

/// An identity as a badge states it.
#[derive(Debug)]
struct Stated {
    /// The kinds of identity that it may be compared with.
    kinds: &'static [IdentityKind],
    /// The identity; where it is hashed, only for messages.
    text: String,
    /// The hash, where it is one.
    digest: Option<Hash>,
}

/// An identity in a form that the specification does not allow.
#[derive(Debug)]
struct Malformed {
    pointer: String,
    detail: &'static str,
}

/// A hash of an identity with its salt.
#[derive(Debug)]
enum Hash {
    Sha256 { digest: Vec<u8>, salt: String },
    Md5 { digest: Vec<u8>, salt: String },
}

impl Hash {
    /// `sha256$` and 64, or `md5$` and 32 hexadecimal digits in either case.
    fn parse(text: &str, salt: &str) -> Option<Self> {
        let (algorithm, hex) = text.split_once('$')?;
        let digest = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()?;
        let salt = salt.to_owned();
        match (algorithm, digest.len()) {
            ("sha256", 32) => Some(Self::Sha256 { digest, salt }),
            ("md5", 16) => Some(Self::Md5 { digest, salt }),
            _ => None,
        }
    }

    fn weak(&self) -> bool {
        matches!(self, Self::Md5 { .. })
    }

    /// Whether this is the hash of `identity` followed by the salt.
    fn is_of(&self, identity: &str) -> bool {
        match self {
            Self::Sha256 { digest, salt } => {
                let own = Sha256::new().chain_update(identity).chain_update(salt).finalize();
                bool::from(own.as_slice().ct_eq(digest))
            }
            Self::Md5 { digest, salt } => {
                let own = Md5::new().chain_update(identity).chain_update(salt).finalize();
                bool::from(own.as_slice().ct_eq(digest))
            }
        }
    }
}

impl Stated {
    /// Whether one of `asked` is of a kind that this identity can be compared with at all.
    fn comparable(&self, asked: &[Identity]) -> bool {
        asked.iter().any(|identity| self.kinds.contains(&identity.kind))
    }

    /// The form of `asked` that is this identity.
    fn matches(&self, asked: &Identity) -> Option<String> {
        if !self.kinds.contains(&asked.kind) {
            return None;
        }
        forms(asked).into_iter().find(|form| match &self.digest {
            Some(hash) => hash.is_of(form),
            None if asked.kind == IdentityKind::Email => form.eq_ignore_ascii_case(&self.text),
            None => *form == self.text,
        })
    }
}

/// The forms in which one identity is met: hashes keep no trace of the form that was hashed, so each is tried.
fn forms(asked: &Identity) -> Vec<String> {
    let text = asked.value.trim();
    let mut forms = vec![text.to_owned()];
    match asked.kind {
        IdentityKind::Email => {
            forms.push(text.to_lowercase());
            if let Some((local, domain)) = text.rsplit_once('@') {
                forms.push(format!("{local}@{}", domain.to_lowercase()));
            }
            forms.push(text.to_uppercase());
        }
        IdentityKind::Telephone => {
            let bare: String =
                text.trim_start_matches("tel:").chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            forms.push(format!("tel:{bare}"));
            forms.push(bare);
        }
        IdentityKind::Url => {
            if let Some(address) = Address::parse(text) {
                let normal = address.document();
                forms.push(normal.trim_end_matches('/').to_owned());
                forms.push(normal);
            }
        }
        IdentityKind::Did | IdentityKind::Id => {}
    }
    let mut seen = Vec::with_capacity(forms.len());
    forms.retain(|form| {
        let new = !seen.contains(form);
        seen.push(form.clone());
        new
    });
    forms
}

/// The recipient of an OB 0.5 assertion: a mail address or its hash.
fn of_ob05(document: &Value) -> Vec<Result<Stated, Malformed>> {
    let Some(recipient) = ob05::recipient(document) else { return Vec::new() };
    let malformed =
        Malformed { pointer: "/recipient".into(), detail: "the identity is no hash that is known" };
    vec![stated(&recipient).ok_or(malformed)]
}

/// The recipient of an OB 1.x or 2.0 assertion.
fn of_assertion(document: &Value) -> Vec<Result<Stated, Malformed>> {
    match document.get("recipient") {
        None | Some(Value::Null) => Vec::new(),
        Some(recipient) => one_or_many(recipient, "/recipient")
            .map(|(pointer, object)| identity_object(object, &pointer, "type", "identity"))
            .collect(),
    }
}

/// The recipient of an OB 3.0 credential: the subject's `id` and its `identifier`s.
fn of_credential(document: &Value) -> Vec<Result<Stated, Malformed>> {
    let mut stated = Vec::new();
    let Some(subjects) = document.get("credentialSubject") else { return stated };
    for (pointer, subject) in one_or_many(subjects, "/credentialSubject") {
        match subject.get("id") {
            None | Some(Value::Null) => {}
            Some(Value::String(id)) => stated.push(Ok(subject_id(id))),
            Some(_) => {
                stated.push(Err(Malformed { pointer: format!("{pointer}/id"), detail: "id is no text" }))
            }
        }
        if let Some(identifiers) = subject.get("identifier").filter(|value| !value.is_null()) {
            stated.extend(
                one_or_many(identifiers, &format!("{pointer}/identifier")).map(|(pointer, object)| {
                    identity_object(object, &pointer, "identityType", "identityHash")
                }),
            );
        }
    }
    stated
}

fn one_or_many<'v>(value: &'v Value, at: &str) -> impl Iterator<Item = (String, &'v Value)> {
    let items: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)).collect()
        }
        one => vec![(at.to_owned(), one)],
    };
    items.into_iter()
}

/// A subject's `id`, by its scheme.
fn subject_id(id: &str) -> Stated {
    use IdentityKind::{Did, Email, Id, Telephone, Url};
    let schemes: [(&str, &'static [IdentityKind], bool); 5] = [
        ("mailto:", &[Email], true),
        ("tel:", &[Telephone], false),
        ("did:", &[Did, Id], false),
        ("http://", &[Url, Id], false),
        ("https://", &[Url, Id], false),
    ];
    for (scheme, kinds, without_scheme) in schemes {
        if let Some(rest) = id.strip_prefix(scheme) {
            let text = if without_scheme { rest } else { id };
            return Stated { kinds, text: text.to_owned(), digest: None };
        }
    }
    Stated { kinds: &[Id, Url, Did], text: id.to_owned(), digest: None }
}

/// An IdentityObject. The names of its two members differ between OB 2.0 and 3.0.
fn identity_object(
    object: &Value,
    pointer: &str,
    type_name: &str,
    identity_name: &str,
) -> Result<Stated, Malformed> {
    let malformed = |member: &str, detail| Malformed { pointer: format!("{pointer}/{member}"), detail };
    let kind = match object.get(type_name) {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => match kinds.as_slice() {
            [Value::String(kind)] => kind,
            _ => return Err(malformed(type_name, "there must be one type of identity")),
        },
        _ => return Err(malformed(type_name, "there must be a type of identity")),
    };
    let kinds = kinds_of(kind);
    let Some(text) = object.get(identity_name).and_then(Value::as_str) else {
        return Err(malformed(identity_name, "the identity must be a text"));
    };
    let salt = match object.get("salt") {
        None | Some(Value::Null) => "",
        Some(Value::String(salt)) => salt,
        Some(_) => return Err(malformed("salt", "the salt must be a text")),
    };
    let looks_hashed = ["sha256$", "sha1$", "sha512$", "md5$"].iter().any(|name| text.starts_with(name));
    match object.get("hashed").and_then(Value::as_bool) {
        None => Err(malformed("hashed", "it must be said whether the identity is hashed")),
        Some(false) if looks_hashed => {
            Err(malformed("hashed", "the identity is a hash, and is not said to be one"))
        }
        Some(false) if kinds == [IdentityKind::Email] && !text.contains('@') => {
            Err(malformed(identity_name, "the identity is no mail address"))
        }
        Some(false) => Ok(Stated { kinds, text: text.to_owned(), digest: None }),
        Some(true) => match Hash::parse(text, salt) {
            Some(hash) => Ok(Stated { kinds, text: String::new(), digest: Some(hash) }),
            None => Err(malformed(identity_name, "the identity is no hash that the specification allows")),
        },
    }
}

/// The kinds that a type of identity may be compared with: OB 2.0 "IdentityType", OB 3.0 "IdentifierTypeEnum".
fn kinds_of(name: &str) -> &'static [IdentityKind] {
    use IdentityKind::{Did, Email, Id, Telephone, Url};
    match name {
        "email" | "emailAddress" => &[Email],
        "url" => &[Url],
        "telephone" | "phone" => &[Telephone],
        "id" | "@id" => &[Id, Url, Did],
        "did" => &[Did],
        _ => &[Id],
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;
    use serde_json::json;

    use super::*;

    fn email(value: &str) -> Identity {
        Identity { kind: IdentityKind::Email, value: value.into() }
    }

    #[test]
    fn a_list_compares_by_the_normalized_view() {
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
            ("not asked", issued_to("email", "b@example.com", false), &[], Outcome::Unknown),
            ("does not say", Badge::default(), &a[..], Outcome::Absent),
        ];
        for (name, badge, asked, outcome) in rows {
            assert_eq!(compare_recipients(&badge, asked).outcome, outcome, "{name}");
        }
    }

    const KOSHER: &str = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";

    /// (name, the assertion's recipient, the identity asked about, outcome, code, the form that matched)
    #[test]
    fn ob2_recipients() {
        use Outcome::*;
        let upper = format!("sha256${}", KOSHER[7..].to_uppercase());
        // md5 of `a@example.comKosher`, computed here: the algorithm is the library's, the form is the rule.
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
            ("plain in another case", plain("email", "A@example.com"), email(a), Passed, None, Some(a)),
            (
                "another person's",
                hashed(KOSHER),
                email("b@example.com"),
                Failed,
                Some(Code::RecipientMismatch),
                None,
            ),
            (
                "the right text of a kind that cannot be compared",
                hashed(KOSHER),
                Identity { kind: IdentityKind::Url, value: a.into() },
                Unknown,
                Some(Code::RecipientNotAsked),
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
                "no word on hashing",
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
        for (name, recipient, asked, outcome, code, form) in cases {
            let found = compare(&json!({ "recipient": recipient }), Version::Ob2, &[asked]);
            assert_eq!((found.check.outcome, found.check.code), (outcome, code), "{name}");
            assert_eq!(found.identity.as_deref(), form, "{name}");
            let weak = found.notes.iter().any(|note| note.code == Code::WeakHash);
            assert_eq!(weak, name == "md5", "{name}");
        }
    }

    #[test]
    fn one_of_three_identifiers_is_named() {
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
    fn nobody_named_is_a_bearer_badge_and_nobody_asked_about_is_said() {
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
            (Outcome::Unknown, Some(Code::RecipientNotAsked))
        );
    }

    #[test]
    fn a_subject_is_compared_by_the_kind_of_its_id() {
        use IdentityKind::*;
        for (id, kind, value, outcome) in [
            ("did:key:z6MkA", Did, "did:key:z6MkA", Outcome::Passed),
            ("did:key:z6MkA", Did, "did:key:z6Mka", Outcome::Failed),
            ("mailto:a@example.com", Email, "a@example.com", Outcome::Passed),
            ("https://a.example/me", Url, "https://a.example/me", Outcome::Passed),
            ("https://a.example/me", Email, "https://a.example/me", Outcome::Unknown),
            ("urn:uuid:1", Id, "urn:uuid:1", Outcome::Passed),
        ] {
            let asked = Identity { kind, value: value.into() };
            let found = compare(&json!({"credentialSubject": {"id": id}}), Version::Ob3, &[asked]);
            assert_eq!(found.check.outcome, outcome, "{id} as {kind:?} {value}");
        }
    }
}

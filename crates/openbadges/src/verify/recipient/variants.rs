//! Spellings of an identity. A hash does not reveal which spelling was hashed, so each is tried locally.
//! All identities are tried as written before other spellings of any, because each spelling of a hashed identity costs a
//! hash.
//!
//! The specifications do not mention spellings, but capital letters or dots in an e-mail address are the most
//! common reason why a badge does not match its recipient.

use crate::{
    address::Address,
    did::{did_jwk, did_key},
    limits::RECIPIENT_VARIANTS,
    proof::key::PublicKey,
    verify::options::{Identity, IdentityKind},
};

/// Providers that ignore dots in addresses and serve one mailbox under both names.
const DOTLESS_HOSTS: &[&str] = &["gmail.com", "googlemail.com"];

/// Returns the spellings of `own`, starting with the original.
pub(super) fn forms(own: &Identity) -> Vec<String> {
    let text = own.value.trim();
    let mut forms = vec![text.to_owned()];
    match own.kind {
        IdentityKind::Email => forms.extend(of_mail(text)),
        IdentityKind::Telephone => {
            let bare = telephone(text);
            forms.extend([bare.clone(), format!("tel:{bare}")]);
        }
        IdentityKind::Url => forms.extend(of_url(text)),
        IdentityKind::Did | IdentityKind::Id => {}
    }
    let mut known = std::collections::HashSet::new();
    forms.retain(|form| known.insert(form.clone()));
    forms.truncate(RECIPIENT_VARIANTS);
    forms
}

/// Returns `stated`, an identity that is not hashed, if it is a spelling of `own`.
pub(super) fn form_of(own: &Identity, stated: &str) -> Option<String> {
    let same = match own.kind {
        IdentityKind::Email => mail(own.value.trim()) == mail(stated),
        IdentityKind::Telephone => telephone(&own.value) == telephone(stated),
        IdentityKind::Did => {
            own.value.trim() == stated
                || key_of(own.value.trim()).is_some_and(|key| key_of(stated) == Some(key))
        }
        IdentityKind::Url | IdentityKind::Id => forms(own).iter().any(|form| form == stated),
    };
    same.then(|| stated.to_owned())
}

/// Returns how `form` differs from `own`, in stable words. `None` if it is the same text.
pub(super) fn variation(own: &Identity, form: &str) -> Option<String> {
    let written = own.value.trim();
    if written == form {
        return None;
    }
    let mut words = Vec::new();
    match own.kind {
        IdentityKind::Email => {
            let (own, other) = (MailParts::of(written), MailParts::of(form));
            let differ = |part: fn(&MailParts<'_>) -> String| part(&own) != part(&other);
            if differ(|parts| parts.tag.to_lowercase()) {
                words.push("tag");
            }
            if differ(|parts| parts.host.to_lowercase()) {
                words.push("host");
            }
            if differ(|parts| parts.local.to_lowercase()) {
                words.push("dots");
            }
            if own.differs_in_case_from(&other) {
                words.push("case");
            }
        }
        IdentityKind::Did => words.push("same-key"),
        IdentityKind::Telephone | IdentityKind::Url | IdentityKind::Id => words.push("spelling"),
    }
    Some(words.join(" "))
}

/// The parts of an e-mail address.
struct MailParts<'m> {
    local: &'m str,
    tag: &'m str,
    host: &'m str,
}

impl<'m> MailParts<'m> {
    fn of(text: &'m str) -> Self {
        let (mailbox, host) = text.rsplit_once('@').unwrap_or((text, ""));
        let (local, tag) = match mailbox.split_once('+') {
            Some((local, tag)) if !local.is_empty() => (local, tag),
            _ => (mailbox, ""),
        };
        Self { local, tag, host }
    }

    fn is_dotless(&self) -> bool {
        DOTLESS_HOSTS.iter().any(|host| self.host.eq_ignore_ascii_case(host))
    }

    /// Returns whether a part differs from the same part of `other` only in case and dots.
    fn differs_in_case_from(&self, other: &Self) -> bool {
        let pairs = [(self.local, other.local), (self.tag, other.tag), (self.host, other.host)];
        pairs.iter().any(|(part, other)| {
            let (part, other) = (part.replace('.', ""), other.replace('.', ""));
            part != other && part.to_lowercase() == other.to_lowercase()
        })
    }
}

/// Returns the mailbox of an address: lower case, without tag, and without dots if the provider ignores them.
fn mail(text: &str) -> String {
    let parts = MailParts::of(text);
    let (local, host) = match parts.is_dotless() {
        true => (parts.local.replace('.', ""), "gmail.com"),
        false => (parts.local.to_owned(), parts.host),
    };
    format!("{local}@{host}").to_lowercase()
}

/// Returns the spellings of an e-mail address: with and without tag and capitals, for each host name, and with dots in
/// other places if the provider ignores dots.
fn of_mail(text: &str) -> Vec<String> {
    let Some((mailbox, _)) = text.rsplit_once('@') else { return Vec::new() };
    let parts = MailParts::of(text);
    let mut hosts = vec![parts.host.to_owned()];
    if parts.is_dotless() {
        hosts.extend(DOTLESS_HOSTS.iter().map(|host| (*host).to_owned()));
    }
    let mut forms = vec![text.to_lowercase()];
    for host in &hosts {
        let small = host.to_lowercase();
        for mailbox in [mailbox, parts.local] {
            let lower = mailbox.to_lowercase();
            forms.extend([
                format!("{lower}@{small}"),
                format!("{mailbox}@{small}"),
                format!("{}@{small}", capitalised(&lower)),
                format!("{mailbox}@{host}").to_uppercase(),
            ]);
        }
    }
    if parts.is_dotless() {
        for mailbox in dotted(&parts.local.replace('.', "").to_lowercase()) {
            forms.extend(DOTLESS_HOSTS.iter().map(|host| format!("{mailbox}@{host}")));
        }
    }
    forms
}

/// Capitalises words: `alice.smith` becomes `Alice.Smith`.
fn capitalised(lower: &str) -> String {
    let mut begins = true;
    lower
        .chars()
        .flat_map(|character| {
            let upper = std::mem::replace(&mut begins, !character.is_alphanumeric());
            match upper {
                true => character.to_uppercase().collect::<Vec<_>>(),
                false => vec![character],
            }
        })
        .collect()
}

/// Returns `name` without dots and with one or two dots between its letters. More dots are not used in practice.
fn dotted(name: &str) -> Vec<String> {
    let gaps: Vec<usize> = name.char_indices().map(|(at, _)| at).skip(1).collect();
    let with = |at: &[usize]| {
        let mut written = name.to_owned();
        at.iter().rev().for_each(|at| written.insert(*at, '.'));
        written
    };
    let mut forms = vec![name.to_owned()];
    forms.extend(gaps.iter().map(|gap| with(&[*gap])));
    for (at, first) in gaps.iter().enumerate() {
        forms.extend(gaps.iter().skip(at + 1).map(|second| with(&[*first, *second])));
    }
    forms
}

/// Returns only the digits, and the `+` of an international number (E.164).
fn telephone(text: &str) -> String {
    let text = text.trim();
    text.strip_prefix("tel:").unwrap_or(text).chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// Returns the spellings of a web address: normalised, with and without a trailing slash, as http and https.
fn of_url(text: &str) -> Vec<String> {
    let Some(address) = Address::parse(text) else { return Vec::new() };
    let normal = address.document();
    let other_scheme = match normal.split_once("://") {
        Some(("https", rest)) => format!("http://{rest}"),
        Some((_, rest)) => format!("https://{rest}"),
        None => normal.clone(),
    };
    [normal, other_scheme]
        .iter()
        .flat_map(|form| {
            let bare = form.trim_end_matches('/');
            [form.clone(), bare.to_owned(), format!("{bare}/")]
        })
        .collect()
}

/// Returns the key in a DID, for any method.
fn key_of(did: &str) -> Option<PublicKey> {
    if did.starts_with("did:key:") {
        return did_key(did).ok();
    }
    did.starts_with("did:jwk:").then(|| did_jwk(did).ok())?.map(|jwk| jwk.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(kind: IdentityKind, value: &str) -> Identity {
        Identity { kind, value: value.into() }
    }

    #[test]
    fn finds_spellings_of_email_addresses() {
        let rows = [
            ("Alice@Example.COM", "alice@example.com", "case"),
            ("alice.smith@example.com", "Alice.Smith@example.com", "case"),
            ("alice@example.com", "ALICE@EXAMPLE.COM", "case"),
            ("alice+badges@example.com", "alice@example.com", "tag"),
            ("a.lice@gmail.com", "alice@gmail.com", "dots"),
            ("alice@gmail.com", "a.lice@gmail.com", "dots"),
            ("alice@gmail.com", "al.ic.e@gmail.com", "dots"),
            ("alice@gmail.com", "alice@googlemail.com", "host"),
            ("A.Lice+x@gmail.com", "alice@googlemail.com", "tag host dots case"),
        ];
        for (written, hashed, words) in rows {
            let own = identity(IdentityKind::Email, written);
            assert!(forms(&own).iter().any(|form| form == hashed), "{hashed} of {written}");
            assert_eq!(form_of(&own, hashed).as_deref(), Some(hashed), "{written}");
            assert_eq!(variation(&own, hashed).as_deref(), Some(words), "{written} and {hashed}");
        }
        for (written, other) in [
            ("alice@example.com", "al.ice@example.com"),
            ("alice@example.com", "alice@example.org"),
            ("alice@gmail.com", "alicf@gmail.com"),
            ("+@example.com", "@example.com"),
        ] {
            let own = identity(IdentityKind::Email, written);
            assert_eq!(form_of(&own, other), None, "{written} is not {other}");
            assert!(!forms(&own).iter().any(|form| form == other), "{written} is not {other}");
        }
        assert_eq!(variation(&identity(IdentityKind::Email, " a@example.com "), "a@example.com"), None);
    }

    #[test]
    fn finds_tag_in_plain_recipient() {
        let own = identity(IdentityKind::Email, "alice@example.com");
        assert_eq!(form_of(&own, "Alice+club@example.com").as_deref(), Some("Alice+club@example.com"));
    }

    #[test]
    fn finds_spellings_of_other_identities() {
        use IdentityKind::{Did, Telephone, Url};
        let ed25519 = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
        let key = did_key(ed25519).unwrap();
        let PublicKey::Ed25519(bytes) = key else { panic!("{key:?}") };
        let jwk = format!(
            r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#,
            data_encoding::BASE64URL_NOPAD.encode(&bytes)
        );
        let as_jwk = format!("did:jwk:{}", data_encoding::BASE64URL_NOPAD.encode(jwk.as_bytes()));
        let rows = [
            (Telephone, "+49 30 12-34 56", "+4930123456", "spelling"),
            (Telephone, "+4930123456", "tel:+4930123456", "spelling"),
            (Url, "https://A.example/me", "https://a.example/me/", "spelling"),
            (Url, "a.example/me", "a.example/me", ""),
            (Url, "https://a.example/me", "http://a.example/me", "spelling"),
            (Did, ed25519, &as_jwk, "same-key"),
        ];
        for (kind, written, stated, words) in rows {
            let own = identity(kind, written);
            assert_eq!(form_of(&own, stated).as_deref(), Some(stated), "{written}");
            assert_eq!(variation(&own, stated).unwrap_or_default(), words, "{written}");
        }
        assert_eq!(form_of(&identity(Did, "did:web:a.example"), "did:web:b.example"), None);
        assert_eq!(form_of(&identity(Did, "did:key:zBad"), "did:key:zWorse"), None);
    }

    #[test]
    fn number_of_forms_is_limited() {
        for address in ["abcdefghijklmnopqrstuvwxyz.long+tag@gmail.com", "é@gmail.com", "@", "a@b@c"] {
            let forms = forms(&identity(IdentityKind::Email, address));
            assert!(forms.len() <= RECIPIENT_VARIANTS && forms[0] == address, "{address}: {}", forms.len());
        }
    }
}

//! Recipients as badges state them: a text and a salt in OB 0.5, an IdentityObject in OB 1.x and 2.0, the subject's
//! `id` and its IdentityObjects in OB 3.0.

use super::{hash::Hash, variants};
use crate::{
    badge::{BadgeVersion, Recipient},
    formats::ob05,
    json::Value,
    verify::{
        options::{Identity, IdentityKind},
        rules::Version,
    },
};

/// An identity that a badge states.
#[derive(Debug)]
pub(super) struct StatedIdentity {
    /// The kinds of identity to compare it with.
    kinds: &'static [IdentityKind],
    /// The identity or its hash.
    identity: Text,
}

#[derive(Debug)]
enum Text {
    Plain(String),
    Hashed(Hash),
}

/// An identity in a form that the specification does not allow.
#[derive(Debug)]
pub(super) struct MalformedRecipient {
    /// JSON pointer (RFC 6901) of the error.
    pub(super) pointer: String,
    /// The error.
    pub(super) detail: &'static str,
}

impl StatedIdentity {
    /// Returns all identities in `document`, in order.
    pub(super) fn all_of(document: &Value, version: Version) -> Vec<Result<Self, MalformedRecipient>> {
        match version {
            Version::Ob05 => of_ob05(document),
            Version::Ob10 | Version::Ob11 | Version::Ob2 => of_assertion(document, version),
            _ => of_credential(document),
        }
    }

    /// Returns the identity of a parsed recipient in a badge of `version`.
    pub(super) fn of_view(recipient: &Recipient, version: Option<BadgeVersion>) -> Option<Self> {
        if recipient.hashed {
            let before_ob2 = version.is_some_and(|version| version <= BadgeVersion::V1_1);
            let salt = recipient.salt.as_deref().unwrap_or_default();
            let hash = Hash::parse(&recipient.identity, salt, before_ob2)?;
            return Some(Self { kinds: kinds_of(&recipient.kind), identity: Text::Hashed(hash) });
        }
        match recipient.kind.as_str() {
            "id" => Some(Self::subject(&recipient.identity)),
            kind => Some(Self::plain(kinds_of(kind), &recipient.identity)),
        }
    }

    /// Returns whether one of `identities` has a comparable kind.
    pub(super) fn comparable(&self, identities: &[Identity]) -> bool {
        identities.iter().any(|identity| self.kinds.contains(&identity.kind))
    }

    /// Returns `own_identity` as written if it matches.
    pub(super) fn is_written_as(&self, own_identity: &Identity) -> Option<String> {
        let written = own_identity.value.trim();
        let same = self.kinds.contains(&own_identity.kind)
            && match &self.identity {
                Text::Plain(text) => text == written,
                Text::Hashed(hash) => hash.is_of(written),
            };
        same.then(|| written.to_owned())
    }

    /// Returns the spelling of `own_identity` that matches.
    pub(super) fn is_form_of(&self, own_identity: &Identity) -> Option<String> {
        if !self.kinds.contains(&own_identity.kind) {
            return None;
        }
        match &self.identity {
            Text::Plain(text) => variants::form_of(own_identity, text),
            Text::Hashed(hash) => variants::forms(own_identity).into_iter().find(|form| hash.is_of(form)),
        }
    }

    /// Returns the hash algorithm if it is weak.
    pub(super) fn weak(&self) -> Option<&'static str> {
        match &self.identity {
            Text::Plain(_) => None,
            Text::Hashed(hash) => hash.weak(),
        }
    }

    fn plain(kinds: &'static [IdentityKind], text: &str) -> Self {
        Self { kinds, identity: Text::Plain(text.to_owned()) }
    }

    /// Returns the identity of a subject's `id`, by its scheme.
    fn subject(id: &str) -> Self {
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
                return Self::plain(kinds, if without_scheme { rest } else { id });
            }
        }
        Self::plain(&[Id, Url, Did], id)
    }
}

/// Returns the recipient of an OB 0.5 assertion ("Assertion"): an e-mail address or its hash, with the salt beside it.
fn of_ob05(document: &Value) -> Vec<Result<StatedIdentity, MalformedRecipient>> {
    let Some(recipient) = ob05::recipient(document) else { return Vec::new() };
    let malformed =
        MalformedRecipient { pointer: "/recipient".into(), detail: "the identity is not a known hash" };
    vec![StatedIdentity::of_view(&recipient, Some(BadgeVersion::V0_5)).ok_or(malformed)]
}

/// Returns the recipients of an assertion of OB 1.x or 2.0 ("Assertion: recipient").
fn of_assertion(document: &Value, version: Version) -> Vec<Result<StatedIdentity, MalformedRecipient>> {
    match document.get("recipient") {
        None | Some(Value::Null) => Vec::new(),
        Some(recipient) => one_or_many(recipient, "/recipient")
            .map(|(pointer, object)| identity_object(object, &pointer, ["type", "identity"], version))
            .collect(),
    }
}

/// Returns the recipients of a credential of OB 3.0 ("AchievementSubject"): `id` and `identifier` of each subject.
fn of_credential(document: &Value) -> Vec<Result<StatedIdentity, MalformedRecipient>> {
    let mut stated = Vec::new();
    let Some(subjects) = document.get("credentialSubject") else { return stated };
    for (pointer, subject) in one_or_many(subjects, "/credentialSubject") {
        match subject.get("id") {
            None | Some(Value::Null) => {}
            Some(Value::String(id)) => stated.push(Ok(StatedIdentity::subject(id))),
            Some(_) => stated.push(Err(MalformedRecipient {
                pointer: format!("{pointer}/id"),
                detail: "the id must be a string",
            })),
        }
        if let Some(identifiers) = subject.get("identifier").filter(|value| !value.is_null()) {
            let at = format!("{pointer}/identifier");
            stated.extend(one_or_many(identifiers, &at).map(|(pointer, object)| {
                identity_object(object, &pointer, ["identityType", "identityHash"], Version::Ob3)
            }));
        }
    }
    stated
}

fn one_or_many<'v>(value: &'v Value, at: &str) -> impl Iterator<Item = (String, &'v Value)> {
    let items: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)).collect()
        }
        single => vec![(at.to_owned(), single)],
    };
    items.into_iter()
}

/// Parses an IdentityObject. Its member names differ between OB 2.0 and 3.0.
fn identity_object(
    object: &Value,
    pointer: &str,
    [type_name, identity_name]: [&str; 2],
    version: Version,
) -> Result<StatedIdentity, MalformedRecipient> {
    let malformed =
        |member: &str, detail| MalformedRecipient { pointer: format!("{pointer}/{member}"), detail };
    let kind = match object.get(type_name) {
        Some(Value::String(kind)) => kind,
        Some(Value::Array(kinds)) => match kinds.as_slice() {
            [Value::String(kind)] => kind,
            _ => return Err(malformed(type_name, "the identity must have a single type")),
        },
        _ => return Err(malformed(type_name, "the identity must have a type")),
    };
    let kinds = kinds_of(kind);
    let Some(text) = object.get(identity_name).and_then(Value::as_str) else {
        return Err(malformed(identity_name, "the identity must be a string"));
    };
    let salt = match object.get("salt") {
        None | Some(Value::Null) => "",
        Some(Value::String(salt)) => salt,
        Some(_) => return Err(malformed("salt", "the salt must be a string")),
    };
    // `hashed` is optional in OB 1.0 and 1.1 ("Structural Validity").
    let hashed = match object.get("hashed") {
        Some(Value::Bool(hashed)) => *hashed,
        None if version.is_before_2() => Hash::looks_like(text),
        _ => return Err(malformed("hashed", "`hashed` must be true or false")),
    };
    if hashed {
        return match Hash::parse(text, salt, version.is_before_2()) {
            Some(hash) => Ok(StatedIdentity { kinds, identity: Text::Hashed(hash) }),
            None => Err(malformed(identity_name, "the identity is not a hash that the specification allows")),
        };
    }
    if Hash::looks_like(text) {
        return Err(malformed("hashed", "the identity is a hash, but `hashed` is not true"));
    }
    if kinds == [IdentityKind::Email] && !text.contains('@') {
        return Err(malformed(identity_name, "the identity is not an e-mail address"));
    }
    Ok(StatedIdentity::plain(kinds, text))
}

/// Returns the kinds of identity for an identity type: OB 2.0 "Profile Identifier Properties", including the IRIs
/// of its context, and OB 3.0 "IdentifierTypeEnum". All other types (`systemId`, `sourcedId`,
/// `nationalIdentityNumber`, `ltiUserId`, `ext:…`) are compared literally with identities of the kind id.
fn kinds_of(name: &str) -> &'static [IdentityKind] {
    use IdentityKind::{Did, Email, Id, Telephone, Url};
    const VOCABULARY: &[&str] = &["schema:", "http://schema.org/", "https://schema.org/"];
    let name = VOCABULARY.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    match name {
        "emailAddress" => &[Email],
        "telephone" | "phone" => &[Telephone],
        "id" | "@id" => &[Id, Url, Did],
        "did" | "ext:did" => &[Did, Id],
        // OB 1.x issuers use any case.
        _ if name.eq_ignore_ascii_case("email") => &[Email],
        _ if name.eq_ignore_ascii_case("url") => &[Url],
        _ => &[Id],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complete OB 3.0 IdentifierTypeEnum, and the types of OB 2.0 and its context.
    #[test]
    fn identity_types_map_to_kinds() {
        use IdentityKind::{Did, Email, Id, Telephone, Url};
        let ids = [
            "name",
            "sourcedId",
            "systemId",
            "productId",
            "userName",
            "accountId",
            "nationalIdentityNumber",
            "isbn",
            "issn",
            "lisSourcedId",
            "oneRosterSourcedId",
            "sisSourcedId",
            "ltiContextId",
            "ltiDeploymentId",
            "ltiToolId",
            "ltiPlatformId",
            "ltiUserId",
            "identifier",
            "ext:badgeNumber",
        ];
        for name in ids {
            assert_eq!(kinds_of(name), [Id], "{name}");
        }
        let cases: [(&str, &[IdentityKind]); 9] = [
            ("emailAddress", &[Email]),
            ("email", &[Email]),
            ("eMaIl", &[Email]),
            ("http://schema.org/email", &[Email]),
            ("schema:url", &[Url]),
            ("https://schema.org/telephone", &[Telephone]),
            ("telephone", &[Telephone]),
            ("id", &[Id, Url, Did]),
            ("did", &[Did, Id]),
        ];
        for (name, kinds) in cases {
            assert_eq!(kinds_of(name), kinds, "{name}");
        }
    }
}

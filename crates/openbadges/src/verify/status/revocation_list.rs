//! Revocation lists: `revocationList` of OB 1.x, RevocationList of OB 2.0 and 1EdTechRevocationList (Open Badges
//! 3.0, "credentialStatus").
//!
//! These lists are not signed, so a list is as trustworthy as the page that contains it. A list can be much longer
//! than a badge. It is therefore deserialised entry by entry instead of as a tree. Duplicate members are errors.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::limits::REVOCATION_LIST_BYTES;

/// A revocation list.
#[derive(Debug)]
pub(super) struct RevocationList(Vec<Entry>);

/// The reason why a document is not a revocation list.
#[derive(Debug, thiserror::Error)]
pub(super) enum ListError {
    #[error("the list is longer than {REVOCATION_LIST_BYTES} bytes")]
    TooLong,
    #[error("the list is not well-formed")]
    Json(#[from] serde_json::Error),
    #[error("the document contains no list of revoked badges")]
    NoList,
}

/// An entry. It revokes a badge unless `revoked` is false.
#[derive(Debug, Default)]
pub(super) struct Entry {
    id: Option<Box<str>>,
    uid: Option<Box<str>>,
    reason: Option<Box<str>>,
    revoked: Option<bool>,
}

impl RevocationList {
    /// Parses a list. OB 2.0 uses `revokedAssertions`; 1EdTech uses `revokedCredential` and the older
    /// `revokedCredentials`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, ListError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Document {
            revoked_assertions: Option<Entries>,
            revoked_credential: Option<Entries>,
            revoked_credentials: Option<Entries>,
        }
        if bytes.len() > REVOCATION_LIST_BYTES {
            return Err(ListError::TooLong);
        }
        let Document { revoked_assertions, revoked_credential, revoked_credentials } =
            serde_json::from_slice(bytes)?;
        let lists = [revoked_assertions, revoked_credential, revoked_credentials];
        if lists.iter().all(Option::is_none) {
            return Err(ListError::NoList);
        }
        Ok(Self(lists.into_iter().flatten().flat_map(|Entries(entries)| entries).collect()))
    }

    /// Parses a list of OB 1.x ("Issuer": `revocationList`): an object with the `uid` (in 1.1 also the `id`) of
    /// revoked badges as keys, and reasons as values. The form of OB 2.0 is accepted too, because issuers upgrade.
    pub(super) fn parse_ob1(bytes: &[u8]) -> Result<Self, ListError> {
        #[derive(Deserialize)]
        struct Newer {
            #[serde(rename = "revokedAssertions")]
            _entries: IgnoredAny,
        }
        if bytes.len() > REVOCATION_LIST_BYTES {
            return Err(ListError::TooLong);
        }
        if serde_json::from_slice::<Newer>(bytes).is_ok() {
            return Self::parse(bytes);
        }
        Ok(Self(serde_json::from_slice::<Reasons>(bytes)?.0))
    }

    /// Returns the entry that revokes a badge with one of these ids.
    pub(super) fn revoking(&self, ids: &[&str]) -> Option<&Entry> {
        let named = |name: &Option<Box<str>>| name.as_deref().is_some_and(|name| ids.contains(&name));
        self.0.iter().find(|entry| entry.revoked != Some(false) && (named(&entry.id) || named(&entry.uid)))
    }
}

impl Entry {
    /// Returns the issuer's reason. It is untrusted text.
    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// The list of OB 1.x, from id to reason.
#[derive(Debug)]
struct Reasons(Vec<Entry>);

impl<'de> Deserialize<'de> for Reasons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Reasons;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object from ids to reasons")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(id) = members.next_key::<Cow<'de, str>>()? {
                    let reason = match members.next_value::<serde_json::Value>()? {
                        serde_json::Value::String(reason) => Some(reason.into_boxed_str()),
                        // The key alone revokes the badge.
                        _ => None,
                    };
                    all.push(Entry { uid: Some(id.as_ref().into()), reason, ..Entry::default() });
                }
                Ok(Reasons(all))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

/// One entry or a list of entries (JSON-LD 1.1 allows a set of one as its value).
#[derive(Debug)]
struct Entries(Vec<Entry>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Entries;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id, an object with an id, or a list of them")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = entries.next_element()? {
                    all.push(entry);
                }
                Ok(Entries(all))
            }

            fn visit_str<E>(self, id: &str) -> Result<Self::Value, E> {
                Ok(Entries(vec![Entry { id: Some(id.into()), ..Entry::default() }]))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
                Ok(Entries(vec![AnyEntry.visit_map(members)?]))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyEntry)
    }
}

struct AnyEntry;

impl<'de> Visitor<'de> for AnyEntry {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id, or an object with an id")
    }

    fn visit_str<E>(self, id: &str) -> Result<Self::Value, E> {
        Ok(Entry { id: Some(id.into()), ..Entry::default() })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut entry = Entry::default();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            let (place, name) = match &*name {
                "id" | "@id" => (&mut entry.id, "id"),
                "uid" => (&mut entry.uid, "uid"),
                "revocationReason" => (&mut entry.reason, "revocationReason"),
                "revoked" => {
                    entry.revoked = members.next_value()?;
                    continue;
                }
                _ => {
                    members.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let text: Option<Box<str>> = members.next_value()?;
            if place.replace(text.unwrap_or_default()).is_some() {
                return Err(serde::de::Error::duplicate_field(name));
            }
        }
        Ok(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revokes_by_id_uid_and_plain_text() {
        const ID: &str = "https://example.org/a1";
        let cases = [
            ("an empty list", r#"{"revokedAssertions": []}"#, None),
            ("a plain text", r#"{"revokedAssertions": ["https://example.org/a1"]}"#, Some("")),
            ("a list of one, compacted", r#"{"revokedAssertions": "https://example.org/a1"}"#, Some("")),
            ("an object, compacted", r#"{"revokedAssertions": {"id": "https://example.org/a1"}}"#, Some("")),
            (
                "an object with its reason",
                r#"{"revokedAssertions": ["x", {"id": "https://example.org/a1", "revocationReason": "<script>"}]}"#,
                Some("<script>"),
            ),
            ("by uid", r#"{"revokedAssertions": [{"uid": "17"}]}"#, Some("")),
            ("another's", r#"{"revokedAssertions": ["https://example.org/a10", {"uid": "1"}]}"#, None),
            ("1EdTech's", r#"{"revokedCredential": [{"id": "https://example.org/a1"}]}"#, Some("")),
            (
                "1EdTech's, older",
                r#"{"revokedCredentials": [{"id": "https://example.org/a1", "revoked": true}]}"#,
                Some(""),
            ),
            (
                "not revoked",
                r#"{"revokedCredential": [{"id": "https://example.org/a1", "revoked": false}]}"#,
                None,
            ),
        ];
        for (name, text, expected) in cases {
            let list = RevocationList::parse(text.as_bytes()).unwrap();
            let found = list.revoking(&[ID, "17"]).map(|entry| entry.reason().unwrap_or_default());
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn rejects_documents_without_a_list() {
        for text in [
            "",
            "<html>",
            "{}",
            "[]",
            r#"{"revokedAssertions": null}"#,
            r#"{"revokedAssertions": [17]}"#,
            r#"{"revokedAssertions": [], "revokedAssertions": ["x"]}"#,
            r#"{"revokedAssertions": [{"id": "x", "id": "y"}]}"#,
        ] {
            assert!(RevocationList::parse(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn ob1_lists_map_ids_to_reasons() {
        let cases = [
            ("an empty list", "{}", None),
            ("by uid", r#"{"abc-1234": "Issued in error"}"#, Some("Issued in error")),
            ("by id", r#"{"x": "y", "https://example.org/a1": "<b>"}"#, Some("<b>")),
            ("a reason that is not a string", r#"{"abc-1234": true}"#, Some("")),
            ("another's", r#"{"abc-12345": "Issued in error", "found": true}"#, None),
            ("OB 2.0's form", r#"{"revokedAssertions": [{"uid": "abc-1234"}]}"#, Some("")),
            ("OB 2.0's form, without it", r#"{"revokedAssertions": []}"#, None),
        ];
        for (name, text, expected) in cases {
            let list = RevocationList::parse_ob1(text.as_bytes()).unwrap();
            let found = list.revoking(&["https://example.org/a1", "abc-1234"]);
            assert_eq!(found.map(|entry| entry.reason().unwrap_or_default()), expected, "{name}");
        }
        for text in ["", "<html>", "[]", "null", r#"["abc-1234"]"#] {
            assert!(RevocationList::parse_ob1(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn reads_a_million_entries() {
        let mut text = String::from(r#"{"revokedAssertions": ["#);
        for at in 0..1_000_000 {
            text.push_str(&format!(r#"{{"uid":"{at}"}},"#));
        }
        text.push_str(r#"{"uid":"last","revocationReason":"A good reason"}]}"#);
        let list = RevocationList::parse(text.as_bytes()).unwrap();
        assert_eq!(list.revoking(&["last"]).unwrap().reason(), Some("A good reason"));
        assert!(list.revoking(&["1000000"]).is_none());
    }
}

//! Parses trust lists: registries in the format of the Digital Credentials Consortium, and plain lists.
//!
//! A registry is a JSON object. `registry` maps the DIDs of issuers to objects with optional `name`, `location` and
//! `url`; `meta` contains the date. A plain list has one id per line; `#` starts a comment.

use super::{ListedIssuer, TrustList};
use crate::{
    address::Address,
    code::Code,
    json::{self, Value},
    limits::TRUST_LIST_BYTES,
};

/// The bytes are not a valid trust list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail}")]
pub struct TrustListError {
    /// The stable error code.
    pub code: Code,
    /// A description of the fault and its place.
    pub detail: String,
}

impl TrustListError {
    pub(super) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

impl TrustList {
    /// Parses a list and gives it the name `name`. Text that starts with `{` is a registry, anything else a plain list.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, TrustListError> {
        if bytes.len() > TRUST_LIST_BYTES {
            let detail = format!("more than {TRUST_LIST_BYTES} bytes");
            return Err(TrustListError::new(Code::TrustListLimit, detail));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
        let issuers = if first == Some(&b'{') { parse_registry(bytes)? } else { parse_lines(bytes)? };
        if issuers.is_empty() {
            return Err(TrustListError::new(Code::TrustListFormat, "the list names no issuer"));
        }
        Self::new(name, issuers)
    }
}

/// Parses the issuers of a registry.
fn parse_registry(bytes: &[u8]) -> Result<Vec<ListedIssuer>, TrustListError> {
    let document = json::parse(bytes).map_err(|error| TrustListError::new(error.code, error.detail))?;
    let Some(Value::Object(entries)) = document.get("registry") else {
        return Err(TrustListError::new(Code::TrustListFormat, "no object `registry`"));
    };
    let issuer = |(id, entry): (&String, &Value)| {
        let Value::Object(_) = entry else {
            return Err(TrustListError::new(
                Code::TrustListFormat,
                format!("the entry of {id} is not an object"),
            ));
        };
        let text = |member: &str| match entry.get(member) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone()).filter(|text| !text.trim().is_empty())),
            Some(_) => {
                Err(TrustListError::new(Code::TrustListFormat, format!("`{member}` of {id} is not a string")))
            }
        };
        Ok(ListedIssuer {
            id: id.clone(),
            name: text("name")?,
            location: text("location")?,
            url: text("url")?,
        })
    };
    entries.iter().map(issuer).collect()
}

/// Parses the issuers of a plain list.
fn parse_lines(bytes: &[u8]) -> Result<Vec<ListedIssuer>, TrustListError> {
    if bytes.contains(&0) {
        return Err(TrustListError::new(Code::TrustListFormat, "the list is not text"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| TrustListError::new(Code::TextEncoding, format!("byte {}", error.valid_up_to())))?;
    // A `#` starts a comment only at the start of a line or after a blank. Otherwise it is part of the id.
    let ids = text.lines().map(|line| {
        let comment = line.char_indices().zip(std::iter::once(' ').chain(line.chars()));
        let comment = comment.into_iter().find(|((_, c), before)| *c == '#' && before.is_whitespace());
        line.get(..comment.map_or(line.len(), |((at, _), _)| at)).unwrap_or_default().trim()
    });
    let issuer = |id: &str| ListedIssuer { id: id.to_owned(), ..ListedIssuer::default() };
    Ok(ids.filter(|id| !id.is_empty()).map(issuer).collect())
}

/// Checks that `id` is a DID (DID Core 1.0, section 3.1) or an https address that cannot be misread.
pub(super) fn check_id(id: &str) -> Result<(), TrustListError> {
    let valid = id.len() <= ID_CHARS && (is_did(id) || is_https(id));
    if valid {
        Ok(())
    } else {
        Err(TrustListError::new(Code::TrustListId, id.chars().take(80).collect::<String>()))
    }
}

/// Maximum length of an id, in bytes.
const ID_CHARS: usize = 2_048;

fn is_did(id: &str) -> bool {
    let Some((method, specific)) = id.strip_prefix("did:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    !method.is_empty()
        && method.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && !specific.ends_with(':')
        && !specific.is_empty()
        && specific.chars().all(plain)
}

fn is_https(id: &str) -> bool {
    // ASCII only, so that the id that a person reads in the list is the id that is compared.
    id.is_ascii() && !id.contains('#') && Address::parse(id).is_some_and(|address| address.is_protected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_registries_and_plain_lists() {
        let registry = r#"{"meta": {"created": "2022-10-27T17:57:31+00:00"}, "registry": {
            "did:key:z6MkpLDL3RoAoMRTwTgo3rs39ZwssfaPKtGdZw7AGRN7CK4W":
                {"name": "My University", "location": "Cambridge, MA, USA", "url": "https://uni.example"},
            "did:web:www.credly.com:api:v1:issuers:1": {"name": "Credly", "url": null},
            "https://college.example/issuer": {}}}"#;
        let list = TrustList::read("known", registry.as_bytes()).unwrap();
        assert_eq!((list.name(), list.issuers().len()), ("known", 3));
        let university = list.find("did:key:z6MkpLDL3RoAoMRTwTgo3rs39ZwssfaPKtGdZw7AGRN7CK4W").unwrap();
        assert_eq!(university.name.as_deref(), Some("My University"));
        assert_eq!(university.url.as_deref(), Some("https://uni.example"));

        let plain =
            "\u{feff}# ours\n\n  did:web:uni.example  # the university\nhttps://college.example/issuer\r\n";
        let list = TrustList::read("ours", plain.as_bytes()).unwrap();
        let ids: Vec<&str> = list.issuers().iter().map(|issuer| issuer.id.as_str()).collect();
        assert_eq!(ids, ["did:web:uni.example", "https://college.example/issuer"]);
    }

    /// Row G06.
    #[test]
    fn entry_covers_exactly_its_id() {
        let list = TrustList::read("l", b"did:web:uni.edu\nhttps://college.example").unwrap();
        let cases = [
            ("did:web:uni.edu", true),
            ("did:web:uni.edu:students:mallory", false),
            ("did:web:UNI.edu", false),
            ("did:web:evil.uni.edu", false),
            ("https://uni.edu/", false),
            ("https://college.example", true),
            ("https://college.example/", true),
            ("https://college.example/issuer", false),
            ("http://college.example/", false),
        ];
        for (id, listed) in cases {
            assert_eq!(list.find(id).is_some(), listed, "{id}");
        }
    }

    #[test]
    fn rejects_malformed_lists_by_code() {
        let entries = |ids: &[&str]| format!("{{\"registry\": {{{}}}}}", ids.join(","));
        let many: String =
            (0..=crate::limits::TRUST_LIST_ISSUERS).map(|at| format!("did:web:u{at}.example\n")).collect();
        let cases: Vec<(&str, String, Code)> = vec![
            ("nothing", String::new(), Code::TrustListFormat),
            ("comments alone", "# none\n".into(), Code::TrustListFormat),
            ("another JSON", "{\"issuers\": []}".into(), Code::TrustListFormat),
            (
                "a registry that is an array",
                "{\"registry\": [\"did:web:uni.example\"]}".into(),
                Code::TrustListFormat,
            ),
            (
                "an entry that is not an object",
                entries(&["\"did:web:uni.example\": true"]),
                Code::TrustListFormat,
            ),
            (
                "a name that is not a string",
                entries(&["\"did:web:uni.example\": {\"name\": 1}"]),
                Code::TrustListFormat,
            ),
            ("no comma", entries(&["\"did:web:a.example\": {} \"did:web:b.example\": {}"]), Code::JsonSyntax),
            (
                "a key twice",
                entries(&["\"did:web:a.example\": {}", "\"did:web:a.example\": {}"]),
                Code::JsonDupKey,
            ),
            (
                "too deep",
                format!("{{\"registry\": {}{}}}", "[".repeat(100), "]".repeat(100)),
                Code::JsonDepth,
            ),
            ("the same id twice", "did:web:a.example\ndid:web:a.example".into(), Code::TrustListDuplicate),
            (
                "one address, written twice",
                "https://a.example\nhttps://A.example/".into(),
                Code::TrustListDuplicate,
            ),
            ("too many", many, Code::TrustListLimit),
            ("too large", "#".repeat(TRUST_LIST_BYTES + 1), Code::TrustListLimit),
            ("no id", "Harvard University".into(), Code::TrustListId),
            ("an address without TLS", "http://uni.example/".into(), Code::TrustListId),
            ("a user name in it", "https://harvard.edu@evil.example/".into(), Code::TrustListId),
            ("a Cyrillic letter in an address", "https://h\u{430}rvard.edu/".into(), Code::TrustListId),
            ("a Cyrillic letter in a DID", "did:web:h\u{430}rvard.edu".into(), Code::TrustListId),
            ("a DID without an end", "did:web:".into(), Code::TrustListId),
            ("a key of a DID", "did:key:z6MkA#z6MkA".into(), Code::TrustListId),
            ("blanks inside", "did:web:uni.example did:web:evil.example".into(), Code::TrustListId),
            (
                "hosts that look alike",
                "https://harvard.edu\nhttps://xn--hrvard-3nf.edu".into(),
                Code::TrustListLookalike,
            ),
        ];
        for (name, text, code) in cases {
            assert_eq!(TrustList::read("l", text.as_bytes()).unwrap_err().code, code, "{name}");
        }
        assert_eq!(TrustList::read("l", b"did:web:\xff.example").unwrap_err().code, Code::TextEncoding);
        assert_eq!(TrustList::read("l", b"\x89PNG\r\n\x1a\n\0\0").unwrap_err().code, Code::TrustListFormat);
    }
}

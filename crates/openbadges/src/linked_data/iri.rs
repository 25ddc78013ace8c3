//! Keywords, IRI syntax, and reference resolution (RFC 3986 section 5).

/// The keywords of JSON-LD 1.1 (JSON-LD 1.1 section 1.7).
const KEYWORDS: [&str; 24] = [
    "@id",
    "@type",
    "@value",
    "@context",
    "@language",
    "@list",
    "@set",
    "@graph",
    "@index",
    "@reverse",
    "@container",
    "@base",
    "@vocab",
    "@direction",
    "@import",
    "@included",
    "@json",
    "@nest",
    "@none",
    "@prefix",
    "@propagate",
    "@protected",
    "@version",
    "@default",
];

/// Returns `text` as a keyword, or `None` if it is not one.
pub(super) fn keyword(text: &str) -> Option<&'static str> {
    if !text.starts_with('@') {
        return None;
    }
    KEYWORDS.iter().copied().find(|keyword| *keyword == text)
}

/// Returns whether `text` has the form of a keyword: `@` and letters. Later versions may define such keywords.
pub(super) fn has_keyword_form(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Returns the position of the colon that ends the prefix of a compact IRI: the first one after the first character.
pub(super) fn prefix_colon(text: &str) -> Option<usize> {
    let first = text.chars().next()?.len_utf8();
    text.get(first..)?.find(':').map(|at| at + first)
}

/// Returns the length of the scheme of `text`, without the colon.
fn scheme_length(text: &str) -> Option<usize> {
    let end = text.find(':')?;
    let mut bytes = text.bytes().take(end);
    let is_valid = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_valid.then_some(end)
}

/// Returns whether `text` starts with a scheme and a colon.
pub(super) fn is_absolute(text: &str) -> bool {
    scheme_length(text).is_some()
}

/// Returns whether `text` is a blank node identifier.
pub(super) fn is_blank_node(text: &str) -> bool {
    text.starts_with("_:")
}

/// Returns whether `text` is an IRI that RDF allows: absolute, with at most one fragment, and without the characters
/// that N-Quads excludes (IRIREF).
pub(super) fn is_well_formed(text: &str) -> bool {
    is_absolute(text)
        && text.bytes().filter(|b| *b == b'#').count() <= 1
        && !text
            .bytes()
            .any(|b| b <= 0x20 || matches!(b, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`'))
}

/// Returns whether `text` is a language tag that N-Quads allows (LANGTAG).
pub(super) fn is_language_tag(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|b| if at == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() })
    })
}

/// The components of an IRI reference (RFC 3986 appendix B).
struct IriParts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> IriParts<'a> {
    fn of(text: &'a str) -> Self {
        let (text, fragment) = match text.split_once('#') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let (text, query) = match text.split_once('?') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let (scheme, text) = match scheme_length(text).map(|end| text.split_at(end)) {
            Some((scheme, rest)) => (Some(scheme), rest.strip_prefix(':').unwrap_or(rest)),
            None => (None, text),
        };
        let (authority, path) = match text.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, text),
        };
        Self { scheme, authority, path, query, fragment }
    }
}

/// Resolves `reference` against `base` (RFC 3986 section 5.2). Returns an absolute reference unchanged.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let (base, to) = (IriParts::of(base), IriParts::of(reference));
    if to.scheme.is_some() {
        return reference.to_owned();
    }
    let (authority, path, query) = if to.authority.is_some() {
        (to.authority, remove_dot_segments(to.path), to.query)
    } else if to.path.is_empty() {
        (base.authority, base.path.to_owned(), to.query.or(base.query))
    } else if to.path.starts_with('/') {
        (base.authority, remove_dot_segments(to.path), to.query)
    } else {
        let folder = match base.path.rfind('/') {
            Some(at) => base.path.split_at(at + 1).0,
            None if base.authority.is_some() => "/",
            None => "",
        };
        (base.authority, remove_dot_segments(&format!("{folder}{}", to.path)), to.query)
    };
    let mut iri = String::new();
    if let Some(scheme) = base.scheme {
        iri.push_str(scheme);
        iri.push(':');
    }
    if let Some(authority) = authority {
        iri.push_str("//");
        iri.push_str(authority);
    }
    iri.push_str(&path);
    if let Some(query) = query {
        iri.push('?');
        iri.push_str(query);
    }
    if let Some(fragment) = to.fragment {
        iri.push('#');
        iri.push_str(fragment);
    }
    iri
}

/// Removes `.` and `..` segments (RFC 3986 section 5.2.4).
fn remove_dot_segments(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut output: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(usize::from(rooted)).collect();
    for (at, segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    output.pop();
                }
                if last {
                    output.push("");
                }
            }
            other => output.push(other),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, output.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A selection from the tables of RFC 3986 section 5.4.
    #[test]
    fn resolves_examples_of_rfc_3986() {
        let base = "http://a/b/c/d;p?q";
        let cases = [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
        ];
        for (reference, expected) in cases {
            assert_eq!(resolve(base, reference), expected, "{reference}");
        }
    }

    #[test]
    fn recognizes_iris_allowed_in_rdf() {
        for text in ["https://example.org/", "urn:uuid:1", "did:key:z6Mk", "https://example.org/ü"] {
            assert!(is_well_formed(text), "{text}");
        }
        for text in [
            "",
            "badge1",
            "//example.org",
            "https://example.org/a b",
            "https://example.org/<",
            "https://example.org/#a#b",
            "1a:b",
            ":a",
        ] {
            assert!(!is_well_formed(text), "{text}");
        }
    }
}

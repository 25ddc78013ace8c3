//! IRIs as text: keywords, what has the form of an IRI, and resolution against a base (RFC 3986 section 5).

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

/// The keyword that `text` is.
pub(super) fn keyword(text: &str) -> Option<&'static str> {
    if !text.starts_with('@') {
        return None;
    }
    KEYWORDS.iter().copied().find(|keyword| *keyword == text)
}

/// Whether `text` looks like a keyword that a later version may define: `@` and letters.
pub(super) fn keyword_like(text: &str) -> bool {
    text.strip_prefix('@')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// Where a compact IRI divides: at the first colon that is not its first character.
pub(super) fn colon(text: &str) -> Option<usize> {
    let first = text.chars().next()?.len_utf8();
    text.get(first..)?.find(':').map(|at| at + first)
}

/// The length of the scheme that `text` starts with, without its colon.
fn scheme(text: &str) -> Option<usize> {
    let end = text.find(':')?;
    let mut bytes = text.bytes().take(end);
    let sound = bytes.next().is_some_and(|first| first.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    sound.then_some(end)
}

/// Whether `text` has the form of an IRI: a scheme and a colon.
pub(super) fn is_absolute(text: &str) -> bool {
    scheme(text).is_some()
}

/// Whether `text` is a blank node identifier.
pub(super) fn is_blank(text: &str) -> bool {
    text.starts_with("_:")
}

/// Whether `text` may stand in RDF as an IRI: absolute, with one fragment at most, and without the
/// characters that N-Quads excludes (IRIREF).
pub(super) fn is_well_formed(text: &str) -> bool {
    is_absolute(text)
        && text.bytes().filter(|b| *b == b'#').count() <= 1
        && !text
            .bytes()
            .any(|b| b <= 0x20 || matches!(b, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`'))
}

/// Whether `text` is a language tag that RDF takes (BCP 47 as far as N-Quads' LANGTAG goes).
pub(super) fn is_language_tag(text: &str) -> bool {
    text.split('-').enumerate().all(|(at, part)| {
        (1..=8).contains(&part.len())
            && part.bytes().all(|b| if at == 0 { b.is_ascii_alphabetic() } else { b.is_ascii_alphanumeric() })
    })
}

/// The parts of an IRI reference (RFC 3986 appendix B).
struct Parts<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
    fragment: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let (text, fragment) = match text.split_once('#') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let (text, query) = match text.split_once('?') {
            Some((before, after)) => (before, Some(after)),
            None => (text, None),
        };
        let (scheme, text) = match scheme(text).map(|end| text.split_at(end)) {
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

/// `reference` resolved against `base` (RFC 3986 section 5.2). A reference that is absolute stays as it is.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    let (base, to) = (Parts::of(base), Parts::of(reference));
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

/// RFC 3986 section 5.2.4, by segments.
fn remove_dot_segments(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(usize::from(rooted)).collect();
    for (at, segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        match *segment {
            "." | ".." => {
                if *segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 3986 section 5.4, a selection of its tables.
    #[test]
    fn references_resolve_as_the_table_of_rfc_3986_says() {
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
    fn what_may_stand_as_an_iri_in_rdf() {
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

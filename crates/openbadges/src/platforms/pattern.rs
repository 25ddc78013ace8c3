//! Patterns of hosts and paths in the table of platforms, and the values that they capture.
//!
//! Captured values consist of letters, digits and `-._~/` only, so that they have no special meaning in an address.

use std::collections::BTreeMap;

use url::Url;

/// Captured values by name.
pub(super) type Captures = BTreeMap<String, String>;

/// Returns whether `host` matches `pattern`: a host, `*.domain`, `start.*`, or `*`.
pub(super) fn host_fits(pattern: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.');
    if pattern == "*" {
        return true;
    }
    if let Some(domain) = pattern.strip_prefix('*') {
        return host.strip_suffix(domain).is_some_and(|below| !below.is_empty());
    }
    if let Some(start) = pattern.strip_suffix('*') {
        return host.strip_prefix(start).is_some_and(|rest| rest.contains('.'));
    }
    pattern == host
}

/// Returns the values that a path pattern captures in `url`, or `None` if the path does not match.
pub(super) fn path_captures(pattern: &str, url: &Url) -> Option<Captures> {
    let segments: Vec<&str> = url.path_segments()?.collect();
    // A trailing slash leads to the same page.
    let segments = match segments.as_slice() {
        [before @ .., ""] => before,
        all => all,
    };
    let pattern: Vec<&str> = pattern.strip_prefix('/')?.split('/').collect();
    let mut captures = Captures::new();
    fits(&pattern, segments, &mut captures).then_some(captures)
}

fn fits(pattern: &[&str], segments: &[&str], captures: &mut Captures) -> bool {
    match (pattern, segments) {
        ([], []) | (["**"], _) => true,
        ([first, rest @ ..], _) if first.ends_with(":path}") => {
            let name = first.trim_start_matches('{').trim_end_matches(":path}");
            (0..=segments.len()).any(|taken| {
                let (front, behind) = segments.split_at(taken);
                if !front.iter().all(|segment| Kind::Word.fits(segment)) || !fits(rest, behind, captures) {
                    return false;
                }
                captures.insert(name.to_owned(), front.join("/"));
                true
            })
        }
        ([first, rest @ ..], [segment, behind @ ..]) => {
            segment_fits(first, segment, captures) && fits(rest, behind, captures)
        }
        _ => false,
    }
}

/// Matches one segment: literal text, or `{name:kind}` with literal text around it.
fn segment_fits(pattern: &str, segment: &str, captures: &mut Captures) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == segment };
    let Some((placeholder, after)) = rest.split_once('}') else { return false };
    let Some((name, kind)) = placeholder.split_once(':') else { return false };
    let value = segment.strip_prefix(before).and_then(|segment| segment.strip_suffix(after));
    match (value, Kind::named(kind)) {
        (Some(value), Some(kind)) if kind.fits(value) => {
            captures.insert(name.to_owned(), value.to_owned());
            true
        }
        _ => false,
    }
}

/// Returns the values that a query pattern captures in `url`. Each parameter must occur exactly once and be of its
/// kind.
pub(super) fn query_captures(pattern: &BTreeMap<String, String>, url: &Url) -> Option<Captures> {
    let mut captures = Captures::new();
    for (name, kind) in pattern {
        let mut values = url.query_pairs().filter(|(key, _)| key == name.as_str()).map(|(_, value)| value);
        let (value, None) = (values.next()?, values.next()) else { return None };
        if !Kind::named(kind)?.fits(&value) {
            return None;
        }
        captures.insert(name.clone(), value.into_owned());
    }
    Some(captures)
}

/// Fills `template` with the captured values. Returns `None` if a value is missing.
pub(super) fn filled(template: &str, captures: &Captures) -> Option<String> {
    let mut text = template.to_owned();
    for (name, value) in captures {
        // An empty folder leaves no empty segment.
        if value.is_empty() {
            text = text.replace(&format!("/{{{name}}}"), "");
        }
        text = text.replace(&format!("{{{name}}}"), value);
    }
    (!text.contains(['{', '}'])).then_some(text)
}

/// The kind of value that a placeholder captures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `8-4-4-4-12` hexadecimal digits (RFC 9562, section 4).
    Uuid,
    /// 40 hexadecimal digits.
    Sha1,
    /// 32 hexadecimal digits.
    Md5,
    /// 22 characters of base64url: Badgr's entity ids.
    Entity,
    /// Decimal digits.
    Number,
    /// Unreserved characters of RFC 3986, section 2.3.
    Word,
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "uuid" => Self::Uuid,
            "sha1" => Self::Sha1,
            "md5" => Self::Md5,
            "entity" => Self::Entity,
            "number" => Self::Number,
            "word" => Self::Word,
            _ => return None,
        })
    }

    fn fits(self, text: &str) -> bool {
        let hex = |text: &str, digits: usize| {
            text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        let all = |accepted: fn(&u8) -> bool| text.as_bytes().iter().all(accepted);
        match self {
            Self::Uuid => {
                let parts: Vec<&str> = text.split('-').collect();
                parts.len() == 5 && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, digits)| hex(part, digits))
            }
            Self::Sha1 => hex(text, 40),
            Self::Md5 => hex(text, 32),
            Self::Entity => {
                text.len() == 22 && all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
            }
            Self::Number => (1..=20).contains(&text.len()) && all(u8::is_ascii_digit),
            Self::Word => {
                (1..=256).contains(&text.len())
                    && all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(byte))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_hosts_by_label() {
        let rows = [
            ("badges.example", "badges.example", true),
            ("badges.example", "badges.example.", true),
            ("badges.example", "evilbadges.example", false),
            ("badges.example", "badges.example.evil.example", false),
            ("*.badges.example", "eu.badges.example", true),
            ("*.badges.example", "a.eu.badges.example", true),
            ("*.badges.example", "badges.example", false),
            ("*.badges.example", "evilbadges.example", false),
            ("badges.*", "badges.college.example", true),
            ("badges.*", "badges.example.", false),
            ("badges.*", "my.badges.example", false),
            ("*", "anything.example", true),
        ];
        for (pattern, host, expected) in rows {
            assert_eq!(host_fits(pattern, host), expected, "{pattern} {host}");
        }
    }

    #[test]
    fn matches_paths_by_segment() {
        let uuid = "0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
        type Captured<'a> = Option<&'a [(&'a str, &'a str)]>;
        let rows: &[(&str, &str, Captured<'_>)] = &[
            ("/b/{id:uuid}", &format!("/b/{uuid}"), Some(&[("id", uuid)])),
            ("/b/{id:uuid}", &format!("/b/{uuid}/"), Some(&[("id", uuid)])),
            ("/b/{id:uuid}", &format!("/b/{uuid}/x"), None),
            ("/b/{id:uuid}/**", &format!("/b/{uuid}/x/y"), Some(&[("id", uuid)])),
            ("/b/{id:uuid}/**", &format!("/b/{uuid}"), Some(&[("id", uuid)])),
            ("/b/{id:uuid}", "/b/0f3b8c52", None),
            ("/b/{id:number}.json", "/b/42.json", Some(&[("id", "42")])),
            ("/b/{id:number}.json", "/b/42", None),
            ("/b/{id:word}", "/b/a%2Fb", None),
            ("/b/{id:word}", "/b/", None),
            ("/{folder:path}/b.php", "/b.php", Some(&[("folder", "")])),
            ("/{folder:path}/b.php", "/x/y/b.php", Some(&[("folder", "x/y")])),
            ("/{folder:path}/b.php", "/x/y/c.php", None),
            ("/{folder:path}/b.php", "/x%00/b.php", None),
            ("/**", "/", Some(&[])),
        ];
        for (pattern, path, expected) in rows {
            let url = Url::parse(&format!("https://badges.example{path}")).unwrap();
            let captured = path_captures(pattern, &url);
            let expected = expected
                .map(|pairs| pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect());
            assert_eq!(captured, expected, "{pattern} {path}");
        }
    }

    #[test]
    fn parameter_must_occur_once() {
        let pattern = BTreeMap::from([("hash".to_owned(), "md5".to_owned())]);
        let hash = "5d41402abc4b2a76b9719d911017c592";
        let rows = [
            (format!("hash={hash}"), true),
            (format!("a=b&hash={hash}"), true),
            (format!("hash={hash}&hash={hash}"), false),
            ("hash=../../x".to_owned(), false),
            (String::new(), false),
        ];
        for (query, fits) in rows {
            let url = Url::parse(&format!("https://badges.example/?{query}")).unwrap();
            assert_eq!(query_captures(&pattern, &url).is_some(), fits, "{query}");
        }
    }

    #[test]
    fn fills_templates_completely_or_not() {
        let captures = Captures::from([("folder".into(), String::new()), ("id".into(), "7".into())]);
        let rows = [
            ("https://h/{folder}/b/{id}", Some("https://h/b/7")),
            ("https://h/{id}.json", Some("https://h/7.json")),
            ("https://h/{other}", None),
        ];
        for (template, expected) in rows {
            assert_eq!(filled(template, &captures).as_deref(), expected, "{template}");
        }
    }
}

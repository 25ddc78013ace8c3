//! Unwraps links that mail filters rewrote. The original address is part of the link, so no request is needed.
//!
//! Redirectors that hide their target are not unwrapped: to follow them would reveal that the mail was read.

use percent_encoding::percent_decode_str;
use url::Url;

/// How a mail filter embeds the original address.
enum Wrapping {
    /// As a parameter.
    Parameter(&'static str),
    /// Proofpoint's version 2: `-` stands for `%` and `_` for `/`.
    Proofpoint2,
    /// Proofpoint's version 3: the address is between `__` and `__`.
    Proofpoint3,
}

/// Mail filters: host (including subdomains), start of the path, form.
const WRAPPINGS: &[(&str, &str, Wrapping)] = &[
    ("safelinks.protection.outlook.com", "/", Wrapping::Parameter("url")),
    ("www.google.com", "/url", Wrapping::Parameter("q")),
    ("www.google.com", "/url", Wrapping::Parameter("url")),
    ("linkprotect.cudasvc.com", "/url", Wrapping::Parameter("a")),
    ("urldefense.proofpoint.com", "/v2/url", Wrapping::Proofpoint2),
    ("urldefense.com", "/v3/", Wrapping::Proofpoint3),
    ("urldefense.us", "/v3/", Wrapping::Proofpoint3),
];

/// The most nested rewrites.
const LAYERS: usize = 3;

/// Returns the original address, or `link` itself if no filter rewrote it.
pub(super) fn original(mut link: Url) -> Url {
    for _ in 0..LAYERS {
        match inner(&link) {
            Some(inner) => link = inner,
            None => break,
        }
    }
    link
}

fn inner(link: &Url) -> Option<Url> {
    let host = link.host_str()?;
    WRAPPINGS.iter().find_map(|(domain, path, wrapping)| {
        let below = host.strip_suffix(domain)?;
        if !(below.is_empty() || below.ends_with('.')) || !link.path().starts_with(path) {
            return None;
        }
        let parameter = |name: &str| link.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
        let text = match wrapping {
            Wrapping::Parameter(name) => parameter(name)?.into_owned(),
            Wrapping::Proofpoint2 => {
                let encoded = parameter("u")?.replace('-', "%").replace('_', "/");
                percent_decode_str(&encoded).decode_utf8().ok()?.into_owned()
            }
            Wrapping::Proofpoint3 => {
                let (_, rest) = link.as_str().split_once("/v3/__")?;
                // Proofpoint replaces some characters with `*` and lists them at the end. Such addresses are not
                // restored.
                let (address, _) = rest.split_once("__").filter(|(address, _)| !address.contains('*'))?;
                // Some gateways drop one of the two slashes.
                match address.split_once(":/") {
                    Some((scheme, rest)) if !rest.starts_with('/') => format!("{scheme}://{rest}"),
                    _ => address.to_owned(),
                }
            }
        };
        Url::parse(&text).ok().filter(|inner| matches!(inner.scheme(), "https" | "http"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unwraps_rewritten_links() {
        let target = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44?a=1";
        let rows = [
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.credly.com%2Fbadges%2F0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44%3Fa%3D1&data=05&sdata=x&reserved=0",
            "https://www.google.com/url?q=https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44%3Fa%3D1&sa=D",
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__www.credly.com_badges_0f3b8c52-2D6a0d-2D4c1e-2D9d57-2D2b1f3e8a7c44-3Fa-3D1&d=Dw",
            "https://urldefense.com/v3/__https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44?a=1__;!!abc!def$",
            "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fwww.credly.com%2fbadges%2f0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44%3fa%3d1&c=E,1",
            target,
        ];
        for link in rows {
            assert_eq!(original(Url::parse(link).unwrap()).as_str(), target, "{link}");
        }
        let twice = format!(
            "https://www.google.com/url?q={}",
            percent_encoding::utf8_percent_encode(rows[0], percent_encoding::NON_ALPHANUMERIC)
        );
        assert_eq!(original(Url::parse(&twice).unwrap()).as_str(), target);
    }

    #[test]
    fn keeps_other_links() {
        let rows = [
            "https://safelinks.protection.outlook.com.evil.example/?url=https%3A%2F%2Fa.example%2F",
            "https://www.google.com/url?q=javascript:alert(1)",
            "https://www.google.com/search?q=https://a.example/",
            "https://urldefense.com/v3/__https://a.example/*b__;Iw!!x",
            "https://click.tracker.example/?url=https%3A%2F%2Fa.example%2F",
            "mailto:ada@learner.example",
        ];
        for link in rows {
            assert_eq!(original(Url::parse(link).unwrap()).as_str(), link, "{link}");
        }
    }
}

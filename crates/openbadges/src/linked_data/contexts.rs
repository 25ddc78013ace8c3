//! The built-in contexts, pinned by SHA-256. Contexts are never fetched.
//!
//! `contexts/NOTICE.md` lists sources and licences. Two editions of the Open Badges 3.0.3 context are in use under one
//! URL. Both are built in; the published edition comes first.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use super::context::ContextLoader;
use crate::json::Value;

/// A context that is compiled into the library.
#[derive(Debug)]
pub struct BuiltInContext {
    /// The URL that documents use.
    pub url: &'static str,
    /// The SHA-256 digest of the text, in hex.
    pub sha256: &'static str,
    /// The text.
    pub text: &'static str,
}

macro_rules! row {
    ($url:literal, $file:literal, $sha256:literal) => {
        BuiltInContext { url: $url, sha256: $sha256, text: include_str!(concat!("../../contexts/", $file)) }
    };
}

/// All built-in contexts. If a URL occurs twice, the published edition comes first.
pub static BUILT_IN: &[BuiltInContext] = &[
    row!(
        "https://www.w3.org/ns/credentials/v2",
        "w3c-credentials-v2.jsonld",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    ),
    row!(
        "https://www.w3.org/2018/credentials/v1",
        "w3c-credentials-v1.jsonld",
        "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "ob-v3p0-3.0.3.json",
        "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "ob-v3p0-3.0.3.validator-variant.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        "ob-v3p0-3.0.2.json",
        "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
        "ob-v3p0-3.0.1.json",
        "af095468326d3449160509b26ca71576e6321d13c85b0369cfe3b654c9a48fba"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "ob-v3p0.json",
        "9f1c8f9f361ba2994b9b50701f41149919542c50c7b7455b2846d87959295d72"
    ),
    row!(
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        "ob-v3p0-extensions.json",
        "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3"
    ),
    row!(
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "clr-v2p0-2.0.1.json",
        "880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6"
    ),
    row!(
        "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
        "clr-v2p0.json",
        "e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167"
    ),
    row!(
        "https://w3id.org/openbadges/v2",
        "ob-v2p0-validator.json",
        "393a890d7d95eb3a86f5f12309648a64c2d0676e5270e2967b5341a2dcea13d2"
    ),
    row!(
        "https://w3id.org/openbadges/v1",
        "ob-v1.validator-core-variant.json",
        "cb718c3d28383294467f9318522ff3ad112e53d72741b595418a1d5f5f31b703"
    ),
    row!(
        "https://w3id.org/security/data-integrity/v2",
        "data-integrity-v2.jsonld",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4"
    ),
    row!(
        "https://w3id.org/security/data-integrity/v1",
        "data-integrity-v1.jsonld",
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554"
    ),
    row!(
        "https://w3id.org/security/multikey/v1",
        "multikey-v1.jsonld",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597"
    ),
    row!(
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "ed25519-2020-v1.jsonld",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588"
    ),
    row!(
        "https://w3id.org/security/suites/ed25519-2018/v1",
        "ed25519-2018-v1.jsonld",
        "166c6abb9e08176cee5f6c87c9c1bbfefa5717da391bcac525e5437f93eab809"
    ),
    row!(
        "https://w3id.org/security/suites/jws-2020/v1",
        "jws-2020-v1.jsonld",
        "d648e05ddc6577827ca2bfd5e931f53e9ebc6e52a57a8da81df4ec8c46ffcd1e"
    ),
    row!(
        "https://w3id.org/security/suites/x25519-2020/v1",
        "x25519-2020-v1.jsonld",
        "c58a995fa5ec7631637e0a9c52d29ce899fbb50ccaa6abac506946c23c8796e1"
    ),
    row!(
        "https://w3id.org/security/v2",
        "security-v2.jsonld",
        "611bd81151d5efe53ec9aed78f5a813e577287bc9451ee26d6879b1b8b46bc3b"
    ),
    row!(
        "https://w3id.org/security/v1",
        "security-v1.jsonld",
        "abaf97e107d1925503c433dcaf3ffd2831697cacc1ed2a293e1bc8030d5bcb47"
    ),
    row!(
        "https://www.w3.org/ns/did/v1",
        "did-v1.jsonld",
        "adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da"
    ),
    row!(
        "https://www.w3.org/ns/credentials/status/v1",
        "credentials-status-v1.jsonld",
        "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7"
    ),
    row!(
        "https://w3id.org/vc/status-list/2021/v1",
        "status-list-2021-v1.jsonld",
        "634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160"
    ),
    row!(
        "https://www.w3.org/ns/credentials/examples/v2",
        "w3c-credentials-examples-v2.jsonld",
        "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c"
    ),
    row!(
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "w3c-undefined-terms-v2.jsonld",
        "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581"
    ),
    row!(
        "https://w3id.org/citizenship/v4rc1",
        "citizenship-v4rc1.jsonld",
        "5038c7383afd7ab2158f1b997913a8f60978a0abcf96e0b0d08e29f146d2db1e"
    ),
];

impl BuiltInContext {
    /// Parses the text. Never returns `None`: the tests parse every row.
    fn document(&self) -> Option<Arc<Value>> {
        serde_json::from_str(self.text).ok().map(Arc::new)
    }
}

/// An edition of a context that has two editions under one URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The edition that 1EdTech published.
    Published,
    /// The edition of 1EdTech's validator, which defines additional terms.
    Variant,
}

impl Edition {
    /// Returns the stable name, as used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Variant => "variant",
        }
    }
}

/// Returns the context at `url`, in the requested edition if there are two.
pub fn built_in(url: &str, edition: Edition) -> Option<&'static BuiltInContext> {
    let editions = BY_URL.get(url)?;
    match edition {
        Edition::Published => editions.first(),
        Edition::Variant => editions.last(),
    }
    .copied()
}

/// Returns whether the context at `url` has two editions.
pub fn has_variant(url: &str) -> bool {
    BY_URL.get(url).is_some_and(|editions| editions.len() > 1)
}

/// The terms that only the variant editions define.
const VARIANT_TERMS: [&str; 2] = ["endorsementJwt", "jti"];

/// Returns whether a key anywhere in `document` is a term of the variants only.
///
/// If there is none, the published edition drops no other terms than a variant.
pub(super) fn uses_variant_term(document: &Value) -> bool {
    match document {
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| VARIANT_TERMS.contains(&key.as_str()) || uses_variant_term(value)),
        Value::Array(elements) => elements.iter().any(uses_variant_term),
        _ => false,
    }
}

static BY_URL: LazyLock<HashMap<&'static str, Vec<&'static BuiltInContext>>> = LazyLock::new(|| {
    let mut by_url: HashMap<_, Vec<_>> = HashMap::new();
    for context in BUILT_IN {
        by_url.entry(context.url).or_default().push(context);
    }
    by_url
});

impl ContextLoader for Edition {
    fn load(&self, url: &str) -> Option<Arc<Value>> {
        built_in(url, *self)?.document()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::sha256_hex;

    #[test]
    fn contexts_match_their_pinned_digests() {
        for context in BUILT_IN {
            assert_eq!(sha256_hex(context.text.as_bytes()), context.sha256, "{}", context.url);
            let document = context.document();
            assert!(document.is_some_and(|document| document.get("@context").is_some()), "{}", context.url);
        }
    }

    #[test]
    fn variants_only_add_their_own_terms() {
        for context in BUILT_IN.iter().filter(|context| has_variant(context.url)) {
            let [published, mut variant] = [Edition::Published, Edition::Variant]
                .map(|edition| Value::clone(&edition.load(context.url).unwrap()));
            let terms = variant["@context"].as_object_mut().unwrap();
            for term in VARIANT_TERMS {
                assert!(terms.remove(term).is_some(), "{term}");
            }
            assert_eq!(published, variant);
        }
    }

    #[test]
    fn only_open_badges_3_0_3_has_two_editions() {
        let twice: Vec<&str> =
            BUILT_IN.iter().map(|context| context.url).filter(|url| has_variant(url)).collect();
        assert_eq!(twice, ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"; 2]);
    }
}

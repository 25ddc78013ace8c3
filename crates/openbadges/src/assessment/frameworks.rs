//! The frameworks of competencies that alignments point to.
//!
//! Four are in use widely enough to be known by their addresses and types: CASE (1EdTech), CTDL (Credential Engine), ESCO
//! (European Commission), O*NET (US Department of Labor). Any other is called what the issuer calls it.

use serde_json::Value;

use super::joined;
use crate::{address::Address, formats::wire};

/// The frameworks that `alignments`, one or several, name.
pub(super) fn named(alignments: &Value) -> Option<String> {
    joined(wire::items(Some(alignments)).filter_map(framework))
}

/// The framework of one alignment: a known one by its `targetType` or `targetUrl` (OB 3.0 "Alignment"; `url` in OB 1.1),
/// else its `targetFramework`.
fn framework(alignment: &Value) -> Option<String> {
    let types = wire::texts(alignment, "targetType");
    let address = ["targetUrl", "url"].iter().find_map(|member| wire::text(alignment, member));
    let address = address.and_then(|address| Address::parse(&address));
    let known = FRAMEWORKS.iter().find(|framework| {
        types.iter().any(|name| framework.types.contains(name))
            || address.as_ref().is_some_and(|address| framework.is_at(address))
    });
    known.map(|framework| framework.name.to_owned()).or_else(|| wire::text(alignment, "targetFramework"))
}

/// A framework that is known by more than its name.
struct Framework {
    name: &'static str,
    /// Its values of OB 3.0's `AlignmentTargetType`.
    types: &'static [&'static str],
    /// Its domains, each with how the paths of its competencies begin or what is in them.
    places: &'static [(&'static str, &'static str)],
}

impl Framework {
    fn is_at(&self, address: &Address) -> bool {
        let document = address.document();
        let path = document.splitn(4, '/').nth(3).unwrap_or_default();
        self.places.iter().any(|(domain, begin)| {
            (domain.is_empty() || address.registrable_domain() == *domain || address.host() == *domain)
                && if domain.is_empty() { path.contains(begin) } else { path.starts_with(begin) }
        })
    }
}

const FRAMEWORKS: &[Framework] = &[
    // The CASE API's own paths (CASE 1.0, section "Service Model") are on every publisher's host.
    Framework {
        name: "CASE",
        types: &["CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel"],
        places: &[("", "ims/case/v1p"), ("casenetwork.imsglobal.org", ""), ("casenetwork.1edtech.org", "")],
    },
    Framework {
        name: "CTDL",
        types: &["CTDL", "ceasn:Competency", "ceterms:Credential"],
        places: &[("credentialengineregistry.org", ""), ("credentialfinder.org", ""), ("purl.org", "ctdl")],
    },
    Framework {
        name: "ESCO",
        types: &[],
        places: &[("data.europa.eu", "esco/"), ("ec.europa.eu", "esco/"), ("esco.ec.europa.eu", "")],
    },
    Framework { name: "O*NET", types: &[], places: &[("onetonline.org", ""), ("onetcenter.org", "")] },
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn frameworks_are_known_by_type_address_and_name() {
        let cases = [
            (json!({"targetType": "CFItem", "targetUrl": "https://state.example/x"}), Some("CASE")),
            (json!({"targetUrl": "https://case.example/ims/case/v1p0/CFItems/1"}), Some("CASE")),
            (json!({"targetType": "ceasn:Competency"}), Some("CTDL")),
            (json!({"targetUrl": "https://credentialengineregistry.org/resources/ce-1"}), Some("CTDL")),
            (json!({"targetUrl": "http://data.europa.eu/esco/skill/1"}), Some("ESCO")),
            (json!({"targetUrl": "http://data.europa.eu/other/1"}), None),
            (json!({"url": "https://www.onetonline.org/link/summary/15-1252.00"}), Some("O*NET")),
            (json!({"targetUrl": "https://onetonline.org.evil.example/"}), None),
            (
                json!({"targetFramework": "Alignment of our own", "targetUrl": "https://uni.example/"}),
                Some("Alignment of our own"),
            ),
            (json!({"targetName": "Welding"}), None),
            (
                json!([{"targetType": "CFItem"}, {"targetType": "CFRubric"}, {"targetType": "CTDL"}]),
                Some("CASE, CTDL"),
            ),
            (json!("https://uni.example/"), None),
        ];
        for (alignments, expected) in cases {
            assert_eq!(named(&alignments).as_deref(), expected, "{alignments}");
        }
    }
}

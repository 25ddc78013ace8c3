//! Competency frameworks that alignments point to.
//!
//! Four widely used frameworks are recognised by their addresses and types: CASE (1EdTech), CTDL (Credential Engine), ESCO
//! (European Commission) and O*NET (US Department of Labor). Any other framework keeps the name that the issuer gives it.

use serde_json::Value;

use super::joined;
use crate::{address::Address, formats::wire};

/// Returns the names of the frameworks in `alignments` (one or a list), separated by commas.
pub(super) fn framework_names(alignments: &Value) -> Option<String> {
    joined(wire::items(Some(alignments)).filter_map(framework_name))
}

/// Returns the framework of one alignment: a known one by `targetType` or `targetUrl` (OB 3.0 "Alignment"; `url` in
/// OB 1.1), otherwise its `targetFramework`.
fn framework_name(alignment: &Value) -> Option<String> {
    let types = wire::texts(alignment, "targetType");
    let address = ["targetUrl", "url"].iter().find_map(|member| wire::text(alignment, member));
    let address = address.and_then(|address| Address::parse(&address));
    let known = FRAMEWORKS.iter().find(|framework| {
        types.iter().any(|name| framework.types.contains(name))
            || address.as_ref().is_some_and(|address| framework.contains(address))
    });
    known.map(|framework| framework.name.to_owned()).or_else(|| wire::text(alignment, "targetFramework"))
}

/// A framework that is recognised by its types and addresses.
struct Framework {
    name: &'static str,
    /// Values of `AlignmentTargetType` (OB 3.0) that belong to it.
    types: &'static [&'static str],
    /// Domain and path prefix of its competencies. An empty domain matches any host if the path contains the text.
    addresses: &'static [(&'static str, &'static str)],
}

impl Framework {
    /// Returns whether `address` belongs to this framework.
    fn contains(&self, address: &Address) -> bool {
        let document = address.document();
        let path = document.splitn(4, '/').nth(3).unwrap_or_default();
        self.addresses.iter().any(|(domain, start)| {
            (domain.is_empty() || address.registrable_domain() == *domain || address.host() == *domain)
                && if domain.is_empty() { path.contains(start) } else { path.starts_with(start) }
        })
    }
}

const FRAMEWORKS: &[Framework] = &[
    // Every publisher serves the paths of the CASE API (CASE 1.0, section "Service Model") on its own host.
    Framework {
        name: "CASE",
        types: &["CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel"],
        addresses: &[
            ("", "ims/case/v1p"),
            ("casenetwork.imsglobal.org", ""),
            ("casenetwork.1edtech.org", ""),
        ],
    },
    Framework {
        name: "CTDL",
        types: &["CTDL", "ceasn:Competency", "ceterms:Credential"],
        addresses: &[
            ("credentialengineregistry.org", ""),
            ("credentialfinder.org", ""),
            ("purl.org", "ctdl"),
        ],
    },
    Framework {
        name: "ESCO",
        types: &[],
        addresses: &[("data.europa.eu", "esco/"), ("ec.europa.eu", "esco/"), ("esco.ec.europa.eu", "")],
    },
    Framework { name: "O*NET", types: &[], addresses: &[("onetonline.org", ""), ("onetcenter.org", "")] },
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn recognises_frameworks_by_type_address_and_name() {
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
            assert_eq!(framework_names(&alignments).as_deref(), expected, "{alignments}");
        }
    }
}

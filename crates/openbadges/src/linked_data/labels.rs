//! Canonical statements with blank node labels from a label map (Data Integrity ECDSA Cryptosuites 1.0, sections 3.4.1
//! labelReplacementCanonicalizeJsonLd and 3.4.14 relabelBlankNodes).

use std::collections::{BTreeMap, BTreeSet};

use super::{Hash, LinkedDataError, canonicalize, lossless_quads};
use crate::json::Value;

/// Returns the canonical N-Quads lines of `document` in code point order, ignoring `member` in the root object. The blank
/// node with the canonical identifier `c14n{n}` gets the label `labels[n]`.
///
/// Returns `None` if `labels` does not contain exactly one label for each blank node.
pub(crate) fn labelled_statements(
    document: &Value,
    member: Option<&'static str>,
    labels: &BTreeMap<usize, String>,
) -> Result<Option<Vec<String>>, LinkedDataError> {
    let (quads, _) = lossless_quads(document, member)?;
    let issued = canonicalize(quads.clone(), Hash::Sha256)?.issued;
    if issued.len() != labels.len() || !issued.values().all(|number| labels.contains_key(number)) {
        return Ok(None);
    }
    let label = |blank: u32, to: &mut String| {
        to.push_str("_:");
        to.push_str(issued.get(&blank).and_then(|number| labels.get(number)).map_or("", String::as_str));
    };
    let mut lines = BTreeSet::new();
    for quad in &quads {
        let mut line = String::with_capacity(160);
        quad.write(&mut line, &label);
        lines.insert(line);
    }
    Ok(Some(lines.into_iter().collect()))
}

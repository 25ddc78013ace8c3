//! The statements of a document one by one, under blank node labels that somebody else chose (Data Integrity ECDSA
//! Cryptosuites 1.0, sections 3.4.1 labelReplacementCanonicalizeJsonLd and 3.4.14 relabelBlankNodes).

use std::collections::{BTreeMap, BTreeSet};

use super::{Hash, LinkedDataError, canonicalize, covered};
use crate::json::Value;

/// The statements of `document`, as if it had no `member` at its top: canonical N-Quads lines in code point order, in
/// which the blank node that RDFC-1.0 calls `c14n{n}` has the label `labels[n]`.
///
/// `None` where the labels are not one for each blank node.
pub(crate) fn labelled_statements(
    document: &Value,
    member: Option<&'static str>,
    labels: &BTreeMap<usize, String>,
) -> Result<Option<Vec<String>>, LinkedDataError> {
    let (quads, _) = covered(document, member)?;
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

//! Proof chains (Data Integrity 1.0, sections 2.1.2 and 4.5): a proof that names earlier ones signs them, too.

use super::ProofError;
use crate::{code::Code, json::Value, limits, linked_data::as_array};

/// The proofs of `document` that `proof` names as previous, by their places in the document's list, in its order. All
/// that these name in turn must be there, each under an id of its own, and none may lead back to itself.
pub(super) fn previous(document: &Value, proof: &Value) -> Result<Vec<usize>, ProofError> {
    let Some(named) = proof.get("previousProof") else { return Ok(Vec::new()) };
    let proofs = as_array(document.get("proof").unwrap_or(&Value::Null));
    let direct = ids(named)?;
    let mut places: Vec<usize> = Vec::with_capacity(direct.len());
    for id in &direct {
        let place = place(proofs, id)?;
        if places.contains(&place) {
            return Err(broken(id, "named twice"));
        }
        places.push(place);
    }
    let mut waiting: Vec<(&str, usize)> = direct.iter().map(|id| (*id, 0)).collect();
    // A way down that is longer than there are proofs comes by one of them twice.
    let mut visits = 0;
    while let Some((id, depth)) = waiting.pop() {
        visits += 1;
        if depth > proofs.len()
            || visits > limits::PROOF_CHAIN_STEPS
            || Some(id) == proof.get("id").and_then(Value::as_str)
        {
            return Err(broken(id, "circular"));
        }
        let found = proofs.get(place(proofs, id)?);
        if let Some(further) = found.and_then(|found| found.get("previousProof")) {
            waiting.extend(ids(further)?.into_iter().map(|id| (id, depth + 1)));
        }
    }
    places.sort_unstable();
    Ok(places)
}

/// Where the one proof of that id stands.
fn place(proofs: &[Value], id: &str) -> Result<usize, ProofError> {
    let mut of_that_id = proofs
        .iter()
        .enumerate()
        .filter(|(_, proof)| proof.get("id").and_then(Value::as_str) == Some(id))
        .map(|(place, _)| place);
    match (of_that_id.next(), of_that_id.next()) {
        (Some(place), None) => Ok(place),
        (None, _) => Err(broken(id, "missing")),
        (Some(_), Some(_)) => Err(broken(id, "duplicate")),
    }
}

fn ids(named: &Value) -> Result<Vec<&str>, ProofError> {
    as_array(named)
        .iter()
        .map(|id| id.as_str().ok_or_else(|| broken(&named.to_string(), "not an id")))
        .collect()
}

fn broken(id: &str, detail: &str) -> ProofError {
    ProofError::new(Code::DiChain).with("term", id).with("detail", detail)
}

//! Proof chains (Data Integrity 1.0, sections 2.1.2 and 4.5): a proof also signs the previous proofs that it names.

use super::ProofError;
use crate::{code::Code, json::Value, limits, linked_data::as_array};

/// Returns the sorted indices of the proofs of `document` that `proof` names as previous.
///
/// The whole chain must exist, with unique ids and without cycles.
pub(super) fn previous_indices(document: &Value, proof: &Value) -> Result<Vec<usize>, ProofError> {
    let Some(named) = proof.get("previousProof") else { return Ok(Vec::new()) };
    let proofs = as_array(document.get("proof").unwrap_or(&Value::Null));
    let direct = ids(named)?;
    let mut indices: Vec<usize> = Vec::with_capacity(direct.len());
    for id in &direct {
        let index = index_of(proofs, id)?;
        if indices.contains(&index) {
            return Err(chain_error(id, "named twice"));
        }
        indices.push(index);
    }
    let mut pending: Vec<(&str, usize)> = direct.iter().map(|id| (*id, 0)).collect();
    // A path with more steps than there are proofs contains a cycle.
    let mut visits = 0;
    while let Some((id, depth)) = pending.pop() {
        visits += 1;
        if depth > proofs.len()
            || visits > limits::PROOF_CHAIN_STEPS
            || Some(id) == proof.get("id").and_then(Value::as_str)
        {
            return Err(chain_error(id, "circular"));
        }
        let found = proofs.get(index_of(proofs, id)?);
        if let Some(previous) = found.and_then(|found| found.get("previousProof")) {
            pending.extend(ids(previous)?.into_iter().map(|id| (id, depth + 1)));
        }
    }
    indices.sort_unstable();
    Ok(indices)
}

/// Returns the index of the only proof with this id.
fn index_of(proofs: &[Value], id: &str) -> Result<usize, ProofError> {
    let mut matching = proofs
        .iter()
        .enumerate()
        .filter(|(_, proof)| proof.get("id").and_then(Value::as_str) == Some(id))
        .map(|(index, _)| index);
    match (matching.next(), matching.next()) {
        (Some(index), None) => Ok(index),
        (None, _) => Err(chain_error(id, "missing")),
        (Some(_), Some(_)) => Err(chain_error(id, "duplicate")),
    }
}

fn ids(named: &Value) -> Result<Vec<&str>, ProofError> {
    as_array(named)
        .iter()
        .map(|id| id.as_str().ok_or_else(|| chain_error(&named.to_string(), "not an id")))
        .collect()
}

fn chain_error(id: &str, detail: &str) -> ProofError {
    ProofError::new(Code::DiChain).with("term", id).with("detail", detail)
}

//! Proof chains (Data Integrity 1.0 sections 2.1.2 and 4.3): a proof that names earlier ones signs them, too.

use super::ProofError;
use crate::{code::Code, json::Value, limits, linked_data::as_array};

/// The proofs of `document` that `proof` names as previous, in the order of the document. All that these name in turn
/// must be there, and none may lead back to itself.
pub(super) fn previous<'a>(document: &'a Value, proof: &Value) -> Result<Vec<&'a Value>, ProofError> {
    let Some(named) = proof.get("previousProof") else { return Ok(Vec::new()) };
    let proofs = as_array(document.get("proof").unwrap_or(&Value::Null));
    let direct = ids(named)?;
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
        let Some(found) = proofs.iter().find(|other| other.get("id").and_then(Value::as_str) == Some(id))
        else {
            return Err(broken(id, "missing"));
        };
        if let Some(further) = found.get("previousProof") {
            waiting.extend(ids(further)?.into_iter().map(|id| (id, depth + 1)));
        }
    }
    let is_direct =
        |other: &&Value| other.get("id").and_then(Value::as_str).is_some_and(|id| direct.contains(&id));
    Ok(proofs.iter().filter(is_direct).collect())
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

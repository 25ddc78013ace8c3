//! The revocation list that an issuer's profile names (Open Badges 1.x and 2.0).

use super::revocation_list::RevocationList;
use crate::{
    check::{Check, CheckId},
    code::{Code, Details},
    documents::{Documents, Purpose},
    json::Value,
    verify::{
        fetch::{FetchedDocument, fetch_document, id_of},
        issuer::chain::{ChainError, IssuerChain},
        rules::Version,
    },
};

/// Checks `status.revocation` with the revocation list that the issuer's profile names.
pub(crate) async fn check(
    assertion: &Value,
    version: Version,
    chain: &IssuerChain,
    documents: &(impl Documents + Sync),
) -> Check {
    let id = CheckId::Revocation;
    let rule = || version.rule(id);
    let Some(issuer) = &chain.issuer else {
        return chain.error.as_ref().map_or_else(
            || Check::unknown(id, rule(), Code::StatusUnknown),
            |error: &ChainError| Check { code: Some(Code::StatusUnknown), ..error.unknown_check(id) },
        );
    };
    let url = match issuer.value.get("revocationList") {
        None | Some(Value::Null) => return Check::absent(id, rule()),
        Some(list) => list.as_str().or_else(|| id_of(list)).unwrap_or_default(),
    };
    let FetchedDocument { document: list, protected, .. } =
        match fetch_document(documents, url, Purpose::RevocationList).await {
            Ok(fetched) => fetched,
            Err(failure) => return failure.explain(Check::unknown(id, rule(), Code::StatusUnknown)),
        };
    let reference = list.reference();
    let parsed = match version.is_before_2() {
        true => RevocationList::parse_ob1(&list.bytes),
        false => RevocationList::parse(&list.bytes),
    };
    let list = match parsed {
        Ok(list) => list,
        Err(error) => {
            return Check::unknown(id, rule(), Code::StatusListInvalid)
                .with("url", url)
                .with("detail", error.to_string())
                .with_document(reference);
        }
    };
    let text = |name: &str| assertion.get(name).and_then(Value::as_str);
    let ids: Vec<&str> = id_of(assertion).into_iter().chain(text("uid")).collect();
    let check = match list.revoking(&ids) {
        Some(entry) => {
            let reason = entry.reason().map(|reason| ("reason".to_owned(), reason.to_owned()));
            let details: Details = reason.into_iter().collect();
            Check { details, ..Check::failed(id, rule(), Code::Revoked) }
        }
        None if !protected => Check::unknown(id, rule(), Code::NetCleartext),
        None => Check::passed(id, rule()),
    };
    check.with("url", url).with_document(reference)
}

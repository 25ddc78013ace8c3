//! `1EdTechRevocationList` (Open Badges 3.0 "credentialStatus"): a list of the ids of revoked credentials.

use super::{StatusChecker, revocation_list::RevocationList, unknown};
use crate::{
    address::Address,
    check::{Check, CheckId, Rule},
    code::{Code, Note},
    did::did_web_url,
    documents::{DocumentRef, Documents, Purpose},
    json::Value,
    status_list::ObservedList,
    verify::{
        fetch::{FetchedDocument, fetch_document, id_of},
        issuer::issuer_id,
    },
};

impl<D: Documents + Sync> StatusChecker<'_, D> {
    /// Checks an entry in a 1EdTechRevocationList. The list is not signed, so it must be on the issuer's host.
    pub(super) async fn ids(&mut self, status: &Value) -> Check {
        let rule = || Rule::new("Open Badges 3.0", "1EdTechRevocationList");
        let url = id_of(status).unwrap_or_default();
        let about = |check: Check| check.with("url", url);
        let Some(id) = id_of(self.credential) else {
            return about(unknown(rule(), Code::StatusUnknown)).with("cause", Code::FieldMissing.as_str());
        };
        let issuer = issuer_id(self.credential).unwrap_or_default();
        let did_web = || Address::parse(&did_web_url(issuer).ok()?);
        let own = Address::parse(issuer).or_else(did_web);
        let of_issuer = |place: &Address| own.as_ref().is_some_and(|own| own.same_origin(place));
        if !Address::parse(url).is_some_and(|place| of_issuer(&place)) {
            return about(unknown(rule(), Code::StatusListIssuer)).with("issuer", issuer);
        }
        self.note_unique_address(url);
        let fetched = fetch_document(self.documents, url, Purpose::RevocationList).await;
        let FetchedDocument { document, final_address, protected } = match fetched {
            Ok(fetched) => fetched,
            Err(failure) => return about(self.unavailable(&failure, url, rule())),
        };
        let reference: DocumentRef = document.reference();
        if !of_issuer(&final_address) {
            return about(unknown(rule(), Code::StatusListIssuer))
                .with("issuer", issuer)
                .with_document(reference);
        }
        let list = match RevocationList::parse(&document.bytes) {
            Ok(list) => list,
            Err(error) => {
                let check = unknown(rule(), Code::StatusListInvalid).with("detail", error.to_string());
                return about(check).with_document(reference);
            }
        };
        let mut found = ObservedList::new(&document, None);
        found.url = url.to_owned();
        let entry = list.revoking(&[id]);
        if entry.is_some() {
            found.revoked.insert(id.to_owned(), None);
        }
        self.record(found);
        let check = match entry {
            Some(entry) => {
                let check = Check::failed(CheckId::Revocation, rule(), Code::Revoked);
                entry.reason().into_iter().fold(check, |check, reason| check.with("reason", reason))
            }
            None if !protected => unknown(rule(), Code::NetCleartext),
            None => {
                // The current page decides. A note says that an earlier page revoked the credential.
                if self.observed(url).is_some_and(|observed| observed.revoked.contains_key(id)) {
                    self.notes.push(Note::new(Code::StatusReinstated).with("url", url));
                }
                Check::passed(CheckId::Revocation, rule())
            }
        };
        about(check).with_document(reference)
    }
}

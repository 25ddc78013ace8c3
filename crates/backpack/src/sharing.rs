//! Sharing: exports a collection as a signed bundle.
//!
//! From a collection to a bundle: [`Backpack::export_bundle`], `Backpack::shared_badges`,
//! `Backpack::shared_badge`, `badge_bundle::build`, `write_whole`, `Store::add_share`.

use std::{collections::HashSet, path::Path};

use badge_bundle::{BundleOptions, Contents, SectionContents, SharedBadge, Signer};
use jiff::Timestamp;
use openbadges::{
    Code, Document, Report,
    documents::{DocumentRef, sha256_hex},
    read_all,
};
use tokio_util::sync::CancellationToken;

use crate::{
    backpack::Backpack,
    badges::{display_name, stored_badge},
    collection::Item,
    error::AppCode,
    files::{random_id, write_whole},
    input::parse_time,
    progress::ProgressCallback,
    recipients::parse_identity,
    store::{BadgeEntry, BadgeId, Share, StoreError},
    view::*,
};

impl Backpack {
    /// Writes a collection as a signed bundle. A cancelled export leaves no file.
    pub fn export_bundle(
        &self,
        collection: &str,
        to: &Path,
        options: &ExportOptions,
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<ExportSummary, ErrorDetail> {
        let collection = self.find_collection(collection)?;
        if collection.items.is_empty() {
            return Err(ErrorDetail::new(AppCode::CollectionEmpty));
        }
        // The time in a proof has whole seconds. A fraction would reveal more than necessary.
        let now = Timestamp::now();
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let until = options.until.as_deref().map(|until| self.end_of(until)).transpose()?;
        let identities = options
            .disclose
            .iter()
            .map(|identity| parse_identity(&identity.value))
            .collect::<Result<Vec<_>, _>>()?;
        let shared = self.shared_badges(&collection.items, cancel, progress)?;
        let badges = shared.len();
        let contents = Contents {
            title: collection.title.clone(),
            introduction: collection.introduction.clone(),
            sections: vec![SectionContents { title: None, badges: shared }],
            identities,
        };
        let options = BundleOptions {
            created: now,
            audience: filled(options.audience.as_deref()),
            challenge: filled(options.challenge.as_deref()),
            expires: until,
        };
        let bytes = badge_bundle::build(&contents, &Signer::did_key(&self.signing_key()), &options)?;
        let written = write_whole(to, &bytes, cancel).map_err(|error| {
            let detail = format!("{}: {error}", to.display());
            ErrorDetail::new(AppCode::FileNotWritten).with("detail", detail)
        })?;
        if !written {
            return Err(ErrorDetail::new(AppCode::Cancelled));
        }
        let sha256 = sha256_hex(&bytes);
        self.store().add_share(&Share {
            id: random_id(),
            collection: collection.id,
            title: collection.title,
            badges: collection.items.into_iter().map(|item| item.badge).collect(),
            format: "bundle".into(),
            sha256: sha256.clone(),
            audience: options.audience,
            until,
            at: now,
        })?;
        Ok(ExportSummary {
            path: to.display().to_string(),
            bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
            sha256,
            badges: badges as u32,
            holder: self.did(),
        })
    }

    /// Reads each badge and draws its picture, which takes most of the time of an export.
    fn shared_badges(
        &self,
        items: &[Item],
        cancel: &CancellationToken,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<SharedBadge>, ErrorDetail> {
        let total = items.len() as u32;
        let mut all = Vec::with_capacity(items.len());
        for (done, item) in items.iter().enumerate() {
            if cancel.is_cancelled() {
                return Err(ErrorDetail::new(AppCode::Cancelled));
            }
            let entry = self.store().badge(&item.badge)?;
            progress(Progress::new(done as u32, total, display_name(&entry)));
            all.push(self.shared_badge(item, &entry)?);
        }
        progress(Progress::finished(total));
        Ok(all)
    }

    fn shared_badge(&self, item: &Item, entry: &BadgeEntry) -> Result<SharedBadge, ErrorDetail> {
        let missing = || ErrorDetail::from(StoreError::NotFound { what: item.badge.to_string() });
        if entry.removed_at.is_some() {
            return Err(missing());
        }
        let originals = self.store().originals(&item.badge)?;
        let original = originals.into_iter().next().ok_or_else(missing)?;
        let original = badge_alone(original.bytes, &item.badge).ok_or_else(missing)?;
        let reports = self.store().reports(&item.badge)?;
        let report = reports.into_iter().next_back();
        let documents = report.as_ref().map_or(Ok(Vec::new()), |report| self.documents_of(report))?;
        Ok(SharedBadge {
            picture: Some(self.badge_picture(&item.badge)),
            note: item.note.clone(),
            report,
            documents,
            ..SharedBadge::new(original)
        })
    }

    /// Returns the archived documents that a report is based on, each once.
    fn documents_of(&self, report: &Report) -> Result<Vec<Document>, ErrorDetail> {
        let mut cited_before = HashSet::new();
        let mut documents = Vec::new();
        for reference in cited(report) {
            if !cited_before.insert((reference.url.clone(), reference.sha256.clone())) {
                continue;
            }
            documents.extend(self.store().document(reference)?);
        }
        Ok(documents)
    }

    /// Returns the end of a period: an unchanged time, or the last second of a date.
    fn end_of(&self, until: &str) -> Result<Timestamp, ErrorDetail> {
        const LAST_SECOND_OF_DAY: i64 = 24 * 60 * 60 - 1;
        let invalid = || ErrorDetail::new(Code::TimeFormat).with("value", until);
        let time = parse_time(until).ok_or_else(invalid)?;
        if until.contains('T') {
            return Ok(time);
        }
        time.checked_add(jiff::SignedDuration::from_secs(LAST_SECOND_OF_DAY)).map_err(|_| invalid())
    }
}

/// Returns the part of an original to share: all of it if `id` is the only badge in it, otherwise only the
/// badge's text, because the learner did not choose the other badges.
fn badge_alone(original: Vec<u8>, id: &BadgeId) -> Option<Vec<u8>> {
    let parsed = stored_badge(&original, id).ok()?;
    let is_only_badge = parsed.presentation.is_none() && read_all(&original).len() == 1;
    Some(if is_only_badge { original } else { parsed.credential.text().as_bytes().to_vec() })
}

/// Returns the documents that a report is based on, including those of inner credentials and endorsements.
fn cited(report: &Report) -> Vec<&DocumentRef> {
    let inner = report.inner.iter().chain(report.endorsements.iter().map(|endorsement| &endorsement.report));
    let own = report.checks.iter().flat_map(|check| &check.documents);
    own.chain(inner.flat_map(cited)).collect()
}

/// Returns the text unless it is empty.
fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

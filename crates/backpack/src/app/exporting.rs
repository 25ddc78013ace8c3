//! Out again: a collection as a signed bundle.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use badge_bundle::{BundleOptions, Contents, SectionContents, SharedBadge, Signer};
use jiff::Timestamp;
use openbadges::{
    Code, Document, Report,
    documents::{DocumentRef, sha256_hex},
    read_all,
};

use super::{
    Backpack, Cancel, ProgressCallback,
    collections::random_id,
    keeping::{display_name, kept_in},
    lock,
    verifier::parse_time,
};
use crate::{
    collection::Item,
    error::AppCode,
    store::{BadgeEntry, BadgeId, Share, StoreError},
    view::*,
};

impl Backpack {
    /// Writes a collection as a signed bundle. An export that is cancelled leaves no file.
    pub fn export_bundle(
        &self,
        collection: &str,
        to: &Path,
        options: &ExportOptions,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<ExportSummary, ErrorDetail> {
        let collection = self.find_collection(collection)?;
        if collection.items.is_empty() {
            return Err(ErrorDetail::new(AppCode::CollectionEmpty));
        }
        // To the second: nobody needs to know more, and proofs are written so.
        let now = Timestamp::now();
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let until = options.until.as_deref().map(|until| self.end_of(until)).transpose()?;
        let identities = options
            .disclose
            .iter()
            .map(|line| self.understood(&line.value))
            .collect::<Result<Vec<_>, _>>()?;
        let shared = self.all_shared(&collection.items, cancel, progress)?;
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
        let bytes = {
            let vault = lock(&self.inner.vault);
            badge_bundle::build(&contents, &Signer::did_key(vault.signing_key()), &options)?
        };
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

    /// What the bundle holds of each badge. This is the long part: each is read, and its picture drawn.
    fn all_shared(
        &self,
        items: &[Item],
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<Vec<SharedBadge>, ErrorDetail> {
        let total = items.len() as u32;
        let mut all = Vec::with_capacity(items.len());
        for (done, item) in items.iter().enumerate() {
            if cancel.is_cancelled() {
                return Err(ErrorDetail::new(AppCode::Cancelled));
            }
            let kept = self.store().badge(&item.badge)?;
            progress(Progress::new(done as u32, total, display_name(&kept)));
            all.push(self.shared(item, &kept)?);
        }
        progress(Progress::finished(total));
        Ok(all)
    }

    fn shared(&self, item: &Item, kept: &BadgeEntry) -> Result<SharedBadge, ErrorDetail> {
        let missing = || ErrorDetail::from(StoreError::NotFound { what: item.badge.to_string() });
        if kept.removed_at.is_some() {
            return Err(missing());
        }
        let originals = self.store().originals(&item.badge)?;
        let original = originals.into_iter().next().ok_or_else(missing)?;
        let original = by_itself(original.bytes, &item.badge).ok_or_else(missing)?;
        let reports = self.store().reports(&item.badge)?;
        let report = reports.into_iter().next_back();
        let documents = report.as_ref().map_or(Ok(Vec::new()), |report| self.documents_of(report))?;
        Ok(SharedBadge {
            picture: Some(self.picture_of_kept(&item.badge)),
            note: item.note.clone(),
            report,
            documents,
            ..SharedBadge::new(original)
        })
    }

    /// The archived documents that a report stood on, each once.
    fn documents_of(&self, report: &Report) -> Result<Vec<Document>, ErrorDetail> {
        let mut seen = HashSet::new();
        let mut documents = Vec::new();
        for reference in cited(report) {
            if !seen.insert((reference.url.clone(), reference.sha256.clone())) {
                continue;
            }
            documents.extend(self.store().document(reference)?);
        }
        Ok(documents)
    }

    /// The end that a person means: a time as it is, a date to its last second.
    fn end_of(&self, until: &str) -> Result<Timestamp, ErrorDetail> {
        const A_DAY_LESS_A_SECOND: i64 = 24 * 60 * 60 - 1;
        let invalid = || ErrorDetail::new(Code::TimeFormat).with("value", until);
        let time = parse_time(until).ok_or_else(invalid)?;
        if until.contains('T') {
            return Ok(time);
        }
        time.checked_add(jiff::SignedDuration::from_secs(A_DAY_LESS_A_SECOND)).map_err(|_| invalid())
    }
}

/// What is shared of an original: all of it, where `id` is the only badge in it. Of a presentation or a PDF with others
/// in it, only the badge's own text, since nobody chose the others.
fn by_itself(original: Vec<u8>, id: &BadgeId) -> Option<Vec<u8>> {
    let found = kept_in(&original, id).ok()?;
    let alone = found.presentation.is_none() && read_all(&original).len() == 1;
    Some(if alone { original } else { found.credential.text().as_bytes().to_vec() })
}

/// The documents that a report stood on, those of the credentials inside the badge and of its endorsements included.
fn cited(report: &Report) -> Vec<&DocumentRef> {
    let inside = report.inner.iter().chain(report.endorsements.iter().map(|endorsement| &endorsement.report));
    let own = report.checks.iter().flat_map(|check| &check.documents);
    own.chain(inside.flat_map(cited)).collect()
}

/// The text, where there is any.
fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

/// Writes a file so that it is either there whole or not at all: beside its place, to the disk, then into its place.
/// `false`: it was cancelled before it came into its place, and nothing is left of it.
pub(super) fn write_whole(to: &Path, bytes: &[u8], cancel: &Cancel) -> io::Result<bool> {
    const STEP_BYTES: usize = 1 << 20;

    let name = to.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let folder = match to.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let beside = folder.join(format!(".{}.{}.part", name.to_string_lossy(), random_id()));
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).open(&beside)?;
        for step in bytes.chunks(STEP_BYTES) {
            if cancel.is_cancelled() {
                return Ok(false);
            }
            file.write_all(step)?;
        }
        file.sync_all()?;
        drop(file);
        if cancel.is_cancelled() {
            return Ok(false);
        }
        fs::rename(&beside, to)?;
        Ok(true)
    })();
    if !matches!(written, Ok(true)) && beside.exists() {
        fs::remove_file(&beside)?;
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("my.badgebundle");
        let goes_on = Cancel::default();
        assert!(write_whole(&to, b"first", &goes_on).unwrap());
        assert!(write_whole(&to, b"second", &goes_on).unwrap());
        assert_eq!(fs::read(&to).unwrap(), b"second");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("missing/my.badgebundle"), b"x", &goes_on).is_err());
    }

    #[test]
    fn a_cancelled_file_leaves_what_was_there_before_and_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let cancelled = Cancel::default();
        cancelled.cancel();
        let to = folder.path().join("my.badgebundle");
        assert!(!write_whole(&to, b"first", &cancelled).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        fs::write(&to, b"earlier").unwrap();
        assert!(!write_whole(&to, b"second", &cancelled).unwrap());
        assert_eq!(fs::read(&to).unwrap(), b"earlier");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

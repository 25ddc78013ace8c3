//! Shared helpers: a [`World`] is a folder with a key, [`sample`] returns a badge with everything that adding
//! needs.
#![allow(dead_code, reason = "no test file uses all helpers")]

mod report;

use std::{
    fs,
    path::{Path, PathBuf},
};

use badge_store::{
    AddOutcome, BadgeId, DataKey, NewBadge, OpenReport, Source, SourceKind, Store, StoreError,
};
use jiff::Timestamp;
use openbadges::{Badge, Container, Document, Format, Report};

pub(crate) use self::report::report;

/// A temporary folder and a key for a store.
pub(crate) struct World {
    pub(crate) temporary: tempfile::TempDir,
    pub(crate) key: DataKey,
}

impl World {
    pub(crate) fn new() -> Self {
        Self { temporary: tempfile::tempdir().unwrap(), key: DataKey::random() }
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.temporary.path().join("backpack")
    }

    pub(crate) fn open(&self) -> (Store, OpenReport) {
        self.try_open().unwrap()
    }

    pub(crate) fn try_open(&self) -> Result<(Store, OpenReport), StoreError> {
        Store::open(&self.dir(), &self.key)
    }

    /// Opens the store and asserts that nothing was repaired and nothing is damaged.
    pub(crate) fn open_clean(&self) -> Store {
        let (store, report) = self.open();
        let clean = OpenReport { badges: report.badges, created: report.created, ..OpenReport::default() };
        assert_eq!(report, clean);
        store
    }

    /// Returns every file below the store's folder.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        files_below(&self.dir())
    }
}

pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, target).unwrap();
    }
}

pub(crate) fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

/// A numbered badge with everything that adding needs.
pub(crate) struct Sample {
    pub(crate) text: String,
    pub(crate) original: Vec<u8>,
    pub(crate) container: Container,
    pub(crate) badge: Badge,
    pub(crate) report: Report,
    pub(crate) documents: Vec<Document>,
    pub(crate) source: Source,
    pub(crate) at: Timestamp,
}

pub(crate) fn sample(number: u32) -> Sample {
    let text = format!(r#"{{"id":"urn:badge:{number}","name":"Weaving {number}"}}"#);
    let mut badge = Badge {
        id: Some(format!("urn:badge:{number}")),
        name: Some(format!("Weaving {number}")),
        image: Some("data:image/png;base64,AAAA".to_owned()),
        valid_from: Some(time(0)),
        ..Badge::default()
    };
    badge.issuer.id = Some("https://weavers.example".to_owned());
    badge.issuer.email = Some("office@weavers.example".to_owned());
    let report = report(&badge, time(number.into()));
    // Sizes like those of baked pictures. Some exceed a page of the index.
    let mut original = text.clone().into_bytes();
    original.extend((0..20_000 + number * 1_000).map(|n| (n % 251) as u8));
    let document = Document {
        url: format!("https://weavers.example/{number}"),
        final_url: format!("https://weavers.example/{number}"),
        media_type: "application/json".to_owned(),
        bytes: format!("the issuer's page {number}").into_bytes(),
        fetched_at: time(2),
    };
    Sample {
        text,
        original,
        container: Container::Png,
        badge,
        report,
        documents: vec![document],
        source: file(&format!("weaving-{number}.png")),
        at: time(i64::from(number)),
    }
}

pub(crate) fn file(name: &str) -> Source {
    Source { kind: SourceKind::File, name: Some(name.to_owned()), url: None }
}

impl Sample {
    pub(crate) fn id(&self) -> BadgeId {
        BadgeId::of(&self.text)
    }

    pub(crate) fn new_badge(&self) -> NewBadge<'_> {
        NewBadge {
            original: &self.original,
            container: self.container,
            format: Format::Ob3DataIntegrity,
            credential_text: &self.text,
            badge: &self.badge,
            report: Some(&self.report),
            documents: &self.documents,
            source: self.source.clone(),
            added_at: self.at,
        }
    }

    pub(crate) fn add_to(&self, store: &Store) -> AddOutcome {
        store.add(self.new_badge()).unwrap()
    }

    /// Asserts that everything about this badge is in the store, byte for byte.
    pub(crate) fn assert_in(&self, store: &Store) {
        let entry = store.badge(&self.id()).unwrap();
        assert_eq!(entry.badge.name, self.badge.name);
        let originals = store.originals(&self.id()).unwrap();
        assert!(originals.iter().any(|original| original.bytes == self.original));
        let reports = store.reports(&self.id()).unwrap();
        assert!(reports.iter().any(|report| report.at == self.report.at));
        for document in &self.documents {
            assert_eq!(store.document(&document.reference()).unwrap().as_ref(), Some(document));
        }
    }
}

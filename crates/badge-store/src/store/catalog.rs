//! The catalog keeps facts about every badge in memory, such as name, order and versions.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use jiff::Timestamp;
use openbadges::Badge;

use crate::{
    badge_id::BadgeId,
    error::StoreError,
    store::{
        badge::BadgeEntry,
        entry::EntryKey,
        report::{Advice, Damage, DamageKind},
        tree::Tree,
        versions::{Authenticity, RelativeAge, VersionDates, VersionKey},
    },
};

/// The badges and the names of other files, in memory.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    badges: BTreeMap<BadgeId, CatalogRow>,
    /// Badges by version key, so that listing all badges does not compare every pair.
    versions: BTreeMap<VersionKey, BTreeSet<BadgeId>>,
    /// The greatest sequence number of a badge.
    last_sequence: u64,
    /// The names of other files, by id, for reports of damage.
    other_file_names: BTreeMap<String, String>,
}

#[derive(Debug)]
struct CatalogRow {
    sequence: u64,
    name: String,
    removed_at: Option<Timestamp>,
    version_key: Option<VersionKey>,
    dates: VersionDates,
    authenticity: Authenticity,
}

impl Catalog {
    /// Adds or replaces a badge.
    pub(super) fn put(&mut self, entry: &BadgeEntry) {
        let badge = &entry.badge;
        let row = CatalogRow {
            sequence: entry.sequence,
            name: badge.name.clone().or_else(|| badge.id.clone()).unwrap_or_default(),
            removed_at: entry.removed_at,
            version_key: VersionKey::of(badge),
            dates: VersionDates::of(badge),
            authenticity: Authenticity::of(entry.latest.as_ref().map(|latest| latest.verdict)),
        };
        self.remove(&entry.id);
        self.last_sequence = self.last_sequence.max(row.sequence);
        if let Some(version_key) = &row.version_key {
            self.versions.entry(version_key.clone()).or_default().insert(entry.id.clone());
        }
        self.badges.insert(entry.id.clone(), row);
    }

    /// Adds or replaces the name of another file.
    pub(super) fn put_other_file(&mut self, id: &str, name: &str) {
        self.other_file_names.insert(id.to_owned(), name.to_owned());
    }

    /// Removes a badge.
    pub(super) fn remove(&mut self, id: &BadgeId) {
        let version_key = self.badges.remove(id).and_then(|row| row.version_key);
        if let Some(version_key) = version_key
            && let Some(versions) = self.versions.get_mut(&version_key)
        {
            versions.remove(id);
            if versions.is_empty() {
                self.versions.remove(&version_key);
            }
        }
    }

    /// Returns the number of badges that are not removed.
    pub(super) fn count(&self) -> usize {
        self.badges.values().filter(|row| row.removed_at.is_none()).count()
    }

    /// Returns the badges that were removed before a time.
    pub(super) fn removed_before(&self, time: Timestamp) -> Vec<BadgeId> {
        let is_due = |row: &CatalogRow| row.removed_at.is_some_and(|at| at < time);
        self.badges.iter().filter(|(_, row)| is_due(row)).map(|(id, _)| id.clone()).collect()
    }

    /// Returns the sequence number for the next badge.
    pub(super) fn next_sequence(&self) -> u64 {
        self.last_sequence + 1
    }

    /// Returns the badge whose id starts with `prefix`.
    pub(super) fn find(&self, prefix: &str) -> Result<BadgeId, StoreError> {
        let matches = |id: &&BadgeId| !prefix.is_empty() && id.as_str().starts_with(prefix);
        let candidates: Vec<BadgeId> = self.badges.keys().filter(matches).cloned().collect();
        match candidates.as_slice() {
            [] => Err(StoreError::NotFound { what: prefix.to_owned() }),
            [id] => Ok(id.clone()),
            _ => Err(StoreError::Ambiguous { prefix: prefix.to_owned(), candidates }),
        }
    }

    /// Returns the newest version of a badge, if that is another badge with at least the same authenticity.
    pub(super) fn superseded_by(&self, id: &BadgeId) -> Option<BadgeId> {
        let own = self.badges.get(id)?;
        let newer = |row: &CatalogRow| {
            row.dates.compare(own.dates) == RelativeAge::Newer && row.authenticity >= own.authenticity
        };
        let newest = |best: (&BadgeId, &CatalogRow), other: (&BadgeId, &CatalogRow)| {
            other.1.dates.compare(best.1.dates) == RelativeAge::Newer
        };
        self.others_with(own.version_key.as_ref()?, id)
            .filter(|(_, row)| newer(row))
            .reduce(|best, other| if newest(best, other) { other } else { best })
            .map(|(id, _)| id.clone())
    }

    /// Returns another version of a badge: the one that was added last.
    pub(super) fn other_version(&self, id: &BadgeId) -> Option<BadgeId> {
        let version_key = self.badges.get(id)?.version_key.as_ref()?;
        self.others_with(version_key, id).max_by_key(|(_, row)| row.sequence).map(|(id, _)| id.clone())
    }

    /// Returns the other versions of a badge, and how each compares with it. The badge itself need not be stored.
    ///
    /// The version that was added last is first. Invalid badges are left out.
    pub(super) fn versions(&self, id: &BadgeId, badge: &Badge) -> Vec<(BadgeId, RelativeAge)> {
        let Some(version_key) = VersionKey::of(badge) else { return Vec::new() };
        let dates = VersionDates::of(badge);
        let authentic =
            self.others_with(&version_key, id).filter(|(_, row)| row.authenticity > Authenticity::Invalid);
        let mut others: Vec<_> = authentic.collect();
        others.sort_by_key(|(_, row)| std::cmp::Reverse(row.sequence));
        others.into_iter().map(|(other, row)| (other.clone(), row.dates.compare(dates))).collect()
    }

    fn others_with<'a>(
        &'a self,
        version_key: &VersionKey,
        id: &'a BadgeId,
    ) -> impl Iterator<Item = (&'a BadgeId, &'a CatalogRow)> {
        let versions = self.versions.get(version_key).into_iter().flatten();
        versions
            .filter(move |other| *other != id)
            .filter_map(|other| Some((other, self.badges.get(other)?)))
            .filter(|(_, row)| row.removed_at.is_none())
    }

    /// Describes the damage of an entry that cannot be read.
    pub(super) fn damage(&self, tree: Option<Tree>, key: Option<&EntryKey>, file: PathBuf) -> Damage {
        let (kind, advice) = match key.map(|key| key.tree).or(tree) {
            Some(Tree::Originals) => (DamageKind::Original, Advice::ImportAgain),
            Some(Tree::Badges) => (DamageKind::Badge, Advice::ImportAgain),
            Some(Tree::Reports) => (DamageKind::Report, Advice::Reverify),
            Some(Tree::Documents) => (DamageKind::Document, Advice::Reverify),
            Some(Tree::Collections) => (DamageKind::Collection, Advice::CreateAgain),
            Some(Tree::Identities) => (DamageKind::Identity, Advice::CreateAgain),
            Some(Tree::Issuers | Tree::Shares | Tree::Settings | Tree::RequestLog) => {
                (DamageKind::Other, Advice::CreateAgain)
            }
            Some(Tree::OtherFiles | Tree::OtherFileBytes) => (DamageKind::OtherFile, Advice::AddAgain),
            None => (DamageKind::Unknown, Advice::RestoreFile),
        };
        let belongs_to_badge =
            |key: &&EntryKey| matches!(key.tree, Tree::Originals | Tree::Reports | Tree::Badges);
        let badge = key.filter(belongs_to_badge).and_then(|key| {
            let id = if key.tree == Tree::Badges { &key.item } else { &key.group };
            id.parse::<BadgeId>().ok()
        });
        let other_file_name = || key.and_then(|key| self.other_file_names.get(&key.item)).cloned();
        let badge_name = badge.as_ref().and_then(|id| self.badges.get(id)).map(|row| row.name.clone());
        let name = badge_name.or_else(other_file_name);
        let what =
            name.filter(|name| !name.is_empty()).or_else(|| Some(key?.item.clone())).unwrap_or_default();
        Damage { kind, what, badge, file, advice }
    }
}

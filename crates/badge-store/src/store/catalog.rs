//! What has to be known of every badge at any time: names, order, and which versions belong together.

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
        Advice, BadgeEntry, Damage, DamagedKind,
        entry::{EntryKey, Tree},
        versions::{Age, Belief, Dates, Same},
    },
};

/// The badges, each in brief.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    badges: BTreeMap<BadgeId, Brief>,
    /// Badges by what makes them versions of one, so that a list of all badges does not compare each with each.
    versions: BTreeMap<Same, BTreeSet<BadgeId>>,
    /// The greatest number that was given to a badge.
    last_sequence: u64,
    /// The names of unverified records, by id, for telling what is damaged.
    records: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Brief {
    sequence: u64,
    name: String,
    removed_at: Option<Timestamp>,
    same: Option<Same>,
    dates: Dates,
    belief: Belief,
}

impl Shelf {
    /// Puts a badge in, or in again.
    pub(super) fn put(&mut self, record: &BadgeEntry) {
        let badge = &record.badge;
        let brief = Brief {
            sequence: record.sequence,
            name: badge.name.clone().or_else(|| badge.id.clone()).unwrap_or_default(),
            removed_at: record.removed_at,
            same: Same::of(badge),
            dates: Dates::of(badge),
            belief: Belief::of(record.latest.as_ref().map(|latest| latest.verdict)),
        };
        self.take(&record.id);
        self.last_sequence = self.last_sequence.max(brief.sequence);
        if let Some(same) = &brief.same {
            self.versions.entry(same.clone()).or_default().insert(record.id.clone());
        }
        self.badges.insert(record.id.clone(), brief);
    }

    /// Remembers what an unverified record is called.
    pub(super) fn name_record(&mut self, id: &str, name: &str) {
        self.records.insert(id.to_owned(), name.to_owned());
    }

    /// Takes a badge out.
    pub(super) fn take(&mut self, id: &BadgeId) {
        let same = self.badges.remove(id).and_then(|brief| brief.same);
        if let Some(same) = same
            && let Some(versions) = self.versions.get_mut(&same)
        {
            versions.remove(id);
            if versions.is_empty() {
                self.versions.remove(&same);
            }
        }
    }

    /// Badges that are not removed.
    pub(super) fn count(&self) -> usize {
        self.badges.values().filter(|brief| brief.removed_at.is_none()).count()
    }

    /// Badges that were removed before a time.
    pub(super) fn removed_before(&self, time: Timestamp) -> Vec<BadgeId> {
        let long_ago = |brief: &Brief| brief.removed_at.is_some_and(|at| at < time);
        self.badges.iter().filter(|(_, brief)| long_ago(brief)).map(|(id, _)| id.clone()).collect()
    }

    /// The number of the next badge.
    pub(super) fn next_sequence(&self) -> u64 {
        self.last_sequence + 1
    }

    /// The badge whose id begins so.
    pub(super) fn find(&self, prefix: &str) -> Result<BadgeId, StoreError> {
        let fits = |id: &&BadgeId| !prefix.is_empty() && id.as_str().starts_with(prefix);
        let candidates: Vec<BadgeId> = self.badges.keys().filter(fits).cloned().collect();
        match candidates.as_slice() {
            [] => Err(StoreError::NotFound { what: prefix.to_owned() }),
            [one] => Ok(one.clone()),
            _ => Err(StoreError::Ambiguous { prefix: prefix.to_owned(), candidates }),
        }
    }

    /// The newest of the versions that a badge is one of, if that is another one, and one that is believed as far.
    pub(super) fn superseded_by(&self, id: &BadgeId) -> Option<BadgeId> {
        let own = self.badges.get(id)?;
        let newer = |brief: &Brief| brief.dates.beside(own.dates) == Age::Newer && brief.belief >= own.belief;
        let newest = |best: (&BadgeId, &Brief), other: (&BadgeId, &Brief)| {
            other.1.dates.beside(best.1.dates) == Age::Newer
        };
        self.others_of(own.same.as_ref()?, id)
            .filter(|(_, brief)| newer(brief))
            .reduce(|best, other| if newest(best, other) { other } else { best })
            .map(|(id, _)| id.clone())
    }

    /// Another version of a badge: the one that was kept last.
    pub(super) fn other_version(&self, id: &BadgeId) -> Option<BadgeId> {
        let same = self.badges.get(id)?.same.as_ref()?;
        self.others_of(same, id).max_by_key(|(_, brief)| brief.sequence).map(|(id, _)| id.clone())
    }

    /// The other versions of a badge, which need not be kept itself, each with how it compares with that badge. The one that
    /// was kept last is first. What is not what its issuer issued is a version of nothing.
    pub(super) fn versions(&self, id: &BadgeId, badge: &Badge) -> Vec<(BadgeId, Age)> {
        let Some(same) = Same::of(badge) else { return Vec::new() };
        let dates = Dates::of(badge);
        let believed = self.others_of(&same, id).filter(|(_, brief)| brief.belief > Belief::None);
        let mut others: Vec<_> = believed.collect();
        others.sort_by_key(|(_, brief)| std::cmp::Reverse(brief.sequence));
        others.into_iter().map(|(other, brief)| (other.clone(), brief.dates.beside(dates))).collect()
    }

    fn others_of<'a>(
        &'a self,
        same: &Same,
        id: &'a BadgeId,
    ) -> impl Iterator<Item = (&'a BadgeId, &'a Brief)> {
        let versions = self.versions.get(same).into_iter().flatten();
        versions
            .filter(move |other| *other != id)
            .filter_map(|other| Some((other, self.badges.get(other)?)))
            .filter(|(_, brief)| brief.removed_at.is_none())
    }

    /// What to tell about a record that cannot be read.
    pub(super) fn damage(&self, tree: Option<Tree>, key: Option<&EntryKey>, file: PathBuf) -> Damage {
        let (kind, advice) = match key.map(|key| key.tree).or(tree) {
            Some(Tree::Originals) => (DamagedKind::Original, Advice::ImportAgain),
            Some(Tree::Badges) => (DamagedKind::Badge, Advice::ImportAgain),
            Some(Tree::Reports) => (DamagedKind::Report, Advice::CheckAgain),
            Some(Tree::Documents) => (DamagedKind::Document, Advice::CheckAgain),
            Some(Tree::Collections) => (DamagedKind::Collection, Advice::MakeAgain),
            Some(Tree::Identities) => (DamagedKind::Identity, Advice::MakeAgain),
            Some(Tree::Issuers | Tree::Shares | Tree::Settings | Tree::RequestLog) => {
                (DamagedKind::Record, Advice::MakeAgain)
            }
            Some(Tree::Unverified | Tree::UnverifiedOriginals) => (DamagedKind::OtherFile, Advice::AddAgain),
            None => (DamagedKind::Unknown, Advice::RestoreFile),
        };
        let of_badge = |key: &&EntryKey| matches!(key.tree, Tree::Originals | Tree::Reports | Tree::Badges);
        let badge = key.filter(of_badge).and_then(|key| {
            let id = if key.tree == Tree::Badges { &key.item } else { &key.group };
            id.parse::<BadgeId>().ok()
        });
        let of_record = || key.and_then(|key| self.records.get(&key.item)).cloned();
        let of_badge = badge.as_ref().and_then(|id| self.badges.get(id)).map(|brief| brief.name.clone());
        let name = of_badge.or_else(of_record);
        let what =
            name.filter(|name| !name.is_empty()).or_else(|| Some(key?.item.clone())).unwrap_or_default();
        Damage { kind, what, badge, file, advice }
    }
}

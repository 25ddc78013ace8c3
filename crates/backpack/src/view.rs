//! What a face shows: plain data with every sentence already in words, made by the application for the window and the
//! command line alike.
//!
//! Nothing here decides anything. Field names are the ones that `--json` promises; fields are added, never renamed.

use std::collections::BTreeMap;

use openbadges::{
    assurance::FactKind,
    badge::{Alignment, AssessmentResult, Evidence, Profile},
    check::{CheckId, Endorsed, Outcome, Rule, Standing, Verdict},
    documents::{DocumentRef, Purpose},
};
use serde::{Deserialize, Serialize};

/// A badge with its checks, told in words: the line of `verify`, `import` and `review`, and what a screen shows.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldBadge {
    /// Where it came from: a path, an address, or `pasted`.
    pub source: String,
    /// Version and form, e.g. `ob-3.0/data-integrity`.
    pub format: String,
    /// The version of Open Badges that it is written in, e.g. `1.1`.
    pub version: Option<String>,
    /// The credential's own id.
    pub id: Option<String>,
    /// SHA-256 of the original bytes, hex.
    pub sha256: String,
    /// Name of the achievement.
    pub name: Option<String>,
    /// RFC 3339: the time that the checks were made for.
    pub checked_for: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict in one sentence, for a headline.
    pub headline: String,
    /// Who issued it.
    pub issuer: ToldIssuer,
    /// To whom.
    pub recipient: ToldRecipient,
    /// RFC 3339.
    pub valid_from: Option<String>,
    /// RFC 3339.
    pub valid_until: Option<String>,
    /// Every check.
    pub checks: Vec<ToldCheck>,
    /// What tells a rigorous badge from a participation badge.
    pub assurance: Vec<ToldFact>,
    /// Remarks.
    pub notes: Vec<ToldNote>,
    /// The credentials inside a learner record, each with its own verdict.
    pub inner: Vec<ToldBadge>,
    /// Who endorses the badge, its achievement or its issuer. None of it changes the verdict.
    pub endorsements: Vec<ToldEndorsement>,
    /// A newer edition that the issuer hands out, checked by itself.
    pub newer: Option<Box<ToldBadge>>,
}

/// An endorsement, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldEndorsement {
    /// What is endorsed.
    pub of: Endorsed,
    /// What it is, in words.
    pub message: String,
    /// What the endorser says, by the endorser's own words.
    pub comment: Option<String>,
    /// The endorsement's own checks and verdict. Who endorses is its issuer.
    pub told: ToldBadge,
}

/// The issuer, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldIssuer {
    /// Its id.
    pub id: Option<String>,
    /// Its name by its own claim.
    pub name: Option<String>,
    /// Who it is shown to be.
    pub standing: Standing,
    /// The registrable domain, where it is proven.
    pub domain: Option<String>,
    /// The standing in words. A name that is only claimed stands in quotes here.
    pub message: String,
    /// The trust lists that name it.
    pub lists: Vec<ToldListing>,
    /// How it compares with what this backpack remembers of it.
    pub remembered: Option<ToldRemembered>,
    /// Other issuers, listed or remembered, that it is easily mistaken for.
    pub resembles: Vec<ToldResemblance>,
}

/// A trust list that names the issuer, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldListing {
    /// What the list is called.
    pub list: String,
    /// The issuer's name by the list.
    pub name: Option<String>,
    /// In words.
    pub message: String,
}

/// How an issuer compares with what is remembered of it, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldRemembered {
    /// RFC 3339: when it was first seen.
    pub first_seen: String,
    /// Whether it signs with a key that it did not have then.
    pub changed: bool,
    /// In words.
    pub message: String,
}

/// An issuer that another one is easily mistaken for, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldResemblance {
    /// Its name or host.
    pub known: String,
    /// Its id.
    pub id: String,
    /// In words.
    pub message: String,
}

/// A trust list that is kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct TrustListLine {
    /// What it is called.
    pub name: String,
    /// How many issuers it names.
    pub issuers: u32,
    /// SHA-256 of the file that was added, hex.
    pub sha256: String,
    /// RFC 3339: when it was added.
    pub added_at: String,
    /// Whether it took the place of a list of the same name just now.
    pub replaced: bool,
}

/// An issuer that is remembered from a badge that was kept.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KnownIssuerLine {
    /// Its id.
    pub id: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// Its keys, each by its JWK thumbprint.
    pub keys: Vec<String>,
    /// RFC 3339: when it was first seen.
    pub first_seen: String,
}

/// The recipient, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldRecipient {
    /// Whether it is one of the learner's identities.
    pub outcome: Outcome,
    /// The identity that matched.
    pub identity: Option<String>,
    /// In words.
    pub message: String,
}

/// One check, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldCheck {
    /// Its stable id.
    pub id: CheckId,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why it failed or could not be made.
    pub code: Option<String>,
    /// In words.
    pub message: String,
    /// What to do next, where there is something to do.
    pub next_step: Option<String>,
    /// The rule that it follows.
    pub rule: Rule,
    /// What it stood on.
    pub documents: Vec<DocumentRef>,
}

/// One fact of assurance, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldFact {
    /// The fact.
    pub fact: FactKind,
    /// JSON pointer to where it was read.
    #[serde(rename = "where")]
    pub place: String,
    /// In words.
    pub message: String,
}

/// A remark, told.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldNote {
    /// Its stable code.
    pub code: String,
    /// In words.
    pub message: String,
}

/// An error, told: for `--json`, for stderr, for a screen.
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ToldError {
    /// Its stable code.
    pub code: String,
    /// What happened, in one plain sentence.
    pub message: String,
    /// What was found instead, in a few words.
    pub found: Option<String>,
    /// What to do next.
    pub next_step: Option<String>,
}

/// What became of one input before anything is kept: a badge with its checks, or why there is none.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Sighting {
    /// Names this sighting until it is kept or dropped. Opaque.
    pub key: String,
    /// Where it came from.
    pub source: String,
    /// The badge, where there is one.
    pub badge: Option<ToldBadge>,
    /// The error, where there is none.
    pub error: Option<ToldError>,
    /// The id of the badge in the backpack, where it is held already.
    pub held_as: Option<String>,
    /// Hosts that the checks would ask and have not yet; asking tells them that somebody at this address looks.
    pub hosts_to_ask: Vec<String>,
}

/// What became of one sighting after "keep".
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct KeptOutcome {
    /// Where it came from.
    pub source: String,
    /// Its name, if it is a badge.
    pub name: Option<String>,
    /// What became of it.
    pub outcome: KeptKind,
    /// The id in the backpack.
    pub badge_id: Option<String>,
    /// Why it was not kept.
    pub error: Option<ToldError>,
}

/// What became of a badge that was to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum KeptKind {
    /// It is in the backpack now.
    Added,
    /// It was there already; the new source is remembered.
    AlreadyHeld,
    /// It is not; the error says why.
    Failed,
}

/// A badge in the grid or list.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeCard {
    /// The id in the backpack (SHA-256 of the credential's text, hex).
    pub id: String,
    /// Name of the achievement.
    pub name: String,
    /// Issuer's name by its own claim.
    pub issuer_name: Option<String>,
    /// The registrable domain, where it is proven.
    pub issuer_domain: Option<String>,
    /// Whether the issuer's name is only a claim (shown in quotes).
    pub issuer_claimed_only: bool,
    /// The latest verdict.
    pub verdict: Verdict,
    /// In words.
    pub headline: String,
    /// RFC 3339: awarded or valid from.
    pub date: Option<String>,
    /// RFC 3339.
    pub valid_until: Option<String>,
    /// RFC 3339: when it was added.
    pub added_at: String,
    /// RFC 3339: when it was last checked.
    pub checked_at: Option<String>,
    /// Facts of assurance.
    pub assurance: Vec<FactKind>,
    /// Whether it is shown to be the learner's.
    pub mine: Outcome,
    /// A newer version of the same credential is held.
    pub superseded: bool,
}

/// Everything about one badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BadgeDetail {
    /// The card.
    pub card: BadgeCard,
    /// The latest checks.
    pub told: ToldBadge,
    /// The issuer's profile, by its own claim.
    pub issuer: Profile,
    /// What it is for.
    pub description: Option<String>,
    /// What had to be done, in words (Markdown; shown as plain text).
    pub criteria: Option<String>,
    /// What had to be done: a page.
    pub criteria_url: Option<String>,
    /// What the issuer says about this award in particular.
    pub narrative: Option<String>,
    /// Its kind, e.g. `Certificate`.
    pub achievement_type: Option<String>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Results.
    pub results: Vec<AssessmentResult>,
    /// Competencies.
    pub alignments: Vec<Alignment>,
    /// Where it came from, each time it was handed over.
    pub sources: Vec<SourceLine>,
    /// The credential's own text, as it was issued.
    pub original_text: String,
    /// Earlier and later checks: when, and with which verdict. Newest first.
    pub history: Vec<HistoryLine>,
    /// Hosts that a recheck would ask.
    pub hosts_to_ask: Vec<String>,
    /// Collections that hold it.
    pub collections: Vec<String>,
}

/// A source of a badge.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct SourceLine {
    /// The file's name, the address, or `pasted`.
    pub name: String,
    /// `png`, `svg`, `json`, `jws`.
    pub container: String,
    /// SHA-256 of the original bytes.
    pub sha256: String,
    /// RFC 3339.
    pub added_at: String,
}

/// One verification in the past.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct HistoryLine {
    /// RFC 3339.
    pub at: String,
    /// The verdict then.
    pub verdict: Verdict,
    /// In words.
    pub headline: String,
}

/// An identity that the learner says is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct IdentityLine {
    /// `email`, `url`, `telephone`, `did` or `id`.
    pub kind: String,
    /// As the learner wrote it.
    pub value: String,
    /// How many badges were issued to it.
    pub badges: u32,
}

/// A collection in the list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many badges it holds.
    pub badges: u32,
    /// RFC 3339.
    pub changed_at: String,
}

/// A collection with its badges, in the learner's order.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionDetail {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The learner's introduction.
    pub introduction: String,
    /// The badges in order.
    pub items: Vec<CollectionLine>,
    /// RFC 3339.
    pub changed_at: String,
}

/// A badge in a collection.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct CollectionLine {
    /// The badge. `None`: it was removed from the backpack, and `badge_id` says which it was.
    pub card: Option<BadgeCard>,
    /// The badge's id.
    pub badge_id: String,
    /// The learner's note.
    pub note: String,
}

/// What an export is made for.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[serde(default)]
pub struct ExportOptions {
    /// For whom; becomes the proof's `domain`.
    pub audience: Option<String>,
    /// The reader's challenge.
    pub challenge: Option<String>,
    /// RFC 3339 time or date after which the bundle's signature is not to be relied on.
    pub until: Option<String>,
    /// Identities to disclose, so that a reader can compare them with the badges' recipients.
    pub disclose: Vec<IdentityLine>,
}

/// A bundle that was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Exported {
    /// Where.
    pub path: String,
    /// Its size.
    pub bytes: u32,
    /// SHA-256 of the file.
    pub sha256: String,
    /// How many badges it holds.
    pub badges: u32,
    /// Who signed it.
    pub holder: String,
}

/// Someone else's bundle, opened and re-checked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewView {
    /// The file.
    pub source: String,
    /// The collection's title, by the holder's words.
    pub title: String,
    /// The introduction, by the holder's words.
    pub introduction: String,
    /// The holder's DID.
    pub holder: String,
    /// RFC 3339.
    pub created_at: String,
    /// For whom it was made.
    pub audience: Option<String>,
    /// RFC 3339: until when.
    pub until: Option<String>,
    /// Checks of the bundle itself (manifest, presentation, audience), told.
    pub checks: Vec<BundleCheck>,
    /// Each badge.
    pub badges: Vec<ReviewedBadge>,
    /// Hosts that the checks would ask and have not yet.
    pub hosts_to_ask: Vec<String>,
}

/// A check of the bundle itself.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct BundleCheck {
    /// `bundle.manifest`, `bundle.presentation`, `bundle.audience`, `bundle.time`.
    pub id: String,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why not.
    pub code: Option<String>,
    /// In words.
    pub message: String,
}

/// A badge in someone else's bundle.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ReviewedBadge {
    /// The badge as re-checked now; or why it could not be read.
    pub told: Option<ToldBadge>,
    /// Why it could not be read.
    pub error: Option<ToldError>,
    /// Opaque key of its picture.
    pub picture: Option<String>,
    /// The holder's own note.
    pub note: String,
    /// What it is for, by the issuer.
    pub description: Option<String>,
    /// What had to be done, by the issuer.
    pub criteria: Option<String>,
    /// What had to be done: a page.
    pub criteria_url: Option<String>,
    /// Whether the holder is shown to be the recipient.
    pub holder_is_recipient: Outcome,
    /// In words.
    pub holder_message: String,
    /// The verdict that the holder's program reported at export.
    pub verdict_at_export: Option<Verdict>,
    /// What changed since, in words; `None`: nothing.
    pub changed: Option<String>,
}

/// What examining everything that is kept came to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DoctorView {
    /// How many badges were examined.
    pub badges: u32,
    /// The index was lost or damaged, and was made anew from the originals.
    pub rebuilt: bool,
    /// Records that were restored from another place.
    pub restored: u32,
    /// Files that were put aside, never deleted.
    pub moved_aside: Vec<String>,
    /// What cannot be read back.
    pub damaged: Vec<DamageLine>,
}

/// Something that cannot be read back as it was written.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct DamageLine {
    /// `original`, `badge`, `report`, `document`, `collection`, `identity`, `record` or `unknown`.
    pub kind: String,
    /// What it is: a badge's name, a document's address.
    pub what: String,
    /// Where it is on the disk.
    pub file: String,
    /// What to do, in words.
    pub advice: String,
}

/// One request that this program made or refused to make.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct ActivityLine {
    /// RFC 3339.
    pub at: String,
    /// The host that was asked.
    pub host: Option<String>,
    /// The address.
    pub url: String,
    /// What for.
    pub purpose: Purpose,
    /// Bytes that were received.
    pub bytes: u32,
    /// Why nothing came of it.
    pub failure: Option<String>,
}

/// Whether the backpack can be used, and if not, what is needed.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub enum OpenState {
    /// It is open.
    Open {
        /// The learner's DID.
        did: String,
        /// How many badges it holds.
        badges: u32,
        /// The recovery phrase has not been written down yet.
        phrase_to_note: bool,
        /// What opening found to tell (rebuilt index, damage), in words.
        messages: Vec<String>,
    },
    /// There is no keyring, and no passphrase was set yet: one must be chosen.
    PassphraseToChoose {
        /// Why, and what to do.
        error: ToldError,
    },
    /// It exists, and its key is not to be had without passphrase or recovery phrase.
    Locked {
        /// Why, and what to do.
        error: ToldError,
        /// Whether a passphrase was set.
        has_passphrase: bool,
    },
    /// It cannot be opened now.
    Unavailable {
        /// Why, and what to do.
        error: ToldError,
    },
}

/// What long work tells while it runs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Progress {
    /// How many are done.
    pub done: u32,
    /// Of how many.
    pub total: u32,
    /// What is being worked on.
    pub current: String,
}

/// A page of the badge list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
pub struct Query {
    /// Words that must all occur in name, issuer, description, tags or recipient.
    pub text: String,
    /// Only these verdicts; empty: all.
    pub verdicts: Vec<Verdict>,
    /// Only badges with one of these facts; empty: all.
    pub assurance: Vec<FactKind>,
}

/// Facts for a sentence, by name.
pub type Arguments = BTreeMap<String, String>;

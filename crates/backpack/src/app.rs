//! The application's verbs: look, keep, list, show, remove, recheck, collect, export, review.
//!
//! A face (window, command line) calls these and shows what they return. How badges are read and verified is in
//! `openbadges`, how they are kept in `store`, how documents are fetched in `network`.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::view::*;

/// Something that a person handed over.
#[derive(Clone, Debug)]
pub enum Handed {
    /// A file or a folder.
    Path(PathBuf),
    /// Pasted or typed: a link, JSON, or a JWT. Which of these is judged by content.
    Text(String),
    /// Bytes with the name that they came under (standard input, a dropped blob).
    Bytes {
        /// The name; only shown.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// Stops long work at the next point where nothing is half done.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the work to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How to reach documents, and what to ask about badges.
#[derive(Clone, Debug, Default)]
pub struct CheckerOptions {
    /// Ask no host at all.
    pub offline: bool,
    /// A further certificate authority, PEM.
    pub cacert: Option<PathBuf>,
    /// curl's `--resolve`: `HOST:PORT:ADDRESS`.
    pub resolve: Vec<String>,
    /// Private and loopback addresses may be asked.
    pub allow_private_network: bool,
    /// Judge for this time instead of now (RFC 3339).
    pub at: Option<String>,
    /// Identities to compare recipients with.
    pub recipients: Vec<String>,
}

/// Verifies without keeping: needs no backpack and no key.
pub struct Checker {
    _options: CheckerOptions,
}

impl Checker {
    /// A checker with these options.
    pub fn new(options: CheckerOptions) -> Result<Self, ToldError> {
        Ok(Self { _options: options })
    }

    /// Reads and verifies what was handed over. `ask_hosts: false` says which hosts would be asked, and asks none.
    pub async fn look(
        &self,
        _handed: Vec<Handed>,
        _ask_hosts: bool,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Vec<Sighting> {
        todo!("lead")
    }

    /// Opens and re-checks someone else's bundle.
    pub async fn review(
        &self,
        _bundle: Handed,
        _challenge: Option<String>,
        _ask_hosts: bool,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<ReviewView, ToldError> {
        todo!("lead")
    }
}

/// How a backpack is opened.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// The folder; the platform's data folder where `None`.
    pub data_dir: Option<PathBuf>,
    /// The passphrase, where there is no keyring; on the first opening it is set.
    pub passphrase: Option<String>,
    /// The recovery phrase.
    pub recovery_phrase: Option<String>,
}

/// A learner's backpack, opened. Cheap to share between tasks.
#[derive(Clone)]
pub struct Backpack {}

impl Backpack {
    /// Opens the backpack, making it on the first run. What is needed otherwise is in the state.
    pub fn open(_options: &OpenOptions, _checker: CheckerOptions) -> (OpenState, Option<Self>) {
        todo!("lead")
    }

    /// Reads and verifies what was handed over; nothing is kept. Sightings are remembered by key until kept or forgotten.
    pub async fn look(
        &self,
        _handed: Vec<Handed>,
        _ask_hosts: bool,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Vec<Sighting> {
        todo!("lead")
    }

    /// Verifies remembered sightings again, this time asking the hosts.
    pub async fn look_again(
        &self,
        _keys: Vec<String>,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Vec<Sighting> {
        todo!("lead")
    }

    /// Keeps remembered sightings. Each is safely on the disk before it is reported as added.
    pub fn keep(&self, _keys: &[String]) -> Vec<KeptOutcome> {
        todo!("lead")
    }

    /// Forgets sightings that are not to be kept.
    pub fn forget(&self, _keys: &[String]) {
        todo!("lead")
    }

    /// The badges that match, newest first.
    pub fn list(&self, _query: &Query) -> Result<Vec<BadgeCard>, ToldError> {
        todo!("lead")
    }

    /// Everything about one badge, named by its id or an unambiguous beginning of it.
    pub fn show(&self, _id: &str) -> Result<BadgeDetail, ToldError> {
        todo!("lead")
    }

    /// Removes a badge; undoable for 30 days.
    pub fn remove(&self, _id: &str) -> Result<BadgeCard, ToldError> {
        todo!("lead")
    }

    /// Takes a removal back.
    pub fn undo_remove(&self, _id: &str) -> Result<BadgeCard, ToldError> {
        todo!("lead")
    }

    /// Badges that were removed and can still be brought back.
    pub fn removed(&self) -> Result<Vec<BadgeCard>, ToldError> {
        todo!("lead")
    }

    /// Verifies badges again (all where `ids` is empty), and remembers the reports.
    pub async fn recheck(
        &self,
        _ids: Vec<String>,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Vec<ToldBadge>, ToldError> {
        todo!("lead")
    }

    /// The learner's identities.
    pub fn identities(&self) -> Result<Vec<IdentityLine>, ToldError> {
        todo!("lead")
    }

    /// Adds an identity; its kind is judged by its form.
    pub fn add_identity(&self, _value: &str) -> Result<IdentityLine, ToldError> {
        todo!("lead")
    }

    /// Removes an identity.
    pub fn remove_identity(&self, _value: &str) -> Result<(), ToldError> {
        todo!("lead")
    }

    /// The collections, last changed first.
    pub fn collections(&self) -> Result<Vec<CollectionCard>, ToldError> {
        todo!("lead")
    }

    /// One collection, named by its id, an unambiguous beginning of it, or its title.
    pub fn collection(&self, _id: &str) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Makes a collection.
    pub fn new_collection(&self, _title: &str, _introduction: &str) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Changes title and introduction; `None` leaves one as it is.
    pub fn edit_collection(
        &self,
        _id: &str,
        _title: Option<&str>,
        _introduction: Option<&str>,
    ) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Removes a collection; its badges stay.
    pub fn remove_collection(&self, _id: &str) -> Result<(), ToldError> {
        todo!("lead")
    }

    /// Adds badges at the end of a collection, or changes the note of one that is there.
    pub fn add_to_collection(
        &self,
        _id: &str,
        _badges: &[String],
        _note: Option<&str>,
    ) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Takes a badge out of a collection.
    pub fn take_from_collection(&self, _id: &str, _badge: &str) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Moves a badge to a place (0 is first) in a collection.
    pub fn move_in_collection(
        &self,
        _id: &str,
        _badge: &str,
        _to: u32,
    ) -> Result<CollectionDetail, ToldError> {
        todo!("lead")
    }

    /// Writes a collection as a signed bundle.
    pub fn export_bundle(
        &self,
        _collection: &str,
        _to: &Path,
        _options: &ExportOptions,
    ) -> Result<Exported, ToldError> {
        todo!("lead")
    }

    /// Opens and re-checks someone else's bundle; the store is not written.
    pub async fn review(
        &self,
        _bundle: Handed,
        _challenge: Option<String>,
        _ask_hosts: bool,
        _cancel: &Cancel,
        _progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<ReviewView, ToldError> {
        todo!("lead")
    }

    /// The picture of a badge (`badge/ID`), a sighting (`sighting/KEY`) or a reviewed badge (`review/KEY`), as a PNG that
    /// was drawn here. There is always one: a badge without a picture gets a plain drawn one.
    pub fn picture(&self, _of: &str) -> Vec<u8> {
        todo!("lead")
    }

    /// The learner's DID.
    pub fn did(&self) -> String {
        todo!("lead")
    }

    /// The recovery phrase, to be written down.
    pub fn recovery_phrase(&self) -> Result<String, ToldError> {
        todo!("lead")
    }

    /// The learner has written the recovery phrase down.
    pub fn recovery_phrase_noted(&self) -> Result<(), ToldError> {
        todo!("lead")
    }

    /// Whether hosts may be asked at all.
    pub fn offline(&self) -> bool {
        todo!("lead")
    }

    /// Switches asking hosts on or off, and remembers it.
    pub fn set_offline(&self, _offline: bool) -> Result<(), ToldError> {
        todo!("lead")
    }
}

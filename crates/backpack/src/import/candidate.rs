//! Candidates: the findings of an import, verified but not stored.

use std::{collections::BTreeMap, sync::Arc};

use openbadges::{Code, Credential, Document, Note, Outcome, ParsedBadge, Report, compare_recipients};

use super::origin::Origin;
use crate::{
    error::AppCode,
    identity,
    intake::{OtherFileKind, OtherFormat, limits, sealed::SealedFile},
    links::Link,
    network,
    offers::{Offer, Plan},
    policy::HostsNeedingConsent,
    store::Source,
    view::*,
};

/// One finding of an import: a badge, or the reason why there is none.
pub(crate) struct Candidate {
    /// The path, the address, or `pasted`; inside a container, the container's name, too.
    pub(crate) source: String,
    /// The source, as the store records it.
    pub(crate) provenance: Source,
    /// The badge, or why there is none.
    pub(crate) result: Result<Box<CandidateBadge>, NoBadge>,
    /// The hosts that the checks need and that were not contacted.
    pub(crate) hosts: HostsNeedingConsent,
    /// The link, if the candidate is a link in a mail.
    pub(crate) link: Option<LinkDetail>,
    /// The mail that contains the candidate.
    pub(crate) mail: Option<Arc<MailSummary>>,
    /// The file that can be added as an other file if there is no badge.
    pub(crate) other_file: Option<OtherFileContents>,
}

/// A file that can be stored although it is not a badge.
pub(crate) struct OtherFileContents {
    pub(crate) kind: OtherFileKind,
    /// The bytes as they were imported.
    pub(crate) bytes: Vec<u8>,
}

/// A badge that was verified.
pub(crate) struct CandidateBadge {
    pub(crate) parsed: ParsedBadge,
    pub(crate) report: Report,
    /// The documents that the report is based on.
    pub(crate) documents: Vec<Document>,
    /// The report for user interfaces.
    pub(crate) detail: BadgeReport,
    /// The recipient that the link or mail names, if it matches the badge and is not among the learner's
    /// identities.
    pub(crate) hint: Option<String>,
}

/// The reason why there is no badge, or not yet.
pub(crate) enum NoBadge {
    /// The badge is behind a link that was not followed.
    Link(String),
    /// The badge is offered.
    Offer(Box<CandidateOffer>),
    /// The badge is in a locked backup.
    Locked(Box<LockedBackup>),
    /// There is no badge.
    Error(ErrorDetail),
}

/// A credential offer.
pub(crate) struct CandidateOffer {
    pub(crate) offer: Offer,
    pub(crate) format: OtherFormat,
    /// How to accept the offer, once that is known.
    pub(crate) plan: Option<Plan>,
    pub(crate) detail: OfferDetail,
    /// States that this is not a badge yet, or why accepting it failed.
    pub(crate) error: ErrorDetail,
}

/// A backup that is locked with a password.
pub(crate) struct LockedBackup {
    pub(crate) origin: Origin,
    pub(crate) sealed: Vec<SealedFile>,
    /// States that the backup is locked, or why unlocking it failed.
    pub(crate) error: ErrorDetail,
}

impl Candidate {
    /// Creates a candidate with this result.
    pub(crate) fn new(
        origin: &Origin,
        result: Result<Box<CandidateBadge>, NoBadge>,
        hosts: HostsNeedingConsent,
    ) -> Self {
        Self {
            source: origin.source.clone(),
            provenance: origin.provenance.clone(),
            result,
            hosts,
            link: None,
            mail: origin.mail().cloned(),
            other_file: None,
        }
    }

    /// Creates a candidate without a badge.
    pub(crate) fn failed(origin: &Origin, error: impl Into<ErrorDetail>) -> Self {
        Self::new(origin, Err(NoBadge::Error(error.into())), HostsNeedingConsent::default())
    }

    /// Creates a candidate for an item whose inspection was cancelled.
    pub(crate) fn cancelled(origin: &Origin) -> Self {
        Self::failed(origin, ErrorDetail::new(AppCode::Cancelled))
    }

    /// Creates a candidate for a link that a page contains and that was not followed for lack of consent.
    pub(crate) fn unfollowed(link: String) -> Self {
        let hosts = HostsNeedingConsent::new(network::hosts_of(&Link::read(&link).first_requests()), []);
        Self::new(&Origin::of_link(&link), Err(NoBadge::Link(link)), hosts)
    }

    /// Creates a candidate for a locked backup.
    pub(crate) fn locked(origin: &Origin, sealed: Vec<SealedFile>) -> Self {
        let count = sealed.len();
        let error = ErrorDetail::new(AppCode::BackupLocked).with("count", count.to_string());
        let backup = LockedBackup { origin: origin.clone(), sealed, error };
        Self::new(origin, Err(NoBadge::Locked(Box::new(backup))), HostsNeedingConsent::default())
    }

    /// Returns the candidate with its bytes, which can be stored as an other file of this kind.
    pub(crate) fn with_other_file(self, kind: Option<OtherFileKind>, bytes: Vec<u8>) -> Self {
        Self { other_file: kind.map(|kind| OtherFileContents { kind, bytes }), ..self }
    }

    /// Returns the view of the candidate.
    pub(crate) fn detail(&self, key: String, held_as: Option<String>) -> CandidateDetail {
        let (badge, error, offer) = match &self.result {
            Ok(badge) => (Some(badge.detail.clone()), None, None),
            Err(NoBadge::Link(_)) => (None, None, None),
            Err(NoBadge::Offer(offer)) => (None, Some(offer.error.clone()), Some(offer.detail.clone())),
            Err(NoBadge::Locked(backup)) => (None, Some(backup.error.clone()), None),
            Err(NoBadge::Error(error)) => (None, Some(error.clone()), None),
        };
        let HostsNeedingConsent { all, identifying } = self.hosts.clone();
        CandidateDetail {
            key,
            source: self.source.clone(),
            badge,
            error,
            held_as,
            other_version: None,
            unclaimed: None,
            hosts_to_ask: all,
            identifying_hosts: identifying,
            link: self.link.clone(),
            offer,
            mail: self.mail.as_deref().cloned(),
            record: self.other_file.as_ref().map(|file| file.kind.as_str().to_owned()),
        }
    }

    /// Adds a note if the badge was issued to a recipient of its mail who is not among the learner's
    /// identities.
    pub(crate) fn note_mail_recipients(&mut self) {
        let (Some(mail), Ok(badge)) = (&self.mail, &mut self.result) else { return };
        for address in &mail.recipients {
            if badge.note_hint(address) {
                return;
            }
        }
    }

    /// Adds a note if the extension of the file name does not match the content. Only the content determines
    /// the type.
    pub(crate) fn note_type_mismatch(&mut self) {
        let Ok(badge) = &mut self.result else { return };
        let Some(extension) = self.provenance.name.as_deref().and_then(|name| name.rsplit_once('.')) else {
            return;
        };
        if !badge.fits_extension(&extension.1.to_ascii_lowercase()) {
            badge.detail.notes.push(NoteDetail::from(&Note::new(Code::TypeNameMismatch)));
        }
    }

    /// Returns the number of bytes in memory for an other file.
    fn other_file_bytes(&self) -> usize {
        self.other_file.as_ref().map_or(0, |file| file.bytes.len())
    }
}

impl CandidateBadge {
    /// Adds a note if `hint`, a recipient that the link or mail names, matches the badge and is not among the
    /// learner's identities. The recipient is not stored. Returns `true` if no further recipient has to be
    /// tried.
    pub(crate) fn note_hint(&mut self, hint: &str) -> bool {
        let code = AppCode::RecipientHint.as_str();
        if self.report.recipient.outcome == Outcome::Passed
            || self.detail.notes.iter().any(|note| note.code == code)
        {
            return true;
        }
        let Some(hinted) = identity::parse(hint) else { return false };
        let matched = compare_recipients(&self.report.badge, std::slice::from_ref(&hinted));
        if matched.outcome != Outcome::Passed {
            return false;
        }
        let message = Message::code(code).with("identity", hint);
        self.detail.notes.push(NoteDetail { code: code.to_owned(), message });
        self.hint = Some(hinted.value);
        true
    }

    fn fits_extension(&self, extension: &str) -> bool {
        match self.parsed.container {
            openbadges::Container::Png => extension == "png",
            openbadges::Container::Svg => extension == "svg",
            openbadges::Container::Pdf => extension == "pdf",
            openbadges::Container::Bare if matches!(extension, "png" | "svg" | "pdf") => false,
            // A presentation and the credentials in it can have different forms.
            openbadges::Container::Bare => {
                match self.parsed.presentation.as_deref().unwrap_or(&self.parsed.credential) {
                    Credential::Jws { .. } => !matches!(extension, "json" | "jsonld"),
                    Credential::Json { .. } | Credential::Reference { .. } => {
                        !matches!(extension, "jwt" | "jws")
                    }
                }
            }
        }
    }
}

impl NoBadge {
    /// Returns the error for adding a candidate that is not a badge.
    pub(crate) fn error(&self) -> ErrorDetail {
        match self {
            Self::Error(error) => error.clone(),
            Self::Locked(backup) => backup.error.clone(),
            Self::Offer(offer) => offer.error.clone(),
            Self::Link(url) => ErrorDetail::new(Code::NetOffline).with_found(url),
        }
    }
}

impl CandidateOffer {
    pub(crate) fn new(offer: Offer, format: OtherFormat) -> Self {
        let plan = Plan::of(&offer);
        let (detail, error) = (OfferDetail::new(&offer, plan.as_ref()), ErrorDetail::offered(format));
        Self { offer, format, plan, detail, error }
    }

    /// Returns the host that must be contacted for the details of the offer.
    pub(crate) fn hosts(&self) -> HostsNeedingConsent {
        let hosts = if self.plan.is_none() { vec![self.offer.host()] } else { Vec::new() };
        HostsNeedingConsent::new(hosts, [])
    }
}

/// The candidates in memory: neither added nor dismissed yet.
#[derive(Default)]
pub(crate) struct Candidates {
    next_key: u64,
    by_key: BTreeMap<String, Candidate>,
    /// Bytes in memory that can be stored as other files.
    other_file_bytes: usize,
}

impl Candidates {
    pub(crate) fn new_key(&mut self) -> String {
        self.next_key += 1;
        format!("s{}", self.next_key)
    }

    pub(crate) fn insert(&mut self, key: String, candidate: Candidate) {
        self.other_file_bytes += candidate.other_file_bytes();
        self.by_key.insert(key, candidate);
    }

    pub(crate) fn remove(&mut self, key: &str) -> Option<Candidate> {
        let candidate = self.by_key.remove(key)?;
        self.other_file_bytes -= candidate.other_file_bytes();
        Some(candidate)
    }

    /// Drops the other file of `candidate` if too many bytes are in memory already.
    pub(crate) fn limit(&self, candidate: &mut Candidate) {
        if self.other_file_bytes + candidate.other_file_bytes() > limits::OTHER_FILE_BYTES {
            candidate.other_file = None;
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Candidate> {
        self.by_key.values()
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Candidate> {
        self.by_key.get(key)
    }

    /// Returns the number of bytes of originals and other files in memory.
    pub(crate) fn bytes(&self) -> usize {
        let badges = self.all().filter_map(|candidate| candidate.result.as_ref().ok());
        badges.map(|badge| badge.parsed.original.len()).sum::<usize>() + self.other_file_bytes
    }
}

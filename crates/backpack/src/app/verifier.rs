//! Reading and verifying what was handed over, with or without a backpack.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use openbadges::{
    Code, Document, FetchError, Identity, Offline, ParsedBadge, ReadError, Report, VerifyOptions,
    documents::Recording, trust::TrustList, verify,
};

use super::{
    Cancel, ImportInput, ProgressCallback,
    asking::{Asking, HostsAsked},
    offering::CandidateOffer,
    opening::data_dir,
    reviewing::{ReviewRequest, review},
    trust::read_trust_list,
    unasked::HostsToAsk,
    unlocking::LockedBackup,
};
use crate::{
    identity,
    intake::{self, OtherFileKind},
    network::{
        self, FetchSession, HttpClient, MailStream, NetworkOptions, NoRequestLog, RequestLog, Subject,
    },
    store::{BadgeId, OfflineSwitch, Source},
    view::*,
};

/// How to reach documents, and what to ask about badges.
#[derive(Clone, Debug, Default)]
pub struct VerifierOptions {
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
    /// Files with lists of issuers.
    pub trust_lists: Vec<PathBuf>,
    /// The folder of the backpack whose offline switch a [`Verifier`] obeys; the platform's data folder where `None`.
    pub data_dir: Option<PathBuf>,
}

/// Verifies without keeping: needs no backpack and no key.
pub struct Verifier {
    inspector: Inspector,
}

impl Verifier {
    /// A checker with these options.
    pub fn new(options: VerifierOptions) -> Result<Self, ErrorDetail> {
        // The one error is that this person has no place for data at all: there is no backpack then, and no switch to obey.
        let folder = data_dir(options.data_dir.as_deref()).ok();
        let switch = folder.as_deref().map(OfflineSwitch::of);
        Ok(Self { inspector: Inspector::new(&options, switch, Arc::new(NoRequestLog))? })
    }

    /// Reads and verifies what was handed over. `ask_hosts: false` says which hosts would be asked, and asks none.
    pub async fn look(
        &self,
        handed: Vec<ImportInput>,
        ask_hosts: bool,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Vec<CandidateDetail> {
        let asked = self.inspector.asked();
        let asking = if ask_hosts { Asking::EveryHost } else { Asking::Nobody };
        let mut told = Vec::new();
        let each = &mut |seen: Candidate| told.push(seen.told(told.len().to_string(), None));
        self.inspector.look(handed, &asked, &asking, cancel, progress, each).await;
        told
    }

    /// Opens and re-checks someone else's bundle.
    pub async fn review(
        &self,
        asked: ReviewRequest,
        cancel: &Cancel,
        progress: ProgressCallback<'_>,
    ) -> Result<ReviewDetail, ErrorDetail> {
        let known = self.inspector.asked();
        let asking = match &asked.hosts {
            HostsAsked::Agreed(hosts) => Asking::only(hosts),
            HostsAsked::All => Asking::EveryHost,
        };
        Ok(review(&self.inspector, asked, &asking, known, cancel, progress).await?.view)
    }
}

/// What verifies badges: the HTTP client, the time, the identities, the trust lists.
pub(super) struct Inspector {
    door: HttpClient,
    at: Option<Timestamp>,
    recipients: Vec<Identity>,
    trust_lists: Vec<TrustList>,
}

/// One thing that was looked at.
pub(super) struct Candidate {
    /// What it was called.
    pub(super) source: String,
    /// How it came in.
    pub(super) provenance: Source,
    /// Its badge, or why there is none.
    pub(super) result: Result<Box<CandidateBadge>, NoBadge>,
    /// Hosts that the checks would ask and have not.
    pub(super) hosts: HostsToAsk,
    /// What is said of it where it is a link of a mail.
    pub(super) link: Option<LinkDetail>,
    /// The mail that it was found in.
    pub(super) mail: Option<Arc<MailSummary>>,
    /// What may be kept of it as an unverified record, where there is no badge.
    pub(super) record: Option<OtherFileContents>,
}

/// What may be kept as an unverified record.
pub(super) struct OtherFileContents {
    pub(super) kind: OtherFileKind,
    /// As they were handed over.
    pub(super) bytes: Vec<u8>,
}

/// A badge that was looked at.
pub(super) struct CandidateBadge {
    pub(super) found: ParsedBadge,
    pub(super) report: Report,
    /// The documents that the report stood on.
    pub(super) documents: Vec<Document>,
    /// The report, as user interfaces show it.
    pub(super) detail: BadgeReport,
    /// To whom its link or mail says that it was issued, where it bears that out and the learner has not added that.
    pub(super) hint: Option<String>,
}

/// Why there is no badge (yet).
pub(super) enum NoBadge {
    /// It is behind a link that was not followed yet.
    Link(String),
    /// It is offered.
    Offer(Box<CandidateOffer>),
    /// It is in a backup that is locked.
    Locked(Box<LockedBackup>),
    /// It is none.
    Error(ErrorDetail),
}

impl Candidate {
    /// As a face shows it.
    pub(super) fn told(&self, key: String, held_as: Option<String>) -> CandidateDetail {
        let (badge, error, offer) = match &self.result {
            Ok(badge) => (Some(badge.detail.clone()), None, None),
            Err(NoBadge::Link(_)) => (None, None, None),
            Err(NoBadge::Offer(offer)) => (None, Some(offer.error.clone()), Some(offer.detail.clone())),
            Err(NoBadge::Locked(backup)) => (None, Some(backup.error.clone()), None),
            Err(NoBadge::Error(error)) => (None, Some(error.clone()), None),
        };
        let HostsToAsk { all, identifying } = self.hosts.clone();
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
            record: self.record.as_ref().map(|record| record.kind.as_str().to_owned()),
        }
    }

    /// The same, and what it is may be kept as an unverified record.
    pub(super) fn or_record(self, kind: Option<OtherFileKind>, bytes: Vec<u8>) -> Self {
        Self { record: kind.map(|kind| OtherFileContents { kind, bytes }), ..self }
    }
}

impl Inspector {
    pub(super) fn new(
        options: &VerifierOptions,
        switch: Option<OfflineSwitch>,
        activity: Arc<dyn RequestLog>,
    ) -> Result<Self, ErrorDetail> {
        let invalid = |detail: String| ErrorDetail::invalid_input(detail);
        let at = match &options.at {
            Some(text) => Some(parse_time(text).ok_or_else(|| invalid(text.clone()))?),
            None => None,
        };
        let recipients = options
            .recipients
            .iter()
            .map(|text| identity::parse(text).ok_or_else(|| invalid(text.clone())))
            .collect::<Result<_, _>>()?;
        let trust_lists = options
            .trust_lists
            .iter()
            .map(|path| read_trust_list(ImportInput::Path(path.clone()), None).map(|(list, _)| list))
            .collect::<Result<_, _>>()?;
        let resolve = options
            .resolve
            .iter()
            .map(|text| text.parse().map_err(|error: network::ResolveError| invalid(error.to_string())))
            .collect::<Result<_, _>>()?;
        let mut door = NetworkOptions {
            offline: options.offline,
            switch: switch.map(|switch| Arc::new(move || switch.is_on()) as network::OfflineSwitch),
            resolve,
            allow_private_network: options.allow_private_network,
            activity,
            ..NetworkOptions::default()
        };
        if let Some(path) = &options.cacert {
            door = door
                .with_cacert_file(path)
                .map_err(|error| invalid(format!("{}: {error}", path.display())))?;
        }
        let door = HttpClient::new(door).map_err(|error| invalid(error.to_string()))?;
        Ok(Self { door, at, recipients, trust_lists })
    }

    /// Whether nothing is asked at all.
    pub(super) fn is_offline(&self) -> bool {
        self.door.is_offline()
    }

    /// Now, unless another time was asked for.
    pub(super) fn at(&self) -> Timestamp {
        self.at.unwrap_or_else(Timestamp::now)
    }

    /// What the options ask about every badge: whether it is issued to these identities, and what these lists say of its
    /// issuer.
    pub(super) fn asked(&self) -> VerifyOptions {
        VerifyOptions {
            identities: self.recipients.clone(),
            trust_lists: self.trust_lists.clone(),
            ..VerifyOptions::new(self.at())
        }
    }

    /// The way to documents for one check that asks every host.
    pub(super) fn visit(&self) -> FetchSession {
        self.door.visit()
    }

    /// Connects to a mail server.
    pub(super) async fn connect_mailbox(&self, host: &str, port: u16) -> Result<MailStream, FetchError> {
        self.door.connect_mailbox(host, port).await
    }

    /// The way to documents for one check; `None` where nobody would be asked.
    pub(super) fn visit_asking(&self, asking: &Asking) -> Option<FetchSession> {
        match asking {
            Asking::Nobody => None,
            Asking::Only(hosts) if hosts.is_empty() || self.is_offline() => None,
            Asking::Only(hosts) => Some(self.visit().asking(hosts.clone())),
            Asking::EveryHost => Some(self.visit()),
        }
    }

    /// Verifies a badge. The hosts that would be asked and were not are in the second part.
    pub(super) async fn verify(
        &self,
        source: &str,
        found: ParsedBadge,
        asked: &VerifyOptions,
        asking: &Asking,
    ) -> (CandidateBadge, HostsToAsk) {
        let question = VerifyOptions { at: self.at(), ..asked.clone() };
        let (report, documents, hosts) = if let Some(visit) = self.visit_asking(asking) {
            let visit = visit.on_behalf_of(subject(&found));
            let recording = Recording::new(visit.clone());
            let report = verify(&found, &recording, &question).await;
            let hosts = HostsToAsk::of(visit.unasked(), [&report]);
            (report, recording.into_parts().1, hosts)
        } else {
            let recording = Recording::new(Offline);
            let report = verify(&found, &recording, &question).await;
            let (asked, documents) = recording.into_parts();
            let hosts = HostsToAsk::of(network::hosts_of(&asked), [&report]);
            (report, documents, hosts)
        };
        let detail = BadgeReport::new(source, &found, &report);
        (CandidateBadge { found, report, documents, detail, hint: None }, hosts)
    }
}

/// The badge as the activity log names it.
fn subject(found: &ParsedBadge) -> Subject {
    let id = BadgeId::of(found.credential.text()).to_string();
    Subject { id, name: found.badge.name.clone() }
}

/// A time as people and scripts write it: RFC 3339, or a date, which means its beginning in UTC.
pub(super) fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())
}

/// Why reading failed, when a face hands over something that must be one file.
pub(super) fn one_file(handed: ImportInput, limit: usize) -> (String, Result<Vec<u8>, ReadError>) {
    match handed {
        ImportInput::Path(path) => (path.display().to_string(), intake::read_file(&path, limit)),
        ImportInput::Text(text) => ("pasted".into(), Ok(text.into_bytes())),
        ImportInput::Bytes { name, bytes } if bytes.len() > limit => {
            (name, Err(ReadError::new(Code::ImportTooLarge, format!("more than {limit} bytes"))))
        }
        ImportInput::Bytes { name, bytes } => (name, Ok(bytes)),
    }
}

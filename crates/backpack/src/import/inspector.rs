//! The inspector: verifies badges with an HTTP client, a time, identities and trust lists.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use openbadges::{
    FetchError, Identity, Offline, ParsedBadge, VerifyOptions, documents::Recording, trust::TrustList, verify,
};
use tokio_util::sync::CancellationToken;

use super::candidate::CandidateBadge;
use crate::{
    identity,
    input::{parse_time, read_trust_list},
    intake::ImportInput,
    network::{
        self, FetchSession, HttpClient, MailStream, NetworkOptions, NetworkPolicy, RequestLog, Subject,
    },
    policy::HostsNeedingConsent,
    store::{BadgeId, OfflineSwitch},
    view::{BadgeReport, ErrorDetail},
};

/// Network options, and what to compare badges with.
#[derive(Clone, Debug, Default)]
pub struct VerifierOptions {
    /// Contact no host.
    pub offline: bool,
    /// A further certificate authority, PEM.
    pub cacert: Option<PathBuf>,
    /// Addresses of hosts, as `HOST:PORT:ADDRESS` (like curl's `--resolve`).
    pub resolve: Vec<String>,
    /// Allow private and loopback addresses.
    pub allow_private_network: bool,
    /// Verify for this time instead of now (RFC 3339).
    pub at: Option<String>,
    /// Identities to compare recipients with.
    pub recipients: Vec<String>,
    /// Files with trust lists.
    pub trust_lists: Vec<PathBuf>,
    /// The folder of the backpack; the platform's data folder if `None`. A [`Verifier`](crate::Verifier)
    /// obeys the offline switch in it.
    pub data_dir: Option<PathBuf>,
}

/// The settings of one operation that verifies badges.
#[derive(Clone, Copy)]
pub(crate) struct VerificationSettings<'a> {
    pub(crate) options: &'a VerifyOptions,
    pub(crate) policy: &'a NetworkPolicy,
    /// Stops the operation, and the fetch that is running.
    pub(crate) cancel: &'a CancellationToken,
}

/// Verifies badges.
pub(crate) struct Inspector {
    client: HttpClient,
    at: Option<Timestamp>,
    recipients: Vec<Identity>,
    trust_lists: Vec<TrustList>,
}

impl Inspector {
    pub(crate) fn new(
        options: &VerifierOptions,
        switch: Option<OfflineSwitch>,
        log: Arc<dyn RequestLog>,
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
        Ok(Self { client: client(options, switch, log)?, at, recipients, trust_lists })
    }

    /// Returns whether the program is offline at the moment.
    pub(crate) fn is_offline(&self) -> bool {
        self.client.is_offline()
    }

    /// Returns the time to verify for: now, unless the options set another time.
    pub(crate) fn at(&self) -> Timestamp {
        self.at.unwrap_or_else(Timestamp::now)
    }

    /// Returns the verification options: the identities and trust lists to compare each badge with.
    pub(crate) fn verify_options(&self) -> VerifyOptions {
        VerifyOptions {
            identities: self.recipients.clone(),
            trust_lists: self.trust_lists.clone(),
            ..VerifyOptions::new(self.at())
        }
    }

    /// Returns a session that may contact every host.
    pub(crate) fn fetch_session(&self) -> FetchSession {
        self.client.session()
    }

    /// Connects to a mail server.
    pub(crate) async fn connect_mailbox(&self, host: &str, port: u16) -> Result<MailStream, FetchError> {
        self.client.connect_mailbox(host, port).await
    }

    /// Returns a session for the policy, which the token stops; `None` if the policy allows no host.
    pub(crate) fn session_for(
        &self,
        policy: &NetworkPolicy,
        cancel: &CancellationToken,
    ) -> Option<FetchSession> {
        let session = || self.fetch_session().with_cancellation(cancel.clone());
        match policy {
            NetworkPolicy::Offline => None,
            NetworkPolicy::Allowed(hosts) if hosts.is_empty() || self.is_offline() => None,
            NetworkPolicy::Allowed(_) => Some(session().with_policy(policy.clone())),
            NetworkPolicy::Any => Some(session()),
        }
    }

    /// Verifies a badge. Also returns the hosts that the checks need and that were not contacted. After a
    /// cancellation, the report is incomplete and must not be used.
    pub(crate) async fn verify(
        &self,
        source: &str,
        parsed: ParsedBadge,
        settings: VerificationSettings<'_>,
    ) -> (CandidateBadge, HostsNeedingConsent) {
        let VerificationSettings { options, policy, cancel } = settings;
        let options = VerifyOptions { at: self.at(), ..options.clone() };
        let (report, documents, hosts) = if let Some(session) = self.session_for(policy, cancel) {
            let session = session.on_behalf_of(subject(&parsed));
            let recording = Recording::new(session.clone());
            let report = verify(&parsed, &recording, &options).await;
            let hosts = HostsNeedingConsent::new(session.hosts_without_consent(), [&report]);
            (report, recording.into_parts().1, hosts)
        } else {
            let recording = Recording::new(Offline);
            let report = verify(&parsed, &recording, &options).await;
            let (requests, documents) = recording.into_parts();
            let hosts = HostsNeedingConsent::new(network::hosts_of(&requests), [&report]);
            (report, documents, hosts)
        };
        let detail = BadgeReport::new(source, &parsed, &report);
        (CandidateBadge { parsed, report, documents, detail, hint: None }, hosts)
    }
}

/// Returns the HTTP client for the options.
fn client(
    options: &VerifierOptions,
    switch: Option<OfflineSwitch>,
    log: Arc<dyn RequestLog>,
) -> Result<HttpClient, ErrorDetail> {
    let invalid = |detail: String| ErrorDetail::invalid_input(detail);
    let resolve = options
        .resolve
        .iter()
        .map(|text| text.parse().map_err(|error: network::ResolveError| invalid(error.to_string())))
        .collect::<Result<_, _>>()?;
    let mut network = NetworkOptions {
        offline: options.offline,
        switch: switch.map(|switch| Arc::new(move || switch.is_on()) as network::OfflineSwitch),
        resolve,
        allow_private_network: options.allow_private_network,
        request_log: log,
        ..NetworkOptions::default()
    };
    if let Some(path) = &options.cacert {
        network = network
            .with_cacert_file(path)
            .map_err(|error| invalid(format!("{}: {error}", path.display())))?;
    }
    HttpClient::new(network).map_err(|error| invalid(error.to_string()))
}

/// Returns the badge as the request log names it.
fn subject(parsed: &ParsedBadge) -> Subject {
    let id = BadgeId::of(parsed.credential.text()).to_string();
    Subject { id, name: parsed.badge.name.clone() }
}

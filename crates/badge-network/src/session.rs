//! Fetch sessions: each request is checked against rules and policy, counted, sent and recorded.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use openbadges::{
    Code, Document, Documents, FetchError,
    documents::{FetchErrorKind, Purpose, Request},
};
use parking_lot::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    client::{HttpClient, Inner},
    error::{failed, not_requested, refused},
    exchange::{HostResponse, exchange, submit},
    limits, names,
    policy::NetworkPolicy,
    request_record::{RequestOutcome, RequestRecord, Subject},
    submission::{Reply, Submission, Submissions},
    target::Target,
};

/// Fetches the documents of one verification: at most [`limits::REQUESTS_PER_SESSION`] requests, redirects included.
#[derive(Clone)]
pub struct FetchSession {
    client: HttpClient,
    badge: Option<Subject>,
    policy: Option<NetworkPolicy>,
    cancel: CancellationToken,
    requests: Arc<AtomicUsize>,
    without_consent: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for FetchSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchSession")
            .field("client", &self.client)
            .field("badge", &self.badge)
            .finish_non_exhaustive()
    }
}

impl FetchSession {
    /// Sets the badge that the request log shows for these requests.
    #[must_use]
    pub fn on_behalf_of(self, badge: Subject) -> Self {
        Self { badge: Some(badge), ..self }
    }

    /// Replaces the policy of the client's options for this session.
    #[must_use]
    pub fn with_policy(self, policy: NetworkPolicy) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// Sets the token that stops the fetches of this session. A request that it stops is recorded as failed.
    /// Submissions go on, because an issuer may deliver only once.
    #[must_use]
    pub fn with_cancellation(self, cancel: CancellationToken) -> Self {
        Self { cancel, ..self }
    }

    /// Returns the hosts that were not contacted for lack of consent, each once and in order.
    pub fn hosts_without_consent(&self) -> Vec<String> {
        self.without_consent.lock().clone()
    }
}

impl HttpClient {
    /// Starts a session for one verification or fetch. It counts its requests and contacts only hosts that
    /// the policy of the options allows.
    pub fn session(&self) -> FetchSession {
        FetchSession::new(self.clone())
    }
}

impl Documents for FetchSession {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let options = &self.client.inner.options;
        let mut deadline = Instant::now() + options.time_limits.total;
        let mut written_url = request.url.clone();
        let mut target = Target::parse(&written_url, options);
        let mut visited = Vec::new();
        loop {
            if self.cancel.is_cancelled() {
                return Err(not_requested(Code::NetUnavailable, "the fetch was cancelled"));
            }
            if self.client.is_offline() {
                return Err(not_requested(
                    Code::NetOffline,
                    format!("`{:.256}` was not contacted", request.url),
                ));
            }
            if let Ok(to) = &target {
                self.check_policy(to)?;
            }
            let at = Timestamp::now();
            let mut bytes = 0;
            let response = match &target {
                Ok(to) if visited.contains(&to.url) => {
                    Err(failed(Code::NetRedirect, "the redirects form a loop"))
                }
                Ok(_) if visited.len() > limits::REDIRECTS => {
                    Err(failed(Code::NetRedirect, format!("more than {} redirects", limits::REDIRECTS)))
                }
                Ok(to) => tokio::select! {
                    biased;
                    () = self.cancel.cancelled() => {
                        Err(failed(Code::NetUnavailable, "the fetch was cancelled"))
                    }
                    response = self.request(to, request.purpose, &mut deadline, &mut bytes) => response,
                },
                Err(error) => Err(error.clone()),
            };
            let address = target.as_ref().map_or(written_url.as_str(), |to| to.url.as_str());
            self.record(at, address, request.purpose, (0, bytes), outcome(&response));
            match response? {
                HostResponse::Redirect(location) => {
                    let from = target?;
                    target = from.redirect(&location, options);
                    written_url = location;
                    visited.push(from.url);
                }
                HostResponse::Gone(body) => {
                    return Err(FetchError {
                        gone_body: Some(body),
                        kind: FetchErrorKind::Gone,
                        ..failed(Code::NetUnavailable, "the response was 410 Gone")
                    });
                }
                HostResponse::Document { media_type, bytes } => {
                    let final_url = if visited.is_empty() { request.url.clone() } else { target?.url.into() };
                    return Ok(Document {
                        url: request.url.clone(),
                        final_url,
                        media_type,
                        bytes,
                        fetched_at: at,
                    });
                }
            }
        }
    }
}

impl Submissions for FetchSession {
    async fn submit(&self, submission: &Submission) -> Result<Reply, FetchError> {
        let Submission { url, purpose, .. } = submission;
        let options = &self.client.inner.options;
        if self.client.is_offline() {
            return Err(not_requested(Code::NetOffline, format!("nothing was sent to `{url:.256}`")));
        }
        let target = Target::parse(url, options);
        if let Ok(to) = &target {
            self.check_policy(to)?;
        }
        let (at, mut read) = (Timestamp::now(), 0);
        let sent = submission.body.bytes().len();
        let reply = match &target {
            Ok(_) if sent > limits::REQUEST_BODY_BYTES => {
                Err(refused(Code::NetLimit, format!("{sent} bytes exceed the limit of a request body")))
            }
            Ok(to) => self.send(to, submission, &mut read).await,
            Err(error) => Err(error.clone()),
        };
        let outcome = match &reply {
            Ok(reply) if reply.is_success() => RequestOutcome::Answered,
            Ok(Reply { status, .. }) => RequestOutcome::Failed {
                code: Code::NetUnavailable,
                detail: format!("the response was {status}"),
            },
            Err(error) => failure(error),
        };
        let sent = if matches!(outcome, RequestOutcome::Refused { .. }) { 0 } else { sent as u64 };
        self.record(at, url, *purpose, (sent, read), outcome);
        reply
    }
}

impl FetchSession {
    pub(super) fn new(client: HttpClient) -> Self {
        Self {
            client,
            badge: None,
            policy: None,
            cancel: CancellationToken::new(),
            requests: Arc::default(),
            without_consent: Arc::default(),
        }
    }

    /// Checks that the policy allows the host.
    fn check_policy(&self, target: &Target) -> Result<(), FetchError> {
        let policy = self.policy.as_ref().unwrap_or(&self.client.inner.options.policy);
        let host = target.authority();
        if policy.allows(&host) {
            return Ok(());
        }
        let detail = format!("no consent to contact `{host}`");
        let mut without_consent = self.without_consent.lock();
        if !without_consent.contains(&host) {
            without_consent.push(host);
        }
        Err(not_requested(Code::NetConsent, detail))
    }

    /// Makes one request: counts it, resolves and checks the host, and sends it.
    async fn request(
        &self,
        target: &Target,
        purpose: Purpose,
        deadline: &mut Instant,
        bytes: &mut u64,
    ) -> Result<HostResponse, FetchError> {
        let Inner { options, tls, names, .. } = &*self.client.inner;
        self.count()?;
        let tls = tls.as_ref().map_err(|error| failed(Code::NetTls, error.to_string()))?;
        let waited = Instant::now();
        let slot = self.client.acquire_slot(&target.host).await?;
        *deadline += waited.elapsed();
        let response = tokio::time::timeout_at(*deadline, async {
            let addresses = names::addresses(target, &**names, options).await?;
            exchange(target, addresses, purpose, tls, options, bytes).await
        })
        .await
        .unwrap_or_else(|_| Err(failed(Code::NetTimeout, format!("`{}` took too long", target.host))));
        drop(slot);
        response
    }

    /// Sends one submission: counts it, resolves and checks the host, and sends it.
    async fn send(
        &self,
        target: &Target,
        submission: &Submission,
        bytes: &mut u64,
    ) -> Result<Reply, FetchError> {
        let Inner { options, tls, names, .. } = &*self.client.inner;
        self.count()?;
        let tls = tls.as_ref().map_err(|error| failed(Code::NetTls, error.to_string()))?;
        let slot = self.client.acquire_slot(&target.host).await?;
        let reply = tokio::time::timeout(options.time_limits.total, async {
            let addresses = names::addresses(target, &**names, options).await?;
            submit(target, addresses, submission, tls, options, bytes).await
        })
        .await
        .unwrap_or_else(|_| Err(failed(Code::NetTimeout, format!("`{}` took too long", target.host))));
        drop(slot);
        reply
    }

    /// Counts a request against the limit.
    fn count(&self) -> Result<(), FetchError> {
        if self.requests.fetch_add(1, Ordering::Relaxed) >= limits::REQUESTS_PER_SESSION {
            let detail =
                format!("one verification needs more than {} requests", limits::REQUESTS_PER_SESSION);
            return Err(refused(Code::NetBudget, detail));
        }
        Ok(())
    }

    /// Records a request; `transferred` is `(sent, received)` in bytes.
    fn record(
        &self,
        at: Timestamp,
        address: &str,
        purpose: Purpose,
        transferred: (u64, u64),
        outcome: RequestOutcome,
    ) {
        let (sent, bytes) = transferred;
        let (host, url, badge) = (host_in(address), shortened(address), self.badge.clone());
        let record = RequestRecord { at, host, url, purpose, badge, bytes, sent, outcome };
        self.client.inner.options.request_log.record(record);
    }
}

/// Returns the recorded result of a response.
fn outcome(response: &Result<HostResponse, FetchError>) -> RequestOutcome {
    match response {
        Ok(HostResponse::Document { .. }) => RequestOutcome::Answered,
        Ok(HostResponse::Redirect(to)) => RequestOutcome::Redirected { to: shortened(to) },
        Ok(HostResponse::Gone(_)) => RequestOutcome::Gone,
        Err(error) => failure(error),
    }
}

fn failure(error: &FetchError) -> RequestOutcome {
    let (code, detail) = (error.code, error.detail.clone());
    match error.kind {
        FetchErrorKind::Failed | FetchErrorKind::Gone => RequestOutcome::Failed { code, detail },
        FetchErrorKind::Refused | FetchErrorKind::NotRequested => RequestOutcome::Refused { code, detail },
    }
}

/// Returns the host of an address, allowed or not, with its port unless it is the default port.
fn host_in(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// Returns an address as the log stores it: at most as long as the longest allowed address.
fn shortened(address: &str) -> String {
    address.chars().take(limits::URL_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, sync::atomic::AtomicBool, time::Duration};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;
    use crate::{names, options::NetworkOptions};

    /// A resolver that returns its answers one after the other and counts the calls.
    struct ScriptedNames {
        answers: Vec<Vec<IpAddr>>,
        resolved_names: Arc<AtomicUsize>,
    }

    impl names::Names for ScriptedNames {
        fn look_up(&self, _: String, _: u16) -> names::Lookup {
            let at = self.resolved_names.fetch_add(1, Ordering::SeqCst);
            let answer = self.answers[at.min(self.answers.len() - 1)].clone();
            Box::pin(async move { Ok(answer) })
        }
    }

    /// Serves a page without TLS on loopback and counts the connections.
    async fn serve_page() -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let connected = Arc::new(AtomicUsize::new(0));
        let counter = connected.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                let mut head = [0; 4096];
                if stream.read(&mut head).await.is_ok() {
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
                    stream.write_all(answer).await.unwrap();
                }
            }
        });
        (port, connected)
    }

    fn unrestricted() -> NetworkOptions {
        NetworkOptions { allow_private_network: true, allow_cleartext: true, ..NetworkOptions::default() }
    }

    fn client_with(options: NetworkOptions, answers: &[&[&str]]) -> (HttpClient, Arc<AtomicUsize>) {
        let resolved_names = Arc::new(AtomicUsize::new(0));
        let answers = answers.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        (
            HttpClient::with_names(
                options,
                Box::new(ScriptedNames { answers, resolved_names: resolved_names.clone() }),
            )
            .unwrap(),
            resolved_names,
        )
    }

    fn issuer(url: impl Into<String>) -> Request {
        Request { url: url.into(), purpose: Purpose::Issuer }
    }

    /// `bad-inputs` J03.
    #[tokio::test]
    async fn one_refused_address_refuses_all() {
        let (port, connected) = serve_page().await;
        let cases: &[(&[&str], NetworkOptions)] = &[
            (&["192.168.1.1"], NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() }),
            (
                &["93.184.215.14", "192.168.1.1"],
                NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() },
            ),
            (&["127.0.0.1", "169.254.169.254"], unrestricted()),
        ];
        for (answer, options) in cases {
            let url = if options.allow_private_network {
                format!("http://badges.example:{port}/")
            } else {
                "http://badges.example/".into()
            };
            let (client, _) = client_with(options.clone(), &[answer]);
            let error = client.session().get(&issuer(url)).await.unwrap_err();
            assert_eq!(
                (error.kind, error.code),
                (FetchErrorKind::Refused, Code::NetBlockedAddress),
                "{answer:?}"
            );
        }
        assert_eq!(connected.load(Ordering::SeqCst), 0);
    }

    /// `bad-inputs` J04: a second resolution would return another address, so the client must not resolve again.
    #[tokio::test]
    async fn connects_only_to_the_checked_address() {
        let (port, connected) = serve_page().await;
        let (client, resolved_names) = client_with(unrestricted(), &[&["127.0.0.1"], &["169.254.169.254"]]);
        let document = client.session().get(&issuer(format!("http://badges.example:{port}/"))).await.unwrap();
        assert_eq!(document.bytes, b"{}");
        assert_eq!((resolved_names.load(Ordering::SeqCst), connected.load(Ordering::SeqCst)), (1, 1));
        let error =
            client.session().get(&issuer(format!("http://badges.example:{port}/"))).await.unwrap_err();
        assert_eq!(error.code, Code::NetBlockedAddress, "checks the next request separately");
        assert_eq!(connected.load(Ordering::SeqCst), 1);
    }

    /// `bad-inputs` J20: offline, no name is resolved, and the error states the reason.
    #[tokio::test]
    async fn offline_contacts_no_host() {
        let (client, resolved_names) =
            client_with(NetworkOptions { offline: true, ..unrestricted() }, &[&["127.0.0.1"]]);
        let error = client.session().get(&issuer("https://badges.example/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::NotRequested, Code::NetOffline));
        assert_eq!(resolved_names.load(Ordering::SeqCst), 0);
    }

    /// `bad-inputs` J20: the offline switch takes effect at once in both directions.
    #[tokio::test]
    async fn offline_switch_takes_effect_at_once() {
        let (port, connected) = serve_page().await;
        let switch = Arc::new(AtomicBool::new(false));
        let reader = switch.clone();
        let switched_off = move || reader.load(Ordering::SeqCst);
        let log = Arc::new(std::sync::Mutex::<Vec<RequestRecord>>::default());
        let options = NetworkOptions {
            switch: Some(Arc::new(switched_off)),
            request_log: log.clone(),
            ..unrestricted()
        };
        let (client, resolved_names) = client_with(options, &[&["127.0.0.1"]]);
        let session = client.session();
        let url = format!("http://badges.example:{port}/");
        for (on, resolved) in [(false, 1), (true, 1), (false, 2)] {
            switch.store(on, Ordering::SeqCst);
            assert_eq!(client.is_offline(), on);
            let recorded = session.get(&issuer(&url)).await.err().map(|error| (error.kind, error.code));
            assert_eq!(recorded, on.then_some((FetchErrorKind::NotRequested, Code::NetOffline)));
            assert_eq!(resolved_names.load(Ordering::SeqCst), resolved);
        }
        assert_eq!((connected.load(Ordering::SeqCst), log.lock().unwrap().len()), (2, 2));
    }

    #[tokio::test]
    async fn lists_hosts_without_consent() {
        let policy = NetworkPolicy::allow([&"allowed.example".to_owned()]);
        let (client, resolved_names) =
            client_with(NetworkOptions { policy, ..unrestricted() }, &[&["127.0.0.1"]]);
        let session = client.session();
        for url in ["https://badges.example/1", "https://other.example:8443/", "https://badges.example/2"] {
            let error = session.get(&issuer(url)).await.unwrap_err();
            assert_eq!((error.kind, error.code), (FetchErrorKind::NotRequested, Code::NetConsent));
        }
        assert_eq!(session.hosts_without_consent(), ["badges.example", "other.example:8443"]);
        assert_eq!(resolved_names.load(Ordering::SeqCst), 0);
        assert!(client.session().hosts_without_consent().is_empty(), "lists only hosts of its own session");
    }

    /// The policy of a session replaces that of the client.
    #[tokio::test]
    async fn session_policy_replaces_client_policy() {
        let (port, _) = serve_page().await;
        let (client, resolved_names) = client_with(unrestricted(), &[&["127.0.0.1"]]);
        let policy = NetworkPolicy::allow([&format!("allowed.example:{port}")]);
        let session = client.session().with_policy(policy);
        assert!(session.get(&issuer(format!("http://allowed.example:{port}/"))).await.is_ok());
        assert!(session.get(&issuer("http://allowed.example/")).await.is_err(), "consent covers one port");
        assert_eq!(
            (session.hosts_without_consent(), resolved_names.load(Ordering::SeqCst)),
            (vec!["allowed.example".to_owned()], 1)
        );
    }

    #[tokio::test]
    async fn cancellation_stops_the_running_fetch_and_all_later_ones() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let log = Arc::new(std::sync::Mutex::<Vec<RequestRecord>>::default());
        let options = NetworkOptions { request_log: log.clone(), ..unrestricted() };
        let (client, _) = client_with(options, &[&["127.0.0.1"]]);
        let cancel = CancellationToken::new();
        let session = client.session().with_cancellation(cancel.clone());
        let request = issuer(format!("http://badges.example:{port}/"));
        let (stopped, _connection) = tokio::join!(session.get(&request), async {
            let connection = listener.accept().await.unwrap();
            cancel.cancel();
            connection
        });
        let error = stopped.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Failed, Code::NetUnavailable));
        assert_eq!(session.get(&request).await.unwrap_err().kind, FetchErrorKind::NotRequested);
        let outcomes: Vec<_> = log.lock().unwrap().iter().map(|record| record.outcome.clone()).collect();
        assert!(
            matches!(outcomes.as_slice(), [RequestOutcome::Failed { code: Code::NetUnavailable, .. }]),
            "{outcomes:?}"
        );
    }

    /// The log contains refused addresses with the badge that they were for.
    #[tokio::test]
    async fn records_each_request_with_its_reason() {
        let (port, _) = serve_page().await;
        let log = Arc::new(std::sync::Mutex::<Vec<RequestRecord>>::default());
        let (client, _) =
            client_with(NetworkOptions { request_log: log.clone(), ..unrestricted() }, &[&["127.0.0.1"]]);
        let badge = Subject { id: "3f".into(), name: Some("Teamwork".into()) };
        let session = client.session().on_behalf_of(badge.clone());
        session.get(&issuer(format!("http://badges.example:{port}/a#key"))).await.unwrap();
        session.get(&issuer("https://169.254.169.254/")).await.unwrap_err();
        session.get(&issuer("javascript:alert(1)")).await.unwrap_err();
        let refused = |code| Some((code, true));
        let recorded: Vec<_> = log
            .lock()
            .unwrap()
            .iter()
            .map(|record| {
                assert_eq!((&record.badge, record.purpose), (&Some(badge.clone()), Purpose::Issuer));
                let why = match record.outcome {
                    RequestOutcome::Refused { code, .. } => Some((code, true)),
                    RequestOutcome::Failed { code, .. } => Some((code, false)),
                    _ => None,
                };
                (record.host.clone(), record.url.clone(), record.bytes, why)
            })
            .collect();
        let expected = [
            (format!("badges.example:{port}"), format!("http://badges.example:{port}/a"), 2, None),
            (
                "169.254.169.254".into(),
                "https://169.254.169.254/".to_owned(),
                0,
                refused(Code::NetBlockedAddress),
            ),
            (String::new(), "javascript:alert(1)".to_owned(), 0, refused(Code::NetScheme)),
        ];
        assert_eq!(recorded, expected);
    }

    /// `bad-inputs` J14.
    #[tokio::test]
    async fn limits_requests_of_one_session() {
        let (port, connected) = serve_page().await;
        let (client, _) = client_with(unrestricted(), &[&["127.0.0.1"]]);
        let session = client.session();
        for at in 0..limits::REQUESTS_PER_SESSION {
            session.get(&issuer(format!("http://badges.example:{port}/{at}"))).await.unwrap();
        }
        let error = session.get(&issuer(format!("http://badges.example:{port}/one-more"))).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Refused, Code::NetBudget));
        assert_eq!(connected.load(Ordering::SeqCst), limits::REQUESTS_PER_SESSION);
        assert!(
            client.session().get(&issuer(format!("http://badges.example:{port}/"))).await.is_ok(),
            "another session has its own limit"
        );
    }

    /// `bad-inputs` J14: all sessions share the limit of parallel requests to a host.
    #[tokio::test]
    async fn limits_parallel_requests_to_one_host() {
        const RESPONSE_DELAY: Duration = Duration::from_millis(100);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (open_now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counters = (open_now.clone(), most.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (open_now, most) = counters.clone();
                tokio::spawn(async move {
                    most.fetch_max(open_now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::time::sleep(RESPONSE_DELAY).await;
                    open_now.fetch_sub(1, Ordering::SeqCst);
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await.unwrap();
                });
            }
        });
        let (client, _) = client_with(unrestricted(), &[&["127.0.0.1"]]);
        let mut tasks = tokio::task::JoinSet::new();
        for at in 0..3 * limits::REQUESTS_PER_HOST {
            let session = client.session();
            tasks.spawn(
                async move { session.get(&issuer(format!("http://badges.example:{port}/{at}"))).await },
            );
        }
        assert!(tasks.join_all().await.iter().all(Result::is_ok));
        let most = most.load(Ordering::SeqCst);
        assert!((2..=limits::REQUESTS_PER_HOST).contains(&most), "{most} at a time");
    }
}

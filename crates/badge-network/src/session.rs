//! The way to documents for one check: each request judged, agreed to, counted, made and recorded.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use jiff::Timestamp;
use openbadges::{
    Code, Document, Documents, FetchError,
    documents::{FetchErrorKind, Purpose, Request},
};
use tokio::time::Instant;
use url::Url;

use super::{
    HttpClient, NetworkPolicy, Reply, RequestOutcome, RequestRecord, Subject, Submission, Submissions,
    client::Inner,
    exchange::{Answer, exchange, submit},
    failed, limits, names, not_asked, refused,
    target::Target,
};

/// The way to documents for one check: at most [`limits::REQUESTS_PER_CHECK`] requests, redirects included.
#[derive(Clone)]
pub struct FetchSession {
    door: HttpClient,
    badge: Option<Subject>,
    policy: Option<NetworkPolicy>,
    made: Arc<AtomicUsize>,
    unasked: Arc<Mutex<Vec<String>>>,
}

impl fmt::Debug for FetchSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("door", &self.door).field("badge", &self.badge).finish_non_exhaustive()
    }
}

impl FetchSession {
    /// For the check of this badge, as the activity log tells it.
    #[must_use]
    pub fn on_behalf_of(self, badge: Subject) -> Self {
        Self { badge: Some(badge), ..self }
    }

    /// Returns the session with this policy instead of that of the options.
    #[must_use]
    pub fn with_policy(self, policy: NetworkPolicy) -> Self {
        Self { policy: Some(policy), ..self }
    }

    /// The hosts that were to be asked and were not, because nobody agreed to them: each once, in order.
    pub fn unasked(&self) -> Vec<String> {
        self.unasked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Documents for FetchSession {
    async fn get(&self, request: &Request) -> Result<Document, FetchError> {
        let options = &self.door.inner.options;
        let mut deadline = Instant::now() + options.patience.total;
        let mut named = request.url.clone();
        let mut target = Target::parse(&named, options);
        let mut asked = Vec::new();
        loop {
            if self.door.is_offline() {
                return Err(not_asked(Code::NetOffline, format!("`{:.256}` was not asked", request.url)));
            }
            if let Ok(to) = &target {
                self.agreed(to)?;
            }
            let at = Timestamp::now();
            let mut bytes = 0;
            let answer = match &target {
                Ok(to) if asked.contains(&to.url) => {
                    Err(failed(Code::NetRedirect, "the redirects lead in a circle"))
                }
                Ok(_) if asked.len() > limits::REDIRECTS => {
                    Err(failed(Code::NetRedirect, format!("more than {} redirects", limits::REDIRECTS)))
                }
                Ok(to) => self.ask(to, request.purpose, &mut deadline, &mut bytes).await,
                Err(error) => Err(error.clone()),
            };
            let address = target.as_ref().map_or(named.as_str(), |to| to.url.as_str());
            self.record(at, address, request.purpose, (0, bytes), outcome(&answer));
            match answer? {
                Answer::Redirect(location) => {
                    let from = target?;
                    target = from.redirect(&location, options);
                    named = location;
                    asked.push(from.url);
                }
                Answer::Gone(body) => {
                    return Err(FetchError {
                        gone_body: Some(body),
                        kind: FetchErrorKind::Gone,
                        ..failed(Code::NetUnavailable, "the answer was 410 Gone")
                    });
                }
                Answer::Had { media_type, bytes } => {
                    let final_url = if asked.is_empty() { request.url.clone() } else { target?.url.into() };
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
        let options = &self.door.inner.options;
        if self.door.is_offline() {
            return Err(not_asked(Code::NetOffline, format!("nothing was sent to `{url:.256}`")));
        }
        let target = Target::parse(url, options);
        if let Ok(to) = &target {
            self.agreed(to)?;
        }
        let (at, mut read) = (Timestamp::now(), 0);
        let sent = submission.body.bytes().len();
        let reply = match &target {
            Ok(_) if sent > limits::SENT_BYTES => {
                Err(refused(Code::NetLimit, format!("{sent} bytes are more than is sent")))
            }
            Ok(to) => self.send(to, submission, &mut read).await,
            Err(error) => Err(error.clone()),
        };
        let outcome = match &reply {
            Ok(reply) if reply.is_success() => RequestOutcome::Had,
            Ok(Reply { status, .. }) => RequestOutcome::Failed {
                code: Code::NetUnavailable,
                detail: format!("the answer was {status}"),
            },
            Err(error) => failure(error),
        };
        let sent = if matches!(outcome, RequestOutcome::NotMade { .. }) { 0 } else { sent as u64 };
        self.record(at, url, *purpose, (sent, read), outcome);
        reply
    }
}

impl FetchSession {
    pub(super) fn through(door: HttpClient) -> Self {
        Self { door, badge: None, policy: None, made: Arc::default(), unasked: Arc::default() }
    }

    /// Whether somebody agreed to ask the host.
    fn agreed(&self, target: &Target) -> Result<(), FetchError> {
        let policy = self.policy.as_ref().unwrap_or(&self.door.inner.options.policy);
        let host = target.authority();
        if policy.allows(&host) {
            return Ok(());
        }
        let detail = format!("nobody agreed to ask `{host}`");
        let mut unasked = self.unasked.lock().unwrap_or_else(PoisonError::into_inner);
        if !unasked.contains(&host) {
            unasked.push(host);
        }
        Err(not_asked(Code::NetConsent, detail))
    }

    /// One request: counted, resolved, checked, made.
    async fn ask(
        &self,
        target: &Target,
        purpose: Purpose,
        deadline: &mut Instant,
        bytes: &mut u64,
    ) -> Result<Answer, FetchError> {
        let Inner { options, tls, names, .. } = &*self.door.inner;
        self.count()?;
        let tls = tls.as_ref().map_err(|error| failed(Code::NetTls, error.to_string()))?;
        let waited = Instant::now();
        let turn = self.door.turn(&target.host).await?;
        *deadline += waited.elapsed();
        let answer = tokio::time::timeout_at(*deadline, async {
            let addresses = names::addresses(target, &**names, options).await?;
            exchange(target, addresses, purpose, tls, options, bytes).await
        })
        .await
        .unwrap_or_else(|_| Err(failed(Code::NetTimeout, format!("`{}` took too long", target.host))));
        drop(turn);
        answer
    }

    /// One submission: counted, resolved, checked, sent.
    async fn send(
        &self,
        target: &Target,
        submission: &Submission,
        bytes: &mut u64,
    ) -> Result<Reply, FetchError> {
        let Inner { options, tls, names, .. } = &*self.door.inner;
        self.count()?;
        let tls = tls.as_ref().map_err(|error| failed(Code::NetTls, error.to_string()))?;
        let turn = self.door.turn(&target.host).await?;
        let reply = tokio::time::timeout(options.patience.total, async {
            let addresses = names::addresses(target, &**names, options).await?;
            submit(target, addresses, submission, tls, options, bytes).await
        })
        .await
        .unwrap_or_else(|_| Err(failed(Code::NetTimeout, format!("`{}` took too long", target.host))));
        drop(turn);
        reply
    }

    /// Counts a request.
    fn count(&self) -> Result<(), FetchError> {
        if self.made.fetch_add(1, Ordering::Relaxed) >= limits::REQUESTS_PER_CHECK {
            let detail = format!("one check asks for more than {} documents", limits::REQUESTS_PER_CHECK);
            return Err(refused(Code::NetBudget, detail));
        }
        Ok(())
    }

    /// Tells the log; `(sent, bytes)` is how much went and came.
    fn record(
        &self,
        at: Timestamp,
        address: &str,
        purpose: Purpose,
        (sent, bytes): (u64, u64),
        outcome: RequestOutcome,
    ) {
        let (host, url, badge) = (host_in(address), cut(address), self.badge.clone());
        let record = RequestRecord { at, host, url, purpose, badge, bytes, sent, outcome };
        self.door.inner.options.activity.record(record);
    }
}

/// What the log says of an answer.
fn outcome(answer: &Result<Answer, FetchError>) -> RequestOutcome {
    match answer {
        Ok(Answer::Had { .. }) => RequestOutcome::Had,
        Ok(Answer::Redirect(to)) => RequestOutcome::Redirected { to: cut(to) },
        Ok(Answer::Gone(_)) => RequestOutcome::Gone,
        Err(error) => failure(error),
    }
}

fn failure(error: &FetchError) -> RequestOutcome {
    let (code, detail) = (error.code, error.detail.clone());
    match error.kind {
        FetchErrorKind::Failed | FetchErrorKind::Gone => RequestOutcome::Failed { code, detail },
        FetchErrorKind::Refused | FetchErrorKind::NotAsked => RequestOutcome::NotMade { code, detail },
    }
}

/// The host in an address, whether it may be asked or not, with its port where that is not the scheme's own.
fn host_in(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    }
}

/// An address as the log holds it, which is no longer than any that is asked.
fn cut(address: &str) -> String {
    address.chars().take(limits::URL_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, sync::atomic::AtomicBool, time::Duration};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::{
        super::{NetworkOptions, names},
        *,
    };

    /// A resolver that gives its answers in turn and counts the questions.
    struct InTurn {
        answers: Vec<Vec<IpAddr>>,
        asked: Arc<AtomicUsize>,
    }

    impl names::Names for InTurn {
        fn look_up(&self, _: String, _: u16) -> names::Answer {
            let at = self.asked.fetch_add(1, Ordering::SeqCst);
            let answer = self.answers[at.min(self.answers.len() - 1)].clone();
            Box::pin(async move { Ok(answer) })
        }
    }

    /// A page without TLS on loopback, and how often it was connected to.
    async fn page() -> (u16, Arc<AtomicUsize>) {
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

    fn open() -> NetworkOptions {
        NetworkOptions { allow_private_network: true, allow_cleartext: true, ..NetworkOptions::default() }
    }

    fn door(options: NetworkOptions, answers: &[&[&str]]) -> (HttpClient, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let answers = answers.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        (HttpClient::with_names(options, Box::new(InTurn { answers, asked: asked.clone() })).unwrap(), asked)
    }

    fn issuer(url: impl Into<String>) -> Request {
        Request { url: url.into(), purpose: Purpose::Issuer }
    }

    /// `bad-inputs` J03.
    #[tokio::test]
    async fn one_refused_address_among_several_refuses_them_all() {
        let (port, connected) = page().await;
        let cases: &[(&[&str], NetworkOptions)] = &[
            (&["192.168.1.1"], NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() }),
            (
                &["93.184.215.14", "192.168.1.1"],
                NetworkOptions { allow_cleartext: true, ..NetworkOptions::default() },
            ),
            (&["127.0.0.1", "169.254.169.254"], open()),
        ];
        for (answer, options) in cases {
            let url = if options.allow_private_network {
                format!("http://badges.example:{port}/")
            } else {
                "http://badges.example/".into()
            };
            let (door, _) = door(options.clone(), &[answer]);
            let error = door.visit().get(&issuer(url)).await.unwrap_err();
            assert_eq!(
                (error.kind, error.code),
                (FetchErrorKind::Refused, Code::NetBlockedAddress),
                "{answer:?}"
            );
        }
        assert_eq!(connected.load(Ordering::SeqCst), 0);
    }

    /// `bad-inputs` J04: a second look-up would give another address; there is none.
    #[tokio::test]
    async fn a_name_is_looked_up_once_and_only_the_checked_address_is_connected_to() {
        let (port, connected) = page().await;
        let (door, asked) = door(open(), &[&["127.0.0.1"], &["169.254.169.254"]]);
        let document = door.visit().get(&issuer(format!("http://badges.example:{port}/"))).await.unwrap();
        assert_eq!(document.bytes, b"{}");
        assert_eq!((asked.load(Ordering::SeqCst), connected.load(Ordering::SeqCst)), (1, 1));
        let error = door.visit().get(&issuer(format!("http://badges.example:{port}/"))).await.unwrap_err();
        assert_eq!(error.code, Code::NetBlockedAddress, "the next request is checked by itself");
        assert_eq!(connected.load(Ordering::SeqCst), 1);
    }

    /// `bad-inputs` J20: offline nothing is resolved, and the answer says so.
    #[tokio::test]
    async fn offline_asks_nobody() {
        let (door, asked) = door(NetworkOptions { offline: true, ..open() }, &[&["127.0.0.1"]]);
        let error = door.visit().get(&issuer("https://badges.example/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::NotAsked, Code::NetOffline));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    }

    /// `bad-inputs` J20: the switch takes effect at once, and its going off too.
    #[tokio::test]
    async fn while_the_switch_is_on_nothing_is_resolved_and_nothing_logged() {
        let (port, connected) = page().await;
        let switch = Arc::new(AtomicBool::new(false));
        let read = switch.clone();
        let switched_off = move || read.load(Ordering::SeqCst);
        let activity = Arc::new(Mutex::<Vec<RequestRecord>>::default());
        let options =
            NetworkOptions { switch: Some(Arc::new(switched_off)), activity: activity.clone(), ..open() };
        let (door, asked) = door(options, &[&["127.0.0.1"]]);
        let visit = door.visit();
        let url = format!("http://badges.example:{port}/");
        for (on, resolved) in [(false, 1), (true, 1), (false, 2)] {
            switch.store(on, Ordering::SeqCst);
            assert_eq!(door.is_offline(), on);
            let told = visit.get(&issuer(&url)).await.err().map(|error| (error.kind, error.code));
            assert_eq!(told, on.then_some((FetchErrorKind::NotAsked, Code::NetOffline)));
            assert_eq!(asked.load(Ordering::SeqCst), resolved);
        }
        assert_eq!((connected.load(Ordering::SeqCst), activity.lock().unwrap().len()), (2, 2));
    }

    #[tokio::test]
    async fn a_host_that_nobody_agreed_to_is_not_asked_and_named() {
        let policy = NetworkPolicy::allow([&"agreed.example".to_owned()]);
        let (door, asked) = door(NetworkOptions { policy, ..open() }, &[&["127.0.0.1"]]);
        let visit = door.visit();
        for url in ["https://badges.example/1", "https://other.example:8443/", "https://badges.example/2"] {
            let error = visit.get(&issuer(url)).await.unwrap_err();
            assert_eq!((error.kind, error.code), (FetchErrorKind::NotAsked, Code::NetConsent));
        }
        assert_eq!(visit.unasked(), ["badges.example", "other.example:8443"]);
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        assert!(door.visit().unasked().is_empty(), "each check names its own");
    }

    /// The consent of one check goes before that of the door, for redirects too.
    #[tokio::test]
    async fn a_check_asks_the_hosts_that_were_agreed_to_for_it() {
        let (port, _) = page().await;
        let (door, asked) = door(open(), &[&["127.0.0.1"]]);
        let policy = NetworkPolicy::allow([&format!("agreed.example:{port}")]);
        let visit = door.visit().with_policy(policy);
        assert!(visit.get(&issuer(format!("http://agreed.example:{port}/"))).await.is_ok());
        assert!(visit.get(&issuer("http://agreed.example/")).await.is_err(), "another port is another host");
        assert_eq!((visit.unasked(), asked.load(Ordering::SeqCst)), (vec!["agreed.example".to_owned()], 1));
    }

    /// What is refused by its address is in the log, with the badge that it was for.
    #[tokio::test]
    async fn each_request_is_told_with_its_reason() {
        let (port, _) = page().await;
        let activity = Arc::new(Mutex::<Vec<RequestRecord>>::default());
        let (door, _) = door(NetworkOptions { activity: activity.clone(), ..open() }, &[&["127.0.0.1"]]);
        let badge = Subject { id: "3f".into(), name: Some("Teamwork".into()) };
        let visit = door.visit().on_behalf_of(badge.clone());
        visit.get(&issuer(format!("http://badges.example:{port}/a#key"))).await.unwrap();
        visit.get(&issuer("https://169.254.169.254/")).await.unwrap_err();
        visit.get(&issuer("javascript:alert(1)")).await.unwrap_err();
        let refused = |code| Some((code, true));
        let told: Vec<_> = activity
            .lock()
            .unwrap()
            .iter()
            .map(|record| {
                assert_eq!((&record.badge, record.purpose), (&Some(badge.clone()), Purpose::Issuer));
                let why = match record.outcome {
                    RequestOutcome::NotMade { code, .. } => Some((code, true)),
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
        assert_eq!(told, expected);
    }

    /// `bad-inputs` J14.
    #[tokio::test]
    async fn one_check_makes_so_many_requests_and_no_more() {
        let (port, connected) = page().await;
        let (door, _) = door(open(), &[&["127.0.0.1"]]);
        let visit = door.visit();
        for at in 0..limits::REQUESTS_PER_CHECK {
            visit.get(&issuer(format!("http://badges.example:{port}/{at}"))).await.unwrap();
        }
        let error = visit.get(&issuer(format!("http://badges.example:{port}/one-more"))).await.unwrap_err();
        assert_eq!((error.kind, error.code), (FetchErrorKind::Refused, Code::NetBudget));
        assert_eq!(connected.load(Ordering::SeqCst), limits::REQUESTS_PER_CHECK);
        assert!(
            door.visit().get(&issuer(format!("http://badges.example:{port}/"))).await.is_ok(),
            "the next check"
        );
    }

    /// `bad-inputs` J14: a host is asked by a few at a time, whoever asks.
    #[tokio::test]
    async fn a_host_is_asked_a_few_things_at_a_time() {
        const HELD: Duration = Duration::from_millis(100);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (open_now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counters = (open_now.clone(), most.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (open_now, most) = counters.clone();
                tokio::spawn(async move {
                    most.fetch_max(open_now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    tokio::time::sleep(HELD).await;
                    open_now.fetch_sub(1, Ordering::SeqCst);
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await.unwrap();
                });
            }
        });
        let (door, _) = door(open(), &[&["127.0.0.1"]]);
        let mut asking = tokio::task::JoinSet::new();
        for at in 0..3 * limits::REQUESTS_PER_HOST {
            let visit = door.visit();
            asking
                .spawn(async move { visit.get(&issuer(format!("http://badges.example:{port}/{at}"))).await });
        }
        assert!(asking.join_all().await.iter().all(Result::is_ok));
        let most = most.load(Ordering::SeqCst);
        assert!((2..=limits::REQUESTS_PER_HOST).contains(&most), "{most} at a time");
    }
}

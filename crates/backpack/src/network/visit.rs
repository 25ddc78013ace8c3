//! The way to documents for one check: each request judged, agreed to, counted, made and recorded.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::Timestamp;
use openbadges::{
    Code, Document, Documents, Unavailable,
    documents::{Purpose, Request, UnavailableKind},
};
use tokio::time::Instant;

use super::{
    Door, RequestOutcome, RequestRecord,
    door::Inner,
    exchange::{Answer, exchange},
    failed, limits, names, not_asked, refused,
    target::Target,
};

/// The way to documents for one check: at most [`limits::REQUESTS_PER_CHECK`] requests, redirects included.
#[derive(Clone, Debug)]
pub struct Visit {
    door: Door,
    made: Arc<AtomicUsize>,
}

impl Documents for Visit {
    async fn get(&self, request: &Request) -> Result<Document, Unavailable> {
        let options = &self.door.inner.options;
        if options.offline {
            return Err(not_asked(Code::NetOffline, format!("`{:.256}` was not asked", request.url)));
        }
        let mut deadline = Instant::now() + options.patience.total;
        let mut target = Target::parse(&request.url, options);
        let mut asked = Vec::new();
        loop {
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
            self.record(at, &target, request, bytes, &answer);
            match answer? {
                Answer::Redirect(location) => {
                    let from = target?;
                    target = from.redirect(&location, options);
                    asked.push(from.url);
                }
                Answer::Gone(body) => {
                    return Err(Unavailable {
                        gone_body: Some(body),
                        kind: UnavailableKind::Gone,
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

impl Visit {
    pub(super) fn through(door: Door) -> Self {
        Self { door, made: Arc::default() }
    }

    /// One request: counted, agreed to, resolved, checked, made.
    async fn ask(
        &self,
        target: &Target,
        purpose: Purpose,
        deadline: &mut Instant,
        bytes: &mut u64,
    ) -> Result<Answer, Unavailable> {
        let Inner { options, tls, names, .. } = &*self.door.inner;
        if !options.consent.allows(&target.authority(), purpose) {
            return Err(not_asked(
                Code::NetConsent,
                format!("nobody agreed to ask `{}`", target.authority()),
            ));
        }
        if self.made.fetch_add(1, Ordering::Relaxed) >= limits::REQUESTS_PER_CHECK {
            let detail = format!("one check asks for more than {} documents", limits::REQUESTS_PER_CHECK);
            return Err(refused(Code::NetBudget, detail));
        }
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

    fn record(
        &self,
        at: Timestamp,
        target: &Result<Target, Unavailable>,
        request: &Request,
        bytes: u64,
        answer: &Result<Answer, Unavailable>,
    ) {
        let (host, url) = match target {
            Ok(target) => (target.host.clone(), target.url.to_string()),
            Err(_) => (String::new(), request.url.chars().take(limits::URL_BYTES).collect()),
        };
        let outcome = match answer {
            Ok(Answer::Had { .. }) => RequestOutcome::Had,
            Ok(Answer::Redirect(to)) => RequestOutcome::Redirected { to: to.clone() },
            Ok(Answer::Gone(_)) => RequestOutcome::Gone,
            Err(error) => {
                let (code, detail) = (error.code, error.detail.clone());
                match error.kind {
                    UnavailableKind::Failed | UnavailableKind::Gone => {
                        RequestOutcome::Failed { code, detail }
                    }
                    UnavailableKind::Refused | UnavailableKind::NotAsked => {
                        RequestOutcome::NotMade { code, detail }
                    }
                }
            }
        };
        let record = RequestRecord { at, host, url, purpose: request.purpose, bytes, outcome };
        self.door.inner.options.activity.record(record);
    }
}

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, time::Duration};

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::{
        super::{DoorOptions, names},
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

    fn open() -> DoorOptions {
        DoorOptions { allow_private_network: true, allow_cleartext: true, ..DoorOptions::default() }
    }

    fn door(options: DoorOptions, answers: &[&[&str]]) -> (Door, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let answers = answers.iter().map(|ips| ips.iter().map(|ip| ip.parse().unwrap()).collect()).collect();
        (Door::with_names(options, Box::new(InTurn { answers, asked: asked.clone() })).unwrap(), asked)
    }

    fn issuer(url: impl Into<String>) -> Request {
        Request { url: url.into(), purpose: Purpose::Issuer }
    }

    /// `bad-inputs` J03.
    #[tokio::test]
    async fn one_refused_address_among_several_refuses_them_all() {
        let (port, connected) = page().await;
        let cases: &[(&[&str], DoorOptions)] = &[
            (&["192.168.1.1"], DoorOptions { allow_cleartext: true, ..DoorOptions::default() }),
            (
                &["93.184.215.14", "192.168.1.1"],
                DoorOptions { allow_cleartext: true, ..DoorOptions::default() },
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
                (UnavailableKind::Refused, Code::NetBlockedAddress),
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
        let (door, asked) = door(DoorOptions { offline: true, ..open() }, &[&["127.0.0.1"]]);
        let error = door.visit().get(&issuer("https://badges.example/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (UnavailableKind::NotAsked, Code::NetOffline));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
    }

    #[tokio::test]
    async fn a_host_that_nobody_agreed_to_is_not_asked() {
        let consent = |host: &str, _: Purpose| host == "agreed.example";
        let (door, asked) = door(DoorOptions { consent: Arc::new(consent), ..open() }, &[&["127.0.0.1"]]);
        let error = door.visit().get(&issuer("https://badges.example/")).await.unwrap_err();
        assert_eq!((error.kind, error.code), (UnavailableKind::NotAsked, Code::NetConsent));
        assert_eq!(asked.load(Ordering::SeqCst), 0);
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
        assert_eq!((error.kind, error.code), (UnavailableKind::Refused, Code::NetBudget));
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

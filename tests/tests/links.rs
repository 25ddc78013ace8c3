//! Links to badges, with the HTTP client and recorded answers: the corpus in `tests/links`.
//!
//! The corpus has one file per platform. Each `[[link]]` contains a link, the answers of its hosts, and the
//! expected result. The answers were written for these tests in the form of real ones. None is a copy of
//! somebody's badge.
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use backpack::{
    CancellationToken, ImportInput, Verifier, VerifierOptions,
    intake::{self, Kind},
    links::{Link, NoBadgeReason, Resolved, resolve},
    network::{HttpClient, NetworkOptions, NetworkPolicy},
};
use backpack_messages::Catalogue;
use openbadges::baking::{Standard, bake};
use serde::Deserialize;
use serde_json::json;
use url::Url;
use whole_system::{Reply, Server, picture};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corpus {
    link: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The description of the case.
    what: String,
    /// The link, as the learner enters it.
    link: String,
    /// The id of the recognised platform.
    platform: Option<String>,
    /// The expected result: see [`outcome`].
    outcome: String,
    /// The badge's name.
    name: Option<String>,
    /// The URL of the fetched badge; for `needs-consent`, the returned links.
    at: Option<Vec<String>>,
    /// The URLs of all requests, in order.
    asked: Option<Vec<String>>,
    /// The recipient named in the link.
    hint: Option<String>,
    /// Hosts without consent.
    #[serde(default)]
    refused: Vec<String>,
    #[serde(default)]
    answer: Vec<Answer>,
}

/// A recorded answer. At most one field after `accept` is set and defines the body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    at: String,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default, rename = "type")]
    media_type: String,
    location: Option<String>,
    /// `html`: the answer for clients that accept HTML. All other clients get the answer without `accept`, or
    /// status 406.
    accept: Option<String>,
    /// The text of the body.
    body: Option<String>,
    /// The name of an OB 2.0 assertion that is hosted at this address.
    assertion: Option<String>,
    /// The name of an OB 3.0 credential.
    credential: Option<String>,
    /// The name of an OB 2.0 assertion in a PNG.
    baked: Option<String>,
    /// The name of an OB 3.0 credential in a PNG.
    baked_credential: Option<String>,
    /// The name of an OB 2.0 assertion in an SVG.
    baked_svg: Option<String>,
    /// Like `baked`, with one byte of the badge changed.
    damaged: Option<String>,
    /// A PNG without a badge.
    #[serde(default)]
    picture: bool,
}

fn ok() -> u16 {
    200
}

fn corpus() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("links");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let corpus: Corpus = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        cases.extend(corpus.link.into_iter().map(|case| (name.clone(), case)));
    }
    cases
}

/// A case with a running server. All addresses contain the server's port.
struct ServedCase<'c> {
    case: &'c Case,
    server: Server,
    hosts: BTreeSet<String>,
}

impl<'c> ServedCase<'c> {
    fn new(case: &'c Case) -> Self {
        let link = Link::read(&case.link);
        let mut hosts: BTreeSet<String> = BTreeSet::new();
        let first_urls = link.first_requests().into_iter().map(|request| request.url);
        for url in first_urls.chain(case.answer.iter().map(|answer| answer.at.clone())) {
            hosts.extend(Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)));
        }
        let served = Self { case, server: Server::start(), hosts };
        let mut replies: BTreeMap<&str, (Option<Reply>, Option<Reply>)> = BTreeMap::new();
        for answer in &case.answer {
            let (page, other) = replies.entry(&answer.at).or_default();
            let entry = if answer.accept.as_deref() == Some("html") { page } else { other };
            assert!(entry.replace(served.reply(answer)).is_none(), "{}: two answers", answer.at);
        }
        for (at, replies) in replies {
            let url = Url::parse(at).unwrap();
            let path = &url[url::Position::BeforePath..];
            let reply = match replies {
                (None, Some(reply)) => reply,
                (page, other) => {
                    let none = || Reply::Status(406, b"not acceptable".to_vec());
                    let (page, other) = (page.unwrap_or_else(none), other.unwrap_or_else(none));
                    Reply::Negotiated(Box::new(page), Box::new(other))
                }
            };
            served.server.serve(url.host_str().unwrap(), path, reply);
        }
        served
    }

    fn reply(&self, answer: &Answer) -> Reply {
        if let Some(location) = &answer.location {
            return Reply::Redirect(answer.status, self.with_port(location));
        }
        let body = self.body(answer);
        if answer.status == 200 {
            Reply::document(&answer.media_type, body)
        } else {
            Reply::Status(answer.status, body)
        }
    }

    fn body(&self, answer: &Answer) -> Vec<u8> {
        let at = self.with_port(&answer.at);
        let in_png = |text: String, standard| bake(&picture::png(64, 7), &text, standard).unwrap();
        if let Some(text) = &answer.body {
            self.with_port(text).into_bytes()
        } else if let Some(name) = &answer.assertion {
            assertion(&at, name).into_bytes()
        } else if let Some(name) = &answer.credential {
            credential(name).into_bytes()
        } else if let Some(name) = &answer.baked {
            in_png(assertion(&at, name), Standard::Ob2)
        } else if let Some(name) = &answer.baked_credential {
            in_png(credential(name), Standard::Ob3)
        } else if let Some(name) = &answer.baked_svg {
            bake(&picture::svg(7), &assertion(&at, name), Standard::Ob2).unwrap()
        } else if let Some(name) = &answer.damaged {
            let mut png = in_png(assertion(&at, name), Standard::Ob2);
            let at = png.windows(9).position(|window| window == b"recipient").unwrap();
            png[at] = b'R';
            png
        } else if answer.picture {
            picture::png(64, 7)
        } else {
            Vec::new()
        }
    }

    /// Adds the server's port to every URL in `text` with a host of this case.
    fn with_port(&self, text: &str) -> String {
        let port = self.server.port();
        self.hosts.iter().fold(text.to_owned(), |text, host| {
            let origin = format!("https://{host}");
            let encoded = format!("https%3A%2F%2F{host}");
            let text = text.replace(&format!("{encoded}%2F"), &format!("{encoded}%3A{port}%2F"));
            ["/", "?", "\"", "#"].iter().fold(text, |text, end| {
                text.replace(&format!("{origin}{end}"), &format!("{origin}:{port}{end}"))
            })
        })
    }

    fn without_port(&self, text: &str) -> String {
        text.replace(&format!(":{}", self.server.port()), "")
    }

    fn resolve(&self) -> Vec<String> {
        self.hosts.iter().map(|host| self.server.resolve(host)).collect()
    }

    fn client(&self) -> HttpClient {
        let refused = &self.case.refused;
        let policy = if refused.is_empty() {
            NetworkPolicy::Any
        } else {
            let allowed = self
                .hosts
                .iter()
                .filter(|host| !refused.iter().any(|refused| host.starts_with(refused.as_str())));
            let allowed: Vec<String> = allowed.map(|host| format!("{host}:{}", self.server.port())).collect();
            NetworkPolicy::allow(&allowed)
        };
        HttpClient::new(NetworkOptions {
            cacert: Some(self.server.ca_pem().into()),
            resolve: self.resolve().iter().map(|text| text.parse().unwrap()).collect(),
            allow_private_network: true,
            policy,
            ..NetworkOptions::default()
        })
        .unwrap()
    }
}

fn assertion(id: &str, name: &str) -> String {
    let class = json!({
        "type": "BadgeClass", "id": "https://issuer.example/class", "name": name, "description": "Made for a test.",
        "criteria": {"narrative": "One task."}, "image": "https://issuer.example/picture.png",
        "issuer": {"type": "Issuer", "id": "https://issuer.example/", "name": "Example College", "url": "https://issuer.example/", "email": "badges@issuer.example"},
    });
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "id": id, "badge": class,
        "recipient": {"type": "email", "hashed": false, "identity": "ada@school.example"},
        "issuedOn": "2026-03-01T00:00:00Z", "verification": {"type": "hosted"},
    })
    .to_string()
}

fn credential(name: &str) -> String {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7", "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": name,
        "issuer": {"id": "did:web:issuer.example", "type": ["Profile"], "name": "Example College"},
        "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": {"type": ["AchievementSubject"], "achievement": {
            "id": "https://issuer.example/class", "type": ["Achievement"], "name": name, "description": "Made for a test.",
            "criteria": {"narrative": "One task."}}},
    })
    .to_string()
}

/// Returns the result of a link as in the corpus: `badge`, `several`, `needs-consent`, or the reason why there is
/// no badge.
fn outcome(resolved: &Resolved) -> String {
    match resolved {
        Resolved::Document(document) | Resolved::InPage(document) => {
            match intake::classify(&document.bytes) {
                Kind::Badges(read) if read.len() == 1 => "badge".into(),
                Kind::OtherFormat(foreign) => foreign.as_str().into(),
                _ => "several".into(),
            }
        }
        Resolved::NeedsConsent(_) => "needs-consent".into(),
        Resolved::NoBadge(reason) => match reason {
            NoBadgeReason::SignIn => "sign-in".into(),
            NoBadgeReason::Offer(offer) => offer.as_str().into(),
            NoBadgeReason::Gone => "gone".into(),
            NoBadgeReason::NotFound => "no-badge".into(),
            NoBadgeReason::Unreadable(error) => error.code.to_string(),
            NoBadgeReason::FetchError(error) => error.code.to_string(),
        },
    }
}

#[tokio::test]
async fn every_corpus_link_has_its_expected_result() {
    let corpus = corpus();
    for (file, case) in &corpus {
        let title = format!("{file}: {}", case.what);
        let served = ServedCase::new(case);
        let link = Link::read(&served.with_port(&case.link));
        let platform = link.known.as_ref().map(|known| known.platform.id.clone());
        assert_eq!(platform, case.platform, "{title}");
        assert_eq!(link.recipient_hint, case.hint, "{title}");

        let resolved = resolve(&link, &served.client().session()).await;
        let requests = served.server.requests();
        let urls: Vec<String> =
            requests.iter().map(|request| format!("https://{}{}", request.host, request.path)).collect();
        assert_eq!(outcome(&resolved), case.outcome, "{title}: requested {urls:#?}, {resolved:?}");
        if let Some(expected) = &case.asked {
            assert_eq!(&urls, expected, "{title}");
        }
        assert!(urls.iter().all(|url| !url.contains("identity__")), "{title}: {urls:#?}");
        let at = match &resolved {
            Resolved::Document(document) | Resolved::InPage(document) => {
                vec![served.without_port(&document.final_url)]
            }
            Resolved::NeedsConsent(links) => links.iter().map(|link| served.without_port(link)).collect(),
            Resolved::NoBadge(_) => Vec::new(),
        };
        if let Some(expected) = &case.at {
            assert_eq!(&at, expected, "{title}");
        }
        if let Some(expected) = &case.name {
            let (Resolved::Document(document) | Resolved::InPage(document)) = &resolved else {
                panic!("{title}: no badge")
            };
            let found = openbadges::read_all(&document.bytes).into_iter().find_map(Result::ok).unwrap();
            assert_eq!(found.badge.name.as_ref(), Some(expected), "{title}");
        }
    }
    println!("links: {} of {}", corpus.len(), corpus.len());
    assert!(corpus.len() >= 80, "{} links", corpus.len());
}

/// Inspects every link without and with consent. Without consent no host is contacted; every error has a
/// message and a next step.
#[tokio::test]
async fn every_link_lists_its_hosts_and_failures_a_next_step() {
    let catalogue = Catalogue::english();
    for (file, case) in &corpus() {
        if !case.refused.is_empty() {
            continue;
        }
        let title = format!("{file}: {}", case.what);
        let served = ServedCase::new(case);
        let ca = tempfile::NamedTempFile::new().unwrap();
        fs::write(ca.path(), served.server.ca_pem()).unwrap();
        let verifier = Verifier::new(VerifierOptions {
            cacert: Some(ca.path().into()),
            resolve: served.resolve(),
            allow_private_network: true,
            ..VerifierOptions::default()
        })
        .unwrap();
        let inputs = || vec![ImportInput::Text(served.with_port(&case.link))];
        let before_consent =
            verifier.inspect(inputs(), &NetworkPolicy::Offline, &CancellationToken::default(), &|_| {}).await;
        assert!(served.server.requests().is_empty(), "{title}: contacts a host before consent");
        for candidate in &before_consent {
            assert!(
                !candidate.hosts_to_ask.is_empty() || candidate.error.is_some(),
                "{title}: {candidate:?}"
            );
            assert!(!candidate.source.contains("identity__"), "{title}: {}", candidate.source);
        }

        let candidates =
            verifier.inspect(inputs(), &NetworkPolicy::Any, &CancellationToken::default(), &|_| {}).await;
        match case.outcome.as_str() {
            "badge" => assert!(
                matches!(candidates.as_slice(), [candidate] if candidate.badge.is_some()),
                "{title}: {candidates:?}"
            ),
            "several" => assert!(!candidates.is_empty(), "{title}: {candidates:?}"),
            "needs-consent" => assert!(
                candidates.iter().all(|candidate| !candidate.hosts_to_ask.is_empty()),
                "{title}: {candidates:?}"
            ),
            _ => {
                let [candidate] = candidates.as_slice() else { panic!("{title}: {candidates:?}") };
                let error = candidate.error.as_ref().unwrap_or_else(|| panic!("{title}: {candidate:?}"));
                let messages = serde_json::json!([error.message, error.next_step]);
                let mut sentences = messages.clone();
                catalogue.render(&mut sentences);
                assert!(sentences[0].is_string(), "{title}: {messages}");
                assert!(
                    sentences[1].is_string()
                        || error.code.starts_with("NET_")
                        || error.code.starts_with("JSON_"),
                    "{title}: {messages}"
                );
            }
        }
    }
}

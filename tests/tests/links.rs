//! Links as people have them, and what their hosts answer: the corpus in `tests/links`, through the real door and on TLS.
//!
//! One file a platform, one `[[link]]` a link with its recorded answers and what must come of it. The corpus was written
//! for these tests after what the hosts answer; no answer in it is a copy of a stranger's badge.
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use backpack::{
    CancellationToken, ImportInput, Verifier, VerifierOptions,
    intake::{self, Kind},
    links::{Link, Nothing, Resolved, resolve},
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
    /// What it shows.
    what: String,
    /// As the person has it.
    link: String,
    /// The platform that it is taken for.
    platform: Option<String>,
    /// `badge`, `several`, `elsewhere`, or why there is none: see [`outcome`].
    outcome: String,
    /// The badge's name.
    name: Option<String>,
    /// Where the badge was had; for `elsewhere`, the addresses that are handed back.
    at: Option<Vec<String>>,
    /// Every request that was made, in order.
    asked: Option<Vec<String>>,
    /// To whom the link says that the badge was issued.
    hint: Option<String>,
    /// Hosts that nobody agreed to ask.
    #[serde(default)]
    refused: Vec<String>,
    #[serde(default)]
    answer: Vec<Answer>,
}

/// One recorded answer. Its body is one of the last members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    at: String,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default, rename = "type")]
    media_type: String,
    location: Option<String>,
    /// `html`: the answer to whoever accepts web pages; everybody else gets the other one, or nothing.
    accept: Option<String>,
    /// As it was served.
    body: Option<String>,
    /// An OB 2.0 assertion of this name, hosted here.
    assertion: Option<String>,
    /// An OB 3.0 credential of this name.
    credential: Option<String>,
    /// A PNG with an OB 2.0 assertion of this name in it.
    baked: Option<String>,
    /// A PNG with an OB 3.0 credential of this name in it.
    baked_credential: Option<String>,
    /// An SVG with an OB 2.0 assertion of this name in it.
    baked_svg: Option<String>,
    /// As `baked`, with a byte of the badge changed on the way.
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
        let read: Corpus = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        cases.extend(read.link.into_iter().map(|case| (name.clone(), case)));
    }
    cases
}

/// A case on a server: the same addresses with its port.
struct Played<'c> {
    case: &'c Case,
    server: Server,
    hosts: BTreeSet<String>,
}

impl<'c> Played<'c> {
    fn new(case: &'c Case) -> Self {
        let link = Link::read(&case.link);
        let mut hosts: BTreeSet<String> = BTreeSet::new();
        let named = link.first_requests().into_iter().map(|request| request.url);
        for url in named.chain(case.answer.iter().map(|answer| answer.at.clone())) {
            hosts.extend(Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned)));
        }
        let played = Self { case, server: Server::start(), hosts };
        let mut replies: BTreeMap<&str, (Option<Reply>, Option<Reply>)> = BTreeMap::new();
        for answer in &case.answer {
            let (page, other) = replies.entry(&answer.at).or_default();
            let place = if answer.accept.as_deref() == Some("html") { page } else { other };
            assert!(place.replace(played.reply(answer)).is_none(), "{}: answered twice", answer.at);
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
            played.server.serve(url.host_str().unwrap(), path, reply);
        }
        played
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
            let place = png.windows(9).position(|window| window == b"recipient").unwrap();
            png[place] = b'R';
            png
        } else if answer.picture {
            picture::png(64, 7)
        } else {
            Vec::new()
        }
    }

    /// Every address at one of the case's hosts, with the server's port.
    fn with_port(&self, text: &str) -> String {
        let port = self.server.port();
        self.hosts.iter().fold(text.to_owned(), |text, host| {
            let at = format!("https://{host}");
            let encoded = format!("https%3A%2F%2F{host}");
            let text = text.replace(&format!("{encoded}%2F"), &format!("{encoded}%3A{port}%2F"));
            ["/", "?", "\"", "#"].iter().fold(text, |text, behind| {
                text.replace(&format!("{at}{behind}"), &format!("{at}:{port}{behind}"))
            })
        })
    }

    fn without_port(&self, text: &str) -> String {
        text.replace(&format!(":{}", self.server.port()), "")
    }

    fn resolve(&self) -> Vec<String> {
        self.hosts.iter().map(|host| self.server.resolve(host)).collect()
    }

    fn door(&self) -> HttpClient {
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

/// The stable word of what came of a link.
fn outcome(resolved: &Resolved) -> String {
    match resolved {
        Resolved::Had(document) | Resolved::InPage(document) => match intake::classify(&document.bytes) {
            Kind::Badges(read) if read.len() == 1 => "badge".into(),
            Kind::OtherFormat(foreign) => foreign.as_str().into(),
            _ => "several".into(),
        },
        Resolved::Elsewhere(_) => "elsewhere".into(),
        Resolved::Nothing(nothing) => match nothing {
            Nothing::SignIn => "sign-in".into(),
            Nothing::Offer(offer) => offer.as_str().into(),
            Nothing::Gone => "gone".into(),
            Nothing::NoBadge => "no-badge".into(),
            Nothing::Unreadable(error) => error.code.to_string(),
            Nothing::FetchError(error) => error.code.to_string(),
        },
    }
}

#[tokio::test]
async fn every_corpus_link_has_its_expected_result() {
    let corpus = corpus();
    for (file, case) in &corpus {
        let told = format!("{file}: {}", case.what);
        let played = Played::new(case);
        let link = Link::read(&played.with_port(&case.link));
        let platform = link.known.as_ref().map(|known| known.platform.id.clone());
        assert_eq!(platform, case.platform, "{told}");
        assert_eq!(link.recipient_hint, case.hint, "{told}");

        let resolved = resolve(&link, &played.door().session()).await;
        let asked: Vec<String> =
            played.server.seen().iter().map(|seen| format!("https://{}{}", seen.host, seen.path)).collect();
        assert_eq!(outcome(&resolved), case.outcome, "{told}: asked {asked:#?}, {resolved:?}");
        if let Some(expected) = &case.asked {
            assert_eq!(&asked, expected, "{told}");
        }
        assert!(asked.iter().all(|url| !url.contains("identity__")), "{told}: {asked:#?}");
        let at = match &resolved {
            Resolved::Had(document) | Resolved::InPage(document) => {
                vec![played.without_port(&document.final_url)]
            }
            Resolved::Elsewhere(links) => links.iter().map(|link| played.without_port(link)).collect(),
            Resolved::Nothing(_) => Vec::new(),
        };
        if let Some(expected) = &case.at {
            assert_eq!(&at, expected, "{told}");
        }
        if let Some(expected) = &case.name {
            let (Resolved::Had(document) | Resolved::InPage(document)) = &resolved else {
                panic!("{told}: no badge")
            };
            let found = openbadges::read_all(&document.bytes).into_iter().find_map(Result::ok).unwrap();
            assert_eq!(found.badge.name.as_ref(), Some(expected), "{told}");
        }
    }
    println!("links: {} of {}", corpus.len(), corpus.len());
    assert!(corpus.len() >= 80, "{} links", corpus.len());
}

/// What a learner is told, from the link to the sentence, and that nobody was asked before the hosts were shown.
#[tokio::test]
async fn every_link_lists_its_hosts_and_failures_a_next_step() {
    let catalogue = Catalogue::english();
    for (file, case) in &corpus() {
        if !case.refused.is_empty() {
            continue;
        }
        let told = format!("{file}: {}", case.what);
        let played = Played::new(case);
        let ca = tempfile::NamedTempFile::new().unwrap();
        fs::write(ca.path(), played.server.ca_pem()).unwrap();
        let checker = Verifier::new(VerifierOptions {
            cacert: Some(ca.path().into()),
            resolve: played.resolve(),
            allow_private_network: true,
            ..VerifierOptions::default()
        })
        .unwrap();
        let handed = || vec![ImportInput::Text(played.with_port(&case.link))];
        let first =
            checker.inspect(handed(), &NetworkPolicy::Offline, &CancellationToken::default(), &|_| {}).await;
        assert!(played.server.seen().is_empty(), "{told}: asked before the hosts were shown");
        for one in &first {
            assert!(!one.hosts_to_ask.is_empty() || one.error.is_some(), "{told}: {one:?}");
            assert!(!one.source.contains("identity__"), "{told}: {}", one.source);
        }

        let seen =
            checker.inspect(handed(), &NetworkPolicy::Any, &CancellationToken::default(), &|_| {}).await;
        match case.outcome.as_str() {
            "badge" => assert!(matches!(seen.as_slice(), [one] if one.badge.is_some()), "{told}: {seen:?}"),
            "several" => assert!(!seen.is_empty(), "{told}: {seen:?}"),
            "elsewhere" => assert!(seen.iter().all(|one| !one.hosts_to_ask.is_empty()), "{told}: {seen:?}"),
            _ => {
                let [one] = seen.as_slice() else { panic!("{told}: {seen:?}") };
                let error = one.error.as_ref().unwrap_or_else(|| panic!("{told}: {one:?}"));
                let messages = serde_json::json!([error.message, error.next_step]);
                let mut sentences = messages.clone();
                catalogue.render(&mut sentences);
                assert!(sentences[0].is_string(), "{told}: {messages}");
                assert!(
                    sentences[1].is_string()
                        || error.code.starts_with("NET_")
                        || error.code.starts_with("JSON_"),
                    "{told}: {messages}"
                );
            }
        }
    }
}

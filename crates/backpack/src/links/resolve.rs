//! From a link to the badge behind it: the order in which places are asked, and when to stop.
//!
//! 1. Where the platform keeps its badges, by the [table](openbadges::platforms).
//! 2. The link itself, asked for everything that badges come in and not for a web page (many hosts answer with their page
//!    as soon as that is among what is accepted).
//! 3. What came back is judged by its content, whatever its media type says.
//! 4. A web page is looked through for data and for places that it names; these are asked.
//!
//! The first badge ends the search, and so does what is known to be something else. A place that nobody agreed to ask is handed back, and so are a page's links to badges:
//! whether they are followed is the learner's to say.

use openbadges::{
    Code, Document, Documents, FetchError, ReadError,
    documents::{FetchErrorKind, Purpose, Request},
};
use serde::Deserialize;
use url::Url;

use badge_intake::{
    OtherFormat,
    links::{
        Link, limits,
        page::{self, Why},
    },
};

/// What came of asking for the badge behind a link.
#[derive(Debug)]
pub enum Resolved {
    /// A document that holds a badge, or an archive that may, or something that is known by name.
    Had(Document),
    /// A badge that stands as data in a web page; the address is the page's.
    InPage(Document),
    /// No badge yet, and addresses at which there may be some. Nobody agreed to ask them.
    Elsewhere(Vec<String>),
    /// No badge.
    Nothing(Nothing),
}

/// Why there is no badge behind a link.
#[derive(Debug)]
pub enum Nothing {
    /// There is a page for signed-in people; nothing was asked.
    SignIn,
    /// It is an offer or a request to a wallet; nothing was asked.
    Offer(OtherFormat),
    /// Its issuer says that the badge is gone for good (HTTP 410): mostly because it was revoked.
    Gone,
    /// There is something, and no badge in it.
    NoBadge,
    /// There is a badge that cannot be read.
    Unreadable(ReadError),
    /// The link could not be asked.
    FetchError(FetchError),
}

/// Asks for the badge behind `link`.
pub async fn resolve(link: &Link, documents: &impl Documents) -> Resolved {
    if let Some(offer) = link.offer {
        return Resolved::Nothing(Nothing::Offer(offer));
    }
    if !link.is_worth_asking() {
        return Resolved::Nothing(Nothing::SignIn);
    }
    let mut search = Search::new(documents);
    for place in link.known.iter().flat_map(|known| &known.badge_at) {
        match search.ask(place, Purpose::Badge).await {
            Answer::Badge(document) => return Resolved::Had(document),
            Answer::Gone => return Resolved::Nothing(Nothing::Gone),
            Answer::Page(_) | Answer::Other(_) | Answer::NotHad(_) => {}
        }
    }
    let mut answer = search.ask(&link.url, Purpose::Badge).await;
    if let Answer::NotHad(error) = &answer
        && error.code == Code::NetUnavailable
    {
        // Some hosts answer with an error to whoever does not accept their page.
        answer = search.ask(&link.url, Purpose::Page).await;
    }
    match answer {
        Answer::Badge(document) => Resolved::Had(document),
        Answer::Gone => Resolved::Nothing(Nothing::Gone),
        Answer::Page(document) => search.look_through(document).await,
        Answer::Other(_) => search.end(Nothing::NoBadge),
        Answer::NotHad(error) => search.end(Nothing::FetchError(error)),
    }
}

/// What one place answered.
enum Answer {
    /// A document that ends the search.
    Badge(Document),
    /// A web page.
    Page(Document),
    /// Something else.
    Other(Document),
    /// It is gone for good.
    Gone,
    /// Nothing.
    NotHad(FetchError),
}

/// One search: what it may still ask, and what it found on the way.
struct Search<'d, D> {
    documents: &'d D,
    asked: Vec<String>,
    bytes: usize,
    /// The first badge that was there and cannot be read.
    damaged: Option<ReadError>,
    /// Addresses that nobody agreed to ask.
    elsewhere: Vec<String>,
}

impl<'d, D: Documents> Search<'d, D> {
    fn new(documents: &'d D) -> Self {
        Self { documents, asked: Vec::new(), bytes: 0, damaged: None, elsewhere: Vec::new() }
    }

    async fn ask(&mut self, url: &str, purpose: Purpose) -> Answer {
        if self.asked.len() >= limits::REQUESTS || self.bytes >= limits::ANSWERED_BYTES {
            let detail = format!("the badge is not at the first {} places", self.asked.len());
            return Answer::NotHad(FetchError {
                kind: FetchErrorKind::NotAsked,
                code: Code::NetBudget,
                detail,
                gone_body: None,
            });
        }
        self.asked.push(url.to_owned());
        match self.documents.get(&Request { url: url.to_owned(), purpose }).await {
            Ok(document) => self.judge(document),
            Err(error) if error.kind == FetchErrorKind::Gone => Answer::Gone,
            Err(error) => {
                if error.code == Code::NetConsent {
                    self.elsewhere.push(url.to_owned());
                }
                Answer::NotHad(error)
            }
        }
    }

    fn judge(&mut self, document: Document) -> Answer {
        self.bytes = self.bytes.saturating_add(document.bytes.len());
        match badge_intake::is_answer(&document.bytes) {
            Ok(()) => Answer::Badge(document),
            Err(error) if is_page(&error, &document.bytes) => Answer::Page(document),
            Err(error) => {
                if is_damage(error.code) {
                    self.damaged.get_or_insert(error);
                }
                Answer::Other(document)
            }
        }
    }

    /// Looks through a web page for a badge.
    async fn look_through(mut self, document: Document) -> Resolved {
        let Ok(address) = Url::parse(&document.final_url) else { return self.end(Nothing::NoBadge) };
        let page = page::read(&document.bytes, &address);
        for data in page.data {
            if openbadges::read_all(data.as_bytes()).iter().any(Result::is_ok) {
                return Resolved::InPage(Document { bytes: data.into_bytes(), ..document });
            }
        }
        let mut places = page.places;
        places.reverse();
        while let Some(place) = places.pop() {
            if self.asked.contains(&place.url) {
                continue;
            }
            match self.ask(&place.url, Purpose::Badge).await {
                Answer::Badge(document) => return Resolved::Had(document),
                Answer::Other(document) if place.why == Why::OEmbed => {
                    places.extend(embedded(&document).map(|url| page::Place { url, why: Why::Picture }));
                }
                Answer::Page(_) | Answer::Other(_) | Answer::Gone | Answer::NotHad(_) => {}
            }
        }
        self.elsewhere.extend(page.badge_links);
        self.end(Nothing::NoBadge)
    }

    /// No badge was found. What is worth knowing of the search is told before `otherwise`.
    fn end(self, otherwise: Nothing) -> Resolved {
        match (self.damaged, self.elsewhere) {
            (Some(error), _) => Resolved::Nothing(Nothing::Unreadable(error)),
            (None, elsewhere) if !elsewhere.is_empty() => Resolved::Elsewhere(elsewhere),
            (None, _) => Resolved::Nothing(otherwise),
        }
    }
}

/// The picture that an oEmbed answer names: its own (type `photo`), else the small one (oEmbed 1.0, section 2.3.4).
fn embedded(document: &Document) -> Option<String> {
    #[derive(Deserialize)]
    struct OEmbed {
        url: Option<String>,
        thumbnail_url: Option<String>,
    }
    let answer: OEmbed = serde_json::from_slice(&document.bytes).ok()?;
    let named = answer.url.or(answer.thumbnail_url)?;
    Url::parse(&document.final_url).ok()?.join(&named).ok().map(String::from)
}

/// Whether what was refused is a web page.
fn is_page(error: &ReadError, bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    matches!(error.code, Code::ImportUnrecognised | Code::TextEncoding) && text.starts_with(b"<")
}

/// Whether an error is about a badge that is there, and not about there being none.
fn is_damage(code: Code) -> bool {
    !matches!(
        code,
        Code::ImportEmpty
            | Code::ImportTooLarge
            | Code::ImportUnrecognised
            | Code::JsonSyntax
            | Code::JsonNotABadge
            | Code::PngNoBadge
            | Code::SvgNoBadge
            | Code::PdfNoBadge
            | Code::TextEncoding
    )
}

//! Resolves a link to the badge behind it: the order of the requests, and when to stop.
//!
//! 1. The address where the platform publishes the badge, from the [table](openbadges::platforms).
//! 2. The link itself. The request accepts every format of badges but no web page, because many hosts prefer
//!    their page if it is acceptable.
//! 3. The content of the response decides what it is, not its media type.
//! 4. A web page is searched for data and for addresses, which are fetched.
//!
//! The search ends with the first badge, or the first document in another known format. Addresses without
//! consent and a page's links to badges are returned, so that the learner can decide whether to follow them.

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
        page::{self, LocationReason},
    },
};

/// The result of resolving a link.
#[derive(Debug)]
pub enum Resolved {
    /// A document with a badge, an archive that may contain one, or a known other format.
    Document(Document),
    /// A badge embedded in a web page. The address is that of the page.
    InPage(Document),
    /// No badge yet. These addresses may have one and need consent.
    NeedsConsent(Vec<String>),
    /// No badge.
    NoBadge(NoBadgeReason),
}

/// The reason why there is no badge behind a link.
#[derive(Debug)]
pub enum NoBadgeReason {
    /// The page requires signing in. Nothing was requested.
    SignIn,
    /// The link is an offer or a request to a wallet. Nothing was requested.
    Offer(OtherFormat),
    /// The issuer reports that the badge no longer exists (HTTP 410), usually because it was revoked.
    Gone,
    /// The document contains no badge.
    NotFound,
    /// The badge cannot be read.
    Unreadable(ReadError),
    /// The link could not be fetched.
    FetchError(FetchError),
}

/// Fetches the badge behind `link`.
pub async fn resolve(link: &Link, documents: &impl Documents) -> Resolved {
    if let Some(offer) = link.offer {
        return Resolved::NoBadge(NoBadgeReason::Offer(offer));
    }
    if !link.may_return_badge() {
        return Resolved::NoBadge(NoBadgeReason::SignIn);
    }
    let mut search = Search::new(documents);
    for place in link.known.iter().flat_map(|known| &known.badge_addresses) {
        match search.fetch(place, Purpose::Badge).await {
            Answer::Badge(document) => return Resolved::Document(document),
            Answer::Gone => return Resolved::NoBadge(NoBadgeReason::Gone),
            Answer::Page(_) | Answer::Other(_) | Answer::Unavailable(_) => {}
        }
    }
    let mut answer = search.fetch(&link.url, Purpose::Badge).await;
    if let Answer::Unavailable(error) = &answer
        && error.code == Code::NetUnavailable
    {
        // Some hosts answer with an error unless their page is acceptable.
        answer = search.fetch(&link.url, Purpose::Page).await;
    }
    match answer {
        Answer::Badge(document) => Resolved::Document(document),
        Answer::Gone => Resolved::NoBadge(NoBadgeReason::Gone),
        Answer::Page(document) => search.search_page(document).await,
        Answer::Other(_) => search.end(NoBadgeReason::NotFound),
        Answer::Unavailable(error) => search.end(NoBadgeReason::FetchError(error)),
    }
}

/// The response of one address.
enum Answer {
    /// A document that ends the search.
    Badge(Document),
    /// A web page.
    Page(Document),
    /// Another document.
    Other(Document),
    /// The document no longer exists.
    Gone,
    /// No document.
    Unavailable(FetchError),
}

/// One search, with its limits and its intermediate results.
struct Search<'d, D> {
    documents: &'d D,
    requested: Vec<String>,
    bytes: usize,
    /// The error of the first unreadable badge.
    damaged: Option<ReadError>,
    /// Addresses without consent.
    unfetched: Vec<String>,
}

impl<'d, D: Documents> Search<'d, D> {
    fn new(documents: &'d D) -> Self {
        Self { documents, requested: Vec::new(), bytes: 0, damaged: None, unfetched: Vec::new() }
    }

    async fn fetch(&mut self, url: &str, purpose: Purpose) -> Answer {
        if self.requested.len() >= limits::REQUESTS || self.bytes >= limits::ANSWERED_BYTES {
            let detail = format!("there is no badge at the first {} addresses", self.requested.len());
            return Answer::Unavailable(FetchError {
                kind: FetchErrorKind::NotRequested,
                code: Code::NetBudget,
                detail,
                gone_body: None,
            });
        }
        self.requested.push(url.to_owned());
        match self.documents.get(&Request { url: url.to_owned(), purpose }).await {
            Ok(document) => self.classify(document),
            Err(error) if error.kind == FetchErrorKind::Gone => Answer::Gone,
            Err(error) => {
                if error.code == Code::NetConsent {
                    self.unfetched.push(url.to_owned());
                }
                Answer::Unavailable(error)
            }
        }
    }

    fn classify(&mut self, document: Document) -> Answer {
        self.bytes = self.bytes.saturating_add(document.bytes.len());
        match badge_intake::check_for_badge(&document.bytes) {
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

    /// Searches a web page for a badge.
    async fn search_page(mut self, document: Document) -> Resolved {
        let Ok(address) = Url::parse(&document.final_url) else { return self.end(NoBadgeReason::NotFound) };
        let page = page::read(&document.bytes, &address);
        for data in page.data {
            if openbadges::read_all(data.as_bytes()).iter().any(Result::is_ok) {
                return Resolved::InPage(Document { bytes: data.into_bytes(), ..document });
            }
        }
        let mut places = page.places;
        places.reverse();
        while let Some(place) = places.pop() {
            if self.requested.contains(&place.url) {
                continue;
            }
            match self.fetch(&place.url, Purpose::Badge).await {
                Answer::Badge(document) => return Resolved::Document(document),
                Answer::Other(document) if place.why == LocationReason::OEmbed => {
                    places.extend(
                        embedded(&document)
                            .map(|url| page::BadgeLocation { url, why: LocationReason::Picture }),
                    );
                }
                Answer::Page(_) | Answer::Other(_) | Answer::Gone | Answer::Unavailable(_) => {}
            }
        }
        self.unfetched.extend(page.badge_links);
        self.end(NoBadgeReason::NotFound)
    }

    /// Returns the result of a search without a badge. A damaged badge, and then addresses without consent,
    /// take precedence over `otherwise`.
    fn end(self, otherwise: NoBadgeReason) -> Resolved {
        match (self.damaged, self.unfetched) {
            (Some(error), _) => Resolved::NoBadge(NoBadgeReason::Unreadable(error)),
            (None, unfetched) if !unfetched.is_empty() => Resolved::NeedsConsent(unfetched),
            (None, _) => Resolved::NoBadge(otherwise),
        }
    }
}

/// Returns the picture in an oEmbed response: its `url` (type `photo`), else its thumbnail (oEmbed 1.0,
/// section 2.3.4).
fn embedded(document: &Document) -> Option<String> {
    #[derive(Deserialize)]
    struct OEmbed {
        url: Option<String>,
        thumbnail_url: Option<String>,
    }
    let answer: OEmbed = serde_json::from_slice(&document.bytes).ok()?;
    let picture = answer.url.or(answer.thumbnail_url)?;
    Url::parse(&document.final_url).ok()?.join(&picture).ok().map(String::from)
}

/// Returns whether the refused document is a web page.
fn is_page(error: &ReadError, bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    matches!(error.code, Code::ImportUnrecognised | Code::TextEncoding) && text.starts_with(b"<")
}

/// Returns whether the error is about an existing badge, and not about a missing one.
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

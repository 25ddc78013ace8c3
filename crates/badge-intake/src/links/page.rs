//! Finds the addresses of badges in a web page. A tokenizer splits the page; no script is run, nothing is
//! rendered, and no link is followed.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use openbadges::platforms;

use super::limits;

/// The data and links in a web page that may lead to badges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The texts of its data scripts (`application/ld+json`), unchanged.
    pub data: Vec<String>,
    /// Addresses where the badge may be, the most promising first.
    pub places: Vec<BadgeLocation>,
    /// Links that belong to a badge in the table of platforms.
    pub badge_links: Vec<String>,
}

/// An address where the badge may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadgeLocation {
    /// The address.
    pub url: String,
    /// The reason.
    pub why: LocationReason,
}

/// Why the badge may be at an address, in the order in which the addresses are fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LocationReason {
    /// `<link rel="alternate">` of JSON, a JWT or a picture (HTML, "Link type alternate").
    Alternate,
    /// `<link>` to an oEmbed response (oEmbed 1.0, section 4), which contains the address of a picture.
    OEmbed,
    /// A download link to a file type that badges use.
    Download,
    /// The page's picture (Open Graph), which may contain a badge.
    Picture,
    /// The page's own address followed by `.json` or `/baked`.
    Neighbour,
}

/// Reads the page that was fetched from `address`.
pub fn read(html: &[u8], address: &Url) -> Page {
    let mut reader = Reader::of(address);
    // Invalid UTF-8 occurs in the text of a page, not in its addresses.
    let html = String::from_utf8_lossy(html);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(&*html, emitter).flatten() {
        match token {
            Token::StartTag(tag) => reader.tag(&tag),
            Token::String(text) => reader.text(&text),
            Token::EndTag(tag) if *tag.name == b"script" => reader.end_script(),
            Token::EndTag(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.page(address)
}

struct Reader {
    /// The base of relative addresses (HTML, "the base element").
    base: Url,
    page: Page,
    /// The current data script.
    script: Option<Vec<u8>>,
}

impl Reader {
    fn of(address: &Url) -> Self {
        Self { base: address.clone(), page: Page::default(), script: None }
    }

    fn tag(&mut self, tag: &StartTag<()>) {
        match tag.name.as_slice() {
            b"base" => {
                if let Some(base) = attribute(tag, "href").and_then(|href| self.base.join(&href).ok()) {
                    self.base = base;
                }
            }
            b"link" => self.link(tag),
            b"meta" => self.meta(tag),
            b"a" => self.anchor(tag),
            b"script" if media_type(tag) == "application/ld+json" => self.script = Some(Vec::new()),
            _ => {}
        }
    }

    fn text(&mut self, text: &[u8]) {
        if let Some(script) = &mut self.script {
            script.extend_from_slice(text);
        }
    }

    fn end_script(&mut self) {
        let Some(script) = self.script.take() else { return };
        if let Ok(text) = String::from_utf8(script)
            && self.page.data.len() < limits::SCRIPTS
        {
            self.page.data.push(text.trim().to_owned());
        }
    }

    fn link(&mut self, tag: &StartTag<()>) {
        let relations = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
        if !relations.split_ascii_whitespace().any(|relation| relation == "alternate") {
            return;
        }
        let why = match media_type(tag).as_str() {
            "application/json+oembed" => LocationReason::OEmbed,
            kind if kind.contains("json") || kind.contains("jwt") || is_picture(kind) => {
                LocationReason::Alternate
            }
            _ => return,
        };
        self.add_location(attribute(tag, "href"), why);
    }

    fn meta(&mut self, tag: &StartTag<()>) {
        let name = attribute(tag, "property").or_else(|| attribute(tag, "name")).unwrap_or_default();
        let pictures = ["og:image", "og:image:url", "og:image:secure_url", "twitter:image"];
        if pictures.contains(&name.to_ascii_lowercase().as_str()) {
            self.add_location(attribute(tag, "content"), LocationReason::Picture);
        }
    }

    fn anchor(&mut self, tag: &StartTag<()>) {
        let Some(url) = attribute(tag, "href").and_then(|href| self.base.join(href.trim()).ok()) else {
            return;
        };
        let path = url.path().to_ascii_lowercase();
        let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
        let is_picture_download = attribute(tag, "download").is_some() && ends(&[".png", ".svg", ".pdf"]);
        if ends(&[".json", ".jsonld", ".jwt", "/baked"]) || is_picture_download {
            self.add_location(Some(url.to_string()), LocationReason::Download);
        } else if self.page.badge_links.len() < limits::BADGE_LINKS
            && platforms::recognise(&url)
                .is_some_and(|known| known.ask && known.leads == platforms::LinkTarget::Badge)
            && !self.page.badge_links.contains(&String::from(url.clone()))
        {
            self.page.badge_links.push(url.into());
        }
    }

    fn add_location(&mut self, href: Option<String>, why: LocationReason) {
        let url = href.and_then(|href| self.base.join(href.trim()).ok());
        let Some(mut url) = url.filter(|url| matches!(url.scheme(), "https" | "http")) else { return };
        url.set_fragment(None);
        let url = String::from(url);
        let places = &mut self.page.places;
        if places.iter().filter(|place| place.why == why).count() < limits::ADDRESSES_PER_REASON
            && !places.iter().any(|place| place.url == url)
        {
            places.push(BadgeLocation { url, why });
        }
    }

    fn page(mut self, address: &Url) -> Page {
        self.base = address.clone();
        let mut bare = address.clone();
        bare.set_query(None);
        bare.set_fragment(None);
        let bare = bare.as_str().trim_end_matches('/').to_owned();
        if address.path() != "/" {
            self.add_location(Some(format!("{bare}.json")), LocationReason::Neighbour);
            self.add_location(Some(format!("{bare}/baked")), LocationReason::Neighbour);
        }
        let mut page = self.page;
        // The page itself has already been fetched.
        page.places.retain(|place| place.url != address.as_str());
        page.badge_links.retain(|link| link != address.as_str());
        page.places.sort_by_key(|place| place.why);
        page
    }
}

/// Returns the value of an attribute.
fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Returns the media type in the `type` attribute, without parameters, in lower case.
fn media_type(tag: &StartTag<()>) -> String {
    let kind = attribute(tag, "type").unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_picture(kind: &str) -> bool {
    matches!(kind, "image/png" | "image/svg+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        read(html.as_bytes(), &Url::parse("https://badges.example/show/7?lang=en").unwrap())
    }

    #[test]
    fn orders_addresses_by_reason() {
        let html = r#"<!doctype html><html><head>
            <meta property="og:image" content="/pictures/7.png">
            <link rel="alternate" type="application/json+oembed" href="/oembed?url=7">
            <LINK REL="nofollow Alternate" TYPE="application/ld+json; charset=utf-8" HREF="//api.example/7">
            <link rel="alternate" type="application/rss+xml" href="/feed">
            <link rel="stylesheet" type="application/json" href="/style.json">
            </head><body><a href="7/credential.jwt#top">Save</a> <a href="/help">Help</a>
            <a href="javascript:alert(1)">x</a><a download href="badge.png">Picture</a><a href="photo.png">Photo</a>"#;
        let named: Vec<(LocationReason, String)> =
            page(html).places.into_iter().map(|place| (place.why, place.url)).collect();
        let at = |path: &str| format!("https://badges.example{path}");
        assert_eq!(
            named,
            [
                (LocationReason::Alternate, "https://api.example/7".to_owned()),
                (LocationReason::OEmbed, at("/oembed?url=7")),
                (LocationReason::Download, at("/show/7/credential.jwt")),
                (LocationReason::Download, at("/show/badge.png")),
                (LocationReason::Picture, at("/pictures/7.png")),
                (LocationReason::Neighbour, at("/show/7.json")),
                (LocationReason::Neighbour, at("/show/7/baked")),
            ]
        );
    }

    #[test]
    fn keeps_data_scripts_unchanged() {
        let html = r#"<script type="application/ld+json">{"a": "</b> &amp; <a href='/x.json'>"}</script>
            <script>var badge = {"b": 1};</script>
            <script type="application/ld+json"> {"c": 2} </script><p>{"d": 3}</p>"#;
        let page = page(html);
        assert_eq!(page.data, [r#"{"a": "</b> &amp; <a href='/x.json'>"}"#, r#"{"c": 2}"#]);
        assert!(page.places.iter().all(|place| place.why == LocationReason::Neighbour), "{page:?}");
    }

    #[test]
    fn base_element_applies_to_relative_links() {
        let html = r#"<base href="https://cdn.example/a/"><meta name="twitter:image" content="b.png">"#;
        let named: Vec<String> = page(html).places.into_iter().map(|place| place.url).collect();
        assert_eq!(
            named,
            [
                "https://cdn.example/a/b.png",
                "https://badges.example/show/7.json",
                "https://badges.example/show/7/baked",
            ]
        );
    }

    #[test]
    fn finds_links_to_badges() {
        let credly = "https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-2b1f3e8a7c44";
        let html = format!(
            r#"<a href="{credly}">1</a><a href="{credly}">again</a><a href="https://www.credly.com/earner/x">2</a>
            <a href="https://unsubscribe.example/">3</a>"#
        );
        assert_eq!(page(&html).badge_links, [credly]);
    }

    #[test]
    fn limits_addresses_of_a_page() {
        let many: String = (0..1_000)
            .map(|n| {
                format!(
                    r#"<meta property="og:image" content="/{n}.png"><a href="/{n}.json">{n}</a>
                    <script type="application/ld+json">{{}}</script>
                    <a href="https://www.credly.com/badges/0f3b8c52-6a0d-4c1e-9d57-{n:012x}">b</a>"#
                )
            })
            .collect();
        let page = page(&many);
        assert_eq!(page.places.len(), 2 * limits::ADDRESSES_PER_REASON + 2);
        assert_eq!(page.data.len(), limits::SCRIPTS);
        assert_eq!(page.badge_links.len(), limits::BADGE_LINKS);
    }
}

//! SVG baking (Open Badges 3.0 section 5.3.2; OB 2.0 Baking).
//!
//! This module parses XML with namespaces and never renders the picture. It rejects a document type with declarations
//! before reading further, and knows only the five predefined entities of XML.

use std::ops::Range;

use quick_xml::{
    NsReader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesDecl, BytesRef, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::{BakedBadge, BakingError, Picture, Standard};
use crate::{
    code::{Code, Note},
    json::BYTE_ORDER_MARK,
    limits,
};

/// Extracts the badges from an SVG.
///
/// A signed badge is in the `verify` attribute. For a hosted badge, the document in the element takes precedence over the
/// address in the attribute.
pub fn unbake(svg: &[u8]) -> Result<Picture, BakingError> {
    Ok(Scan::new(svg)?.picture)
}

/// Bakes `text` into an SVG, as the first child of `<svg …>`. Removes existing badges.
///
/// Writes a compact JWS or an address to the `verify` attribute, and any other text to the element.
pub fn bake(svg: &[u8], text: &str, standard: Standard) -> Result<Vec<u8>, BakingError> {
    let scan = Scan::new(svg)?;
    let element = element(text, standard)?;
    let mut baked = Vec::with_capacity(svg.len() + element.len());
    let mut copied = 0;
    let mut copy_until = |baked: &mut Vec<u8>, end: usize, skip_to: usize| {
        baked.extend_from_slice(svg.get(copied..end).unwrap_or_default());
        copied = skip_to;
    };
    match &scan.root.self_closing {
        None => {
            copy_until(&mut baked, scan.root.end, scan.root.end);
            baked.extend_from_slice(element.as_bytes());
        }
        Some(name) => {
            copy_until(&mut baked, scan.root.end - "/>".len(), scan.root.end);
            baked.extend_from_slice(format!(">{element}</{name}>").as_bytes());
        }
    }
    for old in &scan.elements {
        copy_until(&mut baked, old.start, old.end);
    }
    copy_until(&mut baked, svg.len(), svg.len());
    if baked.len() > limits::SVG_BYTES {
        return Err(BakingError::new(Code::ImportTooLarge, format!("an SVG of {} bytes", baked.len())));
    }
    Ok(baked)
}

/// Returns the namespace and the name of the element with the badge.
const fn element_name(standard: Standard) -> (&'static str, &'static str) {
    match standard {
        Standard::Ob2 => ("http://openbadges.org", "assertion"),
        Standard::Ob3 => ("https://purl.imsglobal.org/ob/v3p0", "credential"),
        Standard::Clr => ("https://purl.imsglobal.org/clr/v2p0", "credential"),
    }
}

/// Returns the XML of the element with the badge.
fn element(text: &str, standard: Standard) -> Result<String, BakingError> {
    let (namespace, name) = element_name(standard);
    let start = format!("<openbadges:{name} xmlns:openbadges=\"{namespace}\"");
    let address = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    let jws =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if jws || address && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        let value = quick_xml::escape::escape(text);
        return Ok(format!("{start} verify=\"{value}\"></openbadges:{name}>"));
    }
    if let Some(character) = text.chars().find(|&character| !is_xml_character(character)) {
        return Err(BakingError::new(Code::TextEncoding, format!("{character:?}, which XML does not allow")));
    }
    // `]]>` would end the section, and parsers turn a plain carriage return into a line feed (XML 1.0, 2.11).
    let sections = text.replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#13;<![CDATA[");
    Ok(format!("{start}><![CDATA[{sections}]]></openbadges:{name}>"))
}

/// Returns whether XML allows `character` (XML 1.0 section 2.2, production `Char`).
fn is_xml_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The start tag of the root element.
#[derive(Default)]
struct Root {
    end: usize,
    /// The qualified name, if the element has no end tag.
    self_closing: Option<String>,
}

/// A badge element whose end tag is not reached yet.
struct OpenElement {
    standard: Standard,
    start: usize,
    depth: usize,
    verify: Option<String>,
    text: String,
}

/// The state and the results of one pass over the document.
#[derive(Default)]
struct Scan {
    picture: Picture,
    root: Root,
    /// The badge elements, as byte ranges.
    elements: Vec<Range<usize>>,
    open: Option<OpenElement>,
    depth: usize,
    nodes: usize,
    in_style: bool,
    /// The first external reference.
    external: Option<String>,
    /// The first active content.
    active: Option<String>,
}

impl Scan {
    fn new(svg: &[u8]) -> Result<Self, BakingError> {
        if svg.len() > limits::SVG_BYTES {
            return Err(BakingError::new(Code::SvgLimit, format!("{} bytes", svg.len())));
        }
        let bom = if svg.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        let text = std::str::from_utf8(svg)
            .map_err(|_| BakingError::new(Code::TextEncoding, "an SVG that is not UTF-8"))?
            .get(bom..)
            .unwrap_or_default();
        let mut scan = Self::default();
        scan.picture.description = "SVG".into();
        let mut reader = NsReader::from_str(text);
        loop {
            let start = bom + reader.buffer_position() as usize;
            let (namespace, event) = reader.read_resolved_event().map_err(malformed)?;
            let standard = |name: &str| match namespace {
                ResolveResult::Bound(Namespace(namespace)) => Standard::ALL
                    .iter()
                    .copied()
                    .find(|&standard| element_name(standard) == (namespace, name)),
                _ => None,
            };
            scan.count(1)?;
            match event {
                Event::Start(tag) => {
                    let standard = standard(tag.local_name().into_inner());
                    let end = bom + reader.buffer_position() as usize;
                    scan.enter(&tag, standard, start, end, false)?;
                }
                Event::Empty(tag) => {
                    let standard = standard(tag.local_name().into_inner());
                    let end = bom + reader.buffer_position() as usize;
                    scan.enter(&tag, standard, start, end, true)?;
                    scan.leave(end);
                }
                Event::End(_) => scan.leave(bom + reader.buffer_position() as usize),
                Event::Text(text) => scan.characters(&text.xml10_content())?,
                Event::CData(text) => scan.characters(&text.xml10_content())?,
                Event::GeneralRef(reference) => scan.characters(&resolve(&reference)?)?,
                Event::DocType(declaration) if declaration.contains('[') => {
                    return Err(BakingError::new(Code::SvgDtd, "a document type with declarations"));
                }
                Event::Decl(declaration) => check_encoding(&declaration, text)?,
                Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        if scan.depth > 0 || scan.root.end == 0 {
            return Err(malformed("the document ends inside an element"));
        }
        for (code, found) in
            [(Code::SvgExternalRef, scan.external.take()), (Code::SvgActiveContent, scan.active.take())]
        {
            scan.picture.notes.extend(found.map(|found| Note::new(code).with("found", found)));
        }
        Ok(scan)
    }

    fn count(&mut self, nodes: usize) -> Result<(), BakingError> {
        self.nodes += nodes;
        if self.nodes > limits::SVG_NODES {
            return Err(BakingError::new(Code::SvgLimit, format!("more than {} nodes", limits::SVG_NODES)));
        }
        Ok(())
    }

    fn enter(
        &mut self,
        tag: &BytesStart<'_>,
        standard: Option<Standard>,
        start: usize,
        end: usize,
        self_closing: bool,
    ) -> Result<(), BakingError> {
        let name = tag.local_name().into_inner();
        if self.depth == 0 {
            if self.root.end > 0 || name != "svg" {
                return Err(malformed(format!("`{name}` instead of a single `svg` element")));
            }
            let name = || tag.name().into_inner().to_owned();
            self.root = Root { end, self_closing: self_closing.then(name) };
        }
        self.depth += 1;
        if self.depth > limits::SVG_DEPTH {
            return Err(BakingError::new(
                Code::SvgLimit,
                format!("deeper than {} levels", limits::SVG_DEPTH),
            ));
        }
        if matches!(name, "script" | "foreignObject" | "iframe" | "handler") {
            self.active.get_or_insert_with(|| format!("<{name}>"));
        }
        self.in_style = name == "style";
        let mut verify = None;
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(malformed)?;
            self.count(1)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(malformed)?;
            self.check_attribute(name, attribute.key.local_name().into_inner(), &value);
            if attribute.key.into_inner() == "verify" {
                verify = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            }
        }
        if let (None, Some(standard)) = (&self.open, standard) {
            if self.elements.len() == limits::PICTURE_BADGES {
                let detail = format!("more than {} badges", limits::PICTURE_BADGES);
                return Err(BakingError::new(Code::SvgLimit, detail));
            }
            let text = String::new();
            self.open = Some(OpenElement { standard, start, depth: self.depth, verify, text });
        }
        Ok(())
    }

    fn leave(&mut self, end: usize) {
        self.in_style = false;
        if let Some(open) = self.open.take_if(|open| open.depth == self.depth) {
            self.elements.push(open.start..end);
            let content = Some(open.text).filter(|text| !text.trim().is_empty());
            // Every address has a colon, a compact JWS never has one.
            let signed = open.verify.as_ref().is_some_and(|verify| !verify.contains(':'));
            let (text, fallback) = if signed { (open.verify, None) } else { (content, open.verify) };
            if let Some(text) = text.or_else(|| fallback.clone()) {
                let fallback = fallback.filter(|fallback| *fallback != text);
                self.picture.add(BakedBadge { standard: open.standard, text, fallback });
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn characters(&mut self, text: &str) -> Result<(), BakingError> {
        if self.depth == 0 && !text.trim().is_empty() {
            return Err(malformed("text outside the `svg` element"));
        }
        if self.in_style {
            self.check_style(text);
        }
        let depth = self.depth;
        if let Some(open) = self.open.as_mut().filter(|open| open.depth == depth) {
            open.text.push_str(text);
        }
        Ok(())
    }

    /// Records an external reference or active content in this attribute.
    fn check_attribute(&mut self, element: &str, attribute: &str, value: &str) {
        let target = value.trim().to_ascii_lowercase();
        let found = || format!("{element} {attribute}");
        let names_link = |name: &str| name == "href" || name.ends_with(":href");
        if attribute.len() > 2 && attribute.starts_with("on")
            || target.starts_with("javascript:")
            || attribute == "srcdoc"
            || attribute == "attributeName" && names_link(&target)
        {
            self.active.get_or_insert_with(found);
        } else if matches!(attribute, "href" | "src")
            && element != "a"
            && !target.starts_with('#')
            && !target.starts_with("data:")
        {
            self.external.get_or_insert_with(|| value.to_owned());
        } else {
            self.check_style(value);
        }
    }

    /// Records an external reference in a style (CSS Values 4, `url()`; CSS Cascade, `@import`).
    fn check_style(&mut self, style: &str) {
        let style = style.to_ascii_lowercase();
        let imports = style.contains("@import");
        let loads = style.split("url(").skip(1).find(|target| {
            let target = target.trim_start_matches([' ', '\t', '\n', '"', '\'']);
            !target.starts_with('#') && !target.starts_with("data:")
        });
        if imports || loads.is_some() {
            let target = loads.and_then(|target| target.split(')').next()).unwrap_or("@import");
            self.external.get_or_insert_with(|| target.trim_matches([' ', '"', '\'']).to_owned());
        }
    }
}

/// Returns the text of a character reference or of one of the five predefined entities.
fn resolve(reference: &BytesRef<'_>) -> Result<String, BakingError> {
    if let Some(character) = reference.resolve_char_ref().map_err(malformed)? {
        return if is_xml_character(character) {
            Ok(character.into())
        } else {
            Err(malformed(format!("a reference to {character:?}")))
        };
    }
    resolve_xml_entity(reference)
        .map(str::to_owned)
        .ok_or_else(|| malformed(format!("the entity `{}`", &**reference)))
}

/// Checks the encoding that the XML declaration names. The bytes are known to be UTF-8.
///
/// Accepts another encoding only if it is a superset of ASCII and every byte is ASCII. Anything else is ambiguous.
fn check_encoding(declaration: &BytesDecl<'_>, text: &str) -> Result<(), BakingError> {
    let Some(label) = declaration.encoding().transpose().map_err(malformed)? else { return Ok(()) };
    let label = label.to_ascii_lowercase();
    let utf8 = matches!(label.as_str(), "utf-8" | "utf8");
    let like_ascii = ["us-ascii", "ascii", "iso-8859-", "latin1", "windows-125"];
    if utf8 || text.is_ascii() && like_ascii.iter().any(|known| label.starts_with(known)) {
        return Ok(());
    }
    Err(BakingError::new(Code::TextEncoding, format!("an SVG with the declared encoding {label}")))
}

fn malformed(detail: impl ToString) -> BakingError {
    BakingError::new(Code::SvgMalformed, detail.to_string())
}

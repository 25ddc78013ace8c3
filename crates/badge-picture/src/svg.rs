//! SVG: drawn by a library without access to files, hosts or fonts, after an estimate of the cost.
//!
//! The library follows references inside the document (`use`, patterns, masks, filters). References may contain
//! further ones, so a few lines can demand more elements than fit in memory. [`Cost`] counts the elements without
//! drawing them.

use std::collections::{BTreeMap, BTreeSet};

use image::RgbaImage;
use openbadges::{Code, limits};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        ImageHrefResolver, Options, Tree,
        roxmltree::{Document, Error, Node, ParsingOptions},
    },
};

use crate::{error::PictureError, raster};

/// The deepest nesting of drawn elements, references included. Each level may need a layer of the picture's size.
const DRAWN_DEPTH: usize = 48;
/// The most elements to draw, with references followed.
const DRAWN_ELEMENTS: u64 = 50_000;

/// Returns whether `text` starts like an SVG.
pub(super) fn is_svg(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && (text.contains("<svg") || text.contains(":svg"))
}

/// Refuses an SVG that is too large, not XML, has a document type, or costs too much to draw.
pub(super) fn permitted(text: &str) -> Result<(), PictureError> {
    if text.len() > limits::SVG_BYTES {
        return Err(PictureError::new(Code::SvgLimit, format!("{} bytes", text.len())));
    }
    Cost::of(&parsed(text)?).affordable()
}

/// Parses the document. A document type is an error and is never processed.
fn parsed(text: &str) -> Result<Document<'_>, PictureError> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: limits::SVG_NODES as u32,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| {
        let code = match error {
            Error::DtdDetected => Code::SvgDtd,
            Error::NodesLimitReached => Code::SvgLimit,
            _ => Code::SvgMalformed,
        };
        PictureError::new(code, error)
    })
}

/// Draws `text` as a PNG whose longer side is `max_side`.
pub(super) fn draw(text: &str, max_side: u32) -> Result<Vec<u8>, PictureError> {
    let gave_up = |detail: &str| PictureError::new(Code::PreviewGaveUp, detail);
    let options = Options {
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_xmltree(&parsed(text)?, &options)
        .map_err(|error| PictureError::new(Code::SvgMalformed, error))?;
    let size = tree.size();
    let scale = max_side as f32 / size.width().max(size.height());
    let side = |length: f32| ((length * scale).round() as u32).clamp(1, max_side);
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| gave_up("no picture of that size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());

    let (width, height) = (pixmap.width(), pixmap.height());
    let pixels = pixmap.take_demultiplied();
    let image =
        RgbaImage::from_raw(width, height, pixels).ok_or_else(|| gave_up("no picture of that size"))?;
    raster::encode(&image)
}

/// The cost of drawing a document: elements and nesting depth, with every reference followed.
struct Cost<'d> {
    ids: BTreeMap<&'d str, Node<'d, 'd>>,
    rules: Vec<StyleRule<'d>>,
    known: BTreeMap<usize, Drawn>,
    open: BTreeSet<usize>,
    circular: bool,
    total: Drawn,
}

/// The number of drawn elements and their depth.
#[derive(Clone, Copy, Default)]
struct Drawn {
    elements: u64,
    depth: usize,
}

impl<'d> Cost<'d> {
    fn of(document: &'d Document<'d>) -> Self {
        let elements = || document.descendants().filter(Node::is_element);
        let styles = elements().filter(|element| element.tag_name().name() == "style");
        let mut cost = Self {
            ids: elements().filter_map(|element| Some((element.attribute("id")?, element))).collect(),
            rules: styles.filter_map(|style| style.text()).flat_map(StyleRule::all).collect(),
            known: BTreeMap::new(),
            open: BTreeSet::new(),
            circular: false,
            total: Drawn::default(),
        };
        cost.total = cost.drawn(document.root_element(), 0);
        cost
    }

    fn affordable(&self) -> Result<(), PictureError> {
        let Drawn { elements, depth } = self.total;
        let refused = if self.circular {
            "what it draws holds itself".into()
        } else if depth > DRAWN_DEPTH {
            format!("{depth} elements deep or more")
        } else if elements > DRAWN_ELEMENTS {
            format!("{elements} elements to draw")
        } else {
            return Ok(());
        };
        Err(PictureError::new(Code::PreviewGaveUp, refused))
    }

    /// Returns the cost of drawing `element`. `level` bounds the recursion; anything deeper exceeds the limit anyway.
    fn drawn(&mut self, element: Node<'d, 'd>, level: usize) -> Drawn {
        let key = element.id().get_usize();
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        if level > DRAWN_DEPTH {
            return Drawn { elements: 1, depth: 1 };
        }
        if !self.open.insert(key) {
            self.circular = true;
            return Drawn::default();
        }
        let mut drawn = Drawn { elements: 1, depth: 0 };
        let referred = self.referred(element);
        for inner in element.children().filter(Node::is_element).chain(referred) {
            let inner = self.drawn(inner, level + 1);
            drawn.elements = drawn.elements.saturating_add(inner.elements);
            drawn.depth = drawn.depth.max(inner.depth);
        }
        drawn.depth += 1;
        self.open.remove(&key);
        self.known.insert(key, drawn);
        drawn
    }

    /// Returns the elements that `element` refers to: by `href`, by `url(#…)` in an attribute, or by a style sheet
    /// rule.
    fn referred(&self, element: Node<'d, 'd>) -> Vec<Node<'d, 'd>> {
        let own = element.attributes().flat_map(|attribute| match attribute.value().strip_prefix('#') {
            Some(id) if attribute.name() == "href" => vec![id],
            _ => references(attribute.value()),
        });
        let styled =
            self.rules.iter().filter(|rule| rule.may_match(element)).flat_map(|rule| rule.refers_to.clone());
        let ids: BTreeSet<&str> = own.chain(styled).collect();
        ids.into_iter().filter_map(|id| self.ids.get(id).copied()).collect()
    }
}

/// A style sheet rule that refers to parts of the document.
struct StyleRule<'d> {
    selector: &'d str,
    refers_to: Vec<&'d str>,
}

impl<'d> StyleRule<'d> {
    fn all(sheet: &'d str) -> impl Iterator<Item = Self> {
        let rules = sheet.split('}').filter_map(|rule| rule.rsplit_once('{'));
        let rules = rules.map(|(selector, style)| Self { selector, refers_to: references(style) });
        rules.filter(|rule| !rule.refers_to.is_empty())
    }

    /// Returns whether the rule may apply to `element`. When in doubt, it does, so the cost is never underestimated.
    fn may_match(&self, element: Node<'_, '_>) -> bool {
        let classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        let names: Vec<&str> =
            classes.chain(element.attribute("id")).chain([element.tag_name().name()]).collect();
        let word = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        self.selector.contains(['*', '[', ':', '\\'])
            || self.selector.split(|letter| !word(letter)).any(|part| names.contains(&part))
    }
}

/// Returns the ids that a style or an attribute names with `url(#…)`.
fn references(text: &str) -> Vec<&str> {
    let ids = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    ids.map(|id| id.trim_matches([' ', '\'', '"', '#'])).collect()
}

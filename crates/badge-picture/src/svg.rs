//! Draws SVG with a library that has no access to files, hosts or fonts, after an estimate of the cost.
//!
//! The library follows references inside the document (`use`, patterns, masks, filters). A referenced element may
//! contain further references, so a few lines can expand to more elements than fit in memory. [`Cost`] counts the
//! elements without drawing them.

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
pub(super) fn check(text: &str) -> Result<(), PictureError> {
    if text.len() > limits::SVG_BYTES {
        return Err(PictureError::new(Code::SvgLimit, format!("{} bytes", text.len())));
    }
    Cost::of(&parse(text)?).check()
}

/// Parses the document. A document type is an error and is never processed.
fn parse(text: &str) -> Result<Document<'_>, PictureError> {
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
    let tree = Tree::from_xmltree(&parse(text)?, &options)
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
    /// The elements that have been counted, by node id.
    counted: BTreeMap<usize, DrawCost>,
    /// The elements that are being counted, to detect circular references.
    in_progress: BTreeSet<usize>,
    circular: bool,
    total: DrawCost,
}

/// The number of drawn elements and their depth.
#[derive(Clone, Copy, Default)]
struct DrawCost {
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
            counted: BTreeMap::new(),
            in_progress: BTreeSet::new(),
            circular: false,
            total: DrawCost::default(),
        };
        cost.total = cost.count(document.root_element(), 0);
        cost
    }

    fn check(&self) -> Result<(), PictureError> {
        let DrawCost { elements, depth } = self.total;
        let detail = if self.circular {
            "circular reference".into()
        } else if depth > DRAWN_DEPTH {
            format!("elements nested {depth} levels deep or more")
        } else if elements > DRAWN_ELEMENTS {
            format!("{elements} elements to draw")
        } else {
            return Ok(());
        };
        Err(PictureError::new(Code::PreviewGaveUp, detail))
    }

    /// Returns the cost of drawing `element`. `level` limits the recursion; a deeper element exceeds the
    /// limit anyway.
    fn count(&mut self, element: Node<'d, 'd>, level: usize) -> DrawCost {
        let key = element.id().get_usize();
        if let Some(cost) = self.counted.get(&key) {
            return *cost;
        }
        if level > DRAWN_DEPTH {
            return DrawCost { elements: 1, depth: 1 };
        }
        if !self.in_progress.insert(key) {
            self.circular = true;
            return DrawCost::default();
        }
        let mut cost = DrawCost { elements: 1, depth: 0 };
        let referenced = self.referenced(element);
        for inner in element.children().filter(Node::is_element).chain(referenced) {
            let inner = self.count(inner, level + 1);
            cost.elements = cost.elements.saturating_add(inner.elements);
            cost.depth = cost.depth.max(inner.depth);
        }
        cost.depth += 1;
        self.in_progress.remove(&key);
        self.counted.insert(key, cost);
        cost
    }

    /// Returns the elements that `element` refers to: by `href`, by `url(#…)` in an attribute, or by a style sheet
    /// rule.
    fn referenced(&self, element: Node<'d, 'd>) -> Vec<Node<'d, 'd>> {
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

    /// Returns whether the rule may apply to `element`. Returns `true` when in doubt, so that the cost is never
    /// underestimated.
    fn may_match(&self, element: Node<'_, '_>) -> bool {
        let classes = element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        let names: Vec<&str> =
            classes.chain(element.attribute("id")).chain([element.tag_name().name()]).collect();
        let is_word_char = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        self.selector.contains(['*', '[', ':', '\\'])
            || self.selector.split(|c| !is_word_char(c)).any(|part| names.contains(&part))
    }
}

/// Returns the ids that a style or an attribute names with `url(#…)`.
fn references(text: &str) -> Vec<&str> {
    let ids = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    ids.map(|id| id.trim_matches([' ', '\'', '"', '#'])).collect()
}

//! Finds the links in the tokens of an HTML text. Nothing is rendered, run or loaded.

use std::convert::Infallible;

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::limits;

/// A link in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Anchor {
    /// Its `href`.
    pub(super) href: String,
    /// The text of the link.
    pub(super) text: String,
}

/// The most bytes of a link's text.
const TEXT_BYTES: usize = 200;

/// Returns each `a` and `area` with its text, in order, at most [`limits::LINKS_EXAMINED`].
pub(super) fn anchors(html: &str) -> Vec<Anchor> {
    let mut collector = Collector::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        collector.take(event);
        None
    });
    // The contents of `script` and `style` are not tags.
    emitter.naively_switch_states(true);
    // Reading a text in memory cannot fail.
    if let Err(never) = Tokenizer::new_with_emitter(html, emitter).finish() {
        match never {}
    }
    collector.close();
    collector.anchors.retain(|anchor| !anchor.href.is_empty());
    collector.anchors
}

#[derive(Default)]
struct Collector {
    anchors: Vec<Anchor>,
    /// The current link.
    open: Option<Anchor>,
    in_tag: bool,
    in_href: bool,
}

impl Collector {
    fn take(&mut self, event: CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.in_tag = matches!(name, b"a" | b"area");
                self.in_href = false;
                if self.in_tag {
                    self.close();
                    self.open = Some(Anchor::default());
                }
            }
            CallbackEvent::AttributeName { name } => self.in_href = self.in_tag && name == b"href",
            CallbackEvent::AttributeValue { value } if self.in_href => {
                // The first of two equal attributes is used (HTML, "duplicate-attribute").
                if let Some(open) = self.open.as_mut().filter(|open| open.href.is_empty()) {
                    // One byte beyond the limit marks the link as too long.
                    let value = value.get(..=limits::LINK_BYTES).unwrap_or(value);
                    open.href = String::from_utf8_lossy(value).trim().replace(['\n', '\r', '\t'], "");
                }
            }
            CallbackEvent::CloseStartTag { .. } => (self.in_tag, self.in_href) = (false, false),
            CallbackEvent::String { value } => {
                if let Some(open) = self.open.as_mut().filter(|open| open.text.len() < TEXT_BYTES) {
                    let value = value.get(..TEXT_BYTES).unwrap_or(value);
                    open.text.push_str(&String::from_utf8_lossy(value));
                }
            }
            CallbackEvent::EndTag { name: b"a" } => self.close(),
            _ => {}
        }
    }

    fn close(&mut self) {
        if let Some(anchor) = self.open.take()
            && self.anchors.len() < limits::LINKS_EXAMINED
        {
            self.anchors.push(anchor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_links_as_html_defines_them() {
        type Links<'a> = &'a [(&'a str, &'a str)];
        let rows: &[(&str, &str, Links<'_>)] = &[
            (
                "plain",
                "<a href='https://a.example/'>A <b>badge</b></a>",
                &[("https://a.example/", "A badge")],
            ),
            (
                "entities",
                "<A HREF=https://a.example/?a=1&amp;b=2>x</A>",
                &[("https://a.example/?a=1&b=2", "x")],
            ),
            (
                "broken over lines",
                "<a\nclass=x\nhref=\"https://a.example/\n  b\">x</a>",
                &[("https://a.example/  b", "x")],
            ),
            ("never closed", "<a href=1>one<a href=2>two", &[("1", "one"), ("2", "two")]),
            ("two addresses", "<a href=1 href=2>x</a>", &[("1", "x")]),
            ("an area", "<map><area href=1></map>", &[("1", "")]),
            (
                "a link with a picture",
                "<a href=1><img src='https://t.example/pixel.gif' alt=x></a>",
                &[("1", "")],
            ),
            ("no link", "<img src=1><link href=2><form action=3><a name=4>", &[]),
            (
                "in a comment, a script, a style",
                "<!--<a href=1>--><script>'<a href=2>'</script><style><a href=3></style>",
                &[],
            ),
            ("nothing", "", &[]),
        ];
        for (name, html, expected) in rows {
            let got = anchors(html);
            let got: Vec<(&str, &str)> =
                got.iter().map(|anchor| (anchor.href.as_str(), anchor.text.as_str())).collect();
            assert_eq!(got, *expected, "{name}");
        }
    }

    #[test]
    fn limits_hostile_html() {
        assert_eq!(anchors(&"<a href=1>".repeat(100_000)).len(), limits::LINKS_EXAMINED);
        let long = format!("<a href='{0}'>{0}</a>", "x".repeat(1 << 20));
        let anchor = anchors(&long).remove(0);
        assert!(anchor.href.len() <= limits::LINK_BYTES + 1 && anchor.text.len() <= 2 * TEXT_BYTES);
        assert!(anchors(&"<".repeat(1 << 20)).is_empty());
        assert!(anchors(&"<div ".repeat(1 << 18)).is_empty());
    }
}

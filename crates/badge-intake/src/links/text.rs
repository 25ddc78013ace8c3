//! Finds the links in a plain text.

use linkify::{LinkFinder, LinkKind};

/// Returns every address with a scheme in `text`, in order, as written.
pub fn in_text(text: &str) -> impl Iterator<Item = &str> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    finder.links(text).map(|link| {
        let link = link.as_str();
        // In scripts without spaces, text may follow an address directly. Addresses contain only ASCII characters.
        link.find(|c: char| !c.is_ascii()).and_then(|end| link.get(..end)).unwrap_or(link)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_links_in_prose() {
        const LINK: &str = "https://badges.example/a/1?x=y";
        let rows = [
            ("alone", LINK.to_owned(), vec![LINK]),
            ("at the end of a sentence", format!("See {LINK}."), vec![LINK]),
            ("in brackets", format!("(it is <{LINK}>)"), vec![LINK]),
            ("quoted twice", format!("> > {LINK}\r\n> > "), vec![LINK]),
            ("in Japanese", format!("こちら{LINK}です。"), vec![LINK]),
            ("in quotes of RTF", format!("HYPERLINK \"{LINK}\""), vec![LINK]),
            ("two", format!("{LINK} dccrequest://request?a=b"), vec![LINK, "dccrequest://request?a=b"]),
            ("none", "There is nothing: here.".into(), vec![]),
        ];
        for (name, text, expected) in rows {
            assert_eq!(in_text(&text).collect::<Vec<_>>(), expected, "{name}");
        }
    }
}

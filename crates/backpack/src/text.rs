//! Text from strangers, made safe to show: controls become visible, length is bounded, direction stays inside.
//!
//! Originals are never changed; this is only for eyes.

use openbadges::limits::SHOWN_GRAPHEMES;
use unicode_segmentation::UnicodeSegmentation;

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// `text` with every control as a visible mark, cut at [`SHOWN_GRAPHEMES`] graphemes.
pub fn shown(text: &str) -> String {
    let mut graphemes = text.graphemes(true);
    let mut out: String = graphemes.by_ref().take(SHOWN_GRAPHEMES).map(visible).collect();
    if graphemes.next().is_some() {
        out.push('…');
    }
    out
}

/// `text` of any length with every control but line breaks as a visible mark: for longer texts such as a narrative.
pub fn shown_whole(text: &str) -> String {
    text.graphemes(true)
        .map(|grapheme| if is_line_break(grapheme) { "\n".to_owned() } else { visible(grapheme) })
        .collect()
}

/// `text` isolated from its surroundings (Unicode UAX #9, FSI … PDI) where its direction could matter at all.
pub fn isolated(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    format!("{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}")
}

fn is_line_break(grapheme: &str) -> bool {
    matches!(grapheme, "\n" | "\r\n")
}

/// A grapheme with its controls as marks. One with an absurd pile of combining marks is cut to its first eight.
fn visible(grapheme: &str) -> String {
    const CODE_POINTS: usize = 8;
    grapheme
        .chars()
        .take(CODE_POINTS)
        .map(|c| match c {
            '\n' | '\r' | '\t' => "␣".to_owned(),
            c if c.is_control() || changes_direction(c) => format!("⟦U+{:04X}⟧", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

/// The bidirectional controls of Unicode UAX #9, and the zero-width characters that hide differences.
fn changes_direction(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{061c}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strangers_write_is_shown_and_not_obeyed() {
        let long = "a".repeat(1_000_000);
        let rows = [
            ("plain", "Welding, level 2", "Welding, level 2"),
            ("other scripts stay", "Schweißen 溶接 لحام", "Schweißen 溶接 لحام"),
            ("right-to-left override", "Certified\u{202e}tnuocca", "Certified⟦U+202E⟧tnuocca"),
            ("new lines", "a\nb\r\nc", "a␣b␣␣c"),
            ("terminal escape", "\u{1b}[31mred", "⟦U+001B⟧[31mred"),
            ("empty", "", ""),
        ];
        for (name, text, expected) in rows {
            assert_eq!(shown(text), expected, "{name}");
        }
        assert_eq!(shown(&long).chars().count(), SHOWN_GRAPHEMES + 1);
        assert!(shown(&format!("e{}", "\u{301}".repeat(10_000))).chars().count() <= 8);
    }

    #[test]
    fn only_text_whose_direction_could_matter_is_isolated() {
        assert_eq!(isolated("plain"), "plain");
        assert_eq!(isolated("لحام"), "\u{2068}لحام\u{2069}");
    }
}

//! Makes untrusted text safe to display: control characters become visible, the length is limited, and the
//! direction of the text does not affect the text around it.
//!
//! The stored text is never changed. `tests/safe_text.json` has the test cases of this module and of its TypeScript
//! counterpart in the window.

use unicode_segmentation::UnicodeSegmentation;

/// The most graphemes that [`safe_text`] returns.
pub const SHOWN_GRAPHEMES: usize = 256;
/// The most code points of one grapheme that are returned. Only stacks of combining marks have more.
const GRAPHEME_CODE_POINTS: usize = 8;
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// Returns `text` on one line, with every hidden character as a visible mark, truncated to
/// [`SHOWN_GRAPHEMES`] graphemes.
pub fn safe_text(text: &str) -> String {
    let mut graphemes = text.graphemes(true);
    let mut out: String = graphemes.by_ref().take(SHOWN_GRAPHEMES).map(visible).collect();
    if graphemes.next().is_some() {
        out.push('…');
    }
    out
}

/// Returns the whole `text`, with every hidden character except line breaks as a visible mark. For long texts
/// such as a narrative.
pub fn safe_text_full(text: &str) -> String {
    let line_break = |grapheme: &str| matches!(grapheme, "\n" | "\r\n");
    text.graphemes(true)
        .map(|grapheme| if line_break(grapheme) { "\n".to_owned() } else { visible(grapheme) })
        .collect()
}

/// Returns `text` inside directional isolates (UAX #9, FSI … PDI). ASCII text is returned unchanged, because
/// it cannot affect the direction of other text.
pub fn isolate(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    format!("{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}")
}

/// Returns whether `c` is invisible: a control character, a bidirectional control of UAX #9, or a zero-width
/// character that hides differences. Joiners do not count as hidden, because some scripts and emoji need
/// them.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{061c}' | '\u{feff}')
}

/// Returns a grapheme with hidden characters as marks.
fn visible(grapheme: &str) -> String {
    grapheme
        .chars()
        .take(GRAPHEME_CODE_POINTS)
        .map(|c| match c {
            '\n' | '\r' | '\t' => "␣".to_owned(),
            c if is_hidden(c) => format!("⟦U+{:04X}⟧", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}

//! Hidden characters in text.

/// Returns whether `text` has characters that a reader cannot see: control characters, bidirectional controls
/// (UAX #9), or zero-width characters that hide differences.
pub(crate) fn has_hidden_characters(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{061c}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_hidden_characters() {
        let rows = [
            ("ada@school.example", false),
            ("Schweißen 溶接 لحام", false),
            ("a\nb", true),
            ("ada\u{202e}", true),
            ("pay\u{200b}pal", true),
        ];
        for (text, expected) in rows {
            assert_eq!(has_hidden_characters(text), expected, "{text:?}");
        }
    }
}

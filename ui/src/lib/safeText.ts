// Makes untrusted text safe to show: controls become visible, length is bounded, direction stays inside.
//
// Only the displayed text changes, never the original. The Rust code has the same functions, and both are tested with the
// same cases: `crates/backpack-messages/tests/safe_text.json`.

const MAX_GRAPHEMES = 256;
const MAX_CODE_POINTS_PER_GRAPHEME = 8;

// Unicode UAX #9: first strong isolate, pop directional isolate.
const FSI = '\u2068';
const PDI = '\u2069';

// General category Cc, the bidirectional controls of UAX #9, and zero-width characters that hide differences.
const CONTROL = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;
const ASCII = /^[\x00-\x7f]*$/;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Returns `text` in one line with every control as a visible mark, cut at 256 graphemes. */
export function safeText(text: string): string {
  if (text.length <= MAX_GRAPHEMES && PRINTABLE_ASCII.test(text)) return text;
  let safe = '';
  let count = 0;
  for (const { segment } of segmenter.segment(text)) {
    if (count === MAX_GRAPHEMES) return `${safe}…`;
    safe += visible(segment);
    count += 1;
  }
  return safe;
}

/** Returns `text` of any length with every control but line breaks as a visible mark, for long texts such as a narrative. */
export function safeTextFull(text: string): string {
  let safe = '';
  for (const { segment } of segmenter.segment(text)) safe += segment === '\n' || segment === '\r\n' ? '\n' : visible(segment);
  return safe;
}

/** Returns `text` isolated from the text around it (UAX #9) if its direction could matter. ASCII text stays as it is. */
export function isolate(text: string): string {
  return ASCII.test(text) ? text : `${FSI}${text}${PDI}`;
}

/** A grapheme with its controls as marks. An absurd pile of combining marks is cut. */
function visible(grapheme: string): string {
  return [...grapheme]
    .slice(0, MAX_CODE_POINTS_PER_GRAPHEME)
    .map((character) => {
      if (character === '\n' || character === '\r' || character === '\t') return '␣';
      return CONTROL.test(character) ? `⟦U+${codePoint(character)}⟧` : character;
    })
    .join('');
}

function codePoint(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

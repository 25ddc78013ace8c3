// Makes untrusted text safe to show: controls become visible, the length is bounded, and the direction does not affect other text.
//
// Only the displayed text changes, never the original. The Rust code has the same functions, and both are tested with the
// same cases: `crates/backpack-messages/tests/safe_text.json`.

const MAX_GRAPHEMES = 256;
const MAX_CODE_POINTS_PER_GRAPHEME = 8;
const PIECE_LENGTH = 128;

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
  for (const grapheme of graphemes(text)) {
    if (count === MAX_GRAPHEMES) return `${safe}…`;
    safe += visible(grapheme);
    count += 1;
  }
  return safe;
}

/** Returns `text` of any length with every control but line breaks as a visible mark, for long texts such as a narrative. */
export function safeTextFull(text: string): string {
  return text.split(/\r?\n/).map(safeLine).join('\n');
}

function safeLine(line: string): string {
  if (PRINTABLE_ASCII.test(line)) return line;
  let safe = '';
  for (const grapheme of graphemes(line)) safe += visible(grapheme);
  return safe;
}

/** Splits text into graphemes. `Intl.Segmenter` takes quadratic time for long texts, so it gets short pieces. */
function* graphemes(text: string): Generator<string> {
  let start = 0;
  let length = PIECE_LENGTH;
  while (start < text.length) {
    const end = pieceEnd(text, start + length);
    const segments = Array.from(segmenter.segment(text.slice(start, end)), ({ segment }) => segment);
    // The last grapheme may continue in the next piece.
    if (end < text.length) segments.pop();
    if (segments.length === 0) {
      length *= 2;
      continue;
    }
    yield* segments;
    start += segments.reduce((sum, segment) => sum + segment.length, 0);
    length = PIECE_LENGTH;
  }
}

/** The end of a piece, which must not split a surrogate pair. */
function pieceEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
}

/** Returns `text` isolated from the text around it (UAX #9) if its direction could matter. ASCII text stays as it is. */
export function isolate(text: string): string {
  return ASCII.test(text) ? text : `${FSI}${text}${PDI}`;
}

/** A grapheme with its controls as marks. An excessive number of combining marks is cut. */
function visible(grapheme: string): string {
  // A code point has at most two code units, so the rest need not be split.
  return [...grapheme.slice(0, 2 * MAX_CODE_POINTS_PER_GRAPHEME)]
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

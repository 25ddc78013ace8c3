// The cases that Rust and TypeScript share.

import { expect, test } from 'vitest';
import cases from '../../crates/backpack-messages/tests/safe_text.json';
import { isolate, safeText, safeTextFull } from '../src/lib/safeText';

test.each(cases)('$name', ({ input, safe, safe_full, isolated }) => {
  expect(safeText(input)).toBe(safe);
  expect(safeTextFull(input)).toBe(safe_full);
  expect(isolate(input)).toBe(isolated);
});

test('graphemes across pieces stay whole', () => {
  const family = '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}';
  const flags = '\u{1f1f3}\u{1f1f1}';
  for (let offset = 0; offset < 20; offset++) {
    const text = 'a'.repeat(500 + offset) + family.repeat(30) + flags.repeat(300) + 'e\u0301'.repeat(300);
    expect(safeTextFull(text)).toBe(text);
  }
  // A long grapheme is cut wherever it begins.
  expect(safeTextFull(`é${'x'.repeat(509)}e${'\u0301'.repeat(2_000)}x`)).toBe(`é${'x'.repeat(509)}e${'\u0301'.repeat(7)}x`);
});

test('text of any length stays fast', () => {
  const start = performance.now();
  expect(safeText('a'.repeat(5_000_000))).toHaveLength(257);
  expect(safeText(`e${'\u0301'.repeat(1_000_000)}`)).toHaveLength(8);
  expect(safeTextFull(`é${'a'.repeat(1_000_000)}`)).toHaveLength(1_000_001);
  expect(performance.now() - start).toBeLessThan(20_000);
});

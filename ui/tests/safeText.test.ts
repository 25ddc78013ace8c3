// The cases that Rust and TypeScript share.

import { expect, test } from 'vitest';
import cases from '../../crates/backpack-messages/tests/safe_text.json';
import { isolate, safeText, safeTextFull } from '../src/lib/safeText';

test.each(cases)('$name', ({ input, safe, safe_full, isolated }) => {
  expect(safeText(input)).toBe(safe);
  expect(safeTextFull(input)).toBe(safe_full);
  expect(isolate(input)).toBe(isolated);
});

test('text of any length stays fast', () => {
  const start = performance.now();
  expect(safeText('a'.repeat(5_000_000))).toHaveLength(257);
  expect(safeText(`e${'\u0301'.repeat(1_000_000)}`).length).toBeLessThanOrEqual(8);
  expect(performance.now() - start).toBeLessThan(5_000);
});

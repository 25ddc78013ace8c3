// The catalogue and the screens agree, and messages are formatted as in Rust.

import { FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toErrorDetail } from '../src/lib/errors';
import { day, dayInMessage, size, sourceName } from '../src/lib/format';
import { say, text, textOrNull } from '../src/lib/messages';
import { error, message } from './backend';

const SOURCE = join(import.meta.dirname, '../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/.test(file));
const sources = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
const catalogue = import.meta.glob<string>('$messages/en/*.ftl', { query: '?raw', import: 'default', eager: true });
const idsOf = (isIncluded: (path: string) => boolean) =>
  new Set(Object.entries(catalogue).flatMap(([path, source]) => (isIncluded(path) ? [...new FluentResource(source).body].map(({ id }) => id) : [])));
const all = idsOf(() => true);
const own = idsOf((path) => path.endsWith('/window.ftl'));

// Ids that screens build from a code of the backend.
const families = /^(verdict-word|outcome|check|fact|order|view|unlock|add-result|holder|nav|code|mailbox-reach)-/;

test('every message of a screen is in the catalogue', () => {
  expect(Object.keys(catalogue).length).toBeGreaterThan(5);
  const missing: string[] = [];
  for (const [file, source] of sources) {
    for (const [, , id] of source.matchAll(/(say\(|label: )'([^'$]+)'/g)) if (id && !all.has(id)) missing.push(`${file}: ${id}`);
    for (const [, conditional] of source.matchAll(/say\(\w[^'"`]*\? ('[^']+' : '[^']+')/g)) {
      for (const [, id] of conditional!.matchAll(/'([^']+)'/g)) if (!all.has(id!)) missing.push(`${file}: ${id}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every message of the window is used', () => {
  const source = [...sources.values()].join('\n');
  expect([...own].filter((id) => !families.test(id) && !source.includes(`'${id}'`) && !source.includes(`"${id}"`))).toEqual([]);
});

test('no screen contains a sentence', () => {
  const sentences: string[] = [];
  for (const [file, source] of sources) {
    if (!file.endsWith('.svelte')) continue;
    const markup = source
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
      .replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
      .replace(/<(?:"[^"]*"|[^>"])*>/g, '\n');
    for (const line of markup.split('\n')) if (/[A-Za-z]{2,} [A-Za-z]{2,}/.test(line)) sentences.push(`${file}: ${line.trim()}`);
    for (const [, attribute] of source.matchAll(/(?:aria-label|title|placeholder)="([A-Z][^"{]*)"/g)) sentences.push(`${file}: ${attribute}`);
  }
  expect(sentences).toEqual([]);
});

test('every family of messages is complete', () => {
  const members: [string, string[]][] = [
    ['verdict-word', ['verified', 'claimed', 'unconfirmed', 'expired', 'not_yet_valid', 'revoked', 'invalid']],
    ['outcome', ['passed', 'failed', 'unknown', 'absent']],
    ['holder', ['passed', 'failed', 'unknown', 'absent']],
    ['unlock', ['locked', 'passphrase-to-choose', 'unavailable']],
    ['add-result', ['added', 'already-held', 'failed', 'stopped']],
    ['order', ['added', 'date', 'name', 'issuer', 'verdict']],
    ['mailbox-reach', ['all', 'year', 'years', 'day']],
  ];
  for (const [family, names] of members) for (const name of names) expect(all, `${family}-${name}`).toContain(`${family}-${name}`);
});

test('unknown ids are shown as they are, missing attributes as null', () => {
  expect(say('no-such-message')).toBe('no-such-message');
  expect(text(message('no-such-message'))).toBe('no-such-message');
  expect(textOrNull(message('no-such-message'))).toBeNull();
  expect(textOrNull(message('code-TYPE_NAME_MISMATCH.next'))).toBeNull();
  expect(textOrNull(null)).toBeNull();
});

test('a message that lacks a fact does not exist', () => {
  expect(say('removed')).toBe('removed');
  expect(text(message('unclaimed-stated'))).toBe('unclaimed-stated');
});

test('a code is followed by its detail if the facts are known', () => {
  const alone = text(message('code-EXPIRED'));
  const detailed = text(message('code-EXPIRED', { until: '2024-01-01' }));
  expect(alone).not.toContain('code-EXPIRED');
  expect(detailed.startsWith(`${alone} `)).toBe(true);
  expect(detailed).toContain('2024-01-01');
});

test('facts are formatted by kind', () => {
  expect(text(message('code-EXPIRED', { until: '2025-12-31T00:00:00Z' }))).toContain('December 31, 2025');
  expect(text(message('address-ending-kept', { count: 2 }))).toContain('2');
  const nested = text(message('other-file-about', { when: 'x', size: 'x', what: message('other-file-kind-pdf') }));
  expect(nested).toContain(text(message('other-file-kind-pdf')));
  const withoutNested = text(message('code-CREDENTIAL_OFFER', { what: message('unclaimed-stated') }));
  expect(withoutNested, 'a nested message that lacks a fact is not known').toBe(text(message('code-CREDENTIAL_OFFER')));
});

test('facts are made safe and isolated', () => {
  const unsafe = text(message('issuer-identity-unknown-key', { name: 'Harvard\u202e University' }));
  expect(unsafe).not.toContain('\u202e');
  expect(unsafe).toContain('\u2068Harvard⟦U+202E⟧ University\u2069');
});

test('timestamps in messages become days', () => {
  const cases: [string, string | undefined][] = [
    ['2025-12-31T00:00:00Z', 'December 31, 2025'],
    ['2025-12-31T14:05:09+01:00', 'December 31, 2025, 13:05 UTC'],
    ['2025-12-31', undefined],
    ['yesterday', undefined],
  ];
  for (const [time, expected] of cases) expect(dayInMessage(time), time).toBe(expected);
});

test('days do not depend on the time zone', () => {
  expect(day('2024-03-04T00:00:00Z')).toBe('March 4, 2024');
  expect(day('2024-03-04T23:59:59Z')).toBe('March 4, 2024');
  expect(day('yesterday')).toBe('yesterday');
});

test('sizes and sources are readable', () => {
  expect(size(61_440)).toBe('61.4 kB');
  expect(size(2_500_000)).toBe('2.5 MB');
  expect(sourceName('/home/ada/My badges.zip › badges/one.png')).toBe('My badges.zip › badges/one.png');
  expect(sourceName('C:\\Users\\ada\\badge.png')).toBe('badge.png');
  expect(sourceName('note.txt › https://badges.example/1')).toBe('note.txt › https://badges.example/1');
  expect(sourceName('https://badges.example/1')).toBe('https://badges.example/1');
});

test('unknown exceptions become UNEXPECTED', () => {
  const detail = error('STORE_FULL');
  expect(toErrorDetail(detail)).toBe(detail);
  for (const thrown of [new Error('boom'), 'boom', null]) {
    const { code, message, found, next_step } = toErrorDetail(thrown);
    expect([code, found]).toEqual(['UNEXPECTED', String(thrown)]);
    expect(text(message)).not.toContain('code-');
    expect(textOrNull(next_step)).not.toBeNull();
  }
});

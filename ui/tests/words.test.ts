// The catalogue and the screens agree: no message is missing, and none is left over.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FluentResource } from '@fluent/bundle';
import { expect, test } from 'vitest';
import codes from '$words/en/codes.ftl?raw';
import checks from '$words/en/checks.ftl?raw';
import screens from '$words/en/window.ftl?raw';
import { day, say, size, sourceName } from '../src/lib/messages';

const SOURCE = join(import.meta.dirname, '../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(svelte|ts)$/.test(file));
const sources = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
const ids = (source: string) => new Set([...new FluentResource(source).body].map(({ id }) => id));
const all = new Set([...ids(codes), ...ids(checks), ...ids(screens)]);

// The ids that screens make from a part that the program gives.
const families = /^(verdict-word|outcome|check|fact|order|view|unlock|kept|holder|nav|code|mailbox-reach)-/;

test('every message that a screen says is in the catalogue', () => {
  const missing: string[] = [];
  for (const [file, source] of sources) {
    for (const [, , id] of source.matchAll(/(say\(|words: )'([^'$]+)'/g)) if (id && !all.has(id)) missing.push(`${file}: ${id}`);
    for (const [, conditional] of source.matchAll(/say\(\w[^'"`]*\? ('[^']+' : '[^']+')/g)) {
      for (const [, id] of conditional!.matchAll(/'([^']+)'/g)) if (!all.has(id!)) missing.push(`${file}: ${id}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every message of the window is said somewhere', () => {
  const text = [...sources.values()].join('\n');
  const silent = [...ids(screens)].filter((id) => !families.test(id) && !text.includes(`'${id}'`));
  expect(silent).toEqual([]);
});

test('no screen holds a sentence of its own', () => {
  const held: string[] = [];
  for (const [file, source] of sources) {
    if (!file.endsWith('.svelte')) continue;
    const markup = source
      .replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '')
      .replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
      .replace(/<(?:"[^"]*"|[^>"])*>/g, '\n');
    for (const line of markup.split('\n')) if (/[A-Za-z]{2,} [A-Za-z]{2,}/.test(line)) held.push(`${file}: ${line.trim()}`);
    for (const [, attribute] of source.matchAll(/(?:aria-label|title|placeholder)="([A-Z][^"{]*)"/g)) held.push(`${file}: ${attribute}`);
  }
  expect(held).toEqual([]);
});

test('every family of messages is complete', () => {
  const families: [string, string[]][] = [
    ['verdict-word', ['verified', 'claimed', 'unconfirmed', 'expired', 'not_yet_valid', 'revoked', 'invalid']],
    ['outcome', ['passed', 'failed', 'unknown', 'absent']],
    ['holder', ['passed', 'failed', 'unknown', 'absent']],
    ['unlock', ['locked', 'passphrase-to-choose', 'unavailable']],
    ['kept', ['added', 'already-held', 'failed']],
    ['order', ['added', 'date', 'name', 'issuer', 'verdict']],
  ];
  for (const [family, members] of families) for (const member of members) expect(all, `${family}-${member}`).toContain(`${family}-${member}`);
});

test('an unknown message is shown as its id, a missing fact never as a half sentence', () => {
  expect(say('no-such-message')).toBe('no-such-message');
  expect(say('removed')).toBe('removed');
});

test('days do not move with the time zone, and a time that is none is shown as it stands', () => {
  expect(day('2024-03-04T00:00:00Z')).toBe('March 4, 2024');
  expect(day('2024-03-04T23:59:59Z')).toBe('March 4, 2024');
  expect(day('yesterday')).toBe('yesterday');
  expect(size(61_440)).toBe('61.4 kB');
  expect(size(2_500_000)).toBe('2.5 MB');
});

test('where something came from is called as a person calls it', () => {
  expect(sourceName('/home/ada/My badges.zip › badges/one.png')).toBe('My badges.zip › badges/one.png');
  expect(sourceName('C:\\Users\\ada\\badge.png')).toBe('badge.png');
  expect(sourceName('note.txt › https://badges.example/1')).toBe('note.txt › https://badges.example/1');
  expect(sourceName('https://badges.example/1')).toBe('https://badges.example/1');
});

// Contrast, computed from the colour tokens in both schemes: WCAG 2.2, 1.4.3 (text) and 1.4.11 (controls and focus).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SOURCE = join(import.meta.dirname, '../src');
const TEXT = 4.5;
const PART = 3;

type Scheme = Record<string, string>;
type Rule = { where: string; selector: string; declarations: Record<string, string> };

const tokens = readFileSync(join(SOURCE, 'styles/tokens.css'), 'utf8');
const light = colours(tokens.slice(0, tokens.indexOf('@media')));
const dark = { ...light, ...colours(tokens.slice(tokens.indexOf('@media'))) };
const schemes: [string, Scheme][] = [
  ['light', light],
  ['dark', dark],
];

// Text colours that are used only on the backgrounds listed.
const paired = { 'on-accent': ['accent', 'accent-strong'], ground: ['ink'] };
const grounds = ['ground', 'side', 'surface', 'sunken', 'accent-soft', 'good-soft', 'warn-soft', 'bad-soft', 'mute-soft'];
const texts = ['ink', 'ink-soft', 'accent', 'good', 'warn', 'bad', 'mute'];
const parts = ['line-strong', 'accent', 'bad', 'focus'];
// Lines between items that are distinguishable without them.
const decoration = ['line'];
// Overlays without text.
const veils = ['veil'];

const rules = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(svelte|css)$/.test(file) && !file.endsWith('tokens.css'))
  .flatMap((file) => rulesOf(file, readFileSync(join(SOURCE, file), 'utf8')));

test('contrast is computed as in WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#1f5f6b', '#1f5f6b')).toBe(1);
});

test('every text colour is readable on every background', () => {
  const faint = insufficient(texts, grounds, TEXT);
  for (const [text, on] of Object.entries(paired)) faint.push(...insufficient([text], on, TEXT));
  expect(faint).toEqual([]);
});

test('control borders and focus ring stand out everywhere', () => {
  expect([...insufficient(parts, grounds, PART), ...insufficient(['ground'], ['ink'], PART)]).toEqual([]);
});

test('every colour token is measured', () => {
  const known = new Set([...grounds, ...texts, ...parts, ...decoration, ...Object.entries(paired).flatMap(([text, on]) => [text, ...on])]);
  expect(Object.keys(light).filter((token) => !known.has(token))).toEqual([]);
  expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
});

test('no screen uses an unmeasured combination', () => {
  expect(rules.length).toBeGreaterThan(50);
  const unmeasured: string[] = [];
  for (const { where, selector, declarations } of rules) {
    const report = (what: string) => unmeasured.push(`${where} ${selector}: ${what}`);
    const text = token(declarations['color']);
    const on = token(declarations['background'] ?? declarations['background-color']);
    if (text && text in paired) {
      if (!on || !paired[text as keyof typeof paired].includes(on)) report(`${text} on ${on}`);
    } else if (text && !texts.includes(text)) report(`text in ${text}`);
    if (on && !(text && text in paired) && ![...grounds, ...veils].includes(on) && selector !== '.button.primary:hover:not(:disabled)') report(`on ${on}`);
    for (const property of ['border', 'border-color', 'outline', 'outline-color']) {
      const line = token(declarations[property]);
      const onInk = selector.includes('focus-visible') && where.endsWith('Notifications.svelte');
      if (line && ![...parts, ...decoration].includes(line) && !onInk) report(`${property} in ${line}`);
    }
    const literal = Object.values(declarations).find((value) => /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(/i.test(value));
    if (literal) report(`a literal colour: ${literal}`);
  }
  expect(unmeasured).toEqual([]);
});

test('controls have visible borders', () => {
  const controls = rules.filter(({ selector }) => /(^|[ ,])(button|\.button|\.input|\.badge|\.collection)$/.test(selector));
  const faint = controls.filter(({ declarations }) => decoration.includes(token(declarations['border']) ?? ''));
  expect(faint.map(({ where, selector }) => `${where} ${selector}`)).toEqual([]);
});

test('placeholders use a text colour', () => {
  const hint = rules.find(({ selector }) => selector === '::placeholder');
  expect(texts).toContain(token(hint?.declarations['color']));
});

test('the drop overlay stays readable', () => {
  const veil = rules.find(({ selector, where }) => selector === '.hover' && where === 'App.svelte')!;
  const [, over, percent] = /color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, transparent\)/.exec(veil.declarations['background']!)!;
  for (const [name, scheme] of schemes) {
    for (const below of [...texts, ...grounds]) {
      const mixed = mix(scheme[over!]!, scheme[below]!, Number(percent) / 100);
      expect(contrast(scheme[token(veil.declarations['color'])!]!, mixed), `${name}, above ${below}`).toBeGreaterThanOrEqual(TEXT);
    }
  }
});

/** Returns the pairs with too little contrast, in either scheme. */
function insufficient(foregrounds: string[], on: string[], least: number): string[] {
  return schemes.flatMap(([name, scheme]) =>
    foregrounds.flatMap((text) =>
      on
        .map((ground) => ({ ground, ratio: contrast(scheme[text]!, scheme[ground]!) }))
        .filter(({ ratio }) => !(ratio >= least))
        .map(({ ground, ratio }) => `${name}: ${text} on ${ground} is ${ratio.toFixed(2)}`),
    ),
  );
}

function colours(css: string): Scheme {
  return Object.fromEntries([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour]));
}

function rulesOf(where: string, source: string): Rule[] {
  const css = (where.endsWith('.svelte') ? (/<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? '') : source).replace(/\/\*[\s\S]*?\*\//g, '');
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({
    where,
    selector: selector!.trim().replace(/\s+/g, ' '),
    declarations: Object.fromEntries(
      body!
        .split(';')
        .map((line) => line.split(/:(.*)/s).map((part) => part.trim()))
        .filter(([property]) => property)
        .map(([property, value]) => [property, value ?? '']),
    ),
  }));
}

/** The token that a value uses as its colour, e.g. `1px solid var(--line)`. */
function token(value: string | undefined): string | undefined {
  return value && !value.includes('color-mix') ? /var\(--([\w-]+)\)/.exec(value)?.[1] : undefined;
}

/** WCAG 2.2: contrast ratio and relative luminance. */
function contrast(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(over: string, below: string, share: number): string {
  const mixed = channels(over).map((value, at) => Math.round(value * share + channels(below)[at]! * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

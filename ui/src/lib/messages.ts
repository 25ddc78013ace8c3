// The words of the window, from the Fluent catalogue that the command line speaks from too. No other file holds a sentence.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import checks from '$words/en/checks.ftl?raw';
import codes from '$words/en/codes.ftl?raw';
import screens from '$words/en/window.ftl?raw';

const LOCALE = 'en';

const bundle = new FluentBundle(LOCALE);
for (const source of [codes, checks, screens]) {
  for (const fault of bundle.addResource(new FluentResource(source))) console.error(fault);
}

/** The message `id`, with its facts filled in. An id without a message is shown as itself, never as silence. */
export function say(id: string, facts: Record<string, FluentVariable> = {}): string {
  return find(id, undefined, facts) ?? id;
}

/** What to do next about an error code, where the catalogue knows something. */
export function nextStep(code: string): string | undefined {
  return find(`code-${code}`, 'next', {});
}

function find(id: string, attribute: string | undefined, facts: Record<string, FluentVariable>): string | undefined {
  const message = bundle.getMessage(id);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  if (!pattern) return undefined;
  const faults: Error[] = [];
  const text = bundle.formatPattern(pattern, facts, faults);
  return faults.length === 0 ? text : undefined;
}

// A day is the issuer's, whatever the learner's clock: badges state midnight UTC.
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'short' });

/** A day such as “4 March 2026”; a time that is none is shown as it stands. */
export function day(time: string): string {
  return told(time, days);
}

/** A day with the time of day. */
export function moment(time: string): string {
  return told(time, moments);
}

function told(time: string, form: Intl.DateTimeFormat): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : form.format(date);
}

/** A size such as “1.2 MB”. */
export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
  return new Intl.NumberFormat(LOCALE, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** How names are put in order. */
export const byName = new Intl.Collator(LOCALE, { sensitivity: 'base', numeric: true }).compare;

/** Where something came from, as a person calls it: a file's own name, or the whole of a link. */
export function sourceName(source: string): string {
  const [outer = '', ...inside] = source.split(' › ');
  const name = /^https?:/.test(outer) ? outer : (outer.split(/[\\/]/).at(-1) ?? outer);
  return [name, ...inside].join(' › ');
}

// Formats messages with the Fluent catalogue that the command line uses, too. No other file contains a sentence.

import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { Fact, Message } from './backend';
import { dayInMessage, LOCALE } from './format';
import { isolate, safeText } from './safeText';

type Facts = { [name in string]: Fact };

const files = import.meta.glob<string>('$messages/en/*.ftl', { query: '?raw', import: 'default', eager: true });

const isWindowFile = (path: string) => path.endsWith('/window.ftl');
/** The messages of the program, which the command line uses, too. */
const shared = createBundle((path) => !isWindowFile(path));
/** The messages of the window. */
const own = createBundle(isWindowFile);

function createBundle(includes: (path: string) => boolean): FluentBundle {
  // Facts are isolated one by one (see `toVariable`), exactly as in Rust.
  const bundle = new FluentBundle(LOCALE, { useIsolating: false });
  for (const [path, source] of Object.entries(files)) {
    if (!includes(path)) continue;
    for (const fault of bundle.addResource(new FluentResource(source))) console.error(path, fault);
  }
  return bundle;
}

/** Returns the text of a message. A message that is not in the catalogue is shown as its id, never as empty text. */
export function text(message: Message): string {
  return find(message, [shared, own]) ?? message.message_id;
}

/** Returns the text of an optional message, or null if it is absent, not in the catalogue, or lacks a fact. */
export function textOrNull(message: Message | null | undefined): string | null {
  return (message && find(message, [shared, own])) ?? null;
}

/** Returns the text of one of the window's own messages. */
export function say(id: string, facts: Facts = {}): string {
  return find({ message_id: id, facts }, [own, shared]) ?? id;
}

/**
 * The text of a message, or undefined if it does not exist or lacks a fact. `ID.ATTRIBUTE` names an attribute. The message of a
 * code is followed by its `.detail` if all facts of that are known.
 */
function find({ message_id, facts }: Message, bundles: FluentBundle[]): string | undefined {
  const [id = '', attribute] = message_id.split('.', 2);
  const bundle = bundles.find((each) => each.hasMessage(id));
  if (!bundle) return undefined;
  const known = knownFacts(facts);
  const value = format(bundle, id, attribute, known);
  if (value === undefined || attribute !== undefined || !id.startsWith('code-')) return value;
  const detail = format(bundle, id, 'detail', known);
  return detail === undefined ? value : `${value} ${detail}`;
}

function format(bundle: FluentBundle, id: string, attribute: string | undefined, facts: Record<string, FluentVariable>): string | undefined {
  const message = bundle.getMessage(id);
  const pattern = attribute === undefined ? message?.value : message?.attributes[attribute];
  if (!pattern) return undefined;
  const errors: Error[] = [];
  const formatted = bundle.formatPattern(pattern, facts, errors);
  return errors.length === 0 && formatted.trim() !== '' ? formatted : undefined;
}

/** The facts as Fluent takes them. A nested message that lacks a fact is itself not known. */
function knownFacts(facts: Facts): Record<string, FluentVariable> {
  const known: Record<string, FluentVariable> = {};
  for (const [name, value] of Object.entries(facts)) {
    const variable = toVariable(value);
    if (variable !== undefined) known[name] = variable;
  }
  return known;
}

function toVariable(value: Fact): FluentVariable | undefined {
  if (typeof value === 'number') return value;
  // A formatted message is ours, so it needs no protection.
  if (typeof value === 'object') return find(value, [shared, own]);
  return isolate(dayInMessage(value) ?? safeText(value));
}

/** Returns a badge's name, safe to display, or a placeholder for a badge without a name. */
export function displayName(name: string | null | undefined): string {
  return name ? safeText(name) : say('nameless');
}

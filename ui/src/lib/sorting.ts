// How badges are put in order.

import type { BadgeSummary, Verdict } from './backend';
import { byName } from './messages';

/** Every verdict, the best first. */
export const verdicts: Verdict[] = ['verified', 'unconfirmed', 'not_yet_valid', 'expired', 'revoked', 'invalid'];

const later = (one: string | null, other: string | null) => (other ?? '').localeCompare(one ?? '');

/** The orders that a list of badges can have; each falls back on the name. */
export const orders = {
  added: (one: BadgeSummary, other: BadgeSummary) => later(one.added_at, other.added_at),
  date: (one: BadgeSummary, other: BadgeSummary) => later(one.date, other.date),
  name: (one: BadgeSummary, other: BadgeSummary) => byName(one.name, other.name),
  issuer: (one: BadgeSummary, other: BadgeSummary) => byName(one.issuer_name ?? '', other.issuer_name ?? ''),
  verdict: (one: BadgeSummary, other: BadgeSummary) => verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict),
} satisfies Record<string, (one: BadgeSummary, other: BadgeSummary) => number>;

export type Order = keyof typeof orders;

/** The badges in this order. */
export function inOrder(badges: BadgeSummary[], order: Order): BadgeSummary[] {
  return badges.toSorted((one, other) => orders[order](one, other) || byName(one.name, other.name));
}

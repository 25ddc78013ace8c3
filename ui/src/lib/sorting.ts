// Sorts badges.

import type { BadgeSummary, Verdict } from './backend';
import { byName } from './format';

/** All verdicts, best first. */
export const VERDICTS: Verdict[] = ['verified', 'unconfirmed', 'not_yet_valid', 'expired', 'revoked', 'invalid'];

const latestFirst = (one: string | null, other: string | null) => (other ?? '').localeCompare(one ?? '');

/** The ways to sort badges. Ties are sorted by name. */
export const orders = {
  added: (one: BadgeSummary, other: BadgeSummary) => latestFirst(one.added_at, other.added_at),
  date: (one: BadgeSummary, other: BadgeSummary) => latestFirst(one.date, other.date),
  name: (one: BadgeSummary, other: BadgeSummary) => byName(one.name ?? '', other.name ?? ''),
  issuer: (one: BadgeSummary, other: BadgeSummary) => byName(one.issuer_name ?? '', other.issuer_name ?? ''),
  verdict: (one: BadgeSummary, other: BadgeSummary) => VERDICTS.indexOf(one.verdict) - VERDICTS.indexOf(other.verdict),
} satisfies Record<string, (one: BadgeSummary, other: BadgeSummary) => number>;

export type Order = keyof typeof orders;

/** Returns the badges in this order. */
export function sortBadges(badges: BadgeSummary[], order: Order): BadgeSummary[] {
  return badges.toSorted((one, other) => orders[order](one, other) || byName(one.name ?? '', other.name ?? ''));
}

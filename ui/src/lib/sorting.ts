// Sorts badges.

import type { BadgeSummary, Verdict } from './backend';
import { byName } from './format';

/** All verdicts, best first. */
export const VERDICTS: Verdict[] = ['verified', 'unconfirmed', 'not_yet_valid', 'expired', 'revoked', 'invalid'];

const latestFirst = (a: string | null, b: string | null) => (b ?? '').localeCompare(a ?? '');

/** The ways to sort badges. Ties are sorted by name. */
export const orders = {
  added: (a: BadgeSummary, b: BadgeSummary) => latestFirst(a.added_at, b.added_at),
  date: (a: BadgeSummary, b: BadgeSummary) => latestFirst(a.date, b.date),
  name: (a: BadgeSummary, b: BadgeSummary) => byName(a.name ?? '', b.name ?? ''),
  issuer: (a: BadgeSummary, b: BadgeSummary) => byName(a.issuer_name ?? '', b.issuer_name ?? ''),
  verdict: (a: BadgeSummary, b: BadgeSummary) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict),
} satisfies Record<string, (a: BadgeSummary, b: BadgeSummary) => number>;

export type Order = keyof typeof orders;

/** Returns the badges in this order. */
export function sortBadges(badges: BadgeSummary[], order: Order): BadgeSummary[] {
  return badges.toSorted((a, b) => orders[order](a, b) || byName(a.name ?? '', b.name ?? ''));
}

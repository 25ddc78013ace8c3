// How badges are put in order.

import type { BadgeCard, Verdict } from './backend';
import { byName } from './words';

/** Every verdict, the best first. */
export const verdicts: Verdict[] = ['verified', 'unconfirmed', 'not_yet_valid', 'expired', 'revoked', 'invalid'];

const later = (one: string | null, other: string | null) => (other ?? '').localeCompare(one ?? '');

/** The orders that a list of badges can have; each falls back on the name. */
export const orders = {
  added: (one: BadgeCard, other: BadgeCard) => later(one.added_at, other.added_at),
  date: (one: BadgeCard, other: BadgeCard) => later(one.date, other.date),
  name: (one: BadgeCard, other: BadgeCard) => byName(one.name, other.name),
  issuer: (one: BadgeCard, other: BadgeCard) => byName(one.issuer_name ?? '', other.issuer_name ?? ''),
  verdict: (one: BadgeCard, other: BadgeCard) => verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict),
} satisfies Record<string, (one: BadgeCard, other: BadgeCard) => number>;

export type Order = keyof typeof orders;

/** The badges in this order. */
export function inOrder(badges: BadgeCard[], order: Order): BadgeCard[] {
  return badges.toSorted((one, other) => orders[order](one, other) || byName(one.name, other.name));
}

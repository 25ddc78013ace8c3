// How a verdict is displayed: its word, its icon and its tone. Banner, chip and counts use the same values.

import type { Verdict } from './backend';

/** A verdict as displayed. `claimed`: the badge is verified, but its issuer's name is only claimed. */
export type DisplayedVerdict = Verdict | 'claimed';

/** Returns how to display a verdict, so that a claimed issuer never looks like a confirmed one. */
export function displayedVerdict(verdict: Verdict, claimedOnly: boolean): DisplayedVerdict {
  return verdict === 'verified' && claimedOnly ? 'claimed' : verdict;
}

/** The tone of each displayed verdict, a class of `styles/base.css`. Colour only repeats what word and icon already show. */
export const tones: Record<DisplayedVerdict, 'good' | 'plain' | 'warn' | 'bad'> = {
  verified: 'good',
  claimed: 'plain',
  unconfirmed: 'warn',
  not_yet_valid: 'warn',
  expired: 'warn',
  revoked: 'bad',
  invalid: 'bad',
};

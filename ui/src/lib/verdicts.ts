// How a verdict is shown: its word, its sign and its tone. Banner, chip and counts all take it from here.

import type { Verdict } from './backend';

/** What a verdict is shown as. `claimed`: the badge holds, and its issuer's name is only the issuer's own claim. */
export type Shown = Verdict | 'claimed';

/** A badge that holds, of an issuer whose name is only its own claim, is never shown as if the issuer were proven. */
export function shownAs(verdict: Verdict, claimedOnly: boolean): Shown {
  return verdict === 'verified' && claimedOnly ? 'claimed' : verdict;
}

/** The colours of each, as the classes of `styles/base.css`. A colour only repeats what the word and the sign say. */
export const tones: Record<Shown, 'good' | 'plain' | 'warn' | 'bad'> = {
  verified: 'good',
  claimed: 'plain',
  unconfirmed: 'warn',
  not_yet_valid: 'warn',
  expired: 'warn',
  revoked: 'bad',
  invalid: 'bad',
};

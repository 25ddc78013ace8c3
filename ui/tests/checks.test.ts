// The four outcomes and the six verdicts: each has its own sign and its own word, so that colour is never needed.

import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import CheckList from '../src/components/CheckList.svelte';
import AssessmentFacts from '../src/components/AssessmentFacts.svelte';
import NestedCredentials from '../src/components/NestedCredentials.svelte';
import VerdictBanner from '../src/components/VerdictBanner.svelte';
import VerdictChip from '../src/components/VerdictChip.svelte';
import { verdicts } from '../src/lib/sorting';
import { shownAs, tones } from '../src/lib/verdicts';
import { check, told } from './program';

test('four outcomes: four words, four signs, the failed one first', () => {
  const { container } = render(CheckList, {
    checks: [
      check('proof.signature', 'passed', 'The signature holds.'),
      check('status.revocation', 'absent', 'This badge has no way to be revoked.'),
      check('issuer.key', 'unknown', 'The issuer could not be asked.'),
      check('time.validity', 'failed', 'The badge’s time is over.'),
    ],
  });
  const rows = [...container.querySelectorAll('[data-outcome]')];
  expect(rows.map((row) => row.getAttribute('data-outcome'))).toEqual(['failed', 'unknown', 'passed', 'absent']);
  expect(rows.map((row) => row.querySelector('.outcome')?.textContent)).toEqual(['Does not hold', 'Not checked', 'Holds', 'Nothing to check']);
  expect(new Set(rows.map((row) => row.querySelector('.outcome path')?.getAttribute('d'))).size).toBe(4);
  for (const sign of container.querySelectorAll('svg')) expect(sign.getAttribute('aria-hidden')).toBe('true');
  expect(screen.getByText('This badge has no way to be revoked.')).toBeTruthy();
});

// Each verdict, and the one that holds while its issuer's name is only claimed.
const shown = [...verdicts.map((verdict) => ({ verdict, claimedOnly: false })), { verdict: 'verified' as const, claimedOnly: true }];

test('six verdicts and a claimed issuer: seven words, seven signs', () => {
  const seen = shown.map((one) => {
    const { container } = render(VerdictChip, one);
    return [container.textContent, container.querySelector('path')?.getAttribute('d')];
  });
  expect(new Set(seen.map(([word]) => word)).size).toBe(shown.length);
  expect(new Set(seen.map(([, sign]) => sign)).size).toBe(shown.length);
});

test('chip and banner show a verdict with the same word, sign and tone', () => {
  for (const one of shown) {
    const looks = [render(VerdictChip, one), render(VerdictBanner, { ...one, headline: '' })].map(({ container }) => [
      container.querySelector('.word, .chip')?.textContent,
      container.querySelector('path')?.getAttribute('d'),
      ...['good', 'plain', 'warn', 'bad'].filter((tone) => container.querySelector(`.tone.${tone}`)),
    ]);
    expect(looks[0]).toEqual(looks[1]);
    expect(looks[0]).toHaveLength(3);
  }
});

test('only a proven issuer makes a badge that holds look good', () => {
  for (const verdict of verdicts) {
    for (const claimedOnly of [false, true]) {
      expect(tones[shownAs(verdict, claimedOnly)] === 'good').toBe(verdict === 'verified' && !claimedOnly);
      if (verdict !== 'verified') expect(shownAs(verdict, claimedOnly)).toBe(verdict);
    }
  }
});

test('what stands inside a badge shows its own name, issuer and verdict, and the endorser’s words as theirs', () => {
  const inner = [told('Reading'), told('Writing', 'revoked')];
  const endorsements = [{ of: 'badge' as const, message: 'EndorsementTarget by Harbour Guild', comment: 'Well <b>taught</b>', told: told('Endorsement', 'invalid') }];
  const { container } = render(NestedCredentials, { told: { ...told('Record'), inner, endorsements } });
  const chips = (part: string) => [...container.querySelectorAll(`[data-part="${part}"] .chip`)].map((chip) => chip.textContent);
  expect(chips('inner')).toEqual(['verified', 'revoked'].map((verdict) => render(VerdictChip, { verdict: verdict as 'verified' | 'revoked', claimedOnly: false }).container.textContent));
  expect(chips('endorsements')).toHaveLength(1);
  expect(container.querySelector('blockquote')?.textContent).toBe('Well <b>taught</b>');
  expect(render(NestedCredentials, { told: told('Plain') }).container.querySelector('section')).toBeNull();
});

test('a fact that stands at several places of a record is told once, with every place', () => {
  const fact = 'criteria-stated' as const;
  const message = 'Criteria are stated';
  const { container } = render(AssessmentFacts, {
    facts: [
      { fact, message, where: '/credentialSubject/verifiableCredential/0' },
      { fact: 'issuer-does-not-say' as const, message: 'The issuer does not say', where: '' },
      { fact, message, where: '/credentialSubject/verifiableCredential/1' },
    ],
  });
  const chips = [...container.querySelectorAll('li')];
  expect(chips.map((chip) => chip.textContent)).toEqual([message, 'The issuer does not say']);
  expect(chips[0]?.title.split('\n')).toHaveLength(2);
});

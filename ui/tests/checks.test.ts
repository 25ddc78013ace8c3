// The four outcomes and the six verdicts: each has its own icon and word, so that nothing depends on colour.

import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import AssessmentFacts from '../src/components/AssessmentFacts.svelte';
import CheckList from '../src/components/CheckList.svelte';
import NestedCredentials from '../src/components/NestedCredentials.svelte';
import VerdictBanner from '../src/components/VerdictBanner.svelte';
import VerdictChip from '../src/components/VerdictChip.svelte';
import type { Outcome, Verdict } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { VERDICTS } from '../src/lib/sorting';
import { displayedVerdict, tones } from '../src/lib/verdicts';
import { badgeReport, check, message } from './backend';

test('outcomes have their own word and icon, failures first', () => {
  const { container } = render(CheckList, {
    checks: [check('proof.signature', 'passed'), check('status.revocation', 'absent'), check('issuer.key', 'unknown'), check('time.validity', 'failed')],
  });
  const rows = [...container.querySelectorAll('[data-outcome]')];
  const order: Outcome[] = ['failed', 'unknown', 'passed', 'absent'];
  expect(rows.map((row) => row.getAttribute('data-outcome'))).toEqual(order);
  expect(rows.map((row) => row.querySelector('.outcome')?.textContent)).toEqual(order.map((outcome) => say(`outcome-${outcome}`)));
  expect(new Set(rows.map((row) => row.querySelector('.outcome')?.textContent)).size).toBe(4);
  expect(new Set(rows.map((row) => row.querySelector('.outcome path')?.getAttribute('d'))).size).toBe(4);
  for (const icon of container.querySelectorAll('svg')) expect(icon.getAttribute('aria-hidden')).toBe('true');
  screen.getByText(say('check-status-revocation-absent'));
});

// Each verdict, and a verified badge with a claimed issuer.
const displayed: { verdict: Verdict; claimedOnly: boolean }[] = [...VERDICTS.map((verdict) => ({ verdict, claimedOnly: false })), { verdict: 'verified', claimedOnly: true }];

test('verdicts have their own word and icon', () => {
  const chips = displayed.map((props) => render(VerdictChip, props).container);
  expect(new Set(chips.map((chip) => chip.textContent)).size).toBe(displayed.length);
  expect(new Set(chips.map((chip) => chip.querySelector('path')?.getAttribute('d'))).size).toBe(displayed.length);
});

test('chip and banner display a verdict in the same way', () => {
  for (const props of displayed) {
    const headline = message(`verdict-${props.verdict}`);
    const [chip, banner] = [render(VerdictChip, props), render(VerdictBanner, { ...props, headline })].map(({ container }) => [
      container.querySelector('.word, .chip')?.textContent,
      container.querySelector('path')?.getAttribute('d'),
      ...['good', 'plain', 'warn', 'bad'].filter((tone) => container.querySelector(`.tone.${tone}`)),
    ]);
    expect(chip).toEqual(banner);
    expect(chip).toHaveLength(3);
  }
});

test('only a verified badge of a confirmed issuer has the good tone', () => {
  for (const verdict of VERDICTS) {
    for (const claimedOnly of [false, true]) {
      expect(tones[displayedVerdict(verdict, claimedOnly)] === 'good').toBe(verdict === 'verified' && !claimedOnly);
      if (verdict !== 'verified') expect(displayedVerdict(verdict, claimedOnly)).toBe(verdict);
    }
  }
});

test('nested credentials have their own verdicts', () => {
  const inner = [badgeReport('Reading'), badgeReport('Writing', 'revoked')];
  const endorsements = [{ of: 'badge' as const, message: message('endorsement-of-badge'), comment: 'Well <b>taught</b>', told: badgeReport('Endorsement', 'invalid') }];
  const { container } = render(NestedCredentials, { report: { ...badgeReport('Record'), inner, endorsements } });
  const chips = (part: string) => [...container.querySelectorAll(`[data-part="${part}"] .chip`)].map((chip) => chip.textContent);
  expect(chips('inner')).toEqual([say('verdict-word-verified'), say('verdict-word-revoked')]);
  expect(chips('endorsements')).toEqual([say('verdict-word-invalid')]);
  expect(container.querySelector('blockquote')?.textContent).toBe('Well <b>taught</b>');
  expect(render(NestedCredentials, { report: badgeReport('Plain') }).container.querySelector('section')).toBeNull();
});

test('a repeated fact is shown once with all its pointers', () => {
  const stated = { fact: 'criteria-stated' as const, message: message('fact-criteria-stated') };
  const { container } = render(AssessmentFacts, {
    facts: [
      { ...stated, where: '/credentialSubject/verifiableCredential/0' },
      { fact: 'issuer-does-not-say', message: message('fact-issuer-does-not-say'), where: '' },
      { ...stated, where: '/credentialSubject/verifiableCredential/1' },
    ],
  });
  const chips = [...container.querySelectorAll('li')];
  expect(chips.map((chip) => chip.textContent)).toEqual([say('fact-criteria-stated'), say('fact-issuer-does-not-say')]);
  expect(chips[0]?.title.split('\n')).toHaveLength(2);
});

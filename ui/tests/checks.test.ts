// The four outcomes and the six verdicts: each has its own sign and its own word, so that colour is never needed.

import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import CheckList from '../src/components/CheckList.svelte';
import VerdictChip from '../src/components/VerdictChip.svelte';
import { verdicts } from '../src/lib/order';
import { check } from './program';

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

test('six verdicts: six words, six signs', () => {
  const seen = verdicts.map((verdict) => {
    const { container } = render(VerdictChip, { verdict });
    return [container.textContent, container.querySelector('path')?.getAttribute('d')];
  });
  expect(new Set(seen.map(([word]) => word)).size).toBe(verdicts.length);
  expect(new Set(seen.map(([, sign]) => sign)).size).toBe(verdicts.length);
});

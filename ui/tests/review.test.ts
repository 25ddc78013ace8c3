// Reviewing someone else's bundle.

import { screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ReviewedBadge } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { badgeReport, message } from './backend';
import { openWindow, press, shows, title } from './queries';

const badge: ReviewedBadge = {
  told: badgeReport('Welding', 'revoked'),
  error: null,
  picture: null,
  note: 'My best work',
  description: null,
  criteria: null,
  criteria_url: null,
  holder_is_recipient: 'unknown',
  holder_message: message('holder-unbound'),
  verdict_at_export: 'verified',
  changed: message('request-answered'),
};

test('shows recipient match, changes and verdict, and labels the note', async () => {
  await openWindow({
    pickBundle: [{ ticket: 'file-0', name: 'ada.badgebundle', bundle: true }],
    reviewBundle: {
      source: 'ada.badgebundle',
      title: 'Application',
      introduction: 'Hello',
      holder: 'did:key:zAda',
      created_at: '2026-01-01T00:00:00Z',
      audience: 'City Hospital',
      until: null,
      checks: [{ id: 'bundle.manifest', outcome: 'passed', code: null, message: message('check-bundle-manifest') }],
      badges: [badge],
      hosts_to_ask: [],
      hosts_told_which: [],
    },
  });
  await press('nav-review');
  await press('review-pick');
  await title('Welding');
  for (const id of ['holder-unknown', 'holder-unbound', 'request-answered']) await shows(id);
  expect(screen.getByText('My best work').closest('figure')?.textContent).toContain(say('holder-note'));
  expect(screen.getAllByText(say('verdict-word-revoked')).length).toBeGreaterThan(0);
});

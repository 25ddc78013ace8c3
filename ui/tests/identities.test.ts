// Recipient match, other versions of a badge, and the badges that depend on an identity.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { IdentityTrial, UnclaimedRecipient } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { badgeDetail, badgeSummary, candidate, message } from './backend';
import { button, entry, field, hasButton, heading, openWindow, paste, press, shows, title, type } from './queries';

const MINE = 'ada@school.example';
const OTHER = 'bob@school.example';
const hidden: UnclaimedRecipient = { stated: [], message: message('unclaimed-hidden') };
const trial = (value: string, outcome: IdentityTrial['outcome']): IdentityTrial => ({ kind: 'email', value, outcome, message: message(`tried-${outcome}`, { identity: value }), badges: [], added: false });

test('tries an identity and offers to add a match', async () => {
  let unclaimed: UnclaimedRecipient | null = hidden;
  const backend = await openWindow({
    listBadges: [badgeSummary('Welding')],
    showBadge: () => badgeDetail('Welding', { unclaimed }),
    tryIdentity: (value) => trial(value, value === MINE ? 'passed' : 'failed'),
    addIdentity: () => ((unclaimed = null), { kind: 'email', value: MINE, badges: 1 }),
  });
  await fireEvent.click(await entry(/Welding/));
  await heading('recipient-title');
  await type('recipient-label', OTHER);
  await press('recipient-try');
  await shows('tried-failed', { identity: OTHER });
  expect(hasButton('recipient-add', { identity: OTHER })).toBe(false);
  await type('recipient-label', MINE);
  expect(document.querySelector('[data-trial]'), 'the result belongs to the previous input').toBeNull();
  await press('recipient-try');
  await shows('tried-passed', { identity: MINE });
  expect(backend.calls('addIdentity')).toEqual([]);
  expect(backend.calls('tryIdentity').at(-1)).toEqual([MINE, { kind: 'badge', id: 'id-Welding' }]);
  await press('recipient-add', { identity: MINE });
  await waitFor(() => expect(screen.queryByRole('heading', { name: say('recipient-title') })).toBeNull());
});

test('adding a stated identity compares all candidates', async () => {
  const stated: UnclaimedRecipient = { stated: [MINE], message: message('unclaimed-stated', { identity: MINE }) };
  const backend = await openWindow({
    inspect: [candidate('Welding', { unclaimed: stated }), candidate('Rhetoric', { unclaimed: stated })],
    addIdentity: { kind: 'email', value: MINE, badges: 0 },
    compareRecipients: [candidate('Welding'), candidate('Rhetoric')],
  });
  await paste();
  await shows('unclaimed-stated', { identity: MINE });
  expect(screen.queryByLabelText(say('recipient-label')), 'there is nothing to try').toBeNull();
  await fireEvent.click(screen.getAllByRole('button', { name: say('recipient-add', { identity: MINE }) })[0]!);
  await waitFor(() => expect(hasButton('recipient-add', { identity: MINE })).toBe(false));
  expect(backend.calls('compareRecipients')).toEqual([[['key-Welding', 'key-Rhetoric']]]);
});

test('another version is shown and can be opened', async () => {
  const newer = { badge_id: 'id-Later', name: 'Welding', age: 'newer' as const, date: '2025-01-01T00:00:00Z', message: message('held-beside-newer') };
  await openWindow({
    inspect: [candidate('Welding', { other_version: { ...newer, age: 'older', message: message('found-beside-older') } })],
    listBadges: [badgeSummary('Welding', { superseded: true })],
    showBadge: (id) => (id === 'id-Later' ? badgeDetail('Welding, again') : badgeDetail('Welding', { other_versions: [newer] })),
  });
  await entry(/Welding/);
  await shows('superseded');
  await paste();
  await shows('found-beside-older');
  await press('nav-backpack');
  await fireEvent.click(await entry(/Welding/));
  await shows('held-beside-newer');
  await press('version-show-of', { when: 'January 1, 2025' });
  await title('Welding, again');
});

test('lists dependent badges with advice', async () => {
  await openWindow({
    listIdentities: [{ kind: 'email', value: MINE, badges: 1 }],
    identityDependents: {
      kind: 'email',
      value: MINE,
      badges: [badgeSummary('Welding')],
      platforms: [{ name: 'Credly', next_step: message('platform-credly') }],
      links: [],
      advice: [message('address-ending-kept', { count: 1 }), message('address-ending-stops')],
    },
    showBadge: badgeDetail('Welding'),
  });
  await press('nav-settings');
  await press('identity-badges', { count: 1 });
  await title(MINE);
  await screen.findByText('Credly');
  for (const [id, facts] of [['platform-credly', {}], ['address-ending-kept', { count: 1 }], ['address-ending-stops', {}]] as const) await shows(id, facts);
  await fireEvent.click(await entry(/Welding/));
  await title('Welding');
});

test('a withdrawn undo disappears with its screen', async () => {
  let identities = [{ kind: 'email', value: MINE, badges: 0 }];
  await openWindow({
    listIdentities: () => identities,
    removeIdentity: () => ((identities = []), null),
    addIdentity: (value) => (identities = [{ kind: 'email', value, badges: 0 }])[0]!,
  });
  await press('nav-settings');
  await press('identity-remove', { identity: MINE });
  await button('undo');
  await type('identity-label', MINE);
  await press('identity-add');
  await waitFor(() => expect(hasButton('undo')).toBe(false));
  await press('identity-remove', { identity: MINE });
  await button('undo');
  await press('nav-collections');
  await heading('collections-empty-title');
  expect(document.body.textContent).not.toContain(say('identity-removed', { identity: MINE }));
  await press('nav-settings');
  await heading('identities-title');
  expect(hasButton('undo')).toBe(false);
  expect(field('identity-label').value).toBe('');
});

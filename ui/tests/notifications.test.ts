// Notifications and warnings.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { say } from '../src/lib/messages';
import { notifications } from '../src/lib/notifications.svelte';
import { error, message } from './backend';
import { heading, openWindow, press } from './queries';

test('a warning stays on every screen until it is closed', async () => {
  const backend = await openWindow({ openBackpack: { kind: 'open', did: 'did:key:z', badges: 0, phrase_to_note: false, messages: [message('code-STORE_IO')] } });
  const first = say('code-STORE_IO');
  const second = `${say('code-STORE_FULL')} ${say('code-STORE_FULL.next')}`;
  const warnings = () => screen.queryAllByRole('alert').map((alert) => alert.textContent?.trim());
  await waitFor(() => expect(warnings()).toEqual([first]));
  for (let times = 0; times < 2; times++) backend.reportError(error('STORE_FULL'));
  await waitFor(() => expect(warnings(), 'the same warning is shown once').toEqual([first, second]));
  await press('nav-collections');
  await heading('collections-empty-title');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('backpack-empty-title');
  for (let count = 0; count < 5; count++) notifications.show(`Notification ${count}`);
  expect(warnings()).toHaveLength(2);
  await fireEvent.click(within(screen.getByText(second).closest<HTMLElement>('[role=alert]')!).getByRole('button'));
  await waitFor(() => expect(warnings()).toEqual([first]));
});

test('notifications cover nothing', async () => {
  await openWindow();
  const strip = document.querySelector('.notifications')!;
  expect(strip.parentElement).toBe(document.querySelector('.window')!.parentElement);
  expect(getComputedStyle(strip).position).not.toBe('fixed');
});

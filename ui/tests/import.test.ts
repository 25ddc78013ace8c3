// Importing: inspect inputs, ask for consent, add candidates, read the results.

import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { AddResult } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { badgeReport, candidate, error } from './backend';
import { heading, openWindow, paste, press, shows, title, type } from './queries';

const added = (name: string): AddResult => ({ source: `${name}.png`, name, outcome: 'added', badge_id: `id-${name}`, error: null });

test('inspects pasted text, contacts hosts after consent, adds the badge', async () => {
  const link = 'https://badges.harbour.example/a/1';
  const backend = await openWindow({
    inspect: [candidate('Welding', { badge: null, hosts_to_ask: ['badges.harbour.example'] })],
    reinspect: [candidate('Welding')],
    addCandidates: [added('Welding')],
  });
  await paste(link);
  await heading('hosts-title', { count: 1 });
  await heading('found-link-title');
  expect(document.querySelectorAll('.button.primary')).toHaveLength(1);
  screen.getByText('badges.harbour.example');
  expect(backend.calls('inspect')[0]?.[0]).toEqual([{ kind: 'text', text: link }]);
  expect(backend.calls('reinspect')).toEqual([]);
  await press('hosts-contact', { count: 1 });
  await title('Welding');
  await press('add-candidates', { count: 1 });
  const section = (await heading('add-result-added', { count: 1 })).closest('section')!;
  within(section).getByText('Welding');
});

test('a file without a badge shows what to do and cannot be added', async () => {
  await openWindow({ inspect: [candidate('holiday', { badge: null, error: error('PNG_NO_BADGE') })] });
  await paste();
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-PNG_NO_BADGE.next'));
  expect(document.querySelector('[data-action=add-candidates]')).toBeNull();
});

test('only badges that are not in the backpack can be added', async () => {
  const backend = await openWindow({
    inspect: [candidate('Welding', { held_as: 'id-Welding' }), candidate('Forged', { badge: badgeReport('Forged', 'invalid') })],
    addCandidates: [],
  });
  await paste();
  await shows('already-held');
  await press('add-candidates', { count: 1 });
  await waitFor(() => expect(backend.calls('addCandidates')[0]?.[0]).toEqual(['key-Forged']));
});

test('a failed addition shows an error and keeps the candidates', async () => {
  const backend = await openWindow({
    inspect: [candidate('Welding')],
    addCandidates: () => {
      throw error('STORE_FULL');
    },
  });
  await paste();
  await press('add-candidates', { count: 1 });
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-STORE_FULL'));
  await title('Welding');
  expect(backend.calls('dismissCandidates')).toEqual([]);
});

test('adding many shows progress and can be stopped and resumed', async () => {
  let finish: (results: AddResult[]) => void = () => {};
  const backend = await openWindow({
    inspect: ['Alpha', 'Beta', 'Gamma'].map((name) => candidate(name)),
    addCandidates: (_keys, { onProgress }) => {
      onProgress({ done: 1, total: 3, current: 'Beta', message: null });
      return new Promise((resolve) => (finish = resolve));
    },
  });
  await paste();
  await press('add-candidates', { count: 3 });
  await heading('add-candidates-title');
  await shows('work-progress', { done: 1, total: 3, current: 'Beta' });
  expect(screen.getByRole('progressbar')).toMatchObject({ value: 1, max: 3 });
  await press('work-stop');
  const [keys, { signal }] = backend.calls('addCandidates')[0]!;
  expect(keys).toEqual(['key-Alpha', 'key-Beta', 'key-Gamma']);
  expect(signal.aborted).toBe(true);
  const stopped = (name: string): AddResult => ({ source: `${name}.png`, name, outcome: 'failed', badge_id: null, error: error('CANCELLED') });
  finish([added('Alpha'), stopped('Beta'), stopped('Gamma')]);
  await heading('add-result-stopped', { count: 2 });
  expect(screen.queryByRole('alert')).toBeNull();
  await press('add-candidates-go-on', { count: 2 });
  await title('Gamma');
  expect(screen.queryByRole('heading', { name: 'Alpha' })).toBeNull();
  await heading('found-title', { found: 2 });
});

test('a locked backup opens with its password', async () => {
  const locked = (code: string) => [candidate('backup', { badge: null, source: 'My wallet.zip', error: error(code) })];
  const backend = await openWindow({
    inspect: locked('BACKUP_LOCKED'),
    unlockBackup: (_key, password) => (password === 'right' ? [candidate('Welding'), candidate('Rhetoric')] : locked('BACKUP_PASSWORD')),
  });
  backend.dropFiles([{ ticket: 'file-0', name: 'My wallet.zip', bundle: false }]);
  await heading('found-locked-title');
  await title('My wallet.zip');
  await type('locked-password', 'wrong');
  await press('locked-open');
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-BACKUP_PASSWORD'));
  expect(screen.getByLabelText(say('locked-password')).getAttribute('aria-invalid')).toBe('true');
  await type('locked-password', 'right');
  await press('locked-open');
  await heading('found-title', { found: 2 });
  expect(backend.calls('unlockBackup').map(([key, password]) => [key, password])).toEqual([['key-backup', 'wrong'], ['key-backup', 'right']]);
  expect(screen.queryByText('My wallet.zip')).toBeNull();
});

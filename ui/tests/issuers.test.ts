// Trust lists and known issuers.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { KnownIssuerSummary, TrustListSummary } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { error, type Answers } from './backend';
import { button, heading, openWindow, paste, press, shows, type } from './queries';

const HOST = 'registry.example';
const LINK = `https://${HOST}/issuers.json`;
const part = (name: string) => document.querySelector<HTMLElement>(`[data-part=${name}]`)!;

const trustList = (name: string, issuers = 2): TrustListSummary => ({ name, issuers, sha256: 'ab'.repeat(32), added_at: '2026-03-04T10:00:00Z', replaced: false });
const issuer = (id: string, more: Partial<KnownIssuerSummary> = {}): KnownIssuerSummary => ({ id, name: 'Harbour College', keys: ['key'], first_seen: '2026-03-04T10:00:00Z', badges: 1, changed: false, ...more });

async function openIssuersScreen(answers: Answers) {
  const backend = await openWindow(answers);
  await press('nav-settings');
  await press('issuers-open');
  await heading('lists-title');
  return backend;
}

test('fetches only https links, after the host is confirmed', async () => {
  let lists: TrustListSummary[] = [];
  const backend = await openIssuersScreen({
    listTrustLists: () => lists,
    fetchTrustList: () => (lists = [trustList(LINK, 12)])[0]!,
  });
  const fetch = await button('list-fetch');
  for (const refused of ['did:web:uni.example', 'http://registry.example/', 'javascript:alert(1)']) {
    await type('list-link-label', refused);
    expect(fetch, refused).toHaveProperty('disabled', true);
  }
  await type('list-link-label', ` ${LINK} `);
  await fireEvent.click(fetch);
  await heading('list-ask-title', { host: HOST });
  expect(backend.calls('fetchTrustList')).toEqual([]);
  await press('list-ask-yes', { host: HOST });
  await waitFor(() => expect(part('lists').textContent).toContain('12'));
  expect(backend.calls('fetchTrustList')).toEqual([[LINK]]);
});

test('pasted links and dropped files become trust lists', async () => {
  const backend = await openIssuersScreen({ addTrustList: (ticket) => trustList(ticket) });
  await paste(`https://${HOST}/x`);
  await heading('list-ask-title', { host: HOST });
  await press('cancel');
  backend.dropFiles([{ ticket: 'file-0', name: 'partners.json', bundle: false }]);
  await waitFor(() => expect(backend.calls('addTrustList')).toEqual([['file-0']]));
  expect(backend.calls('inspect')).toEqual([]);
  expect(backend.calls('fetchTrustList')).toEqual([]);
});

test('undoes removing a list and an issuer', async () => {
  let lists = [trustList('partners')];
  let issuers = [issuer('did:key:zOne')];
  await openIssuersScreen({
    listTrustLists: () => lists,
    removeTrustList: () => ((lists = []), null),
    restoreTrustList: (name) => ((lists = [trustList(name)]), null),
    knownIssuers: () => issuers,
    removeIssuer: () => ((issuers = []), null),
    restoreIssuer: (id) => ((issuers = [issuer(id)]), null),
  });
  await press('list-remove', { name: 'partners' });
  await waitFor(() => expect(screen.queryByText('partners')).toBeNull());
  await press('undo');
  await screen.findByText('partners');
  await press('issuer-remove-this', { issuer: 'Harbour College' });
  await shows('known-none');
  await press('undo');
  await screen.findByText('did:key:zOne');
});

test('a changed key is shown, and names are quoted as claims', async () => {
  await openIssuersScreen({ knownIssuers: [issuer('did:key:zOne'), issuer('did:web:two.example', { changed: true, badges: 2 })] });
  await screen.findByText('did:web:two.example');
  const rows = within(part('known')).getAllByRole('listitem');
  expect(rows.map((row) => row.querySelector('[data-changed]') !== null)).toEqual([false, true]);
  expect(rows[0]?.textContent).toContain(say('issuer-claimed', { name: 'Harbour College' }));
});

test('an invalid trust list shows an error and keeps the others', async () => {
  await openIssuersScreen({
    listTrustLists: [trustList('partners')],
    pickTrustLists: [{ ticket: 'file-0', name: 'holiday.png', bundle: false }],
    addTrustList: () => {
      throw error('TRUST_LIST_FORMAT');
    },
  });
  await press('list-pick');
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-TRUST_LIST_FORMAT'));
  await screen.findByText('partners');
});

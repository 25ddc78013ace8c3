// The screen of lists and known issuers, over a stand-in for the program.

import { emit } from '@tauri-apps/api/event';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { KnownIssuerSummary, TrustListSummary } from '../src/lib/bindings';
import { error, program, type Answers } from './program';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const heading = (name: string) => screen.findByRole('heading', { name });
const part = (name: string) => document.querySelector<HTMLElement>(`[data-part=${name}]`)!;

const list = (name: string, issuers = 2): TrustListSummary => ({ name, issuers, sha256: 'ab'.repeat(32), added_at: '2026-03-04T10:00:00Z', replaced: false });
const known = (id: string, more: Partial<KnownIssuerSummary> = {}): KnownIssuerSummary => ({ id, name: 'Harbour College', keys: ['key'], first_seen: '2026-03-04T10:00:00Z', badges: 1, changed: false, ...more });

async function opened(answers: Answers) {
  const calls = program(answers);
  render(App);
  await fireEvent.click(await button('Settings'));
  await fireEvent.click(await button('Show lists and issuers'));
  await heading('Lists of issuers');
  return calls;
}

test('a link is fetched only after its host was named; a text that is no https link cannot be', async () => {
  let added: TrustListSummary[] = [];
  const calls = await opened({
    list_trust_lists: () => added,
    fetch_trust_list: () => ((added = [list('registry.example/issuers.json', 12)]), added[0]),
  });
  const fetched = () => calls.filter(({ command }) => command === 'fetch_trust_list').map(({ arguments: given }) => given);
  const field = screen.getByLabelText('Or paste the link to a list');
  const ask = await button('Fetch it…');
  for (const none of ['did:web:uni.example', 'http://registry.example/', 'javascript:alert(1)']) {
    await fireEvent.input(field, { target: { value: none } });
    expect(ask, none).toHaveProperty('disabled', true);
  }
  await fireEvent.input(field, { target: { value: ' https://registry.example/issuers.json ' } });
  await fireEvent.click(ask);
  await heading('Fetch this list from \u2068registry.example\u2069?');
  expect(fetched()).toEqual([]);
  await fireEvent.click(await button(/^Fetch it from/));
  await waitFor(() => expect(part('lists').textContent).toContain('12'));
  expect(fetched()).toEqual([{ link: 'https://registry.example/issuers.json' }]);
});

test('a pasted link is asked about, and dropped files are added here instead of looked at', async () => {
  const calls = await opened({ add_trust_list: ({ ticket }: Record<string, unknown>) => list(String(ticket)) });
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'https://registry.example/x' } });
  await heading('Fetch this list from \u2068registry.example\u2069?');
  await fireEvent.click(await button('Cancel'));
  await emit('files-came', [{ ticket: 'file-0', name: 'partners.json', bundle: false }]);
  await waitFor(() => expect(calls.map(({ command }) => command)).toContain('add_trust_list'));
  expect(calls.map(({ command }) => command)).not.toContain('look');
  expect(calls.map(({ command }) => command)).not.toContain('fetch_trust_list');
});

test('removing a list and forgetting an issuer can be taken back', async () => {
  let lists = [list('partners')];
  let issuers = [known('did:key:zOne')];
  await opened({
    list_trust_lists: () => lists,
    remove_trust_list: () => ((lists = []), null),
    put_trust_list_back: ({ name }: Record<string, unknown>) => ((lists = [list(String(name))]), null),
    known_issuers: () => issuers,
    forget_issuer: () => ((issuers = []), null),
    remember_issuer_again: ({ id }: Record<string, unknown>) => ((issuers = [known(String(id))]), null),
  });
  await fireEvent.click(await button(/Remove the list .*partners/));
  await waitFor(() => expect(screen.queryByText('partners')).toBeNull());
  await fireEvent.click(await button('Undo'));
  await screen.findByText('partners');
  await fireEvent.click(await button(/Forget .*Harbour College/));
  await screen.findByText('None yet. Keep a badge, and its issuer is remembered.');
  await fireEvent.click(await button('Undo'));
  await screen.findByText('did:key:zOne');
});

test('an issuer that signs with another key says so, and its name is only its claim', async () => {
  await opened({ known_issuers: [known('did:key:zOne'), known('did:web:two.example', { changed: true, badges: 2 })] });
  await screen.findByText('did:web:two.example');
  const rows = within(part('known')).getAllByRole('listitem');
  expect(rows.map((row) => row.querySelector('[data-changed]') !== null)).toEqual([false, true]);
  expect(rows[0]?.textContent).toContain('calls itself');
});

test('a file that is no list says why, and the lists that are here stay', async () => {
  await opened({
    list_trust_lists: [list('partners')],
    pick_trust_lists: [{ ticket: 'file-0', name: 'holiday.png', bundle: false }],
    add_trust_list: () => {
      throw error('TRUST_LIST_FORMAT', 'This file is not a list of issuers.', 'Use a registry in JSON.');
    },
  });
  await fireEvent.click(await button('Choose files…'));
  expect((await screen.findByRole('alert')).textContent).toContain('This file is not a list of issuers.');
  expect(screen.getByText('partners')).toBeTruthy();
});

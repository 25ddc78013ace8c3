// The window as people meet it, over a stand-in for the program.

import type { Channel } from '@tauri-apps/api/core';
import { emit } from '@tauri-apps/api/event';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { AddResult, Progress } from '../src/lib/bindings';
import { importSession } from '../src/lib/import.svelte';
import { navigation } from '../src/lib/navigation.svelte';
import { notifications } from '../src/lib/notifications.svelte';
import { card, collection, detail, error, program, sighting, told } from './program';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const unmarked = { normalizer: (text: string) => text.replace(/[\u2068\u2069]/g, '') };
const heading = (name: string | RegExp) => screen.findByRole('heading', { name });

test('the first run goes straight to an empty backpack with one thing to do', async () => {
  program();
  render(App);
  await heading('Your backpack is empty');
  const main = screen.getByRole('main');
  expect(within(main).getAllByRole('button').map((one) => one.textContent?.trim())).toEqual(['Add a badge']);
});

test('a locked backpack asks for its key and never looks empty', async () => {
  const calls = program({
    open_backpack: ({ passphrase }: Record<string, unknown>) =>
      passphrase === 'right'
        ? { kind: 'open', did: 'did:key:z', badges: 1, phrase_to_note: false, messages: [] }
        : { kind: 'locked', has_passphrase: true, error: error(passphrase ? 'KEY_MISMATCH' : 'KEY_UNAVAILABLE', passphrase ? 'This passphrase does not fit.' : 'There is no keyring.') },
    list_badges: [card('Welding')],
  });
  render(App);
  await heading('Your backpack is locked');
  expect(screen.queryByRole('navigation')).toBeNull();
  expect(calls.some(({ command }) => command === 'list_badges')).toBe(false);
  const field = screen.getByLabelText('Passphrase');
  await fireEvent.input(field, { target: { value: 'wrong' } });
  await fireEvent.click(await button('Unlock'));
  expect((await screen.findByRole('alert')).textContent).toContain('This passphrase does not fit.');
  await fireEvent.input(screen.getByLabelText('Passphrase'), { target: { value: 'right' } });
  await fireEvent.click(await button('Unlock'));
  await screen.findByText('Welding');
});

test('without a keyring a passphrase is chosen, twice the same', async () => {
  const calls = program({ open_backpack: { kind: 'passphrase-to-choose', error: error('PASSPHRASE_NEEDED', 'There is no keyring.') } });
  render(App);
  await heading('Choose a passphrase');
  const choose = await button('Open my backpack');
  await fireEvent.input(screen.getByLabelText('Passphrase'), { target: { value: 'four plain words here' } });
  await fireEvent.input(screen.getByLabelText('The same once more'), { target: { value: 'four plain words' } });
  expect(screen.getByText('These two differ.')).toBeTruthy();
  expect(choose).toHaveProperty('disabled', true);
  await fireEvent.input(screen.getByLabelText('The same once more'), { target: { value: 'four plain words here' } });
  await fireEvent.click(choose);
  await waitFor(() => expect(calls.at(-1)?.arguments).toMatchObject({ passphrase: 'four plain words here', recoveryPhrase: null }));
});

test('what cannot be opened says why and what to do', async () => {
  program({ open_backpack: { kind: 'unavailable', error: error('STORE_LOCKED_BY_OTHER', 'Another window has it open.', 'Close that one first.') } });
  render(App);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Another window has it open.');
  expect(alert.textContent).toContain('Close that one first.');
  await button('Try again');
});

test('pasted text is looked at; hosts are asked only after a yes; what is kept is named', async () => {
  const link = 'https://badges.harbour.example/a/1';
  const unseen = sighting('Welding', { badge: null, hosts_to_ask: ['badges.harbour.example'] });
  const calls = program({
    look: [unseen],
    look_again: [sighting('Welding')],
    keep: [{ source: link, name: 'Welding', outcome: 'added', badge_id: 'id-Welding', error: null }],
  });
  render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => link } });
  await heading('Ask this host?');
  await heading('A link that was not followed yet');
  expect(document.querySelectorAll('.button.primary')).toHaveLength(1);
  expect(screen.getByText('badges.harbour.example')).toBeTruthy();
  expect(calls.find(({ command }) => command === 'look')?.arguments).toMatchObject({ handed: [{ kind: 'text', text: link }] });
  expect(calls.some(({ command }) => command === 'look_again')).toBe(false);
  await fireEvent.click(await button('Ask this host'));
  await heading('Welding');
  await fireEvent.click(await button('Keep this badge'));
  const added = (await heading('Added to your backpack')).closest('section');
  expect(within(added!).getByText('Welding')).toBeTruthy();
});

test('a host that would learn which badge it is is told apart before it is asked', async () => {
  program({ look: [sighting('Welding', { hosts_to_ask: ['badges.example', 'status.example'], hosts_told_which: ['status.example'] })] });
  const { container } = render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
  await heading('Ask these hosts?');
  const told = [...container.querySelectorAll('[data-told-which]')];
  expect(told.map((one) => one.getAttribute('data-told-which'))).toEqual(['status.example']);
  expect(told[0]?.textContent).toContain('would also learn which badge it is');
});

test('a file that is no badge says what it is and what to do, and there is nothing to keep', async () => {
  program({ look: [sighting('holiday', { badge: null, error: error('PNG_NO_BADGE', 'This picture carries no badge.', 'Download the badge itself.') })] });
  render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('Download the badge itself.');
  expect(screen.queryByRole('button', { name: /^Keep/ })).toBeNull();
});

test('a badge that is held already is not offered again; an invalid one can still be kept', async () => {
  const bad = { ...told('Forged', 'invalid'), headline: 'Do not rely on it: a check failed.' };
  const calls = program({ look: [sighting('Welding', { held_as: 'id-Welding' }), sighting('Forged', { badge: bad })], keep: [] });
  render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
  await screen.findByText('Already in your backpack');
  await fireEvent.click(await button('Keep this badge'));
  await waitFor(() => expect(calls.find(({ command }) => command === 'keep')?.arguments).toMatchObject({ keys: ['key-Forged'] }));
});

test('an error while keeping is told and nothing is forgotten', async () => {
  const calls = program({
    look: [sighting('Welding')],
    keep: () => {
      throw error('STORE_FULL', 'The disk is full.', 'Free some space.');
    },
  });
  render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
  await fireEvent.click(await button('Keep this badge'));
  expect((await screen.findByRole('alert')).textContent).toContain('The disk is full.');
  expect(screen.getByRole('heading', { name: 'Welding' })).toBeTruthy();
  expect(calls.some(({ command }) => command === 'forget')).toBe(false);
});

test('removing offers to undo at once, and undoing brings the badge back into the list', async () => {
  let held = [card('Welding')];
  program({
    list_badges: () => held,
    show_badge: detail('Welding'),
    remove_badge: () => ((held = []), card('Welding')),
    undo_remove: () => ((held = [card('Welding')]), card('Welding')),
  });
  render(App);
  await fireEvent.click(await button(/Welding/));
  await fireEvent.click(await button('Remove'));
  await heading('Your backpack is empty');
  await fireEvent.click(await button('Undo'));
  await button(/Welding/);
});

test('a message goes with its screen, and with the chance to do what it offers', async () => {
  let addresses = [{ kind: 'email', value: 'ada@example.org', badges: 0 }];
  program({
    list_identities: () => addresses,
    remove_identity: () => ((addresses = []), null),
    add_identity: ({ value }: Record<string, unknown>) => (addresses = [{ kind: 'email', value: String(value), badges: 0 }])[0],
  });
  render(App);
  await fireEvent.click(await button('Settings'));
  await fireEvent.click(await button(/Remove .*ada@example/));
  await button('Undo');
  await fireEvent.input(screen.getByLabelText('A new address'), { target: { value: 'ada@example.org' } });
  await fireEvent.click(await button('Add'));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull());
  await fireEvent.click(await button(/Remove .*ada@example/));
  await button('Undo');
  await fireEvent.click(await button('Collections'));
  await heading('No collections yet');
  expect(screen.queryByText('Removed: ada@example.org', unmarked)).toBeNull();
  await fireEvent.click(await button('Settings'));
  await screen.findByText('Your addresses');
  expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
});

test('a warning is an alert that stays on every screen until it is closed, and is not said twice', async () => {
  const notice = error('STORE_INDEX_FAILED', 'The disk reported an error.', 'Have this disk checked.');
  program({ open_backpack: { kind: 'open', did: 'did:key:z', badges: 0, phrase_to_note: false, messages: ['A file was damaged.'] } });
  render(App);
  await screen.findByText('A file was damaged.');
  for (let times = 0; times < 2; times++) await emit('noticed', notice);
  const warnings = () => screen.queryAllByRole('alert').map((alert) => alert.textContent?.trim());
  await waitFor(() => expect(warnings()).toEqual(['A file was damaged.', 'The disk reported an error. Have this disk checked.']));
  await fireEvent.click(await button('Collections'));
  await heading('No collections yet');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('Your backpack is empty');
  for (let said = 0; said < 5; said++) notifications.show(`Message ${said}`);
  expect(warnings()).toHaveLength(2);
  await fireEvent.click(within(screen.getByText(/The disk reported/).closest<HTMLElement>('[role=alert]')!).getByRole('button'));
  await waitFor(() => expect(warnings()).toEqual(['A file was damaged.']));
});

test('messages stand in a strip of their own, never over the window', async () => {
  program();
  const { container } = render(App);
  await heading('Your backpack is empty');
  const strip = container.querySelector('.messages')!;
  expect(strip.parentElement).toBe(container.querySelector('main')!.closest('.window')!.parentElement);
  expect(getComputedStyle(strip).position).not.toBe('fixed');
});

test('keeping many shows how far it is and can be stopped; what is left can be kept later', async () => {
  let finish: (outcomes: AddResult[]) => void = () => {};
  const calls = program({
    look: ['Alpha', 'Beta', 'Gamma'].map((name) => sighting(name)),
    keep: ({ progress }: Record<string, unknown>) => {
      (progress as Channel<Progress>).onmessage({ done: 1, total: 3, current: 'Beta' });
      return new Promise((done) => (finish = done));
    },
    cancel: null,
  });
  render(App);
  await heading('Your backpack is empty');
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
  await fireEvent.click(await button(/Keep .*3.* badges/));
  await heading('Keeping');
  await screen.findByText('1 of 3: Beta', unmarked);
  expect(screen.getByRole('progressbar')).toMatchObject({ value: 1, max: 3 });
  await fireEvent.click(await button('Stop'));
  const keep = calls.find(({ command }) => command === 'keep')!;
  expect(keep.arguments.keys).toEqual(['key-Alpha', 'key-Beta', 'key-Gamma']);
  expect(calls.find(({ command }) => command === 'cancel')?.arguments).toEqual({ work: keep.arguments.task });
  const stopped = error('CANCELLED', 'You stopped this before it was done.');
  finish([
    { source: 'Alpha.png', name: 'Alpha', outcome: 'added', badge_id: 'id-Alpha', error: null },
    ...['Beta', 'Gamma'].map((name) => ({ source: `${name}.png`, name, outcome: 'failed' as const, badge_id: null, error: stopped })),
  ]);
  await heading(/2.* not kept yet/);
  expect(screen.queryByRole('alert')).toBeNull();
  await fireEvent.click(await button(/Go back to the .*2.* that are not kept/));
  await heading('Gamma');
  expect(screen.queryByRole('heading', { name: 'Alpha' })).toBeNull();
  await button(/Keep .*2.* badges/);
});

test('making a file shows how far it is and can be stopped; then there is no file, and what was filled in stays', async () => {
  let fail: (error: unknown) => void = () => {};
  const calls = program({
    show_collection: collection('Application', ['Welding', 'First aid']),
    export_collection: ({ progress }: Record<string, unknown>) => {
      (progress as Channel<Progress>).onmessage({ done: 1, total: 2, current: 'First aid' });
      return new Promise((_, refuse) => (fail = refuse));
    },
    cancel: null,
  });
  const { container } = render(App);
  await heading('Your backpack is empty');
  navigation.push({ screen: 'collection', id: 'collection-Application' });
  await fireEvent.click(await button('Export…'));
  await fireEvent.input(await screen.findByLabelText('For whom'), { target: { value: 'City Hospital' } });
  await fireEvent.click(await button('Choose where to save…'));
  await screen.findByText('1 of 2: First aid', unmarked);
  const esc = new Event('cancel', { cancelable: true });
  container.querySelector('dialog')!.dispatchEvent(esc);
  expect(esc.defaultPrevented, 'Esc stops the work before it closes the dialog').toBe(true);
  await button('Stopping…');
  const task = calls.find(({ command }) => command === 'export_collection')!.arguments.task;
  expect(calls.find(({ command }) => command === 'cancel')?.arguments).toEqual({ work });
  fail(error('CANCELLED', 'You stopped this before it was done.'));
  await screen.findByText('You stopped this. No file was made.');
  expect(screen.getByLabelText('For whom')).toHaveProperty('value', 'City Hospital');
});

test('words of a badge are text, never markup', async () => {
  const attack = '<img src=x onerror="window.hacked = true">';
  program({ list_badges: [card('Welding', { name: attack })], show_badge: detail('Welding', { description: attack, criteria: attack, narrative: attack }) });
  const { container } = render(App);
  await fireEvent.click(await button(/onerror/));
  await screen.findByText('What it is for');
  expect(screen.getAllByText(attack).length).toBeGreaterThanOrEqual(3);
  expect([...container.querySelectorAll('img')].every((picture) => picture.src.startsWith('badge:'))).toBe(true);
  expect('hacked' in window).toBe(false);
});

test('an issuer that is only a claim stands in quotes, a proven one beside its domain', async () => {
  program({
    list_badges: [
      card('Proven'),
      card('Claimed', { issuer_name: 'Harvard', issuer_domain: null, issuer_claimed_only: true }),
    ],
  });
  render(App);
  const plain = (text: string | null) => text?.replace(/[\u2068\u2069]/g, '');
  expect(plain((await button(/Proven/)).textContent)).toContain('Harbour College · harbour.example');
  expect(plain((await button(/Claimed/)).textContent)).toContain('calls itself “Harvard”');
});

test('only plain https links are offered, and only after the host was shown', async () => {
  const evidence = ['https://evidence.example/work?x=1', 'javascript:alert(1)', 'http://plain.example/', 'file:///etc/passwd'].map((url) => ({ url, name: null, narrative: null, genre: null }));
  const calls = program({ list_badges: [card('Welding')], show_badge: detail('Welding', { evidence }), open_link: null });
  render(App);
  await fireEvent.click(await button(/Welding/));
  await fireEvent.click(await button('evidence.example'));
  expect(calls.some(({ command }) => command === 'open_link')).toBe(false);
  await fireEvent.click(await button(/Open .*evidence\.example/));
  await waitFor(() => expect(calls.at(-1)?.arguments).toEqual({ link: 'https://evidence.example/work?x=1' }));
  for (const refused of ['javascript:alert(1)', 'http://plain.example/', 'file:///etc/passwd']) {
    expect(screen.getByText(refused).closest('button')).toBeNull();
  }
});

test('the list can be walked with the arrow keys, and Esc goes back', async () => {
  program({ list_badges: [card('Alpha'), card('Beta'), card('Gamma')], show_badge: ({ id }: Record<string, unknown>) => detail(String(id).replace('id-', '')) });
  render(App);
  const first = await button(/Alpha/);
  first.focus();
  await fireEvent.keyDown(first, { key: 'ArrowRight' });
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Beta'));
  await fireEvent.keyDown(document.activeElement!, { key: 'End' });
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Gamma'));
  await fireEvent.click(document.activeElement!);
  await heading('Gamma');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('Backpack');
  await fireEvent.keyDown(document.body, { key: 'n', ctrlKey: true });
  await heading('Add a badge');
});

test('ten thousand badges: only those in view are drawn', async () => {
  program({ list_badges: Array.from({ length: 10_000 }, (_, at) => card(`Badge ${at}`, { id: `id-${at}` })) });
  const { container } = render(App);
  await screen.findByText('10,000 badges', { exact: false, ...unmarked });
  const drawn = container.querySelectorAll('[data-badge]').length;
  expect(drawn).toBeGreaterThan(0);
  expect(drawn).toBeLessThan(200);
  expect(container.querySelector('[aria-setsize="10000"]')).toBeTruthy();
});

test('a collection is put in order by keys, its preview shows what others will see, and it is exported for somebody', async () => {
  let names = ['Welding', 'First aid'];
  const calls = program({
    show_collection: () => collection('Application', names),
    move_in_collection: () => collection('Application', (names = ['First aid', 'Welding'])),
    list_identities: [{ kind: 'email', value: 'ada@example.org', badges: 1 }],
    export_collection: { path: '/home/ada/Application.badgebundle', bytes: 61_440, sha256: '00', badges: 2, holder: 'did:key:z' },
  });
  render(App);
  await heading('Your backpack is empty');
  navigation.push({ screen: 'collection', id: 'collection-Application' });
  const items = () => screen.getAllByRole('listitem').filter((item) => item.dataset.item).map((item) => item.dataset.name);
  await screen.findByDisplayValue('Application');
  expect(items()).toEqual(['Welding', 'First aid']);
  await fireEvent.keyDown(screen.getAllByLabelText('Your note on this badge')[0]!, { key: 'ArrowDown', altKey: true });
  await waitFor(() => expect(items()).toEqual(['First aid', 'Welding']));
  expect(calls.find(({ command }) => command === 'move_in_collection')?.arguments).toEqual({ id: 'collection-Application', badge: 'id-Welding', to: 1 });
  await fireEvent.click(await button('What others will see'));
  await screen.findByRole('article', { name: 'Preview' });
  await fireEvent.click(await button('Export…'));
  await fireEvent.input(await screen.findByLabelText('For whom'), { target: { value: 'City Hospital' } });
  await fireEvent.input(screen.getByLabelText('This file is meant until'), { target: { value: '2030-01-31' } });
  await fireEvent.click(await screen.findByLabelText('ada@example.org'));
  await fireEvent.click(await button('Choose where to save…'));
  await heading('The file is ready');
  expect(calls.find(({ command }) => command === 'export_collection')?.arguments).toMatchObject({
    options: { audience: 'City Hospital', until: '2030-01-31T23:59:59Z', disclose: [{ value: 'ada@example.org' }] },
    suggestedName: 'Application.badgebundle',
  });
});

test('a review says whose the badges are, what changed, and the verdict; the holder’s words are marked', async () => {
  const reviewed = { told: told('Welding', 'revoked'), error: null, picture: null, note: 'My best work', description: null, criteria: null, criteria_url: null, holder_is_recipient: 'unknown', holder_message: 'It is not shown that this badge was issued to the person who made this file.', verdict_at_export: 'verified', changed: 'When this file was made, the holder’s program said: Verified' };
  program({
    pick_bundle: [{ ticket: 'file-0', name: 'ada.badgebundle', bundle: true }],
    review_bundle: { source: 'ada.badgebundle', title: 'Application', introduction: 'Hello', holder: 'did:key:zAda', created_at: '2026-01-01T00:00:00Z', audience: 'City Hospital', until: null, checks: [{ id: 'bundle.manifest', outcome: 'passed', code: null, message: 'Nothing was changed.' }], badges: [reviewed], hosts_to_ask: [], hosts_told_which: [] },
  });
  render(App);
  await fireEvent.click(await button('Review a file'));
  await fireEvent.click(await button('Choose a file…'));
  await heading('Welding');
  expect(screen.getByText('It is not shown to be the holder’s.')).toBeTruthy();
  expect(screen.getByText(/When this file was made/)).toBeTruthy();
  expect(screen.getByText('My best work').closest('figure')?.textContent).toContain('The holder’s note');
  expect(screen.getAllByText('Revoked').length).toBeGreaterThan(0);
});

test('what is thrown without words gets the words of its code, and what is no error of ours still a sentence', async () => {
  program({
    list_badges: () => {
      throw { code: 'WORK_STOPPED', message: '', found: null, next_step: null };
    },
  });
  render(App);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('This work stopped before it was done.');
  expect(alert.textContent).toContain('Try it once more.');
  expect(importSession.error).toBeUndefined();
});

test('a call by another program is a question; while locked it waits, and a no looks at nothing', async () => {
  let opens = false;
  const calls = program({
    open_backpack: () => (opens ? { kind: 'open', did: 'did:key:z', badges: 0, phrase_to_note: false, messages: [] } : { kind: 'locked', has_passphrase: true, error: error('KEY_UNAVAILABLE', 'There is no keyring.') }),
    look: [sighting('Welding')],
  });
  render(App);
  await heading('Your backpack is locked');
  await emit('call-came', { link: 'https://badges.example/1', host: 'badges.example', offer: false });
  await emit('call-came', { link: 'https://badges.example/1', host: 'badges.example', offer: false });
  await emit('call-came', { link: 'dccrequest://request?issuer=x', host: null, offer: true });
  expect(screen.queryByRole('dialog')).toBeNull();
  opens = true;
  await fireEvent.input(screen.getByLabelText('Passphrase'), { target: { value: 'right' } });
  await fireEvent.click(await button('Unlock'));

  await heading('Look at a link to \u2068badges.example\u2069?');
  await fireEvent.click(await button('Not now'));
  await heading('Look at an offer of a badge?');
  expect(calls.some(({ command }) => command === 'look')).toBe(false);
  await fireEvent.click(await button('Look at it'));
  await screen.findByText('Welding');
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(calls.find(({ command }) => command === 'look')?.arguments.handed).toEqual([{ kind: 'text', text: 'dccrequest://request?issuer=x' }]);
});

test('what the program was started with and is refused says so', async () => {
  program({
    called_at_start: () => {
      throw { code: 'DEEPLINK_REJECTED', message: '', found: 'remove', next_step: null };
    },
  });
  render(App);
  expect((await screen.findByRole('alert')).textContent).toContain('Nothing was done.');
});

test('a locked backup is opened with its password, and another password leaves it where it is', async () => {
  const locked = (code: string, message: string) => sighting('backup', { badge: null, source: 'My wallet.zip', error: error(code, message) });
  const calls = program({
    look: [locked('BACKUP_LOCKED', 'This backup of a wallet is locked with a password.')],
    unlock_backup: ({ password }: Record<string, unknown>) =>
      password === 'right' ? [sighting('Welding'), sighting('Rhetoric')] : [locked('BACKUP_PASSWORD', 'This password does not open the backup.')],
  });
  render(App);
  await button('Settings');
  await emit('files-came', [{ ticket: 'file-0', name: 'My wallet.zip', bundle: false }]);
  await heading('A backup that is locked');
  await screen.findByText(/locked with a password/);
  const field = () => screen.findByLabelText('The password of this backup');
  await fireEvent.input(await field(), { target: { value: 'wrong' } });
  await fireEvent.click(await button('Open it'));
  await screen.findByText(/does not open the backup/);
  expect((await field()).getAttribute('aria-invalid')).toBe('true');
  await fireEvent.input(await field(), { target: { value: 'right' } });
  await fireEvent.click(await button('Open it'));
  await heading(/^.?2.? badges found$/);
  const asked = calls.filter((call) => call.command === 'unlock_backup').map((call) => call.arguments);
  expect(asked.map(({ key, password }) => [key, password])).toEqual([['key-backup', 'wrong'], ['key-backup', 'right']]);
  expect(screen.queryByText('My wallet.zip')).toBeNull();
});

// A mailbox on a server: what is filled in, what is asked, what is found, and what is remembered, over a stand-in for the program.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { MailboxSummary, MailboxImport } from '../src/lib/bindings';
import { error, program, sighting, type Answers } from './program';

const PASSWORD = 'four-words-of-post';
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const heading = (name: string) => screen.findByRole('heading', { name });
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label);
// Facts stand in a sentence between signs that keep their direction.
const says = (words: RegExp) => waitFor(() => expect(document.body.textContent?.replace(/[\u2068\u2069]/g, '')).toMatch(words));
const given = (calls: ReturnType<typeof program>, command: string) => calls.filter((call) => call.command === command).map((call) => call.arguments);

const looked = (more: Partial<MailboxImport> = {}): MailboxImport => ({ sightings: [sighting('Welding')], messages: 12, remembered: false, ...more });
const remembered = (user: string): MailboxSummary => ({
  name: `${user}@imap.example.org:993`,
  asked: { user, host: 'imap.example.org', port: 993, folders: ['INBOX'], since: '2026-03-04' },
});

async function opened(answers: Answers = {}) {
  const calls = program(answers);
  render(App);
  await fireEvent.click(await button('Add a badge'));
  await fireEvent.click(await button('Look through a mailbox'));
  await heading('Look through a mailbox');
  return calls;
}

async function filledIn() {
  await fireEvent.input(field('User name'), { target: { value: ' ada@example.org ' } });
  await fireEvent.input(field('Password'), { target: { value: PASSWORD } });
  await fireEvent.input(field('Mail server'), { target: { value: 'imap.example.org' } });
}

test('nobody is asked before it is said who, and a mailbox is asked for as it was filled in', async () => {
  const calls = await opened({ look_in_mailbox: looked() });
  const look = await button('Look through it');
  expect(look).toHaveProperty('disabled', true);
  await filledIn();
  await says(/imap\.example\.org is asked, encrypted/);
  await fireEvent.change(field('How far back'), { target: { value: 'day' } });
  await fireEvent.input(await screen.findByLabelText('Since this day'), { target: { value: '2024-09-01' } });
  await fireEvent.input(field('Folders'), { target: { value: 'INBOX, School' } });
  expect(given(calls, 'look_in_mailbox')).toEqual([]);
  await fireEvent.click(look);
  await heading('1 badge found');
  const asked = { user: 'ada@example.org', host: 'imap.example.org', port: 993, folders: ['INBOX', 'School'], since: '2024-09-01' };
  expect(given(calls, 'look_in_mailbox')[0]).toMatchObject({ asked, password: PASSWORD, remember: false });
  expect(given(calls, 'keep')).toEqual([]);
});

test('a password that is not accepted leaves everything filled in', async () => {
  const calls = await opened({
    look_in_mailbox: () => {
      throw error('MAIL_AUTH', 'The mail server did not accept the name or the password.', 'Many providers want an “app password”.');
    },
  });
  await filledIn();
  await fireEvent.click(await button('Look through it'));
  expect((await screen.findByRole('alert')).textContent).toMatch(/did not accept.*app password/s);
  expect([field('User name').value, field('Mail server').value, field('Password').value]).toEqual([' ada@example.org ', 'imap.example.org', PASSWORD]);
  expect(field('Password').getAttribute('aria-invalid')).toBe('true');
  expect(given(calls, 'look_in_mailbox')).toHaveLength(1);
});

test('the last year is a year, and what is no port is not asked', async () => {
  const calls = await opened({ look_in_mailbox: looked() });
  await filledIn();
  await fireEvent.change(field('How far back'), { target: { value: 'year' } });
  await fireEvent.input(field('Port'), { target: { value: 'x' } });
  expect(field('Port').checkValidity()).toBe(false);
  await fireEvent.input(field('Port'), { target: { value: '1993' } });
  expect(field('Port').checkValidity()).toBe(true);
  await fireEvent.click(await button('Look through it'));
  await heading('1 badge found');
  const [call] = given(calls, 'look_in_mailbox') as [{ asked: { since: string; port: number } }];
  const years = (Date.now() - Date.parse(call.asked.since)) / (365.25 * 24 * 3_600_000);
  expect(Math.round(years * 20) / 20).toBe(1);
  expect(call.asked.port).toBe(1993);
});

test('what is typed is forgotten when the screen is left', async () => {
  await opened();
  await filledIn();
  await fireEvent.click(await button('Back'));
  await fireEvent.click(await button('Look through a mailbox'));
  expect([field('User name').value, field('Password').value]).toEqual(['', '']);
});

test('a mailbox without badges says how much was looked at, and what to try', async () => {
  await opened({ look_in_mailbox: looked({ sightings: [], messages: 12 }) });
  await filledIn();
  await fireEvent.click(await button('Look through it'));
  await says(/12 messages were looked at.*other folders/s);
  expect([field('User name').value, field('Password').value]).toEqual([' ada@example.org ', '']);
});

test('a look can be stopped, and says how far it is', async () => {
  let finish: (looked: MailboxImport) => void = () => {};
  const calls = await opened({
    look_in_mailbox: ({ progress }: Record<string, unknown>) => {
      (progress as { onmessage: (step: object) => void }).onmessage({ done: 7, total: 90, current: '1 thing found so far.' });
      return new Promise((resolve) => (finish = resolve));
    },
    cancel: null,
  });
  await filledIn();
  await fireEvent.click(await button('Look through it'));
  await says(/7 of 90 messages looked at. 1 thing found so far./);
  await fireEvent.click(await button('Stop'));
  expect(given(calls, 'cancel')).toHaveLength(1);
  finish(looked());
  await heading('1 badge found');
});

test('a mailbox is remembered where that was asked for; a keyring that does not is told of', async () => {
  const calls = await opened({ look_in_mailbox: looked({ remembered: false }) });
  await filledIn();
  await fireEvent.click(screen.getByRole('checkbox', { name: /^Remember this mailbox/ }));
  await fireEvent.click(await button('Look through it'));
  await heading('1 badge found');
  expect(given(calls, 'look_in_mailbox')[0]).toMatchObject({ remember: true });
  await says(/did not take the password/);
});

test('a remembered mailbox is looked through again without typing, from the last time on', async () => {
  const calls = await opened({ remembered_mailboxes: [remembered('ada')], look_in_mailbox: looked({ remembered: true }) });
  await says(/March 4, 2026|4 March 2026/);
  await fireEvent.click(await button(/^Look again through the mailbox of .ada/));
  await heading('1 badge found');
  expect(given(calls, 'look_in_mailbox')[0]).toMatchObject({ asked: remembered('ada').asked, password: null, remember: true });
});

test('where the keyring has no password any more, it is typed into what is filled in already', async () => {
  await opened({
    remembered_mailboxes: [remembered('ada')],
    look_in_mailbox: () => {
      throw error('MAIL_PASSWORD', 'This computer’s keyring does not have the password of this mailbox.');
    },
  });
  await fireEvent.click(await button(/^Look again through the mailbox of .ada/));
  await screen.findByRole('alert');
  expect([field('User name').value, field('Mail server').value, field('Since this day').value]).toEqual(['ada', 'imap.example.org', '2026-03-04']);
});

test('a mailbox is forgotten, or it is said why not', async () => {
  let all = [remembered('ada'), remembered('bob')];
  await opened({
    remembered_mailboxes: () => all,
    forget_mailbox: ({ name }: Record<string, unknown>) => {
      if (name === 'bob@imap.example.org:993') throw error('MAIL_PASSWORD_STAYS', 'The keyring did not let go of the password.');
      all = all.filter((line) => line.name !== name);
      return null;
    },
  });
  await fireEvent.click(await button(/^Forget the mailbox of .ada/));
  await says(/Forgotten: the mailbox of ada/);
  expect(screen.queryByText('ada')).toBeNull();
  await fireEvent.click(await button(/^Forget the mailbox of .bob/));
  expect((await screen.findByRole('alert')).textContent).toContain('did not let go');
  await screen.findByText('bob');
});

test('somebody who went elsewhere is told that something was found', async () => {
  let finish: (looked: MailboxImport) => void = () => {};
  await opened({ look_in_mailbox: () => new Promise((resolve) => (finish = resolve)) });
  await filledIn();
  await fireEvent.click(await button('Look through it'));
  await heading('Looking through your mailbox');
  await fireEvent.click(await button('Collections'));
  finish(looked());
  await fireEvent.click(await button('Show what was found'));
  await waitFor(() => heading('1 badge found'));
});

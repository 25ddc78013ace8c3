// Importing from a mailbox: the form, the running task, the candidates, and the saved mailboxes.

import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { MailboxImport, MailboxSummary } from '../src/lib/backend';
import { day } from '../src/lib/format';
import { say } from '../src/lib/messages';
import { candidate, error, message, type Answers } from './backend';
import { button, field, heading, openWindow, press, shows, type } from './queries';

const PASSWORD = 'four-words-of-post';
const HOST = 'imap.example.org';

const imported = (more: Partial<MailboxImport> = {}): MailboxImport => ({ candidates: [candidate('Welding')], messages: 12, remembered: false, ...more });
const saved = (user: string): MailboxSummary => ({
  name: `${user}@${HOST}:993`,
  asked: { user, host: HOST, port: 993, folders: ['INBOX'], since: '2026-03-04' },
});

const found = () => heading('found-title', { found: 1 });

async function openMailboxScreen(answers: Answers = {}) {
  const backend = await openWindow(answers);
  await press('nav-add');
  await press('add-mailbox');
  await heading('mailbox-title');
  return backend;
}

async function fillIn() {
  await type('mailbox-user', ' ada@example.org ');
  await type('mailbox-password', PASSWORD);
  await type('mailbox-host', HOST);
}

test('names the host and searches as filled in', async () => {
  const backend = await openMailboxScreen({ importFromMailbox: imported() });
  expect(await button('mailbox-search')).toHaveProperty('disabled', true);
  await fillIn();
  await shows('mailbox-contacts', { host: HOST });
  await fireEvent.change(field('mailbox-reach'), { target: { value: 'day' } });
  await screen.findByLabelText(say('mailbox-since'));
  await type('mailbox-since', '2024-09-01');
  await type('mailbox-folders', 'INBOX, School');
  expect(backend.calls('importFromMailbox')).toEqual([]);
  await press('mailbox-search');
  await found();
  const location = { user: 'ada@example.org', host: HOST, port: 993, folders: ['INBOX', 'School'], since: '2024-09-01' };
  expect(backend.calls('importFromMailbox')[0]).toMatchObject([location, PASSWORD, false, {}]);
  expect(backend.calls('addCandidates')).toEqual([]);
});

test('a refused password keeps the form filled in', async () => {
  const backend = await openMailboxScreen({
    importFromMailbox: () => {
      throw error('MAIL_AUTH');
    },
  });
  await fillIn();
  await press('mailbox-search');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(say('code-MAIL_AUTH'));
  expect(alert.textContent).toContain(say('code-MAIL_AUTH.next'));
  expect([field('mailbox-user').value, field('mailbox-host').value, field('mailbox-password').value]).toEqual([' ada@example.org ', HOST, PASSWORD]);
  expect(field('mailbox-password').getAttribute('aria-invalid')).toBe('true');
  expect(backend.calls('importFromMailbox')).toHaveLength(1);
});

test('searches the last year and validates the port', async () => {
  const backend = await openMailboxScreen({ importFromMailbox: imported() });
  await fillIn();
  await fireEvent.change(field('mailbox-reach'), { target: { value: 'year' } });
  await type('mailbox-port', 'x');
  expect(field('mailbox-port').checkValidity()).toBe(false);
  await type('mailbox-port', '1993');
  expect(field('mailbox-port').checkValidity()).toBe(true);
  await press('mailbox-search');
  await found();
  const [{ since, port }] = backend.calls('importFromMailbox')[0]!;
  const years = (Date.now() - Date.parse(since!)) / (365.25 * 24 * 3_600_000);
  expect(Math.round(years * 20) / 20).toBe(1);
  expect(port).toBe(1993);
});

test('leaving the screen clears the form', async () => {
  await openMailboxScreen();
  await fillIn();
  await press('back');
  await press('add-mailbox');
  expect([field('mailbox-user').value, field('mailbox-password').value]).toEqual(['', '']);
});

test('an empty mailbox shows the count and what to try', async () => {
  await openMailboxScreen({ importFromMailbox: imported({ candidates: [], messages: 12 }) });
  await fillIn();
  await press('mailbox-search');
  await shows('mailbox-nothing', { count: 12 });
  await shows('mailbox-nothing-next');
  expect([field('mailbox-user').value, field('mailbox-password').value]).toEqual([' ada@example.org ', '']);
});

test('shows progress and can be stopped', async () => {
  let finish: (result: MailboxImport) => void = () => {};
  const foundSoFar = message('mail-found-so-far', { count: 1 });
  const backend = await openMailboxScreen({
    importFromMailbox: (_location, _password, _remember, { onProgress }) => {
      onProgress({ done: 7, total: 90, current: 'INBOX', message: foundSoFar });
      return new Promise((resolve) => (finish = resolve));
    },
  });
  await fillIn();
  await press('mailbox-search');
  await shows('mailbox-progress', { done: 7, total: 90, current: foundSoFar });
  await press('work-stop');
  expect(backend.calls('importFromMailbox')[0]?.[3].signal.aborted).toBe(true);
  finish(imported());
  await found();
});

test('warns if the keyring refuses the password', async () => {
  const backend = await openMailboxScreen({ importFromMailbox: imported({ remembered: false }) });
  await fillIn();
  await fireEvent.click(screen.getByRole('checkbox', { name: say('mailbox-remember') }));
  await press('mailbox-search');
  await found();
  expect(backend.calls('importFromMailbox')[0]?.[2]).toBe(true);
  await shows('mailbox-not-remembered');
});

test('a saved mailbox is searched without typing', async () => {
  const backend = await openMailboxScreen({ savedMailboxes: [saved('ada')], importFromMailbox: imported({ remembered: true }) });
  await shows('mailbox-line', { host: HOST, when: day('2026-03-04') });
  await press('mailbox-again-label', { user: 'ada' });
  await found();
  expect(backend.calls('importFromMailbox')[0]).toMatchObject([saved('ada').asked, null, true, {}]);
});

test('a missing password is typed into the filled form', async () => {
  await openMailboxScreen({
    savedMailboxes: [saved('ada')],
    importFromMailbox: () => {
      throw error('MAIL_PASSWORD');
    },
  });
  await press('mailbox-again-label', { user: 'ada' });
  await screen.findByRole('alert');
  expect([field('mailbox-user').value, field('mailbox-host').value, field('mailbox-since').value]).toEqual(['ada', HOST, '2026-03-04']);
});

test('removes a mailbox or shows the error', async () => {
  let all = [saved('ada'), saved('bob')];
  await openMailboxScreen({
    savedMailboxes: () => all,
    removeMailbox: (name) => {
      if (name === saved('bob').name) throw error('MAIL_PASSWORD_STAYS');
      all = all.filter((mailbox) => mailbox.name !== name);
      return null;
    },
  });
  await press('mailbox-remove', { user: 'ada' });
  await shows('mailbox-removed', { user: 'ada' });
  expect(screen.queryByText('ada')).toBeNull();
  await press('mailbox-remove', { user: 'bob' });
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-MAIL_PASSWORD_STAYS'));
  await screen.findByText('bob');
});

test('notifies a person who is on another screen', async () => {
  let finish: (result: MailboxImport) => void = () => {};
  await openMailboxScreen({ importFromMailbox: () => new Promise((resolve) => (finish = resolve)) });
  await fillIn();
  await press('mailbox-search');
  await heading('mailbox-working-title');
  await press('nav-collections');
  finish(imported());
  await press('mailbox-show');
  await found();
});

// Hosts: the question before any is asked, those that always may be, and what was asked, over a stand-in for the program.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { emit } from '@tauri-apps/api/event';
import App from '../src/App.svelte';
import type { RequestSummary, HostSummary } from '../src/lib/bindings';
import { card, detail, error, program, sighting, told, type Answers } from './program';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const heading = (name: string) => screen.findByRole('heading', { name });
const given = (calls: ReturnType<typeof program>, command: string) => calls.filter((call) => call.command === command).map((call) => call.arguments);

const host = (name: string): HostSummary => ({ host: name, agreed_at: '2026-03-04T10:00:00Z' });
const request = (more: Partial<RequestSummary> = {}): RequestSummary => ({
  at: '2026-03-04T10:00:00Z',
  host: 'badges.example',
  url: 'https://badges.example/status/3',
  purpose: 'status-list',
  reason: 'To see whether “Welding” was revoked.',
  badge_id: null,
  bytes: 2_345,
  sent: 0,
  outcome: 'had',
  message: 'It answered.',
  failure: null,
  ...more,
});

async function opened(answers: Answers) {
  const calls = program(answers);
  render(App);
  await fireEvent.click(await button('Settings'));
  await fireEvent.click(await button('Hosts and what was asked'));
  await heading('What was asked');
  return calls;
}

async function looked(answers: Answers) {
  const calls = program(answers);
  render(App);
  await button('Settings');
  await emit('files-came', [{ ticket: 'file-0', name: 'welding.png', bundle: false }]);
  return calls;
}

test('only the hosts that were named are asked; those that their answers name are asked about next', async () => {
  const answers = [sighting('Welding', { hosts_to_ask: ['keys.example'] }), sighting('Welding')];
  const calls = await looked({
    look: [sighting('Welding', { hosts_to_ask: ['badges.example'] })],
    look_again: () => [answers.shift()],
  });
  await heading('Ask this host?');
  await screen.findByText('badges.example');
  await fireEvent.click(await button('Ask this host'));
  await screen.findByText('keys.example');
  await fireEvent.click(await button('Ask this host'));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Ask this host?' })).toBeNull());
  expect(given(calls, 'look_again').map(({ hosts }) => hosts)).toEqual([['badges.example'], ['badges.example', 'keys.example']]);
  expect(given(calls, 'agree_to_host')).toEqual([]);
});

test('a host can be agreed to for good in the question, before it is asked', async () => {
  const calls = await looked({
    look: [sighting('Welding', { hosts_to_ask: ['badges.example', 'keys.example'] })],
    look_again: [sighting('Welding')],
    agree_to_host: ({ host: name }: Record<string, unknown>) => host(String(name)),
  });
  await fireEvent.click(await screen.findByRole('checkbox', { name: /^Always ask them from now on/ }));
  await fireEvent.click(await button('Ask these hosts'));
  await waitFor(() => expect(given(calls, 'look_again')).toHaveLength(1));
  expect(given(calls, 'agree_to_host').map(({ host: name }) => name)).toEqual(['badges.example', 'keys.example']);
});

test('a badge that is checked again asks only the hosts that were named, and names what comes up', async () => {
  const answers = [
    { told: told('Welding'), hosts_to_ask: ['keys.example'], hosts_told_which: [] },
    { told: told('Welding'), hosts_to_ask: [], hosts_told_which: [] },
  ];
  const calls = program({
    list_badges: [card('Welding')],
    show_badge: detail('Welding', { hosts_to_ask: ['badges.example'] }),
    recheck: () => [answers.shift()],
  });
  render(App);
  await fireEvent.click(await screen.findByText('Welding'));
  await fireEvent.click(await button('Check again'));
  await fireEvent.click(await button('Ask this host'));
  await screen.findByText('keys.example');
  await fireEvent.click(await button('Ask this host'));
  await waitFor(() => expect(given(calls, 'recheck').map(({ hosts }) => hosts)).toEqual([['badges.example'], ['badges.example', 'keys.example']]));
});

test('hosts that are always asked can be added, and forgetting one can be taken back', async () => {
  let agreed = [host('badges.example')];
  await opened({
    agreed_hosts: () => agreed,
    agree_to_host: ({ host: name }: Record<string, unknown>) => ((agreed = [...agreed, host(String(name))]), host(String(name))),
    forget_host: ({ host: name }: Record<string, unknown>) => ((agreed = agreed.filter((line) => line.host !== name)), null),
  });
  await fireEvent.click(await button(/^Ask me again before .*badges\.example/));
  await screen.findByText('None: you are asked each time.');
  await fireEvent.click(await button('Undo'));
  await screen.findByText('badges.example');
  await fireEvent.input(screen.getByLabelText('A host, or a link to it'), { target: { value: ' https://keys.example/x ' } });
  await fireEvent.click(await button('Always ask it'));
  await screen.findByText('https://keys.example/x');
});

test('what is no host says so, and what was typed stays', async () => {
  await opened({
    agree_to_host: () => {
      throw error('INPUT_INVALID', 'This is not a host.');
    },
  });
  const field = screen.getByLabelText('A host, or a link to it');
  await fireEvent.input(field, { target: { value: 'a b' } });
  await fireEvent.click(await button('Always ask it'));
  expect((await screen.findByRole('alert')).textContent).toContain('This is not a host.');
  expect(field).toHaveProperty('value', 'a b');
});

test('each request says whom, why and what came of it; what failed stands out', async () => {
  await opened({ requests: [request(), request({ outcome: 'failed', failure: 'NET_TIMEOUT', message: 'No answer came in time.', bytes: 0 })] });
  const rows = within(await screen.findByRole('list', { name: 'What was asked' })).getAllByRole('listitem');
  expect(rows.map((row) => row.dataset['request'])).toEqual(['had', 'failed']);
  expect(rows[0]?.textContent).toMatch(/badges\.example.*Welding.*It answered\. .*2\.3 kB/s);
  expect(rows[1]?.textContent).toContain('No answer came in time.');
  expect(rows.map((row) => row.querySelector('.trouble') !== null)).toEqual([false, true]);
});

test('older requests are shown when asked for', async () => {
  const all = Array.from({ length: 60 }, (_, at) => request({ url: `https://badges.example/${at}` }));
  const calls = await opened({ requests: ({ limit }: Record<string, unknown>) => all.slice(0, Number(limit)) });
  const rows = () => document.querySelectorAll('[data-request]').length;
  await waitFor(() => expect(rows()).toBe(50));
  await fireEvent.click(await button('Show older ones'));
  await waitFor(() => expect(rows()).toBe(60));
  expect(screen.queryByRole('button', { name: 'Show older ones' })).toBeNull();
  expect(given(calls, 'requests').map(({ limit }) => limit)).toEqual([51, 101]);
});

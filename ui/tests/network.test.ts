// Network policy: consent before a host is contacted, hosts that are always allowed, and the request log.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { HostSummary, RequestSummary } from '../src/lib/backend';
import { say, text } from '../src/lib/messages';
import { badgeDetail, badgeReport, badgeSummary, candidate, error, message, type Answers } from './backend';
import { button, entry, field, hasButton, heading, openWindow, press, shows, type } from './queries';

const host = (name: string): HostSummary => ({ host: name, agreed_at: '2026-03-04T10:00:00Z' });
const request = (more: Partial<RequestSummary> = {}): RequestSummary => ({
  at: '2026-03-04T10:00:00Z',
  host: 'badges.example',
  url: 'https://badges.example/status/3',
  purpose: 'status-list',
  reason: message('request-reason-status-list.for', { badge: 'Welding' }),
  badge_id: null,
  bytes: 2_345,
  sent: 0,
  outcome: 'had',
  message: message('request-answered'),
  failure: null,
  ...more,
});

async function openNetworkScreen(answers: Answers) {
  const backend = await openWindow(answers);
  await press('nav-settings');
  await press('hosts-open');
  await heading('requests-title');
  return backend;
}

async function importFile(answers: Answers) {
  const backend = await openWindow(answers);
  backend.dropFiles([{ ticket: 'file-0', name: 'welding.png', bundle: false }]);
  return backend;
}

test('contacts only named hosts and asks again for further ones', async () => {
  const answers = [candidate('Welding', { hosts_to_ask: ['keys.example'] }), candidate('Welding')];
  const backend = await importFile({
    inspect: [candidate('Welding', { hosts_to_ask: ['badges.example'] })],
    reinspect: () => [answers.shift()!],
  });
  await heading('hosts-title', { count: 1 });
  await screen.findByText('badges.example');
  await press('hosts-contact', { count: 1 });
  await screen.findByText('keys.example');
  await press('hosts-contact', { count: 1 });
  await waitFor(() => expect(document.querySelector('[data-question=hosts]')).toBeNull());
  expect(backend.calls('reinspect').map(([, hosts]) => hosts)).toEqual([['badges.example'], ['badges.example', 'keys.example']]);
  expect(backend.calls('allowHost')).toEqual([]);
});

test('consent can allow hosts permanently', async () => {
  const backend = await importFile({
    inspect: [candidate('Welding', { hosts_to_ask: ['badges.example', 'keys.example'] })],
    reinspect: [candidate('Welding')],
    allowHost: host,
  });
  await fireEvent.click(await screen.findByRole('checkbox', { name: say('hosts-always', { count: 2 }) }));
  await press('hosts-contact', { count: 2 });
  await waitFor(() => expect(backend.calls('reinspect')).toHaveLength(1));
  expect(backend.calls('allowHost')).toEqual([['badges.example'], ['keys.example']]);
});

test('consent lists hosts that learn the badge', async () => {
  await importFile({ inspect: [candidate('Welding', { hosts_to_ask: ['badges.example', 'status.example'], hosts_told_which: ['status.example'] })] });
  await heading('hosts-title', { count: 2 });
  const warnings = [...document.querySelectorAll('[data-learns-badge]')];
  expect(warnings.map((warning) => warning.textContent)).toEqual([say('hosts-learning-badge', { host: 'status.example' })]);
});

test('re-verification contacts only allowed hosts', async () => {
  const answers = [
    { told: badgeReport('Welding'), hosts_to_ask: ['keys.example'], hosts_told_which: [] },
    { told: badgeReport('Welding'), hosts_to_ask: [], hosts_told_which: [] },
  ];
  const backend = await openWindow({
    listBadges: [badgeSummary('Welding')],
    showBadge: badgeDetail('Welding', { hosts_to_ask: ['badges.example'] }),
    reverify: () => [answers.shift()!],
  });
  await fireEvent.click(await entry(/Welding/));
  await press('reverify');
  await press('hosts-contact', { count: 1 });
  await screen.findByText('keys.example');
  await press('hosts-contact', { count: 1 });
  await waitFor(() => expect(backend.calls('reverify').map(([, hosts]) => hosts)).toEqual([['badges.example'], ['badges.example', 'keys.example']]));
});

test('a stopped re-verification does not count as one', async () => {
  await openWindow({ listBadges: [badgeSummary('Welding')], showBadge: badgeDetail('Welding'), reverify: () => [] });
  await fireEvent.click(await entry(/Welding/));
  await press('reverify');
  await shows('reverify-stopped');
  expect(screen.queryByText(say('reverified'))).toBeNull();
});

test('allows a host, disallows it, and undoes that', async () => {
  let allowed = [host('badges.example')];
  await openNetworkScreen({
    allowedHosts: () => allowed,
    allowHost: (name) => ((allowed = [...allowed, host(name)]), host(name)),
    disallowHost: (name) => ((allowed = allowed.filter((entry) => entry.host !== name)), null),
  });
  await press('host-disallow', { host: 'badges.example' });
  await shows('allowed-hosts-none');
  await press('undo');
  await screen.findByText('badges.example');
  await type('allowed-hosts-label', ' https://keys.example/x ');
  await press('allowed-hosts-add');
  await screen.findByText('https://keys.example/x');
});

test('an invalid host shows an error and keeps the input', async () => {
  await openNetworkScreen({
    allowHost: () => {
      throw error('INPUT_INVALID');
    },
  });
  await type('allowed-hosts-label', 'a b');
  await press('allowed-hosts-add');
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-INPUT_INVALID'));
  expect(field('allowed-hosts-label').value).toBe('a b');
});

test('request log shows host, reason and result', async () => {
  await openNetworkScreen({ listRequests: [request(), request({ outcome: 'failed', failure: 'NET_TIMEOUT', message: message('code-NET_TIMEOUT'), bytes: 0 })] });
  const rows = within(await screen.findByRole('list', { name: say('requests-title') })).getAllByRole('listitem');
  expect(rows.map((row) => row.dataset['request'])).toEqual(['had', 'failed']);
  for (const part of ['badges.example', text(request().reason), say('request-answered'), '2.3']) expect(rows[0]?.textContent).toContain(part);
  expect(rows[1]?.textContent).toContain(say('code-NET_TIMEOUT'));
  expect(rows.map((row) => row.querySelector('.failed') !== null)).toEqual([false, true]);
});

test('request log loads older requests on demand', async () => {
  const all = Array.from({ length: 60 }, (_, at) => request({ url: `https://badges.example/${at}` }));
  const backend = await openNetworkScreen({ listRequests: (limit) => all.slice(0, limit) });
  const rows = () => document.querySelectorAll('[data-request]').length;
  await waitFor(() => expect(rows()).toBe(50));
  await fireEvent.click(await button('requests-older'));
  await waitFor(() => expect(rows()).toBe(60));
  expect(hasButton('requests-older')).toBe(false);
  expect(backend.calls('listRequests')).toEqual([[51], [101]]);
});

// The badge list and the badge screen: keyboard, long lists, removal, issuers, untrusted text and links.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { say } from '../src/lib/messages';
import { badgeDetail, badgeSummary } from './backend';
import { entry, heading, openWindow, press, shows, title } from './queries';

test('arrow keys move through the list and Esc goes back', async () => {
  await openWindow({ listBadges: ['Alpha', 'Beta', 'Gamma'].map((name) => badgeSummary(name)), showBadge: (id) => badgeDetail(id.replace('id-', '')) });
  const first = await entry(/Alpha/);
  first.focus();
  await fireEvent.keyDown(first, { key: 'ArrowRight' });
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Beta'));
  await fireEvent.keyDown(document.activeElement!, { key: 'End' });
  await waitFor(() => expect(document.activeElement?.textContent).toContain('Gamma'));
  await fireEvent.click(document.activeElement!);
  await title('Gamma');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('backpack-title');
  await fireEvent.keyDown(document.body, { key: 'n', ctrlKey: true });
  await heading('add-title');
});

test('renders only the visible ones of ten thousand badges', async () => {
  await openWindow({ listBadges: Array.from({ length: 10_000 }, (_, at) => badgeSummary(`Badge ${at}`, { id: `id-${at}` })) });
  await shows('badges-found', { count: 10_000 });
  const rendered = document.querySelectorAll('[data-badge]').length;
  expect(rendered).toBeGreaterThan(0);
  expect(rendered).toBeLessThan(200);
  expect(document.querySelector('[aria-setsize="10000"]')).toBeTruthy();
});

test('a removed badge can be restored at once', async () => {
  let badges = [badgeSummary('Welding')];
  await openWindow({
    listBadges: () => badges,
    showBadge: badgeDetail('Welding'),
    removeBadge: () => ((badges = []), badgeSummary('Welding')),
    restoreBadge: () => ((badges = [badgeSummary('Welding')]), badges[0]!),
  });
  await fireEvent.click(await entry(/Welding/));
  await press('remove');
  await heading('backpack-empty-title');
  await press('undo');
  await entry(/Welding/);
});

test('claimed issuers are quoted and confirmed ones have their domain', async () => {
  await openWindow({
    listBadges: [badgeSummary('Confirmed'), badgeSummary('Claimed', { issuer_name: 'Harvard', issuer_domain: null, issuer_claimed_only: true })],
  });
  expect((await entry(/Confirmed/)).textContent).toContain(say('issuer-proven', { name: 'Harbour College', domain: 'harbour.example' }));
  expect((await entry(/Claimed/)).textContent).toContain(say('issuer-claimed', { name: 'Harvard' }));
});

test('untrusted text is never markup', async () => {
  const attack = '<img src=x onerror="window.hacked = true">';
  await openWindow({ listBadges: [badgeSummary('Welding', { name: attack })], showBadge: badgeDetail('Welding', { description: attack, criteria: attack, narrative: attack }) });
  await fireEvent.click(await entry(/onerror/));
  await heading('description-title');
  expect(screen.getAllByText(attack).length).toBeGreaterThanOrEqual(3);
  expect([...document.querySelectorAll('img')].every((picture) => picture.src.startsWith('badge:'))).toBe(true);
  expect('hacked' in window).toBe(false);
});

test('controls in untrusted text are visible', async () => {
  const override = 'Certified\u202etnuocca';
  const visible = 'Certified⟦U+202E⟧tnuocca';
  const sources = [{ name: override, container: 'png', sha256: 'ab'.repeat(32), added_at: '2026-01-01T00:00:00Z' }];
  await openWindow({
    listBadges: [badgeSummary(override, { issuer_name: override })],
    showBadge: badgeDetail(override, { description: override, criteria: override, narrative: override, achievement_type: override, sources, collections: [override], original_text: override }),
  });
  await fireEvent.click(await entry(/Certified/));
  await title(visible);
  expect(document.body.textContent).not.toContain('\u202e');
  expect(document.body.textContent!.split(visible).length).toBeGreaterThan(7);
});

test('only https links open, after the host is confirmed', async () => {
  const refused = ['javascript:alert(1)', 'http://plain.example/', 'file:///etc/passwd'];
  const link = 'https://evidence.example/work?x=1';
  const evidence = [link, ...refused].map((url) => ({ url, name: null, narrative: null, genre: null }));
  const backend = await openWindow({ listBadges: [badgeSummary('Welding')], showBadge: badgeDetail('Welding', { evidence }), openLink: null });
  await fireEvent.click(await entry(/Welding/));
  await fireEvent.click(await entry('evidence.example'));
  expect(backend.calls('openLink')).toEqual([]);
  await press('link-open', { host: 'evidence.example' });
  await waitFor(() => expect(backend.calls('openLink')).toEqual([[link]]));
  for (const address of refused) expect(screen.getByText(address).closest('button')).toBeNull();
});

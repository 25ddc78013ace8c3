// Whose a badge is, versions of it, and leaving an address, over a stand-in for the program.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { IdentityTrial, UnclaimedRecipient } from '../src/lib/bindings';
import { card, detail, program, sighting } from './program';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const heading = (name: string | RegExp) => screen.findByRole('heading', { name });
const paste = () => fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });

const hidden: UnclaimedRecipient = { stated: [], message: 'The badge hides to whom it was issued.' };
const tried = (value: string, outcome: IdentityTrial['outcome']): IdentityTrial => ({ kind: 'email', value, outcome, message: `${outcome}: ${value}`, badges: [], added: false });

test('an address is tried without being added, and offered to be added where it fits', async () => {
  let whose: UnclaimedRecipient | null = hidden;
  const calls = program({
    list_badges: [card('Welding')],
    show_badge: () => detail('Welding', { unclaimed: whose }),
    try_identity: ({ value }: Record<string, unknown>) => tried(String(value), value === 'ada@school.example' ? 'passed' : 'failed'),
    add_identity: () => ((whose = null), { kind: 'email', value: 'ada@school.example', badges: 1 }),
  });
  render(App);
  await fireEvent.click(await button(/Welding/));
  await heading('Is it yours?');
  const field = screen.getByLabelText('An address to try');
  await fireEvent.input(field, { target: { value: 'bob@school.example' } });
  await fireEvent.click(await button('Try it'));
  await screen.findByText('failed: bob@school.example');
  expect(screen.queryByRole('button', { name: /is mine/ })).toBeNull();
  await fireEvent.input(field, { target: { value: 'ada@school.example' } });
  expect(screen.queryByText('failed: bob@school.example'), 'an answer belongs to what was tried').toBeNull();
  await fireEvent.click(await button('Try it'));
  await screen.findByText('passed: ada@school.example');
  expect(calls.some(({ command }) => command === 'add_identity')).toBe(false);
  expect(calls.filter(({ command }) => command === 'try_identity').at(-1)?.arguments).toEqual({ value: 'ada@school.example', of: 'badge/id-Welding' });
  await fireEvent.click(await button(/ada@school.example.* is mine/));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Is it yours?' })).toBeNull());
});

test('an address that a badge names is added with one press, and what was found is compared again', async () => {
  const named: UnclaimedRecipient = { stated: ['ada@school.example'], message: 'It was issued to ada@school.example.' };
  const calls = program({
    look: [sighting('Welding', { unclaimed: named }), sighting('Rhetoric', { unclaimed: named })],
    add_identity: { kind: 'email', value: 'ada@school.example', badges: 0 },
    compare_again: [sighting('Welding'), sighting('Rhetoric')],
  });
  render(App);
  await heading('Your backpack is empty');
  await paste();
  await screen.findAllByText('It was issued to ada@school.example.');
  expect(screen.queryByLabelText('An address to try'), 'there is nothing to guess').toBeNull();
  await fireEvent.click(screen.getAllByRole('button', { name: /is mine/ })[0]!);
  await waitFor(() => expect(screen.queryByText('It was issued to ada@school.example.')).toBeNull());
  expect(calls.find(({ command }) => command === 'compare_again')?.arguments).toEqual({ keys: ['key-Welding', 'key-Rhetoric'] });
});

test('another version is told where a badge was found, and leads from one to the other', async () => {
  const newer = { badge_id: 'id-Later', name: 'Welding', age: 'newer' as const, date: '2025-01-01T00:00:00Z', message: 'A newer version of this badge is in your backpack.' };
  program({
    look: [sighting('Welding', { other_version: { ...newer, age: 'older' as const, message: 'This is a newer version of a badge that is in your backpack.' } })],
    list_badges: [card('Welding', { superseded: true })],
    show_badge: ({ id }: Record<string, unknown>) => (id === 'id-Later' ? detail('Welding, again') : detail('Welding', { other_versions: [newer] })),
  });
  render(App);
  await button(/Welding.*A newer version is here/s);
  await paste();
  await screen.findByText('This is a newer version of a badge that is in your backpack.');
  await fireEvent.click(await button('Backpack'));
  await fireEvent.click(await button(/Welding/));
  await screen.findByText(newer.message);
  await fireEvent.click(await button(/Show the one of .*January 1, 2025/));
  await heading('Welding, again');
});

test('the badges that depend on an address are listed, with what to do before it ends', async () => {
  const badge = card('Welding');
  program({
    list_identities: [{ kind: 'email', value: 'ada@school.example', badges: 1 }],
    badges_issued_to: {
      kind: 'email',
      value: 'ada@school.example',
      badges: [badge],
      platforms: [{ name: 'Credly', next_step: 'Sign in to Credly.' }],
      links: [],
      advice: ['They stay on this computer.', 'Add a private address.'],
    },
    show_badge: detail('Welding'),
  });
  render(App);
  await fireEvent.click(await button('Settings'));
  await fireEvent.click(await button('1 badge depends on it'));
  await heading('ada@school.example');
  for (const said of ['They stay on this computer.', 'Add a private address.', 'Credly', 'Sign in to Credly.']) screen.getByText(said);
  await fireEvent.click(await button(/Welding/));
  await heading('Welding');
});

// Unverified records over a stand-in for the program: kept on the screen of what was found, shown apart, never as badges.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { OtherFileSummary } from '../src/lib/bindings';
import { card, error, program, record, sighting } from './program';

const button = (name: string | RegExp) => screen.findByRole('button', { name });
const heading = (name: string | RegExp) => screen.findByRole('heading', { name });
const paste = () => fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'x' } });
const label = 'Unverified record: nothing about it was checked';

test('what is no badge is kept as an unverified record only where the person says so, and what that means is said first', async () => {
  const none = error('PDF_NO_BADGE', 'This PDF carries no badge.', 'Download the badge itself.');
  let kept: OtherFileSummary[] = [];
  const calls = program({
    look: [sighting('Diploma', { badge: null, error: none, record: 'pdf' }), sighting('Offer', { badge: null, error: error('CREDENTIAL_OFFER', 'An offer.') })],
    list_records: () => kept,
    keep_record: () => (kept = [record('Diploma')])[0],
  });
  render(App);
  await heading('Your backpack is empty');
  expect(screen.queryByRole('button', { name: /unverified/i }), 'there is none to be led to').toBeNull();
  await paste();
  await screen.findByText(/Nothing about it is checked, and it is not shown among your badges/);
  expect(screen.getAllByRole('button', { name: 'Keep it as an unverified record' }), 'an offer is nothing to keep').toHaveLength(1);
  expect(calls.some(({ command }) => command === 'keep_record')).toBe(false);
  await fireEvent.click(await button('Keep it as an unverified record'));
  await screen.findByText('Kept as an unverified record. Nothing about it was checked.');
  expect(calls.find(({ command }) => command === 'keep_record')?.arguments).toEqual({ key: 'key-Diploma' });
  await fireEvent.click(await button('Show it'));
  await heading('Unverified records');
  await screen.findByText(label);
});

test('what was kept as a record is not told as a failure among the badges that were kept', async () => {
  program({
    look: [sighting('Welding'), sighting('Diploma', { badge: null, error: error('PDF_NO_BADGE', 'No badge.'), record: 'pdf' })],
    keep_record: record('Diploma'),
    keep: [{ source: 'Welding.png', name: 'Welding', outcome: 'added', badge_id: 'id-Welding', error: null }],
  });
  render(App);
  await heading('Your backpack is empty');
  await paste();
  await fireEvent.click(await button('Keep it as an unverified record'));
  await screen.findByText(/Kept as an unverified record/);
  await fireEvent.click(await button('Keep this badge'));
  await heading('Added to your backpack');
  expect(screen.queryByRole('heading', { name: 'Not kept' })).toBeNull();
});

test('records stand apart from badges, are named and noted, saved as they were, removed and brought back', async () => {
  let records = [record('Diploma'), record('Photograph', { kind: 'picture', what: 'a picture without a badge in it' })];
  let removed: OtherFileSummary[] = [];
  const calls = program({
    list_badges: [card('Welding')],
    list_records: () => records,
    removed_records: () => removed,
    edit_record: ({ name, note }: Record<string, unknown>) => (records = [record('Diploma', { name: String(name), note: String(note) }), records[1]!])[0],
    export_record: () => records[0],
    remove_record: () => ((removed = [records[0]!]), (records = records.slice(1)), removed[0]),
    undo_remove_record: () => ((records = [...removed, ...records]), (removed = []), records[0]),
  });
  const { container } = render(App);
  await screen.findByText('1 badge');
  await fireEvent.click(await button(/2.* unverified records/));
  await heading('Unverified records');
  expect(await screen.findAllByText(label)).toHaveLength(2);
  const diploma = () => container.querySelector<HTMLElement>('[data-record]')!;
  expect(within(diploma()).queryByRole('presentation'), 'only pictures have a picture').toBeNull();
  expect([...container.querySelectorAll('img')].map((image) => image.getAttribute('src'))).toEqual([expect.stringContaining('record%2Frecord-Photograph')]);

  await fireEvent.click(within(diploma()).getByRole('button', { name: 'Name and note' }));
  await fireEvent.input(screen.getByLabelText('What you call it'), { target: { value: 'My diploma' } });
  await fireEvent.input(screen.getByLabelText('Your note'), { target: { value: 'From school.' } });
  await fireEvent.click(await button('Keep these words'));
  await heading('My diploma');
  await screen.findByText('From school.');
  await fireEvent.click(within(diploma()).getByRole('button', { name: 'Save a copy…' }));
  await waitFor(() => expect(calls.find(({ command }) => command === 'export_record')?.arguments).toMatchObject({ id: 'record-Diploma', suggestedName: 'Diploma.pdf' }));

  await fireEvent.click(within(diploma()).getByRole('button', { name: /Remove .*My diploma/ }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'My diploma' })).toBeNull());
  await fireEvent.click(await button('Undo'));
  await heading('My diploma');
  await fireEvent.click(within(diploma()).getByRole('button', { name: /Remove .*My diploma/ }));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'My diploma' })).toBeNull());
  await fireEvent.click(await button('Settings'));
  await heading('Removed badges and records');
  await fireEvent.click(await button('Bring back'));
  await waitFor(() => expect(screen.queryByRole('heading', { name: 'Removed badges and records' })).toBeNull());
});

test('where there is none any more, it is said what the place is for', async () => {
  let records = [record('Diploma')];
  program({ list_records: () => records, remove_record: () => ((records = []), record('Diploma')) });
  render(App);
  await fireEvent.click(await button('1 unverified record'));
  await fireEvent.click(await button(/Remove .*Diploma/));
  await heading('No unverified records');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('Your backpack is empty');
});

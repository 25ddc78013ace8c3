// Other files: added from the list of candidates, shown apart from badges, edited, saved, removed and restored.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { OtherFileSummary } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { badgeSummary, candidate, error, message, otherFile } from './backend';
import { hasButton, heading, openWindow, paste, press, shows, title, type } from './queries';

test('adds an other file only on request', async () => {
  let files: OtherFileSummary[] = [];
  const backend = await openWindow({
    inspect: [candidate('Diploma', { badge: null, error: error('PDF_NO_BADGE'), record: 'pdf' }), candidate('Offer', { badge: null, error: error('CREDENTIAL_OFFER') })],
    listOtherFiles: () => files,
    addOtherFile: () => (files = [otherFile('Diploma')])[0]!,
  });
  await heading('backpack-empty-title');
  expect(document.querySelector('[data-action=other-files]'), 'there are none to open').toBeNull();
  await paste();
  await shows('other-file-add-hint');
  expect(screen.getAllByRole('button', { name: say('other-file-add') }), 'an offer is not a file').toHaveLength(1);
  expect(backend.calls('addOtherFile')).toEqual([]);
  await press('other-file-add');
  await shows('other-file-added');
  expect(backend.calls('addOtherFile')).toEqual([['key-Diploma']]);
  await press('other-files-show');
  await heading('other-files-title');
  await shows('other-file-label');
});

test('an added other file is not reported as a failure', async () => {
  await openWindow({
    inspect: [candidate('Welding'), candidate('Diploma', { badge: null, error: error('PDF_NO_BADGE'), record: 'pdf' })],
    addOtherFile: otherFile('Diploma'),
    addCandidates: [{ source: 'Welding.png', name: 'Welding', outcome: 'added', badge_id: 'id-Welding', error: null }],
  });
  await paste();
  await press('other-file-add');
  await shows('other-file-added');
  await press('add-candidates', { count: 1 });
  await heading('add-result-added', { count: 1 });
  expect(document.querySelector('[data-result=failed]')).toBeNull();
});

test('edits, saves, removes and restores an other file', async () => {
  let files = [otherFile('Diploma'), otherFile('Photograph', { kind: 'picture', what: message('other-file-kind-picture') })];
  let removed: OtherFileSummary[] = [];
  const backend = await openWindow({
    listBadges: [badgeSummary('Welding')],
    listOtherFiles: () => files,
    removedOtherFiles: () => removed,
    editOtherFile: (_id, name, note) => (files = [otherFile('Diploma', { name, note }), files[1]!])[0]!,
    exportOtherFile: () => files[0]!,
    removeOtherFile: () => ((removed = [files[0]!]), (files = files.slice(1)), removed[0]!),
    restoreOtherFile: () => ((files = [...removed, ...files]), (removed = []), files[0]!),
  });
  await press('other-files-open', { count: 2 });
  await heading('other-files-title');
  expect(await screen.findAllByText(say('other-file-label'))).toHaveLength(2);
  await shows('other-file-kind-picture');
  const diploma = () => document.querySelector<HTMLElement>('[data-file]')!;
  expect([...document.querySelectorAll('img')].map((image) => image.getAttribute('src'))).toEqual([expect.stringContaining('other-file/file-Photograph')]);

  await fireEvent.click(within(diploma()).getByRole('button', { name: say('other-file-edit') }));
  await type('other-file-name', 'My diploma');
  await type('other-file-note', 'From school.');
  await press('other-file-edit-done');
  await title('My diploma');
  await screen.findByText('From school.');
  await fireEvent.click(within(diploma()).getByRole('button', { name: say('other-file-save') }));
  await waitFor(() => expect(backend.calls('exportOtherFile')[0]).toMatchObject(['file-Diploma', {}, 'Diploma.pdf']));

  const remove = { name: 'My diploma' };
  await press('other-file-remove', remove);
  await waitFor(() => expect(hasButton('other-file-remove', remove)).toBe(false));
  await press('undo');
  await title('My diploma');
  await press('other-file-remove', remove);
  await waitFor(() => expect(hasButton('other-file-remove', remove)).toBe(false));
  await press('nav-settings');
  await heading('removed-title-both');
  await press('removed-restore');
  await waitFor(() => expect(screen.queryByRole('heading', { name: say('removed-title-both') })).toBeNull());
});

test('explains the screen when it is empty', async () => {
  let files = [otherFile('Diploma')];
  await openWindow({ listOtherFiles: () => files, removeOtherFile: () => ((files = []), otherFile('Diploma')) });
  await press('other-files-open', { count: 1 });
  await press('other-file-remove', { name: 'Diploma' });
  await heading('other-files-empty-title');
  await fireEvent.keyDown(document.body, { key: 'Escape' });
  await heading('backpack-empty-title');
});

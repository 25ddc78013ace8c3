// Collections: order, preview and export.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ExportSummary } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { navigation } from '../src/lib/navigation.svelte';
import { collection, error, type Answers } from './backend';
import { button, field, heading, openWindow, press, shows, type } from './queries';

const ID = 'collection-Application';

async function openCollection(answers: Answers) {
  const backend = await openWindow(answers);
  navigation.push({ screen: 'collection', id: ID });
  await screen.findByDisplayValue('Application');
  return backend;
}

test('reorders by keyboard, previews and exports', async () => {
  let names = ['Welding', 'First aid'];
  const backend = await openCollection({
    showCollection: () => collection('Application', names),
    moveInCollection: () => collection('Application', (names = ['First aid', 'Welding'])),
    listIdentities: [{ kind: 'email', value: 'ada@example.org', badges: 1 }],
    exportCollection: { path: '/home/ada/Application.badgebundle', bytes: 61_440, sha256: '00', badges: 2, holder: 'did:key:z' },
  });
  const items = () => [...document.querySelectorAll<HTMLElement>('[data-item]')].map((item) => item.dataset['name']);
  expect(items()).toEqual(['Welding', 'First aid']);
  await fireEvent.keyDown(screen.getAllByLabelText(say('note-label'))[0]!, { key: 'ArrowDown', altKey: true });
  await waitFor(() => expect(items()).toEqual(['First aid', 'Welding']));
  expect(backend.calls('moveInCollection')).toEqual([[ID, 'id-Welding', 1]]);
  await press('preview-open');
  await screen.findByRole('article', { name: say('preview-label') });
  await press('export');
  await screen.findByLabelText(say('audience-label'));
  await type('audience-label', 'City Hospital');
  await type('until-label', '2030-01-31');
  await fireEvent.click(await screen.findByLabelText('ada@example.org'));
  await press('export-save');
  await heading('exported-title');
  expect(backend.calls('exportCollection')[0]).toMatchObject([
    ID,
    { audience: 'City Hospital', until: '2030-01-31T23:59:59Z', disclose: [{ value: 'ada@example.org' }] },
    {},
    'Application.badgebundle',
    {},
  ]);
});

test('a stopped export writes no file and keeps the form', async () => {
  let fail: (error: unknown) => void = () => {};
  const backend = await openCollection({
    showCollection: collection('Application', ['Welding', 'First aid']),
    exportCollection: (_id, _options, _texts, _name, { onProgress }) => {
      onProgress({ done: 1, total: 2, current: 'First aid', message: null });
      return new Promise<ExportSummary>((_, reject) => (fail = reject));
    },
  });
  await press('export');
  await screen.findByLabelText(say('audience-label'));
  await type('audience-label', 'City Hospital');
  await press('export-save');
  await shows('work-progress', { done: 1, total: 2, current: 'First aid' });
  const esc = new Event('cancel', { cancelable: true });
  document.querySelector('dialog')!.dispatchEvent(esc);
  expect(esc.defaultPrevented, 'Esc stops the task before it closes the dialog').toBe(true);
  await button('work-stopping');
  expect(backend.calls('exportCollection')[0]?.[4].signal.aborted).toBe(true);
  fail(error('CANCELLED'));
  await shows('export-stopped');
  expect(field('audience-label').value).toBe('City Hospital');
});

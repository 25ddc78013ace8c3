// Opening the backpack: the first run, a locked backpack, a passphrase to choose, and a backpack that cannot be opened.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { OpenState } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { badgeSummary, error, useTestBackend, type Answers } from './backend';
import { button, entry, heading, openWindow, press, type } from './queries';

const OPEN: OpenState = { kind: 'open', did: 'did:key:z', badges: 1, phrase_to_note: false, messages: [] };

function start(answers: Answers) {
  const backend = useTestBackend(answers);
  render(App);
  return backend;
}

test('the first run shows an empty backpack with one action', async () => {
  await openWindow();
  await heading('backpack-empty-title');
  const buttons = within(screen.getByRole('main')).getAllByRole('button');
  expect(buttons.map((element) => element.textContent?.trim())).toEqual([say('add-badge')]);
});

test('a locked backpack asks for its passphrase and never looks empty', async () => {
  const backend = start({
    openBackpack: (passphrase) => (passphrase === 'right' ? OPEN : { kind: 'locked', has_passphrase: true, error: error(passphrase ? 'KEY_MISMATCH' : 'KEY_UNAVAILABLE') }),
    listBadges: [badgeSummary('Welding')],
  });
  await heading('unlock-locked');
  expect(screen.queryByRole('navigation')).toBeNull();
  expect(backend.calls('listBadges')).toEqual([]);
  await type('unlock-passphrase', 'wrong');
  await press('unlock');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(say('code-KEY_MISMATCH')));
  await type('unlock-passphrase', 'right');
  await press('unlock');
  await entry(/Welding/);
});

test('without a keyring a passphrase is chosen and repeated', async () => {
  const backend = start({ openBackpack: { kind: 'passphrase-to-choose', error: error('PASSPHRASE_NEEDED') } });
  await heading('unlock-passphrase-to-choose');
  const choose = await button('unlock-choose');
  await type('unlock-passphrase', 'four plain words here');
  await type('unlock-again', 'four plain words');
  screen.getByText(say('unlock-differs'));
  expect(choose).toHaveProperty('disabled', true);
  await type('unlock-again', 'four plain words here');
  await fireEvent.click(choose);
  await waitFor(() => expect(backend.calls('openBackpack').at(-1)).toEqual(['four plain words here', null]));
});

test('a backpack that cannot be opened shows what to do', async () => {
  start({ openBackpack: { kind: 'unavailable', error: error('STORE_LOCKED_BY_OTHER') } });
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain(say('code-STORE_LOCKED_BY_OTHER'));
  expect(alert.textContent).toContain(say('code-STORE_LOCKED_BY_OTHER.next'));
  await button('try-again');
});

test('deep links wait while locked and are inspected only if accepted', async () => {
  let unlocked = false;
  const offer = 'dccrequest://request?issuer=x';
  const backend = start({
    openBackpack: () => (unlocked ? OPEN : { kind: 'locked', has_passphrase: true, error: error('KEY_UNAVAILABLE') }),
    inspect: [],
  });
  await heading('unlock-locked');
  backend.passDeepLink({ link: 'https://badges.example/1', host: 'badges.example', offer: false });
  backend.passDeepLink({ link: 'https://badges.example/1', host: 'badges.example', offer: false });
  backend.passDeepLink({ link: offer, host: null, offer: true });
  expect(screen.queryByRole('dialog')).toBeNull();
  unlocked = true;
  await type('unlock-passphrase', 'right');
  await press('unlock');

  await heading('deep-link-title', { host: 'badges.example' });
  await press('deep-link-decline');
  await heading('deep-link-offer-title-unknown');
  expect(backend.calls('inspect')).toEqual([]);
  await press('deep-link-inspect');
  await waitFor(() => expect(backend.calls('inspect')[0]?.[0]).toEqual([{ kind: 'text', text: offer }]));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('a refused deep link at startup shows an error', async () => {
  await openWindow({
    startupDeepLink: () => {
      throw { ...error('DEEPLINK_REJECTED'), found: 'remove' };
    },
  });
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-DEEPLINK_REJECTED'));
});

test('an unknown exception is shown as UNEXPECTED', async () => {
  await openWindow({
    listBadges: () => {
      throw new Error('boom');
    },
  });
  const alert = await screen.findByRole('alert');
  for (const part of [say('code-UNEXPECTED'), 'boom', say('code-UNEXPECTED.next')]) expect(alert.textContent).toContain(part);
});

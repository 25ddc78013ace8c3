// Offered badges: shown before anything is sent, accepted with one button, with a code if the offer wants one.

import { screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { CandidateDetail, OfferDetail } from '../src/lib/backend';
import { say, text } from '../src/lib/messages';
import { candidate, error, message, type Answers } from './backend';
import { button, hasButton, heading, openWindow, paste, press, title, type } from './queries';

const HOST = 'college.example';
const primaryButtons = () => [...document.querySelectorAll('.button.primary')].map((primary) => primary.textContent?.trim());

function offer(more: Partial<OfferDetail> = {}): OfferDetail {
  return {
    host: HOST,
    issuer: 'Harbour College',
    offered: ['Robotics'],
    hosts: [HOST],
    code: null,
    ready: true,
    message: message('offer-by', { issuer: 'Harbour College' }),
    sends: message('offer-sends', { host: HOST }),
    ...more,
  };
}

function offerCandidate(details: Partial<OfferDetail> = {}, more: Partial<CandidateDetail> = {}): CandidateDetail {
  return candidate('pasted', { key: 'offer', source: 'pasted', badge: null, error: error('CREDENTIAL_OFFER'), offer: offer(details), ...more });
}

async function pasteOffer(answers: Answers) {
  const backend = await openWindow(answers);
  await paste('openid-credential-offer://?x');
  await heading('found-offer-title');
  return backend;
}

test('loads an offer only after consent', async () => {
  const backend = await pasteOffer({
    inspect: [offerCandidate({ ready: false, issuer: null, offered: [], hosts: [], message: message('offer-from', { host: HOST }) }, { hosts_to_ask: [HOST] })],
    reinspect: [offerCandidate()],
  });
  expect(primaryButtons()).toEqual([say('offer-ask')]);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(backend.calls('reinspect')).toEqual([]);
  await press('offer-ask');
  await heading('offer-by', { issuer: 'Harbour College' });
  expect(backend.calls('reinspect')[0]).toMatchObject([['offer'], [HOST], {}]);
  expect(primaryButtons()).toEqual([say('offer-get')]);
  expect(backend.calls('acceptOffer')).toEqual([]);
  expect(document.body.textContent).toContain(text(offer().sends));
});

test('the fetched badge replaces its offer and is not added', async () => {
  const backend = await pasteOffer({ inspect: [offerCandidate({ hosts: ['keys.example'] })], acceptOffer: [candidate('Robotics')] });
  screen.getByText('keys.example');
  await press('offer-get');
  await title('Robotics');
  expect(backend.calls('acceptOffer')[0]).toMatchObject(['offer', ['keys.example'], null, {}]);
  expect(backend.calls('addCandidates')).toEqual([]);
  expect(primaryButtons()).toEqual([say('add-candidates', { count: 1 })]);
});

test('a refused code can be typed again', async () => {
  const wanted = { code: { digits: true, length: 4, hint: 'It is in the letter.' } };
  const backend = await pasteOffer({
    inspect: [offerCandidate(wanted)],
    acceptOffer: (_key, _hosts, code) => (code === '4321' ? [candidate('Robotics')] : [offerCandidate(wanted, { error: error('OFFER_CODE_WRONG') })]),
  });
  expect(await button('offer-get')).toHaveProperty('disabled', true);
  screen.getByText(/It is in the letter/);
  await type('offer-code', ' 1234 ');
  await press('offer-get');
  expect((await screen.findByRole('alert')).textContent).toContain(say('code-OFFER_CODE_WRONG'));
  await type('offer-code', '4321');
  await press('offer-get');
  await title('Robotics');
  expect(backend.calls('acceptOffer').map(([, , code]) => code)).toEqual(['1234', '4321']);
});

test('an offer can be dismissed', async () => {
  const backend = await pasteOffer({ inspect: [offerCandidate()] });
  await press('offer-cancel');
  await heading('add-title');
  await waitFor(() => expect(backend.calls('dismissCandidates')).toEqual([[['offer']]]));
  expect(backend.calls('acceptOffer')).toEqual([]);
});

test('asks no separate consent for the hosts of an offer', async () => {
  await pasteOffer({ inspect: [offerCandidate({ ready: false }, { hosts_to_ask: [HOST] })] });
  expect(hasButton('hosts-contact', { count: 1 })).toBe(false);
});

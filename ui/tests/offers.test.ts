// Offers of badges: shown before anything is sent, got with one button, and asked for the code where one is wanted.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from '../src/App.svelte';
import type { CandidateDetail, OfferDetail } from '../src/lib/bindings';
import { error, program, sighting, type Answers, type Calls } from './program';

const HOST = 'college.example';
const notYet = error('CREDENTIAL_OFFER', 'This is not a badge yet.');
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const given = (calls: Calls, command: string) => calls.filter((call) => call.command === command).map((call) => call.arguments);
const primary = () => [...document.querySelectorAll('.button.primary')].map((one) => one.textContent?.trim());

function offer(more: Partial<OfferDetail> = {}): OfferDetail {
  return {
    host: HOST,
    issuer: 'Harbour College',
    offered: ['Robotics'],
    hosts: [HOST],
    code: null,
    ready: true,
    message: '“Harbour College” offers you a badge.',
    sends: 'It learns the public part of your key.',
    ...more,
  };
}

function offered(told: Partial<OfferDetail> = {}, more: Partial<CandidateDetail> = {}): CandidateDetail {
  return sighting('pasted', { key: 'offer', source: 'pasted', badge: null, error: notYet, offer: offer(told), ...more });
}

async function pasted(answers: Answers): Promise<Calls> {
  const calls = program(answers);
  render(App);
  await screen.findByRole('heading', { name: 'Your backpack is empty' });
  await fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => 'openid-credential-offer://?x' } });
  await screen.findByRole('heading', { name: 'A badge is offered to you' });
  return calls;
}

test('its host is asked what it offers only after a yes, and has one button to press', async () => {
  const calls = await pasted({
    look: [offered({ ready: false, issuer: null, offered: [], hosts: [], message: 'You are offered a badge from college.example.' }, { hosts_to_ask: [HOST] })],
    look_again: [offered()],
  });
  expect(primary()).toEqual(['Ask what it is about']);
  expect(screen.queryByRole('alert')).toBeNull();
  expect(given(calls, 'look_again')).toEqual([]);
  await fireEvent.click(await button('Ask what it is about'));
  await screen.findByRole('heading', { name: '“Harbour College” offers you a badge.' });
  expect(given(calls, 'look_again')[0]).toMatchObject({ keys: ['offer'], hosts: [HOST] });
  expect(primary()).toEqual(['Get this badge']);
  expect(given(calls, 'accept_offer')).toEqual([]);
  screen.getByText('It learns the public part of your key.');
});

test('the badge takes the place of its offer, and is kept only when that is chosen', async () => {
  const calls = await pasted({ look: [offered({ hosts: ['keys.example'] })], accept_offer: [sighting('Robotics')] });
  screen.getByText('keys.example');
  await fireEvent.click(await button('Get this badge'));
  await screen.findByRole('heading', { name: 'Robotics' });
  expect(given(calls, 'accept_offer')[0]).toMatchObject({ key: 'offer', hosts: ['keys.example'], code: null });
  expect(given(calls, 'keep')).toEqual([]);
  expect(primary()).toEqual(['Keep this badge']);
});

test('a code is asked for where one is wanted, and can be typed again', async () => {
  const wanted = { code: { digits: true, length: 4, hint: 'It is in the letter.' } };
  const calls = await pasted({
    look: [offered(wanted)],
    accept_offer: ({ code }: Record<string, unknown>) =>
      code === '4321' ? [sighting('Robotics')] : [offered(wanted, { error: error('OFFER_CODE_WRONG', 'The issuer did not take the code.') })],
  });
  expect(await button('Get this badge')).toHaveProperty('disabled', true);
  screen.getByText(/It is in the letter/);
  await fireEvent.input(screen.getByLabelText('The code for this badge'), { target: { value: ' 1234 ' } });
  await fireEvent.click(await button('Get this badge'));
  expect((await screen.findByRole('alert')).textContent).toContain('did not take the code');
  await fireEvent.input(screen.getByLabelText('The code for this badge'), { target: { value: '4321' } });
  await fireEvent.click(await button('Get this badge'));
  await screen.findByRole('heading', { name: 'Robotics' });
  expect(given(calls, 'accept_offer').map(({ code }) => code)).toEqual(['1234', '4321']);
});

test('an offer can be left, and one that leads nowhere has nothing to press but that', async () => {
  const calls = await pasted({ look: [offered()] });
  await fireEvent.click(await button('Cancel'));
  await screen.findByRole('heading', { name: 'Add a badge' });
  await waitFor(() => expect(given(calls, 'forget')[0]).toMatchObject({ keys: ['offer'] }));
  expect(given(calls, 'accept_offer')).toEqual([]);
});

test('hosts of an offer are not among those of the checks', async () => {
  await pasted({ look: [offered({ ready: false }, { hosts_to_ask: [HOST] })] });
  expect(screen.queryByRole('heading', { name: /^Ask (this|these) host/ })).toBeNull();
});

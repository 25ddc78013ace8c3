// Finds elements by the id of their message, so that tests do not depend on wording.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect } from 'vitest';
import App from '../src/App.svelte';
import type { Fact } from '../src/lib/backend';
import { say } from '../src/lib/messages';
import { useTestBackend, type Answers, type TestBackend } from './backend';

type Facts = { [name: string]: Fact };

/** The button with this message. */
export const button = (id: string, facts: Facts = {}) => screen.findByRole('button', { name: say(id, facts) });

export const hasButton = (id: string, facts: Facts = {}) => screen.queryByRole('button', { name: say(id, facts) }) !== null;

export const press = async (id: string, facts: Facts = {}) => fireEvent.click(await button(id, facts));

/** The heading with this message. */
export const heading = (id: string, facts: Facts = {}) => screen.findByRole('heading', { name: say(id, facts) });

/** A heading or a button with this untrusted text. */
export const title = (name: string) => screen.findByRole('heading', { name });
export const entry = (name: string | RegExp) => screen.findByRole('button', { name });

export const field = (id: string) => screen.getByLabelText<HTMLInputElement>(say(id));

export const type = (id: string, value: string) => fireEvent.input(field(id), { target: { value } });

/** Waits until the window contains this message. */
export const shows = (id: string, facts: Facts = {}) => waitFor(() => expect(document.body.textContent).toContain(say(id, facts)));

export const paste = (text = 'x') => fireEvent.paste(document.body, { clipboardData: { files: [], getData: () => text } });

/** Opens the window on a backend with these answers. */
export async function openWindow(answers: Answers = {}): Promise<TestBackend> {
  const backend = useTestBackend(answers);
  render(App);
  await screen.findByRole('navigation');
  return backend;
}

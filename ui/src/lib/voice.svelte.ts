// What the window says without being asked, in two manners. A message stays for a while, with at most one thing to do; it goes
// with the screen that it was said on, and with the chance to do what it offers. A warning stays, on every screen, until it
// is closed.

import { navigation } from './navigation.svelte';

export interface Message {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  /** The visit to a screen that it belongs to. */
  step: number;
}

export type Warning = Pick<Message, 'id' | 'text'>;

const STAYS_MS = 12_000;
const STAYS_WITH_ACTION_MS = 30_000;

class Voice {
  #said: Message[] = $state([]);
  #warned: Warning[] = $state([]);
  #last = 0;

  /** The messages that are shown: those of this visit to this screen. */
  get messages(): Message[] {
    return this.#said.filter(({ step }) => step === navigation.visit);
  }

  /** The warnings that were not closed yet, oldest first. */
  get warnings(): Warning[] {
    return this.#warned;
  }

  /**
   * Says `text`; a message with something to do stays longer. What it offers is also found elsewhere. The caller takes it
   * back by calling what is returned, once what it offers is not possible any more.
   */
  say(text: string, action?: Message['action']): () => void {
    const id = ++this.#last;
    this.#said = [...this.messages.slice(-2), { id, text, action, step: navigation.visit }];
    setTimeout(() => this.dismiss(id), action ? STAYS_WITH_ACTION_MS : STAYS_MS);
    return () => this.dismiss(id);
  }

  /** Warns of something. What is still shown is not said twice. */
  warn(text: string): void {
    if (this.#warned.some((warning) => warning.text === text)) return;
    this.#warned = [...this.#warned, { id: ++this.#last, text }];
  }

  /** Takes a message or a warning away. */
  dismiss(id: number): void {
    this.#said = this.#said.filter((message) => message.id !== id);
    this.#warned = this.#warned.filter((warning) => warning.id !== id);
  }

  /** Takes everything away. */
  hush(): void {
    this.#said = [];
    this.#warned = [];
  }
}

export const voice = new Voice();

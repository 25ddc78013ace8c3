// Notifications and warnings of the window. A notification stays for a while, offers at most one action, and disappears with the
// screen that showed it. A warning stays on every screen until it is closed.

import { navigation } from './navigation.svelte';

export interface Notification {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
  /** The visit to a screen that it belongs to. */
  visit: number;
}

export type Warning = Pick<Notification, 'id' | 'text'>;

const SHOWN_MS = 12_000;
const SHOWN_WITH_ACTION_MS = 30_000;
/** How many notifications are shown at once. */
const MAX_SHOWN = 3;

class Notifications {
  #notifications: Notification[] = $state([]);
  #warnings: Warning[] = $state([]);
  #lastId = 0;

  /** The notifications of the current visit to the current screen. */
  get current(): Notification[] {
    return this.#notifications.filter(({ visit }) => visit === navigation.visit);
  }

  /** The warnings that are not closed yet, oldest first. */
  get warnings(): Warning[] {
    return this.#warnings;
  }

  /**
   * Shows `text`. A notification with an action stays longer; the action is also available elsewhere.
   * Returns a function that withdraws the notification once its action is no longer possible.
   */
  show(text: string, action?: Notification['action']): () => void {
    const id = ++this.#lastId;
    this.#notifications = [...this.current.slice(1 - MAX_SHOWN), { id, text, action, visit: navigation.visit }];
    setTimeout(() => this.dismiss(id), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
    return () => this.dismiss(id);
  }

  /** Shows a warning, unless the same one is still shown. */
  warn(text: string): void {
    if (this.#warnings.some((warning) => warning.text === text)) return;
    this.#warnings = [...this.#warnings, { id: ++this.#lastId, text }];
  }

  /** Removes a notification or a warning. */
  dismiss(id: number): void {
    this.#notifications = this.#notifications.filter((notification) => notification.id !== id);
    this.#warnings = this.#warnings.filter((warning) => warning.id !== id);
  }

  /** Removes all notifications and warnings. */
  clear(): void {
    this.#notifications = [];
    this.#warnings = [];
  }
}

export const notifications = new Notifications();

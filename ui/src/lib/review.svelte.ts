// The review of someone else's bundle.

import { backend, type ErrorDetail, type ReviewDetail } from './backend';
import { toErrorDetail } from './errors';
import { Task } from './task.svelte';

class ReviewSession {
  task = new Task();
  view: ReviewDetail | undefined = $state();
  error: ErrorDetail | undefined = $state();
  consentDeclined = $state(false);
  #ticket = '';
  /** The hosts that may be contacted for this bundle. */
  #allowedHosts: string[] = [];

  /** Opens and verifies a bundle. Contacts only hosts that are always allowed. */
  open(ticket: string): Promise<void> {
    this.close();
    this.#ticket = ticket;
    return this.#verify();
  }

  /** Verifies the same bundle again and contacts the listed hosts. */
  verifyOnline(): Promise<void> {
    this.#allowedHosts = [...this.#allowedHosts, ...(this.view?.hosts_to_ask ?? [])];
    return this.#verify();
  }

  close(): void {
    this.view = undefined;
    this.error = undefined;
    this.consentDeclined = false;
    this.#allowedHosts = [];
  }

  async #verify(): Promise<void> {
    this.error = undefined;
    try {
      this.view = await this.task.run((options) => backend.reviewBundle(this.#ticket, this.#allowedHosts, options));
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
  }
}

export const reviewSession = new ReviewSession();

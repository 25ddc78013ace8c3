// Someone else's bundle under review.

import { backend, toldError, type ReviewDetail, type ErrorDetail } from './backend';
import { Task } from './task.svelte';

class Reviewing {
  task = new Task();
  view: ReviewDetail | undefined = $state();
  error: ErrorDetail | undefined = $state();
  hostsDeclined = $state(false);
  #ticket = '';
  /** The hosts that may be asked about this bundle. */
  #agreed: string[] = [];

  /** Opens and checks a bundle, asking only hosts that may always be asked. */
  open(ticket: string): Promise<void> {
    this.close();
    this.#ticket = ticket;
    return this.#check();
  }

  /** Checks the same bundle again, and asks the hosts that were named. */
  askHosts(): Promise<void> {
    this.#agreed = [...this.#agreed, ...(this.view?.hosts_to_ask ?? [])];
    return this.#check();
  }

  /** Puts the bundle away. */
  close(): void {
    this.view = undefined;
    this.error = undefined;
    this.hostsDeclined = false;
    this.#agreed = [];
  }

  async #check(): Promise<void> {
    this.error = undefined;
    try {
      this.view = await this.task.run((work, progress) => backend.reviewBundle(this.#ticket, this.#agreed, work, progress));
    } catch (thrown) {
      this.error = toldError(thrown);
    }
  }
}

export const reviewing = new Reviewing();

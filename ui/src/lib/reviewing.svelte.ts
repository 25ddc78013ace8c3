// Someone else's bundle under review.

import { backend, toldError, type ReviewView, type ToldError } from './backend';
import { Work } from './work.svelte';

class Reviewing {
  work = new Work();
  view: ReviewView | undefined = $state();
  error: ToldError | undefined = $state();
  hostsDeclined = $state(false);
  #ticket = '';

  /** Opens and checks a bundle. Without a yes, no host is asked. */
  async open(ticket: string, askHosts: boolean): Promise<void> {
    if (!askHosts) this.close();
    this.#ticket = ticket;
    this.error = undefined;
    try {
      this.view = await this.work.run((work, progress) => backend.reviewBundle(ticket, askHosts, work, progress));
    } catch (thrown) {
      this.error = toldError(thrown);
    }
  }

  /** Checks the same bundle again, and asks the hosts. */
  askHosts(): Promise<void> {
    return this.open(this.#ticket, true);
  }

  /** Puts the bundle away. */
  close(): void {
    this.view = undefined;
    this.error = undefined;
    this.hostsDeclined = false;
  }
}

export const reviewing = new Reviewing();

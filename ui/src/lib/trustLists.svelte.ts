// The lists of issuers that the learner added, and what is being added. Files and links reach this from the screen and from
// outside of it.

import { backend, toldError, type Ticket, type ErrorDetail, type TrustListSummary } from './backend';
import { say } from './messages';
import { notifications } from './notifications.svelte';

class Lists {
  all: TrustListSummary[] = $state([]);
  error: ErrorDetail | undefined = $state();
  /** The link in hand. */
  link = $state('');
  /** The host of that link is being asked about. */
  asking = $state(false);
  fetching = $state(false);
  #withdrawUndo: (() => void) | undefined;

  /** Reads the lists anew. */
  async refresh(): Promise<void> {
    await this.#try(async () => {});
  }

  /** Adds the lists in these files. */
  addFiles(files: Ticket[]): Promise<void> {
    return this.#try(async () => {
      for (const { ticket } of files) this.#added(await backend.addTrustList(ticket));
    });
  }

  /** Takes up a link. No host is asked yet. */
  takeUp(link: string): void {
    this.link = link;
    this.asking = true;
  }

  /** Fetches the list behind the link in hand, once the person has said yes to its host. */
  async fetch(): Promise<void> {
    [this.asking, this.fetching] = [false, true];
    await this.#try(async () => {
      this.#added(await backend.fetchTrustList(this.link.trim()));
      this.link = '';
    });
    this.fetching = false;
  }

  /** Removes a list, and offers to put it back. */
  remove(name: string): Promise<void> {
    return this.#try(async () => {
      await backend.removeTrustList(name);
      const undo = () => void this.#try(() => backend.putTrustListBack(name));
      this.#withdrawUndo = notifications.show(say('list-removed', { name }), { label: say('undo'), run: undo });
    });
  }

  /** Forgets what is in hand, for the next visit. */
  leave(): void {
    this.#withdrawUndo = undefined;
    [this.error, this.link, this.asking] = [undefined, '', false];
  }

  async #try(change: () => Promise<unknown>): Promise<void> {
    this.#withdrawUndo?.();
    [this.#withdrawUndo, this.error] = [undefined, undefined];
    try {
      await change();
    } catch (thrown) {
      this.error = toldError(thrown);
    }
    try {
      this.all = await backend.listTrustLists();
    } catch (thrown) {
      this.error ??= toldError(thrown);
    }
  }

  #added({ name, issuers, replaced }: TrustListSummary): void {
    notifications.show(say(replaced ? 'list-replaced' : 'list-added', { name, count: issuers }));
  }
}

export const lists = new Lists();

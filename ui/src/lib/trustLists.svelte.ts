// The learner's trust lists, and the one that is being added. Files and links come from the screen, or from drops and pastes anywhere.

import { backend, type ErrorDetail, type Ticket, type TrustListSummary } from './backend';
import { toErrorDetail } from './errors';
import { say } from './messages';
import { notifications } from './notifications.svelte';

class TrustLists {
  all: TrustListSummary[] = $state([]);
  error: ErrorDetail | undefined = $state();
  /** The link that is typed or was pasted. */
  link = $state('');
  /** Whether the person is asked to confirm the host of the link. */
  confirming = $state(false);
  fetching = $state(false);
  #withdrawUndo: (() => void) | undefined;

  refresh(): Promise<void> {
    return this.#change(async () => {});
  }

  /** Adds the trust lists in these files. */
  addFiles(files: Ticket[]): Promise<void> {
    return this.#change(async () => {
      for (const { ticket } of files) this.#notify(await backend.addTrustList(ticket));
    });
  }

  /** Sets the link to a pasted one. Contacts no host. */
  setLink(link: string): void {
    this.link = link;
    this.confirming = true;
  }

  /** Fetches the trust list of the link, after the person confirmed its host. */
  async fetch(): Promise<void> {
    [this.confirming, this.fetching] = [false, true];
    await this.#change(async () => {
      this.#notify(await backend.fetchTrustList(this.link.trim()));
      this.link = '';
    });
    this.fetching = false;
  }

  /** Removes a trust list and offers to undo the removal. */
  remove(name: string): Promise<void> {
    return this.#change(async () => {
      await backend.removeTrustList(name);
      const undo = () => void this.#change(() => backend.restoreTrustList(name));
      this.#withdrawUndo = notifications.show(say('list-removed', { name }), { label: say('undo'), run: undo });
    });
  }

  /** Clears the input for the next visit. */
  reset(): void {
    this.#withdrawUndo = undefined;
    [this.error, this.link, this.confirming] = [undefined, '', false];
  }

  /** Makes a change and loads the lists again. Only the last change can be undone. */
  async #change(apply: () => Promise<unknown>): Promise<void> {
    this.#withdrawUndo?.();
    [this.#withdrawUndo, this.error] = [undefined, undefined];
    try {
      await apply();
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
    try {
      this.all = await backend.listTrustLists();
    } catch (thrown) {
      this.error ??= toErrorDetail(thrown);
    }
  }

  #notify({ name, issuers, replaced }: TrustListSummary): void {
    notifications.show(say(replaced ? 'list-replaced' : 'list-added', { name, count: issuers }));
  }
}

export const trustLists = new TrustLists();

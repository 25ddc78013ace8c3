// The import session: candidates that are inspected but not added yet, and the results of adding them.

import { backend, type AddResult, type CandidateDetail, type ErrorDetail, type ImportInput, type OtherFileSummary, type Ticket } from './backend';
import { toErrorDetail } from './errors';
import { Task } from './task.svelte';

class ImportSession {
  task = new Task();
  candidates: CandidateDetail[] = $state([]);
  selected: Record<string, boolean> = $state({});
  /** The result of adding each candidate, once all are done. */
  results: AddResult[] | undefined = $state();
  /** The candidates that were added as other files, by key. */
  otherFiles: Record<string, OtherFileSummary> = $state({});
  error: ErrorDetail | undefined = $state();
  consentDeclined = $state(false);
  /** The running task adds candidates. */
  adding = $state(false);
  /** The running task fetches an offered badge. */
  acceptingOffer = $state(false);
  #lastAdd: Promise<void> = Promise.resolve();
  /** The hosts that may be contacted for these candidates. */
  #allowedHosts: string[] = [];

  /** The hosts that the checks still need. Offers ask for their own hosts. */
  get hosts(): string[] {
    return [...new Set(this.candidates.flatMap((candidate) => (candidate.offer ? [] : candidate.hosts_to_ask)))].sort();
  }

  /** Those of the hosts that would also learn which badge is checked. */
  get hostsLearningBadge(): string[] {
    return [...new Set(this.candidates.flatMap((candidate) => candidate.hosts_told_which))].sort();
  }

  /** The keys of the badges that are selected to be added. */
  get selectedKeys(): string[] {
    return this.candidates.filter(({ badge, key }) => badge && this.selected[key]).map(({ key }) => key);
  }

  inspectFiles(files: Ticket[]): Promise<void> {
    return this.inspect(files.map(({ ticket }) => ({ kind: 'file', ticket })));
  }

  /** Reads and verifies inputs without contacting any host that needs consent. Waits until a running addition is done. */
  async inspect(inputs: ImportInput[]): Promise<void> {
    await this.#lastAdd;
    this.clear();
    await this.#replace(() => this.task.run((options) => backend.inspect(inputs, options)));
  }

  /** Adds candidates that were found elsewhere, e.g. in a mailbox, to the current ones. */
  async append(found: CandidateDetail[]): Promise<void> {
    await this.#lastAdd;
    if (this.results) this.clear();
    const before = this.candidates;
    await this.#replace(() => Promise.resolve([...before, ...found]));
  }

  /** Verifies again and contacts the listed hosts. Their answers may name further hosts, which need consent again. */
  async verifyOnline(): Promise<void> {
    this.#allowedHosts = [...this.#allowedHosts, ...this.hosts];
    await this.#reinspect(this.candidates.filter(({ offer, hosts_to_ask }) => !offer && hosts_to_ask.length > 0).map(({ key }) => key));
  }

  /** Loads the details of an offer from its hosts. They may name further hosts, which need consent again. */
  async loadOffer(candidate: CandidateDetail): Promise<void> {
    this.#allowedHosts = [...this.#allowedHosts, ...candidate.hosts_to_ask];
    await this.#reinspect([candidate.key]);
  }

  /** Fetches an offered badge. It replaces the offer; if nothing was fetched, the offer has the error. */
  async acceptOffer({ key, offer }: CandidateDetail, code: string | null): Promise<void> {
    const hosts = offer?.hosts ?? [];
    const before = this.candidates;
    this.acceptingOffer = true;
    await this.#replace(async () => {
      const fetched = await this.task.run((options) => backend.acceptOffer(key, hosts, code, options));
      return before.flatMap((candidate) => (candidate.key === key ? fetched : [candidate]));
    });
    this.acceptingOffer = false;
  }

  /** Opens a locked backup. Its content replaces it; if it stays locked, it has the error. */
  async unlockBackup(key: string, password: string): Promise<void> {
    const before = this.candidates;
    await this.#replace(async () => {
      const unlocked = await this.task.run((options) => backend.unlockBackup(key, password, options));
      return before.flatMap((candidate) => (candidate.key === key ? unlocked : [candidate]));
    });
  }

  dismissOffer({ key }: CandidateDetail): void {
    if (this.candidates.length === 1) {
      this.clear();
      return;
    }
    dismissInBackground([key]);
    this.candidates = this.candidates.filter((candidate) => candidate.key !== key);
  }

  /** Adds a candidate that is not a badge as an other file. */
  async addOtherFile(key: string): Promise<void> {
    try {
      this.otherFiles[key] = await backend.addOtherFile(key);
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
  }

  /** Compares the candidates' recipients with the learner's current identities. Contacts no host. */
  async compareRecipients(): Promise<void> {
    try {
      const compared = await backend.compareRecipients(this.candidates.map(({ key }) => key));
      const byKey = new Map(compared.map((candidate) => [candidate.key, candidate]));
      this.candidates = this.candidates.map((candidate) => byKey.get(candidate.key) ?? candidate);
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
  }

  /** Adds the selected candidates and dismisses the others. Selected ones that were not added, e.g. after a stop, stay. */
  add(): Promise<void> {
    this.#lastAdd = this.#add();
    return this.#lastAdd;
  }

  /** Returns from the results to the selected candidates that are not added yet. */
  resume(): void {
    this.results = undefined;
  }

  /** Dismisses all candidates. */
  clear(): void {
    if (this.candidates.length > 0) dismissInBackground(this.candidates.map(({ key }) => key));
    this.candidates = [];
    this.selected = {};
    this.results = undefined;
    this.otherFiles = {};
    this.error = undefined;
    this.consentDeclined = false;
    this.#allowedHosts = [];
  }

  async #reinspect(keys: string[]): Promise<void> {
    const before = this.candidates;
    await this.#replace(async () => {
      const inspected = await this.task.run((options) => backend.reinspect(keys, this.#allowedHosts, options));
      const byKey = new Map(inspected.map((candidate) => [candidate.key, candidate]));
      const added = inspected.filter(({ key }) => !before.some((candidate) => candidate.key === key));
      // The badge behind a link has another key than the link, and replaces it.
      const remaining = before.filter(({ key }) => byKey.has(key) || !keys.includes(key));
      return [...remaining.map((candidate) => byKey.get(candidate.key) ?? candidate), ...added];
    });
  }

  async #add(): Promise<void> {
    const keys = this.selectedKeys;
    const others = this.candidates.filter(({ key }) => !keys.includes(key));
    const unreported = others.filter(({ key }) => !(key in this.otherFiles));
    this.adding = true;
    try {
      const results = await this.task.run((options) => backend.addCandidates(keys, options));
      const failed = keys.filter((_, at) => results[at]?.outcome === 'failed');
      this.results = [...results, ...unreported.flatMap(resultWithoutAdding)];
      this.candidates = this.candidates.filter(({ key }) => failed.includes(key));
      if (others.length > 0) await backend.dismissCandidates(others.map(({ key }) => key));
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
    this.adding = false;
  }

  async #replace(load: () => Promise<CandidateDetail[]>): Promise<void> {
    this.error = undefined;
    try {
      this.candidates = await load();
      for (const { key, badge, held_as } of this.candidates) {
        if (badge) this.selected[key] ??= held_as === null;
      }
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
  }
}

/** Dismisses candidates without waiting. If it fails, the program drops them when it ends. */
function dismissInBackground(keys: string[]): void {
  backend.dismissCandidates(keys).catch((thrown) => console.warn(toErrorDetail(thrown).code));
}

/** The result for a candidate that could not or need not be added. Badges that were not selected have none. */
function resultWithoutAdding({ source, badge, held_as, error, offer }: CandidateDetail): AddResult[] {
  if (offer && error?.code === 'CREDENTIAL_OFFER') return [];
  if (error) return [{ source, name: null, outcome: 'failed', badge_id: null, error }];
  return held_as ? [{ source, name: badge?.name ?? null, outcome: 'already-held', badge_id: held_as, error: null }] : [];
}

export const importSession = new ImportSession();

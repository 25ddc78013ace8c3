// What was handed over and not kept yet, from the first look to the last word about each.

import { backend, toldError, type HandedOver, type AddResult, type OtherFileSummary, type CandidateDetail, type Ticket, type ErrorDetail } from './backend';
import { Work } from './work.svelte';

class Intake {
  work = new Work();
  sightings: CandidateDetail[] = $state([]);
  chosen: Record<string, boolean> = $state({});
  kept: AddResult[] | undefined = $state();
  /** What was kept as an unverified record, by its key. */
  recorded: Record<string, OtherFileSummary> = $state({});
  error: ErrorDetail | undefined = $state();
  hostsDeclined = $state(false);
  /** The work under way is keeping, not looking. */
  keeping = $state(false);
  #lastKeep: Promise<void> = Promise.resolve();
  /** The hosts that may be asked about what is in hand. */
  #agreed: string[] = [];

  /** The work under way is getting what was offered. */
  getting = $state(false);

  /** The hosts that the checks would ask and have not yet. An offer asks for its own. */
  get hosts(): string[] {
    return [...new Set(this.sightings.flatMap((sighting) => (sighting.offer ? [] : sighting.hosts_to_ask)))].sort();
  }

  /** Those of the hosts that would also learn which badge it is. */
  get hostsToldWhich(): string[] {
    return [...new Set(this.sightings.flatMap((sighting) => sighting.hosts_told_which))].sort();
  }

  /** The keys of the badges that are to be kept. */
  get keysToKeep(): string[] {
    return this.sightings.filter((seen) => seen.badge && this.chosen[seen.key]).map((seen) => seen.key);
  }

  lookAtFiles(files: Ticket[]): Promise<void> {
    return this.look(files.map(({ ticket }) => ({ kind: 'file', ticket })));
  }

  /** Looks at what was handed over, without asking any host. What comes in while badges are being kept waits for that. */
  async look(handed: HandedOver[]): Promise<void> {
    await this.#lastKeep;
    this.clear();
    await this.#take(() => this.work.run((work, progress) => backend.look(handed, work, progress)));
  }

  /** Takes up what was found elsewhere, beside what is in hand. */
  async take(found: CandidateDetail[]): Promise<void> {
    await this.#lastKeep;
    if (this.kept) this.clear();
    const before = this.sightings;
    await this.#take(() => Promise.resolve([...before, ...found]));
  }

  /** Looks again, and asks the hosts that were named. What they answer may name others, which are asked about next. */
  async askHosts(): Promise<void> {
    this.#agreed = [...this.#agreed, ...this.hosts];
    await this.#askAgain(this.sightings.filter((seen) => !seen.offer && seen.hosts_to_ask.length > 0).map((seen) => seen.key));
  }

  /** Asks the hosts of an offer what it is about. They may name others, which are asked about next. */
  async askAbout(offer: CandidateDetail): Promise<void> {
    this.#agreed = [...this.#agreed, ...offer.hosts_to_ask];
    await this.#askAgain([offer.key]);
  }

  /** Gets what is offered. What came takes the place of the offer; where nothing came, the offer says why. */
  async accept(offered: CandidateDetail, code: string | null): Promise<void> {
    const { key, offer } = offered;
    const hosts = offer?.hosts ?? [];
    const before = this.sightings;
    this.getting = true;
    await this.#take(async () => {
      const got = await this.work.run((work, progress) => backend.acceptOffer(key, hosts, code, work, progress));
      return before.flatMap((seen) => (seen.key === key ? got : [seen]));
    });
    this.getting = false;
  }

  /** Opens a locked backup. What is in it takes its place; where it stays locked, it says why. */
  async unlock(key: string, password: string): Promise<void> {
    const before = this.sightings;
    await this.#take(async () => {
      const opened = await this.work.run((work, progress) => backend.unlockBackup(key, password, work, progress));
      return before.flatMap((seen) => (seen.key === key ? opened : [seen]));
    });
  }

  /** Forgets an offer. */
  leave(offer: CandidateDetail): void {
    if (this.sightings.length === 1) {
      this.clear();
      return;
    }
    backend.forget([offer.key]).catch((thrown) => console.warn(toldError(thrown).code));
    this.sightings = this.sightings.filter((seen) => seen.key !== offer.key);
  }

  async #askAgain(asked: string[]): Promise<void> {
    const before = this.sightings;
    await this.#take(async () => {
      const again = await this.work.run((work, progress) => backend.lookAgain(asked, this.#agreed, work, progress));
      const byKey = new Map(again.map((seen) => [seen.key, seen]));
      const newcomers = again.filter((seen) => !before.some((old) => old.key === seen.key));
      // A link may turn out to be another badge, under another key: it takes the place of those that are gone.
      const stays = before.filter((old) => byKey.has(old.key) || !asked.includes(old.key));
      return [...stays.map((old) => byKey.get(old.key) ?? old), ...newcomers];
    });
  }

  /** Keeps something that is no badge as an unverified record. */
  async keepRecord(key: string): Promise<void> {
    try {
      this.recorded[key] = await backend.keepRecord(key);
    } catch (thrown) {
      this.error = toldError(thrown);
    }
  }

  /** Compares what was found with the learner's addresses of now. Nobody is asked. */
  async compareAgain(): Promise<void> {
    try {
      const again = await backend.compareAgain(this.sightings.map((seen) => seen.key));
      const byKey = new Map(again.map((seen) => [seen.key, seen]));
      this.sightings = this.sightings.map((seen) => byKey.get(seen.key) ?? seen);
    } catch (thrown) {
      this.error = toldError(thrown);
    }
  }

  /** Keeps what is chosen and forgets what is not. What was chosen and is not kept, e.g. after a stop, stays in hand. */
  keep(): Promise<void> {
    this.#lastKeep = this.#keep();
    return this.#lastKeep;
  }

  /** Back to what was chosen and is not kept yet. */
  goOn(): void {
    this.kept = undefined;
  }

  /** Forgets everything that was looked at. */
  clear(): void {
    const keys = this.sightings.map((seen) => seen.key);
    // Nobody waits for this: what is not forgotten now is forgotten when the program ends.
    if (keys.length > 0) backend.forget(keys).catch((thrown) => console.warn(toldError(thrown).code));
    this.sightings = [];
    this.chosen = {};
    this.kept = undefined;
    this.recorded = {};
    this.error = undefined;
    this.hostsDeclined = false;
    this.#agreed = [];
  }

  async #keep(): Promise<void> {
    const keys = this.keysToKeep;
    const rest = this.sightings.filter((seen) => !keys.includes(seen.key));
    const untold = rest.filter((seen) => !(seen.key in this.recorded));
    this.keeping = true;
    try {
      const kept = await this.work.run((work, progress) => backend.keep(keys, work, progress));
      const left = keys.filter((_, at) => kept[at]?.outcome === 'failed');
      this.kept = [...kept, ...untold.flatMap(notKept)];
      this.sightings = this.sightings.filter((seen) => left.includes(seen.key));
      if (rest.length > 0) await backend.forget(rest.map((seen) => seen.key));
    } catch (thrown) {
      this.error = toldError(thrown);
    }
    this.keeping = false;
  }

  async #take(look: () => Promise<CandidateDetail[]>): Promise<void> {
    this.error = undefined;
    try {
      this.sightings = await look();
      for (const seen of this.sightings) {
        if (seen.badge) this.chosen[seen.key] ??= seen.held_as === null;
      }
    } catch (thrown) {
      this.error = toldError(thrown);
    }
  }
}

/** What is told of a sighting that there was no way or no need to keep. What the person did not choose is not told. */
function notKept({ source, badge, held_as, error, offer }: CandidateDetail): AddResult[] {
  if (offer && error?.code === 'CREDENTIAL_OFFER') return [];
  if (error) return [{ source, name: null, outcome: 'failed', badge_id: null, error }];
  return held_as ? [{ source, name: badge?.name ?? null, outcome: 'already-held', badge_id: held_as, error: null }] : [];
}

export const intake = new Intake();

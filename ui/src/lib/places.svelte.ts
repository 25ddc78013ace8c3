// Where the window stands: one place at a time, with a way back.

export type Place =
  | { screen: 'backpack' }
  | { screen: 'add' }
  | { screen: 'mailbox' }
  | { screen: 'badge'; id: string }
  | { screen: 'records' }
  | { screen: 'collections' }
  | { screen: 'collection'; id: string }
  | { screen: 'review' }
  | { screen: 'settings' }
  | { screen: 'address'; value: string }
  | { screen: 'issuers' }
  | { screen: 'hosts' };

class Places {
  #trail: Place[] = $state([{ screen: 'backpack' }]);
  #step = $state(0);

  /** The place that is shown. */
  get here(): Place {
    return this.#trail.at(-1) ?? { screen: 'backpack' };
  }

  /** Counts the changes of place: what belongs to one visit of a place keeps its number. */
  get step(): number {
    return this.#step;
  }

  /** Whether there is a place to go back to. */
  get canGoBack(): boolean {
    return this.#trail.length > 1;
  }

  /** Goes to a place inside the present one. */
  go(place: Place): void {
    this.#trail.push(place);
    this.#step += 1;
  }

  /** Goes to one of the main places; the way back is forgotten. */
  start(place: Place): void {
    this.#trail = place.screen === 'backpack' ? [place] : [{ screen: 'backpack' }, place];
    this.#step += 1;
  }

  /** Goes back one place. */
  back(): void {
    if (!this.canGoBack) return;
    this.#trail.pop();
    this.#step += 1;
  }
}

export const places = new Places();

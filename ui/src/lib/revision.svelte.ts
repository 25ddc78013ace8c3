// Counts changes that were made outside of the screen that shows the data, so that it loads them again.

class Revision {
  #count = $state(0);

  /** The number of changes. An effect that reads it runs again after the next change. */
  get count(): number {
    return this.#count;
  }

  increment(): void {
    this.#count += 1;
  }
}

export const revision = new Revision();

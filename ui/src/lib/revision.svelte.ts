// Counts the changes that were made from outside of the screen that shows them, so that it shows the badges anew.

class Revision {
  #count = $state(0);

  /** How many changes there were. A screen that reads this is drawn again after the next. */
  get count(): number {
    return this.#count;
  }

  bump(): void {
    this.#count += 1;
  }
}

export const revision = new Revision();

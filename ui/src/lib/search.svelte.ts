// What the learner looks for in the backpack. It stays while they look at a badge and come back.

import type { FactKind, Query, Verdict } from './backend';

class Search {
  text = $state('');
  verdicts: Verdict[] = $state([]);
  assurance: FactKind[] = $state([]);
  #query: Query = $derived({ text: this.text.trim(), verdicts: [...this.verdicts], assurance: [...this.assurance] });

  get query(): Query {
    return this.#query;
  }

  clearFilters(): void {
    this.verdicts = [];
    this.assurance = [];
  }

  clear(): void {
    this.text = '';
    this.clearFilters();
  }
}

export const search = new Search();

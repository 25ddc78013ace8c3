// The search and filters of the badge list. They stay while the learner opens a badge and returns.

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

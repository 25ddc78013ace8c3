// How the learner likes to see the list: kept between visits, on this machine only.

import type { Order } from './order';
import { orders } from './order';

class Liking {
  #view: 'grid' | 'list' = $state(kept('view') === 'list' ? 'list' : 'grid');
  #order: Order = $state(isOrder(kept('order')));

  get view(): 'grid' | 'list' {
    return this.#view;
  }

  set view(view: 'grid' | 'list') {
    this.#view = view;
    keep('view', view);
  }

  get order(): Order {
    return this.#order;
  }

  set order(order: Order) {
    this.#order = order;
    keep('order', order);
  }
}

function isOrder(text: string | null): Order {
  return text !== null && text in orders ? (text as Order) : 'added';
}

function kept(name: string): string | null {
  return localStorage.getItem(name);
}

function keep(name: string, value: string): void {
  localStorage.setItem(name, value);
}

export const liking = new Liking();

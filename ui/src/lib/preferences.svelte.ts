// The learner's display settings for the badge list. Stored on this machine only.

import type { Order } from './sorting';
import { orders } from './sorting';

class Preferences {
  #view: 'grid' | 'list' = $state(read('view') === 'list' ? 'list' : 'grid');
  #order: Order = $state(toOrder(read('order')));

  get view(): 'grid' | 'list' {
    return this.#view;
  }

  set view(view: 'grid' | 'list') {
    this.#view = view;
    write('view', view);
  }

  get order(): Order {
    return this.#order;
  }

  set order(order: Order) {
    this.#order = order;
    write('order', order);
  }
}

function toOrder(text: string | null): Order {
  return text !== null && text in orders ? (text as Order) : 'added';
}

function read(name: string): string | null {
  return localStorage.getItem(name);
}

function write(name: string, value: string): void {
  localStorage.setItem(name, value);
}

export const preferences = new Preferences();

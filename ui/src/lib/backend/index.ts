// The backend that the screens use. The entry point of each program chooses the implementation.

import type { Backend } from './types';

export type * from './types';

export let backend: Backend;

/** Chooses the implementation. Called once, before the first screen is drawn. */
export function setBackend(implementation: Backend): void {
  backend = implementation;
}

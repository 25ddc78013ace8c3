// Removing a badge, with the way back offered at once.

import { backend, toldError } from './backend';
import { revision } from './revision.svelte';
import { say } from './words';
import { voice } from './voice.svelte';

/** Removes a badge and offers to take that back. */
export async function removeWithUndo(id: string): Promise<void> {
  const { name } = await backend.removeBadge(id);
  voice.say(say('removed', { name }), { label: say('undo'), run: () => void bringBack(id) });
}

/** Brings a removed badge back. */
export async function bringBack(id: string): Promise<void> {
  try {
    const { name } = await backend.undoRemove(id);
    revision.bump();
    voice.say(say('restored', { name }));
  } catch (thrown) {
    voice.say(toldError(thrown).message);
  }
}

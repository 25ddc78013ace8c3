// Copying to the clipboard, and saying so.

import { say } from './messages';
import { notifications } from './notifications.svelte';

/** Copies `text`. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show(say('copied'));
  } catch {
    notifications.show(say('copy-failed'));
  }
}

// Copying to the clipboard, and saying so.

import { say } from './words';
import { voice } from './voice.svelte';

/** Copies `text`. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    voice.say(say('copied'));
  } catch {
    voice.say(say('copy-failed'));
  }
}

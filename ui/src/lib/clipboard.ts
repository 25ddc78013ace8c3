// Copies text to the clipboard and notifies the person.

import { say } from './messages';
import { notifications } from './notifications.svelte';

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notifications.show(say('copied'));
  } catch {
    notifications.show(say('copy-failed'));
  }
}

// Removes badges and other files, with an undo action, and restores them.

import { backend, type CollectionDetail } from './backend';
import { toErrorDetail } from './errors';
import { say, text } from './messages';
import { navigation } from './navigation.svelte';
import { notifications } from './notifications.svelte';
import { revision } from './revision.svelte';

/** Removes a badge, leaves its screen, and offers to undo the removal. */
export async function removeWithUndo(id: string): Promise<void> {
  const { name } = await backend.removeBadge(id);
  navigation.back();
  notifications.show(say('removed', { name: name ?? say('nameless') }), { label: say('undo'), run: () => void restoreBadge(id) });
}

export function restoreBadge(id: string): Promise<void> {
  return restore(() => backend.restoreBadge(id));
}

/** Removes an other file and offers to undo the removal. */
export async function removeOtherFileWithUndo(id: string): Promise<void> {
  const { name } = await backend.removeOtherFile(id);
  notifications.show(say('removed', { name }), { label: say('undo'), run: () => void restoreOtherFile(id) });
}

export function restoreOtherFile(id: string): Promise<void> {
  return restore(() => backend.restoreOtherFile(id));
}

async function restore(apply: () => Promise<{ name: string | null }>): Promise<void> {
  try {
    const { name } = await apply();
    revision.increment();
    notifications.show(say('restored', { name: name ?? say('nameless') }));
  } catch (thrown) {
    notifications.show(text(toErrorDetail(thrown).message));
  }
}

/** Creates a removed collection again with the same content, and opens it. */
export async function restoreCollection({ title, introduction, items }: CollectionDetail): Promise<void> {
  try {
    const { id } = await backend.createCollection(title, introduction);
    for (const { badge_id, note } of items) await backend.addToCollection(id, [badge_id], note);
    navigation.push({ screen: 'collection', id });
  } catch (thrown) {
    notifications.show(text(toErrorDetail(thrown).message));
  }
}

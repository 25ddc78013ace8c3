// Ways back after removing.

import { backend, toldError, type CollectionDetail } from './backend';
import { navigation } from './navigation.svelte';
import { revision } from './revision.svelte';
import { say } from './messages';
import { notifications } from './notifications.svelte';

/** Removes a badge, leaves its screen, and offers to take the removal back. */
export async function removeWithUndo(id: string): Promise<void> {
  const { name } = await backend.removeBadge(id);
  navigation.back();
  notifications.show(say('removed', { name }), { label: say('undo'), run: () => void bringBack(id) });
}

/** Brings a removed badge back. */
export async function bringBack(id: string): Promise<void> {
  try {
    const { name } = await backend.undoRemove(id);
    revision.bump();
    notifications.show(say('restored', { name }));
  } catch (thrown) {
    notifications.show(toldError(thrown).message);
  }
}

/** Removes an unverified record, and offers to take the removal back. */
export async function removeRecordWithUndo(id: string): Promise<void> {
  const { name } = await backend.removeRecord(id);
  notifications.show(say('removed', { name }), { label: say('undo'), run: () => void bringBackRecord(id) });
}

/** Brings a removed record back. */
export async function bringBackRecord(id: string): Promise<void> {
  try {
    const { name } = await backend.undoRemoveRecord(id);
    revision.bump();
    notifications.show(say('restored', { name }));
  } catch (thrown) {
    notifications.show(toldError(thrown).message);
  }
}

/** Makes a removed collection again, as it was, and shows it. */
export async function bringBackCollection(was: CollectionDetail): Promise<void> {
  try {
    const { id } = await backend.newCollection(was.title, was.introduction);
    for (const { badge_id, note } of was.items) await backend.addToCollection(id, [badge_id], note);
    navigation.push({ screen: 'collection', id });
  } catch (thrown) {
    notifications.show(toldError(thrown).message);
  }
}

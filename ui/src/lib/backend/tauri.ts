// The backend of the desktop window: the shell's commands and events.

import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import { commands, events } from '../bindings';
import type { Backend, ItemReference, Progress, TaskOptions, Unsubscribe } from './types';

/** The shell's name of an item. */
const path = ({ kind, id }: ItemReference) => `${kind}/${id}`;

let lastTaskNumber = 0;

/** Runs a long command with its own number, which cancels it. */
async function run<T>({ onProgress, signal }: TaskOptions, command: (number: number, progress: Channel<Progress>) => Promise<T>): Promise<T> {
  const number = ++lastTaskNumber;
  const progress = new Channel<Progress>();
  progress.onmessage = onProgress;
  const cancel = () => void commands.cancel(number);
  signal.addEventListener('abort', cancel);
  try {
    return await command(number, progress);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function subscribe<T>(event: { listen: (listener: (event: { payload: T }) => void) => Promise<Unsubscribe> }, listener: (payload: T) => void): Promise<Unsubscribe> {
  return event.listen(({ payload }) => listener(payload));
}

export const tauriBackend: Backend = {
  openBackpack: commands.openBackpack,
  about: commands.about,
  setOffline: commands.setOffline,
  recoveryPhrase: commands.recoveryPhrase,
  confirmRecoveryPhrase: commands.confirmRecoveryPhrase,

  pickBadges: commands.pickBadges,
  pickFolder: commands.pickFolder,
  pickBundle: commands.pickBundle,
  startupFiles: commands.startupFiles,
  startupDeepLink: commands.startupDeepLink,
  openLink: commands.openLink,
  pictureUrl: (item) => convertFileSrc(path(item), 'badge'),

  inspect: (inputs, task) => run(task, (number, progress) => commands.inspect(inputs, number, progress)),
  reinspect: (keys, hosts, task) => run(task, (number, progress) => commands.reinspect(keys, hosts, number, progress)),
  compareRecipients: commands.compareRecipients,
  acceptOffer: (key, hosts, code, task) => run(task, (number, progress) => commands.acceptOffer(key, hosts, code, number, progress)),
  unlockBackup: (key, password, task) => run(task, (number, progress) => commands.unlockBackup(key, password, number, progress)),
  addCandidates: (keys, task) => run(task, (number, progress) => commands.addCandidates(keys, number, progress)),
  dismissCandidates: commands.dismissCandidates,
  addOtherFile: commands.addOtherFile,

  importFromMailbox: (location, password, remember, task) =>
    run(task, (number, progress) => commands.importFromMailbox(location, password, remember, number, progress)),
  savedMailboxes: commands.savedMailboxes,
  removeMailbox: commands.removeMailbox,

  listBadges: commands.listBadges,
  showBadge: commands.showBadge,
  removeBadge: commands.removeBadge,
  restoreBadge: commands.restoreBadge,
  removedBadges: commands.removedBadges,
  reverify: (ids, hosts, task) => run(task, (number, progress) => commands.reverify(ids, hosts, number, progress)),

  listOtherFiles: commands.listOtherFiles,
  editOtherFile: commands.editOtherFile,
  removeOtherFile: commands.removeOtherFile,
  restoreOtherFile: commands.restoreOtherFile,
  removedOtherFiles: commands.removedOtherFiles,
  exportOtherFile: commands.exportOtherFile,

  listCollections: commands.listCollections,
  showCollection: commands.showCollection,
  createCollection: commands.createCollection,
  editCollection: commands.editCollection,
  removeCollection: commands.removeCollection,
  addToCollection: commands.addToCollection,
  removeFromCollection: commands.removeFromCollection,
  moveInCollection: commands.moveInCollection,
  exportCollection: (id, options, texts, suggestedName, task) =>
    run(task, (number, progress) => commands.exportCollection(id, options, texts, suggestedName, number, progress)),

  reviewBundle: (ticket, hosts, task) => run(task, (number, progress) => commands.reviewBundle(ticket, hosts, number, progress)),

  allowedHosts: commands.allowedHosts,
  allowHost: commands.allowHost,
  disallowHost: commands.disallowHost,
  listRequests: commands.requests,

  pickTrustLists: commands.pickTrustLists,
  listTrustLists: commands.listTrustLists,
  addTrustList: commands.addTrustList,
  fetchTrustList: commands.fetchTrustList,
  removeTrustList: commands.removeTrustList,
  restoreTrustList: commands.restoreTrustList,
  knownIssuers: commands.knownIssuers,
  removeIssuer: commands.removeIssuer,
  restoreIssuer: commands.restoreIssuer,

  listIdentities: commands.listIdentities,
  addIdentity: commands.addIdentity,
  removeIdentity: commands.removeIdentity,
  tryIdentity: (value, item) => commands.tryIdentity(value, path(item)),
  identityDependents: commands.identityDependents,

  onFiles: (listener) => subscribe(events.filesReceived, listener),
  onFilesHover: (listener) => subscribe(events.filesHover, listener),
  onDeepLink: (listener) => subscribe(events.deepLinkReceived, listener),
  onBackgroundError: (listener) => subscribe(events.backgroundError, listener),
};

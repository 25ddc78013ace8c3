// The backend of the desktop window: the shell's commands and events.

import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import { commands, events } from '../bindings';
import type { Backend, ItemReference, Progress, TaskOptions, Unsubscribe } from './types';

/** The path segments that the shell knows the kinds by. */
const SEGMENTS: Record<ItemReference['kind'], string> = {
  badge: 'badge',
  candidate: 'sighting',
  'other-file': 'record',
  'reviewed-badge': 'review',
};

const path = ({ kind, id }: ItemReference) => `${SEGMENTS[kind]}/${id}`;

let lastTaskNumber = 0;

/** Runs a long command with a number of its own, by which it can be cancelled. */
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
  confirmRecoveryPhrase: commands.recoveryPhraseNoted,

  pickBadges: commands.pickBadges,
  pickFolder: commands.pickFolder,
  pickBundle: commands.pickBundle,
  startupFiles: commands.handedAtStart,
  startupDeepLink: commands.calledAtStart,
  openLink: commands.openLink,
  pictureUrl: (item) => convertFileSrc(path(item), 'badge'),

  inspect: (inputs, task) => run(task, (number, progress) => commands.look(inputs, number, progress)),
  reinspect: (keys, hosts, task) => run(task, (number, progress) => commands.lookAgain(keys, hosts, number, progress)),
  compareRecipients: commands.compareAgain,
  acceptOffer: (key, hosts, code, task) => run(task, (number, progress) => commands.acceptOffer(key, hosts, code, number, progress)),
  unlockBackup: (key, password, task) => run(task, (number, progress) => commands.unlockBackup(key, password, number, progress)),
  addCandidates: (keys, task) => run(task, (number, progress) => commands.keep(keys, number, progress)),
  dismissCandidates: commands.forget,
  addOtherFile: commands.keepRecord,

  importFromMailbox: (location, password, remember, task) =>
    run(task, (number, progress) => commands.lookInMailbox(location, password, remember, number, progress)),
  savedMailboxes: commands.rememberedMailboxes,
  forgetMailbox: commands.forgetMailbox,

  listBadges: commands.listBadges,
  showBadge: commands.showBadge,
  removeBadge: commands.removeBadge,
  restoreBadge: commands.undoRemove,
  removedBadges: commands.removedBadges,
  reverify: (ids, hosts, task) => run(task, (number, progress) => commands.recheck(ids, hosts, number, progress)),

  listOtherFiles: commands.listRecords,
  editOtherFile: commands.editRecord,
  removeOtherFile: commands.removeRecord,
  restoreOtherFile: commands.undoRemoveRecord,
  removedOtherFiles: commands.removedRecords,
  exportOtherFile: commands.exportRecord,

  listCollections: commands.listCollections,
  showCollection: commands.showCollection,
  createCollection: commands.newCollection,
  editCollection: commands.editCollection,
  removeCollection: commands.removeCollection,
  addToCollection: commands.addToCollection,
  removeFromCollection: commands.takeFromCollection,
  moveInCollection: commands.moveInCollection,
  exportCollection: (id, options, texts, suggestedName, task) =>
    run(task, (number, progress) => commands.exportCollection(id, options, texts, suggestedName, number, progress)),

  reviewBundle: (ticket, hosts, task) => run(task, (number, progress) => commands.reviewBundle(ticket, hosts, number, progress)),

  allowedHosts: commands.agreedHosts,
  allowHost: commands.agreeToHost,
  disallowHost: commands.forgetHost,
  listRequests: commands.requests,

  pickTrustLists: commands.pickTrustLists,
  listTrustLists: commands.listTrustLists,
  addTrustList: commands.addTrustList,
  fetchTrustList: commands.fetchTrustList,
  removeTrustList: commands.removeTrustList,
  restoreTrustList: commands.putTrustListBack,
  knownIssuers: commands.knownIssuers,
  forgetIssuer: commands.forgetIssuer,
  restoreIssuer: commands.rememberIssuerAgain,

  listIdentities: commands.listIdentities,
  addIdentity: commands.addIdentity,
  removeIdentity: commands.removeIdentity,
  tryIdentity: (value, item) => commands.tryIdentity(value, path(item)),
  identityDependents: commands.badgesIssuedTo,

  onFiles: (listener) => subscribe(events.filesCame, listener),
  onFilesHover: (listener) => subscribe(events.filesHover, listener),
  onDeepLink: (listener) => subscribe(events.callCame, listener),
  onBackgroundError: (listener) => subscribe(events.noticed, listener),
};

// What the screens call and subscribe to. `tauri.ts` implements it for the desktop window; tests and the web review page
// have their own implementations.

import type {
  About,
  AddResult,
  BadgeDetail,
  BadgeSummary,
  CandidateDetail,
  CollectionDetail,
  CollectionSummary,
  DeepLinkTarget,
  DialogTexts,
  ErrorDetail,
  ExportOptions,
  ExportSummary,
  HostSummary,
  IdentityDependents,
  IdentitySummary,
  IdentityTrial,
  KnownIssuerSummary,
  MailboxImport,
  MailboxLocation,
  MailboxSummary,
  OpenState,
  OtherFileSummary,
  Progress,
  Query,
  RequestSummary,
  ReverifiedBadge,
  ReviewDetail,
  Ticket,
  TrustListSummary,
  WindowInput,
} from '../bindings';

export type * from '../bindings';

/** Something to import: a file, a text or a picture. */
export type ImportInput = WindowInput;

/** Names a badge, a candidate, an other file or a badge under review. */
export type ItemReference = { kind: 'badge' | 'candidate' | 'other-file' | 'reviewed-badge'; id: string };

/** How a long operation reports its progress, and the signal that stops it. */
export interface TaskOptions {
  onProgress: (progress: Progress) => void;
  signal: AbortSignal;
}

/** Ends a subscription. */
export type Unsubscribe = () => void;

/** The part that the review screens need, so that they can also run without the desktop shell. */
export interface ReviewBackend {
  /** Asks for someone else's bundle. Returns nothing if the dialog was cancelled. */
  pickBundle(texts: DialogTexts): Promise<Ticket[]>;
  /** Opens and verifies a bundle. Stores nothing. Contacts `hosts` and those that are always allowed. */
  reviewBundle(ticket: string, hosts: string[], task: TaskOptions): Promise<ReviewDetail>;
  /** Allows a host to be contacted from now on without asking again. */
  allowHost(host: string): Promise<HostSummary>;
  /** Opens an `https` link in the browser. The caller shows the host and asks first. */
  openLink(link: string): Promise<unknown>;
  /** Returns the address of a badge's or file's picture. */
  pictureUrl(item: ItemReference): string;
}

/** All operations. Each rejects with an `ErrorDetail`. */
export interface Backend extends ReviewBackend {
  /** Opens the backpack: with the keyring if both arguments are null, else with one of them. */
  openBackpack(passphrase: string | null, recoveryPhrase: string | null): Promise<OpenState>;
  about(): Promise<About>;
  setOffline(offline: boolean): Promise<unknown>;
  /** Returns the recovery phrase, or null once it was confirmed. */
  recoveryPhrase(): Promise<string | null>;
  /** Confirms that the learner wrote down the recovery phrase. */
  confirmRecoveryPhrase(): Promise<unknown>;

  /** Asks for badge files. */
  pickBadges(texts: DialogTexts): Promise<Ticket[]>;
  /** Asks for a folder with badges. */
  pickFolder(title: string): Promise<Ticket[]>;
  /** Returns the files that the program was started with. */
  startupFiles(): Promise<Ticket[]>;
  /** Returns the deep link that the program was started with, once. Rejects if it was refused. */
  startupDeepLink(): Promise<DeepLinkTarget | null>;

  /** Reads and verifies inputs. Stores nothing. Contacts only hosts that are always allowed. */
  inspect(inputs: ImportInput[], task: TaskOptions): Promise<CandidateDetail[]>;
  /** Verifies candidates again and contacts `hosts`, too. */
  reinspect(keys: string[], hosts: string[], task: TaskOptions): Promise<CandidateDetail[]>;
  /** Compares the candidates' recipients with the current identities. Contacts no host. */
  compareRecipients(keys: string[]): Promise<CandidateDetail[]>;
  /** Fetches an offered badge from `hosts` with the learner's key and verifies it. Stores nothing. */
  acceptOffer(key: string, hosts: string[], code: string | null, task: TaskOptions): Promise<CandidateDetail[]>;
  /** Opens a candidate that is a locked backup and verifies what it contains. Stores nothing. */
  unlockBackup(key: string, password: string, task: TaskOptions): Promise<CandidateDetail[]>;
  /** Adds candidates to the backpack. Returns one result per key, in the same order. */
  addCandidates(keys: string[], task: TaskOptions): Promise<AddResult[]>;
  dismissCandidates(keys: string[]): Promise<unknown>;
  /** Adds a candidate that is not a badge as an other file. */
  addOtherFile(key: string): Promise<OtherFileSummary>;

  /** Searches a mailbox for badges. The password comes from the keyring if it is null. */
  importFromMailbox(location: MailboxLocation, password: string | null, remember: boolean, task: TaskOptions): Promise<MailboxImport>;
  savedMailboxes(): Promise<MailboxSummary[]>;
  /** Removes a saved mailbox, and its password from the keyring. */
  removeMailbox(name: string): Promise<unknown>;

  /** Returns the badges that match, newest first. */
  listBadges(query: Query): Promise<BadgeSummary[]>;
  showBadge(id: string): Promise<BadgeDetail>;
  removeBadge(id: string): Promise<BadgeSummary>;
  restoreBadge(id: string): Promise<BadgeSummary>;
  /** Returns the removed badges that can still be restored. */
  removedBadges(): Promise<BadgeSummary[]>;
  /** Verifies badges again, all if `ids` is empty. Contacts `hosts` and those that are always allowed. */
  reverify(ids: string[], hosts: string[], task: TaskOptions): Promise<ReverifiedBadge[]>;

  listOtherFiles(): Promise<OtherFileSummary[]>;
  editOtherFile(id: string, name: string, note: string): Promise<OtherFileSummary>;
  removeOtherFile(id: string): Promise<OtherFileSummary>;
  restoreOtherFile(id: string): Promise<OtherFileSummary>;
  /** Returns the removed other files that can still be restored. */
  removedOtherFiles(): Promise<OtherFileSummary[]>;
  /** Asks where to save and writes the original bytes. Returns null if the dialog was cancelled. */
  exportOtherFile(id: string, texts: DialogTexts, suggestedName: string): Promise<OtherFileSummary | null>;

  /** Returns the collections, last changed first. */
  listCollections(): Promise<CollectionSummary[]>;
  showCollection(id: string): Promise<CollectionDetail>;
  createCollection(title: string, introduction: string): Promise<CollectionDetail>;
  /** Changes title or introduction; null leaves it as it is. */
  editCollection(id: string, title: string | null, introduction: string | null): Promise<CollectionDetail>;
  /** Removes a collection. Its badges stay in the backpack. */
  removeCollection(id: string): Promise<unknown>;
  /** Appends badges, or changes the note of one that the collection contains. */
  addToCollection(id: string, badges: string[], note: string | null): Promise<CollectionDetail>;
  removeFromCollection(id: string, badge: string): Promise<CollectionDetail>;
  /** Moves a badge to a position; 0 is first. */
  moveInCollection(id: string, badge: string, position: number): Promise<CollectionDetail>;
  /** Asks where to save and writes a signed bundle. Returns null if the dialog was cancelled. */
  exportCollection(id: string, options: ExportOptions, texts: DialogTexts, suggestedName: string, task: TaskOptions): Promise<ExportSummary | null>;

  /** Returns the hosts that are always allowed. */
  allowedHosts(): Promise<HostSummary[]>;
  disallowHost(host: string): Promise<unknown>;
  /** Returns the newest requests that were made or refused, at most `limit`. */
  listRequests(limit: number): Promise<RequestSummary[]>;

  /** Asks for trust list files. */
  pickTrustLists(texts: DialogTexts): Promise<Ticket[]>;
  listTrustLists(): Promise<TrustListSummary[]>;
  /** Adds a trust list from a file. Replaces one with the same name. */
  addTrustList(ticket: string): Promise<TrustListSummary>;
  /** Fetches a trust list and adds it. The caller shows the host and asks first. */
  fetchTrustList(link: string): Promise<TrustListSummary>;
  removeTrustList(name: string): Promise<unknown>;
  /** Restores the trust list that was removed last. */
  restoreTrustList(name: string): Promise<unknown>;
  knownIssuers(): Promise<KnownIssuerSummary[]>;
  removeIssuer(id: string): Promise<unknown>;
  /** Restores the issuer that was removed last. */
  restoreIssuer(id: string): Promise<unknown>;

  listIdentities(): Promise<IdentitySummary[]>;
  addIdentity(value: string): Promise<IdentitySummary>;
  removeIdentity(value: string): Promise<unknown>;
  /** Compares an identity with the recipient of a badge. Stores nothing and contacts no host. */
  tryIdentity(value: string, item: ItemReference): Promise<IdentityTrial>;
  /** Returns the badges that depend on an identity. */
  identityDependents(value: string): Promise<IdentityDependents>;

  /** Files were dropped on the window, or passed by a second instance of the program. */
  onFiles(listener: (files: Ticket[]) => void): Promise<Unsubscribe>;
  /** Reports whether files are dragged over the window. */
  onFilesHover(listener: (hovering: boolean) => void): Promise<Unsubscribe>;
  /** Another program opened a deep link. */
  onDeepLink(listener: (link: DeepLinkTarget) => void): Promise<Unsubscribe>;
  /** An error occurred beside a successful operation. */
  onBackgroundError(listener: (error: ErrorDetail) => void): Promise<Unsubscribe>;
}

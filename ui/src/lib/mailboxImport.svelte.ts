// Looking through a mailbox on a server: what is filled in, the mailboxes that are remembered, and the work itself. What is found
// goes the way of everything that was handed over.

import { backend, toldError, type MailboxLocation, type MailboxSummary, type ErrorDetail } from './backend';
import { importSession } from './import.svelte';
import { navigation } from './navigation.svelte';
import { notifications } from './notifications.svelte';
import { say } from './messages';
import { Task } from './task.svelte';

/** How far back. */
export const REACHES = ['all', 'year', 'years', 'day'] as const;
type Form = { user: string; host: string; port: string; folders: string; reach: (typeof REACHES)[number]; since: string };

// 993 is the port of IMAP over TLS.
const blank = (): Form => ({ user: '', host: '', port: '993', folders: 'INBOX', reach: 'all', since: '' });

class Mailboxes {
  task = new Task();
  all: MailboxSummary[] = $state([]);
  form = $state(blank());
  password = $state('');
  remember = $state(false);
  error: ErrorDetail | undefined = $state();
  /** As many messages were looked at, and there was nothing in them. */
  nothingIn: number | undefined = $state();

  /** Whether enough is filled in to ask the server. */
  get isReady(): boolean {
    return Boolean(this.form.user.trim() && this.form.host.trim() && this.password);
  }

  /** Reads anew which mailboxes are remembered. */
  async refresh(): Promise<void> {
    try {
      this.all = await backend.rememberedMailboxes();
    } catch (thrown) {
      this.error ??= toldError(thrown);
    }
  }

  /** Looks through the mailbox that is filled in. */
  look(): Promise<void> {
    const { user, host, port, folders } = this.form;
    const asked = { user: user.trim(), host: host.trim(), port: Number(port), folders: folders.split(',').map((folder) => folder.trim()), since: firstDay(this.form) };
    return this.#look(asked, this.password, this.remember);
  }

  /** Looks through a remembered mailbox, with the password that the keyring has. */
  lookAgain({ asked }: MailboxSummary): Promise<void> {
    // Where that does not work, the form is where it goes on.
    const [folders, since] = [asked.folders.join(', '), asked.since ?? ''];
    this.form = { user: asked.user, host: asked.host, port: String(asked.port), folders, since, reach: since ? 'day' : 'all' };
    this.remember = true;
    return this.#look(asked, null, true);
  }

  /** Forgets a remembered mailbox and its password. */
  async forget({ name, asked }: MailboxSummary): Promise<void> {
    this.error = undefined;
    try {
      await backend.forgetMailbox(name);
      notifications.show(say('mailbox-forgotten', { user: asked.user }));
    } catch (thrown) {
      this.error = toldError(thrown);
    }
    await this.refresh();
  }

  /** Forgets what was filled in, for the next visit. */
  leave(): void {
    if (this.task.running) return;
    [this.form, this.password, this.remember] = [blank(), '', false];
    [this.error, this.nothingIn] = [undefined, undefined];
  }

  async #look(asked: MailboxLocation, password: string | null, remember: boolean): Promise<void> {
    [this.error, this.nothingIn] = [undefined, undefined];
    try {
      const { sightings, messages, remembered } = await this.task.run((work, progress) => backend.lookInMailbox(asked, password, remember, work, progress));
      this.password = '';
      if (remember && !remembered) notifications.warn(say('mailbox-not-remembered'));
      if (sightings.length === 0) this.nothingIn = messages;
      else await this.#show(() => importSession.append(sightings));
    } catch (thrown) {
      this.error = toldError(thrown);
    }
    if (navigation.current.screen !== 'mailbox') this.#tellElsewhere();
    await this.refresh();
  }

  /** What was found is shown where the person waits for it; somebody who went elsewhere is told that it is there. */
  async #show(take: () => Promise<void>): Promise<void> {
    await take();
    if (navigation.current.screen === 'mailbox') navigation.reset({ screen: 'add' });
    else notifications.show(say('mailbox-looked'), { label: say('mailbox-show'), run: () => navigation.reset({ screen: 'add' }) });
  }

  #tellElsewhere(): void {
    if (this.error) notifications.warn(this.error.message);
    else if (this.nothingIn !== undefined) notifications.show(say('mailbox-nothing', { count: this.nothingIn }));
  }
}

/** The day from which on mails are looked at; without one all of them are. */
function firstDay({ reach, since }: Form): string | null {
  if (reach === 'all') return null;
  if (reach === 'day') return since || null;
  const day = new Date();
  day.setFullYear(day.getFullYear() - (reach === 'year' ? 1 : 3));
  return day.toISOString().slice(0, 10);
}

export const mailboxes = new Mailboxes();

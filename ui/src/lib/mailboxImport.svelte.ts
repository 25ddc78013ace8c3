// Importing badges from a mailbox on a server: the form, the saved mailboxes and the running task. The findings become
// candidates of the import session.

import { backend, type ErrorDetail, type MailboxLocation, type MailboxSummary } from './backend';
import { toErrorDetail } from './errors';
import { importSession } from './import.svelte';
import { say, text } from './messages';
import { navigation } from './navigation.svelte';
import { notifications } from './notifications.svelte';
import { Task } from './task.svelte';

/** The periods that can be searched. */
export const PERIODS = ['all', 'year', 'years', 'day'] as const;
type Form = { user: string; host: string; port: string; folders: string; period: (typeof PERIODS)[number]; since: string };

// 993 is the port of IMAP over TLS.
const emptyForm = (): Form => ({ user: '', host: '', port: '993', folders: 'INBOX', period: 'all', since: '' });

class MailboxImporter {
  task = new Task();
  saved: MailboxSummary[] = $state([]);
  form = $state(emptyForm());
  password = $state('');
  remember = $state(false);
  error: ErrorDetail | undefined = $state();
  /** How many messages were searched without finding anything. */
  emptyMessageCount: number | undefined = $state();

  /** Whether the form is complete. */
  get isReady(): boolean {
    return Boolean(this.form.user.trim() && this.form.host.trim() && this.password);
  }

  /** Loads the saved mailboxes. */
  async refresh(): Promise<void> {
    try {
      this.saved = await backend.savedMailboxes();
    } catch (thrown) {
      this.error ??= toErrorDetail(thrown);
    }
  }

  /** Searches the mailbox of the form. */
  start(): Promise<void> {
    const { user, host, port, folders } = this.form;
    const location = { user: user.trim(), host: host.trim(), port: Number(port), folders: folders.split(',').map((folder) => folder.trim()), since: firstDay(this.form) };
    return this.#run(location, this.password, this.remember);
  }

  /** Searches a saved mailbox with the password from the keyring. */
  startSaved({ asked: location }: MailboxSummary): Promise<void> {
    // If that fails, the person continues in the form.
    const [folders, since] = [location.folders.join(', '), location.since ?? ''];
    this.form = { user: location.user, host: location.host, port: String(location.port), folders, since, period: since ? 'day' : 'all' };
    this.remember = true;
    return this.#run(location, null, true);
  }

  /** Removes a saved mailbox and its password. */
  async remove({ name, asked: location }: MailboxSummary): Promise<void> {
    this.error = undefined;
    try {
      await backend.removeMailbox(name);
      notifications.show(say('mailbox-removed', { user: location.user }));
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
    await this.refresh();
  }

  /** Clears the form for the next visit, unless the task still runs. */
  reset(): void {
    if (this.task.running) return;
    [this.form, this.password, this.remember] = [emptyForm(), '', false];
    [this.error, this.emptyMessageCount] = [undefined, undefined];
  }

  async #run(location: MailboxLocation, password: string | null, remember: boolean): Promise<void> {
    [this.error, this.emptyMessageCount] = [undefined, undefined];
    try {
      const { candidates, messages, remembered } = await this.task.run((options) => backend.importFromMailbox(location, password, remember, options));
      this.password = '';
      if (remember && !remembered) notifications.warn(say('mailbox-not-remembered'));
      if (candidates.length === 0) this.emptyMessageCount = messages;
      else await this.#show(() => importSession.append(candidates));
    } catch (thrown) {
      this.error = toErrorDetail(thrown);
    }
    if (navigation.current.screen !== 'mailbox') this.#notifyElsewhere();
    await this.refresh();
  }

  /** Opens the candidates if the person waited for them, else offers to open them. */
  async #show(append: () => Promise<void>): Promise<void> {
    await append();
    if (navigation.current.screen === 'mailbox') navigation.reset({ screen: 'add' });
    else notifications.show(say('mailbox-searched'), { label: say('mailbox-show'), run: () => navigation.reset({ screen: 'add' }) });
  }

  /** Reports the outcome if the person is on another screen now. */
  #notifyElsewhere(): void {
    if (this.error) notifications.warn(text(this.error.message));
    else if (this.emptyMessageCount !== undefined) notifications.show(say('mailbox-nothing', { count: this.emptyMessageCount }));
  }
}

/** The first day of the messages to search, or null to search all messages. */
function firstDay({ period, since }: Form): string | null {
  if (period === 'all') return null;
  if (period === 'day') return since || null;
  const day = new Date();
  day.setFullYear(day.getFullYear() - (period === 'year' ? 1 : 3));
  return day.toISOString().slice(0, 10);
}

export const mailboxImport = new MailboxImporter();

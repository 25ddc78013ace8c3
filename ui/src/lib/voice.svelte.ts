// What the window says without being asked: a short message that stays for a while, with at most one thing to do.

export interface Message {
  id: number;
  text: string;
  action?: { label: string; run: () => void };
}

const STAYS_MS = 12_000;
const STAYS_WITH_ACTION_MS = 30_000;

class Voice {
  messages: Message[] = $state([]);
  #last = 0;

  /** Says `text`; a message with something to do stays longer. What it offers is also found elsewhere. */
  say(text: string, action?: Message['action']): void {
    const id = ++this.#last;
    this.messages = [...this.messages.slice(-2), { id, text, action }];
    setTimeout(() => this.dismiss(id), action ? STAYS_WITH_ACTION_MS : STAYS_MS);
  }

  /** Takes a message away. */
  dismiss(id: number): void {
    this.messages = this.messages.filter((message) => message.id !== id);
  }
}

export const voice = new Voice();

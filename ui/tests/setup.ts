// Browser functions that jsdom lacks, and a fresh window for each test.

import { cleanup, configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';
import { importSession } from '../src/lib/import.svelte';
import { mailboxImport } from '../src/lib/mailboxImport.svelte';
import { navigation } from '../src/lib/navigation.svelte';
import { notifications } from '../src/lib/notifications.svelte';
import { reviewSession } from '../src/lib/review.svelte';
import { search } from '../src/lib/search.svelte';
import { trustLists } from '../src/lib/trustLists.svelte';

configure({ asyncUtilTimeout: 30_000 });

HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
};

globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

afterEach(() => {
  cleanup();
  Object.assign(importSession, { candidates: [], selected: {}, results: undefined, otherFiles: {}, error: undefined, consentDeclined: false, adding: false });
  trustLists.reset();
  mailboxImport.task.running = false;
  mailboxImport.reset();
  reviewSession.close();
  search.clear();
  navigation.reset({ screen: 'backpack' });
  notifications.clear();
  localStorage.clear();
});

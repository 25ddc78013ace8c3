// Long work as a screen sees it: whether it runs, how far it is, and how to stop it.

import type { Channel } from '@tauri-apps/api/core';
import { start, type Progress } from './backend';

export class Task {
  running = $state(false);
  stopping = $state(false);
  progress: Progress | undefined = $state();
  #stop: (() => void) | undefined;

  /** Runs `call`, and hands back what it made. */
  async run<T>(call: (work: number, progress: Channel<Progress>) => Promise<T>): Promise<T> {
    this.running = true;
    this.stopping = false;
    this.progress = undefined;
    const [made, stop] = start(call, (progress) => (this.progress = progress));
    this.#stop = stop;
    try {
      return await made;
    } finally {
      this.running = false;
    }
  }

  /** Asks the work to stop where nothing is half done. */
  stop(): void {
    this.stopping = true;
    this.#stop?.();
  }
}

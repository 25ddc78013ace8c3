// The state of a long operation for a screen: whether it runs, its progress, and a way to stop it.

import type { Progress, TaskOptions } from './backend';

export class Task {
  running = $state(false);
  stopping = $state(false);
  progress: Progress | undefined = $state();
  #controller = new AbortController();

  /** Runs `operation` and returns its result. */
  async run<T>(operation: (options: TaskOptions) => Promise<T>): Promise<T> {
    this.running = true;
    this.stopping = false;
    this.progress = undefined;
    this.#controller = new AbortController();
    try {
      return await operation({ onProgress: (progress) => (this.progress = progress), signal: this.#controller.signal });
    } finally {
      this.running = false;
    }
  }

  /** Asks the operation to stop at the next point where nothing is half done. */
  stop(): void {
    this.stopping = true;
    this.#controller.abort();
  }
}

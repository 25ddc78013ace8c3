// The one door from the window to the program. Nothing else imports `@tauri-apps` or the generated bindings' functions.

import { Channel, convertFileSrc } from '@tauri-apps/api/core';
import { commands, events, type Called, type Progress, type Ticket, type ErrorDetail } from './bindings';
import { nextStep, say } from './messages';

export type * from './bindings';

/** The program's commands. Each throws a `ErrorDetail`. */
export const backend = commands;

/** Calls back when files are dropped on the window, or handed over by a second start. */
export function onFiles(then: (files: Ticket[]) => void): Promise<() => void> {
  return events.filesCame.listen(({ payload }) => then(payload));
}

/** Calls back when another program called this one by name, with something to look at. */
export function onCall(then: (called: Called) => void): Promise<() => void> {
  return events.callCame.listen(({ payload }) => then(payload));
}

/** Calls back while files hover over the window. */
export function onHover(then: (hovering: boolean) => void): Promise<() => void> {
  return events.filesHover.listen(({ payload }) => then(payload));
}

/** Calls back when something went wrong behind work that succeeded. */
export function onNotice(then: (notice: ErrorDetail) => void): Promise<() => void> {
  return events.noticed.listen(({ payload }) => then(payload));
}

/** The address of a picture that the program draws: `badge/ID`, `record/ID`, `sighting/KEY` or `review/KEY`. */
export function pictureAddress(of: string): string {
  return convertFileSrc(of, 'badge');
}

let lastWork = 0;

/** Starts long work: `call` gets its number and the channel of its progress. The second value stops it. */
export function start<T>(
  call: (work: number, progress: Channel<Progress>) => Promise<T>,
  onProgress: (progress: Progress) => void,
): [Promise<T>, () => void] {
  const task = ++lastWork;
  const progress = new Channel<Progress>();
  progress.onmessage = onProgress;
  return [call(work, progress), () => void backend.cancel(work)];
}

/** Whatever was thrown, as an error that can be shown: in the program's words, else in the catalogue's for its code. */
export function toldError(thrown: unknown): ErrorDetail {
  if (!isToldError(thrown)) {
    return { code: 'UNEXPECTED', message: say('code-UNEXPECTED'), found: String(thrown), next_step: nextStep('UNEXPECTED') ?? null };
  }
  if (thrown.message) return thrown;
  return { ...thrown, message: say(`code-${thrown.code}`), next_step: nextStep(thrown.code) ?? null };
}

function isToldError(thrown: unknown): thrown is ErrorDetail {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown;
}

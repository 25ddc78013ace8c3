// Converts thrown values to errors that can be shown.

import type { ErrorDetail } from './backend';

/** Returns the backend's own errors as they are, and everything else as `UNEXPECTED`. */
export function toErrorDetail(thrown: unknown): ErrorDetail {
  if (isErrorDetail(thrown)) return thrown;
  return {
    code: 'UNEXPECTED',
    message: { message_id: 'code-UNEXPECTED', facts: {} },
    found: String(thrown),
    next_step: { message_id: 'code-UNEXPECTED.next', facts: {} },
  };
}

function isErrorDetail(thrown: unknown): thrown is ErrorDetail {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'message' in thrown && typeof thrown.message === 'object';
}

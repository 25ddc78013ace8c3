// Days, times, sizes and names in the reader's language.

export const LOCALE = 'en';

// The issuer's day, whatever the learner's time zone: badges state midnight UTC.
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const utcTimes = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'short' });

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** A day such as “March 4, 2026”. Text that is not a time is returned as it is. */
export function day(time: string): string {
  return formatTime(time, days);
}

/** A day with the time of day, in the reader's time zone. */
export function moment(time: string): string {
  return formatTime(time, moments);
}

/**
 * The text of a timestamp (RFC 3339) inside a message, e.g. `December 31, 2025`; with the time of day unless it is midnight,
 * because badges use midnight for a day. Returns undefined if the text is not a timestamp.
 */
export function dayInMessage(text: string): string | undefined {
  if (!TIMESTAMP.test(text)) return undefined;
  const date = new Date(text.replace(' ', 'T').toUpperCase());
  if (Number.isNaN(date.getTime())) return undefined;
  const isMidnight = date.getUTCHours() === 0 && date.getUTCMinutes() === 0 && date.getUTCSeconds() === 0;
  return isMidnight ? days.format(date) : `${days.format(date)}, ${utcTimes.format(date)} UTC`;
}

function formatTime(time: string, format: Intl.DateTimeFormat): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : format.format(date);
}

/** A size such as “1.2 MB”. */
export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? (['kilobyte', bytes / 1e3] as const) : (['megabyte', bytes / 1e6] as const);
  return new Intl.NumberFormat(LOCALE, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** Compares names for sorting. */
export const byName = new Intl.Collator(LOCALE, { sensitivity: 'base', numeric: true }).compare;

/** The name of a source: the file's own name without its folder, or the whole link. */
export function sourceName(source: string): string {
  const [outer = '', ...inside] = source.split(' › ');
  const name = /^https?:/.test(outer) ? outer : (outer.split(/[\\/]/).at(-1) ?? outer);
  return [name, ...inside].join(' › ');
}

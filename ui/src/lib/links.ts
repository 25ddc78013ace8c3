// Addresses that people see: which of them may be opened or asked, and whose they are.

/** The host of an https address. Everything else has none, and is never opened or asked. */
export function hostOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'https:' ? url.host : undefined;
}

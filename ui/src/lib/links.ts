// Web addresses.

/** Returns the host of an `https` address. Other addresses have none and are never opened or contacted. */
export function hostOf(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'https:' ? url.host : undefined;
}

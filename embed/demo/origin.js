// Origins as the server marks them for a page (survey/src/origin.rs): FNV-1a of 32 bits.

/** The origin of what was typed as a site's address, with or without `https://`; null where it is none. */
export function originOf(typed) {
  const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url && /\.|^localhost$/.test(url.hostname) ? url.origin : null;
}

/** The mark of an origin among the `origins` of a form's payload. */
export const mark = (origin) =>
  new TextEncoder()
    .encode(origin)
    .reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);

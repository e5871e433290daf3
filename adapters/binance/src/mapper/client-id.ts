import { createHash } from 'node:crypto';

/** What Binance takes as the id of an order. */
const ALLOWED = /^[.A-Z:/a-z0-9_-]{1,36}$/;
/** No clOrdId of ours begins so: an environment is small letters and digits. */
const DIGEST = 'bw:';
const DIGEST_CHARACTERS = 32;

/**
 * The id under which an order is known to Binance: our own where it fits, else a digest of it (192 bits of SHA-256). It
 * needs no table: after a restart an order is found under the same id.
 */
export function toClientId(clOrdId: string): string {
  if (ALLOWED.test(clOrdId) && !clOrdId.startsWith(DIGEST)) return clOrdId;
  return DIGEST + createHash('sha256').update(clOrdId).digest('base64url').slice(0, DIGEST_CHARACTERS);
}

/** Whether an id at the venue is such a digest. */
export function isDigest(clientId: string): boolean {
  return clientId.startsWith(DIGEST);
}

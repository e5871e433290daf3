import { hkdfSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '@bourseworks/domain';

/** Bytes of the gateway's secret, and of each key that is derived from it. */
export const KEY_BYTES = 32;

const encoded = /^[A-Za-z0-9_-]{43}$/;

export const gatewayKeyFile = (dataDir: string): string => join(dataDir, 'gateway', 'key');
export const gatewayDatabase = (dataDir: string): string => join(dataDir, 'gateway', 'gateway.db');

/** 32 bytes for this purpose out of the gateway's secret (HKDF, RFC 5869); the same wherever the secret is the same. */
export const deriveKey = (secret: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'bourseworks gateway', purpose, KEY_BYTES));

/** The key that the checkpoints of the audit log are made with. */
export const auditKeyOf = (secret: Uint8Array): Uint8Array => deriveKey(secret, 'audit checkpoints');

/** The secret as it is written in a file and in GATEWAY_KEY: base64url. @returns undefined when it is none */
export const gatewayKeyOf = (text: string): Uint8Array | undefined =>
  encoded.test(text) ? new Uint8Array(Buffer.from(text, 'base64url')) : undefined;

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

/** The secret of a file, undefined where there is none; refused when it is open to others or damaged. */
export function readGatewayKey(file: string): Result<Uint8Array | undefined> {
  let text: string;
  try {
    // Windows has no such bits: there the folder's own rights protect the file.
    const mode = statSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return refuse('CONFIG_INVALID', `${file} can be read by others (mode ${mode.toString(8)}): chmod 600 it`);
    }
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ok(undefined);
    return refuse('CONFIG_INVALID', `${file} cannot be read (${reasonOf(error)}): check its owner, or set GATEWAY_KEY`);
  }
  const key = gatewayKeyOf(text);
  if (key !== undefined) return ok(key);
  return refuse(
    'CONFIG_INVALID',
    `${file} is not a key: restore it from a backup, or delete it (a new one is made, everybody signs in again)`,
  );
}

import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '@bourseworks/observability';

const keyBytes = 32;
const encoded = /^[A-Za-z0-9_-]{43}$/;

/** One secret, and the keys derived from it (HKDF, RFC 5869), each for one purpose. */
export class KeyRing {
  /** Names the access token key without telling it: the `kid` of its tokens. */
  readonly keyId: string;
  readonly accessKey: Uint8Array;
  readonly refreshKey: Uint8Array;

  constructor(private readonly secret: Uint8Array) {
    this.accessKey = this.derive('access token');
    this.refreshKey = this.derive('refresh token');
    this.keyId = createHash('sha256').update(this.derive('key id')).digest('base64url').slice(0, 16);
  }

  /** 32 bytes for this purpose; the same in every process that holds the same secret. */
  derive(purpose: string): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.secret, 'bourseworks gateway', purpose, keyBytes));
  }
}

export const keyFileOf = (dataDir: string): string => join(dataDir, 'gateway', 'key');

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

function readKeyFile(file: string): Uint8Array | undefined {
  let text: string;
  try {
    // Windows has no such bits: there the folder's own rights protect the file.
    const mode = statSync(file).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ConfigError([`${file} can be read by others (mode ${mode.toString(8)}): chmod 600 it`]);
    }
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`${file} cannot be read (${reasonOf(error)}): check its owner, or set GATEWAY_KEY`]);
  }
  if (encoded.test(text)) return new Uint8Array(Buffer.from(text, 'base64url'));
  throw new ConfigError([
    `${file} is not a key: restore it from a backup, or delete it (a new one is made, everybody signs in again)`,
  ]);
}

/** Whole or not at all: a second process that starts at the same time must never read half a key. */
function makeKeyFile(file: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(keyBytes).toString('base64url')}\n`, { mode: 0o600, flush: true });
    chmodSync(draft, 0o600);
    linkSync(draft, file);
  } catch (error) {
    // Another process was first: its key is the key.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new ConfigError([`${file} cannot be written (${reasonOf(error)}): check DATA_DIR, or set GATEWAY_KEY`]);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The keys from `key` (base64url), else from the file below `dataDir`, which is made with mode 600 when there is none.
 * Throws ConfigError for a file that is damaged, open to others, or cannot be read or written.
 */
export function loadKeyRing({ key, dataDir }: { key?: string | undefined; dataDir: string }): KeyRing {
  if (key !== undefined) return new KeyRing(new Uint8Array(Buffer.from(key, 'base64url')));
  const file = keyFileOf(dataDir);
  const kept = readKeyFile(file);
  if (kept) return new KeyRing(kept);
  makeKeyFile(file);
  const made = readKeyFile(file);
  if (!made) throw new ConfigError([`${file} vanished while it was being made`]);
  return new KeyRing(made);
}

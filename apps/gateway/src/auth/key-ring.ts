import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { auditKeyOf, deriveKey, gatewayKeyFile, KEY_BYTES, readGatewayKey } from '@bourseworks/audit';
import { ConfigError } from '@bourseworks/observability';

/** One secret, and the keys derived from it (HKDF, RFC 5869), each for one purpose. */
export class KeyRing {
  /** Names the access token key without telling it: the `kid` of its tokens. */
  readonly keyId: string;
  readonly accessKey: Uint8Array;
  readonly refreshKey: Uint8Array;
  /** Of the checkpoints of the audit log. */
  readonly auditKey: Uint8Array;

  constructor(private readonly secret: Uint8Array) {
    this.accessKey = this.derive('access token');
    this.refreshKey = this.derive('refresh token');
    this.auditKey = auditKeyOf(secret);
    this.keyId = createHash('sha256').update(this.derive('key id')).digest('base64url').slice(0, 16);
  }

  /** 32 bytes for this purpose; the same in every process that holds the same secret. */
  derive(purpose: string): Uint8Array {
    return deriveKey(this.secret, purpose);
  }
}

const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

function readKeyFile(file: string): Uint8Array | undefined {
  const read = readGatewayKey(file);
  if (read.ok) return read.value;
  throw new ConfigError([read.refusal.message]);
}

/** Whole or not at all: a second process that starts at the same time must never read half a key. */
function makeKeyFile(file: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64url')}\n`, { mode: 0o600, flush: true });
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
  const file = gatewayKeyFile(dataDir);
  const kept = readKeyFile(file);
  if (kept) return new KeyRing(kept);
  makeKeyFile(file);
  const made = readKeyFile(file);
  if (!made) throw new ConfigError([`${file} vanished while it was being made`]);
  return new KeyRing(made);
}

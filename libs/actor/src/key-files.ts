import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DomainError, refuse } from '@bourseworks/domain';
import { linesOf, lineOf, MAX_PUBLIC_KEYS } from './public-key.js';

export const privateKeyFile = (directory: string): string => join(directory, 'private.key');
export const publicKeyFile = (directory: string): string => join(directory, 'public.key');

export const errnoOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));

export const keyMissing = (message: string): DomainError =>
  new DomainError(refuse('ACTOR_KEY_MISSING', message).refusal);

/** Bits of a file's mode that must not be set. Windows has none: there the folder's own rights protect the file. */
export const forbiddenMode = (file: string, bits: number): string | undefined => {
  const mode = statSync(file).mode & 0o777;
  return process.platform !== 'win32' && (mode & bits) !== 0 ? mode.toString(8) : undefined;
};

function readPrivateKey(file: string): KeyObject | undefined {
  let text: string;
  try {
    const mode = forbiddenMode(file, 0o077);
    if (mode !== undefined) throw keyMissing(`${file} can be read by others (mode ${mode}): chmod 600 it`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof DomainError) throw error;
    throw keyMissing(`${file} cannot be read (${errnoOf(error)}): only its owner may sign commands of people`);
  }
  try {
    const key = createPrivateKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, without the parser's words: they could hold parts of the key.
  }
  throw keyMissing(`${file} is no Ed25519 key in PEM: restore it, or delete it and a new one is made`);
}

/** Whole or not at all, and under its name only when it is: `place` decides what happens to one that is there. */
function write(file: string, text: string, mode: number, place: (draft: string, file: string) => void): void {
  // Not by process id: in containers that share a volume every process is number 1.
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 });
    writeFileSync(draft, text, { mode, flush: true, flag: 'wx' });
    // The mask of this process may have taken bits away.
    chmodSync(draft, mode);
    place(draft, file);
  } catch (error) {
    // Another process was first: what it wrote is what counts.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw keyMissing(
      `${file} cannot be written (${errnoOf(error)}): check ACTOR_KEYS_DIR and the rights of its folder`,
    );
  } finally {
    rmSync(draft, { force: true });
  }
}

function makePrivateKey(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  write(file, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600, linkSync);
  // Not the one just made: another process may have been first, and its key is the key then.
  const kept = readPrivateKey(file);
  if (kept === undefined) throw keyMissing(`${file} vanished while it was being made`);
  return kept;
}

function readLines(file: string): string[] | undefined {
  try {
    return linesOf(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw keyMissing(`${file} cannot be read (${errnoOf(error)}): verifiers could not either`);
  }
}

/**
 * Puts the key among the public ones. It follows from the private key, so that the one file alone decides: processes that
 * start at once write the same line. Keys that are there stay, so that what was signed before a rotation still holds.
 */
function publish(file: string, key: KeyObject): void {
  const line = lineOf(key);
  const kept = readLines(file) ?? [];
  if (kept.includes(line)) return;
  const lines = [...kept.slice(1 - MAX_PUBLIC_KEYS), line];
  write(file, `${lines.join('\n')}\n`, 0o644, renameSync);
}

/**
 * The key of `private.key` below `directory`, which is made with mode 600 when there is none; `public.key` beside it has its
 * public half. @throws DomainError ACTOR_KEY_MISSING when a file is damaged, open to others, or cannot be read or written
 */
export function loadPrivateKey(directory: string): KeyObject {
  const file = privateKeyFile(directory);
  const key = readPrivateKey(file) ?? makePrivateKey(file);
  publish(publicKeyFile(directory), key);
  return key;
}

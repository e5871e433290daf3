import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A public key and its name. */
export interface NamedKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** Most keys in one file: more than a rotation ever needs. */
export const MAX_PUBLIC_KEYS = 16;

const encoded = /^[A-Za-z0-9_-]{43}$/;

/** The line of the public half of a private key: its 32 bytes (RFC 8032) as base64url. */
export function lineOf(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('an Ed25519 key has an x');
  return x;
}

/** Names a public key without telling more than the key itself does. */
export const keyIdOf = (line: string): string => createHash('sha256').update(line).digest('base64url').slice(0, 16);

/** The lines of a file of public keys; blank lines and those that begin with # say nothing. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** @returns undefined when the line is no key */
export function publicKeyOf(line: string): NamedKey | undefined {
  if (!encoded.test(line) || Buffer.from(line, 'base64url').toString('base64url') !== line) return undefined;
  return { kid: keyIdOf(line), key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: line }, format: 'jwk' }) };
}

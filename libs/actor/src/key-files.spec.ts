import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startProcess, tempDir, VirtualClock } from '@bourseworks/testkit';
import { loadActorSigner } from './actor-signer.js';
import { privateKeyFile, publicKeyFile } from './key-files.js';
import { linesOf, MAX_PUBLIC_KEYS, publicKeyOf } from './public-key.js';

const posix = process.platform !== 'win32';
const clock = new VirtualClock();
const mode = (file: string): number => statSync(file).mode & 0o777;
const published = (directory: string): (string | undefined)[] =>
  linesOf(readFileSync(publicKeyFile(directory), 'utf8')).map((line) => publicKeyOf(line)?.kid);

function refusal(directory: string): unknown {
  try {
    return loadActorSigner(directory, clock).keyId;
  } catch (error) {
    return error;
  }
}

describe('loadActorSigner', () => {
  it('makes a pair once: the private key for its owner alone, the public one for everybody', () => {
    const directory = join(tempDir('actor'), 'below', 'actor');
    const { keyId } = loadActorSigner(directory, clock);
    expect(readdirSync(directory).toSorted()).toEqual(['private.key', 'public.key']);
    if (posix) expect([mode(privateKeyFile(directory)), mode(publicKeyFile(directory))]).toEqual([0o600, 0o644]);
    expect(published(directory)).toEqual([keyId]);
    const before = readFileSync(publicKeyFile(directory), 'utf8');
    expect(loadActorSigner(directory, clock).keyId).toBe(keyId);
    expect(readFileSync(publicKeyFile(directory), 'utf8')).toBe(before);
  });

  it('writes the public key again from the private one', () => {
    const directory = tempDir('actor');
    const { keyId } = loadActorSigner(directory, clock);
    rmSync(publicKeyFile(directory));
    loadActorSigner(directory, clock);
    expect(published(directory)).toEqual([keyId]);
  });

  it('keeps the public keys of before when a new private key is made, within a bound', () => {
    const directory = tempDir('actor');
    const ids = Array.from({ length: MAX_PUBLIC_KEYS + 2 }, () => {
      rmSync(privateKeyFile(directory), { force: true });
      return loadActorSigner(directory, clock).keyId;
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(published(directory)).toEqual(ids.slice(-MAX_PUBLIC_KEYS));
  });

  it('refuses a private key that others can read, is damaged or of another kind, by name', () => {
    const directory = tempDir('actor');
    const file = privateKeyFile(directory);
    loadActorSigner(directory, clock);
    if (posix) {
      for (const open of [0o640, 0o604]) {
        chmodSync(file, open);
        const message = `${file} can be read by others (mode ${open.toString(8)}): chmod 600 it`;
        expect(refusal(directory)).toMatchObject({ code: 'ACTOR_KEY_MISSING', message });
      }
      chmodSync(file, 0o600);
    }
    const { privateKey } = generateKeyPairSync('ed448');
    for (const text of ['', 'words', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()]) {
      writeFileSync(file, text);
      const message = expect.stringContaining(`${file} is no Ed25519 key`) as unknown;
      expect(refusal(directory)).toMatchObject({ code: 'ACTOR_KEY_MISSING', message });
    }
  });

  it('says why no key can be made', () => {
    const directory = tempDir('actor');
    writeFileSync(join(directory, 'file'), '');
    const refused = refusal(join(directory, 'file', 'actor'));
    expect(refused).toMatchObject({ code: 'ACTOR_KEY_MISSING', message: expect.stringContaining('ENOTDIR') });
    mkdirSync(privateKeyFile(directory));
    expect(refusal(directory)).toMatchObject({ code: 'ACTOR_KEY_MISSING' });
  });

  it('ends with one pair when processes race for it', async () => {
    const directory = join(tempDir('actor'), 'actor');
    const loaders = Array.from({ length: 6 }, () =>
      startProcess({ entry: 'libs/actor/fixtures/load.process.js', args: [directory] }),
    );
    const said = await Promise.all(loaders.map((loader) => loader.waitFor((line) => 'keyId' in line)));
    const ids = new Set(said.map((line) => line['keyId']));
    expect(ids.size).toBe(1);
    expect(published(directory)).toEqual([...ids]);
    expect(readdirSync(directory).toSorted()).toEqual(['private.key', 'public.key']);
  });
});

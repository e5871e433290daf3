import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { gatewayKeyFile } from '@bourseworks/audit';
import { loadKeyRing } from './key-ring.js';

const posix = process.platform !== 'win32';

describe('loadKeyRing', () => {
  it('makes a key that only its owner can read, once', () => {
    const dataDir = tempDir('keys');
    const first = loadKeyRing({ dataDir });
    const file = gatewayKeyFile(dataDir);
    if (posix) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(dataDir, 'gateway'))).toEqual(['key']);
    const again = loadKeyRing({ dataDir });
    expect(again.keyId).toBe(first.keyId);
    expect(again.accessKey).toEqual(first.accessKey);
    expect(first.accessKey).not.toEqual(first.refreshKey);
  });

  it('takes the key of the environment without touching the disk', () => {
    const key = Buffer.alloc(32, 7).toString('base64url');
    const dataDir = tempDir('keys');
    expect(loadKeyRing({ dataDir, key }).keyId).toBe(loadKeyRing({ dataDir, key }).keyId);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('tells nothing of the key by its id', () => {
    const dataDir = tempDir('keys');
    const { keyId } = loadKeyRing({ dataDir });
    expect(readFileSync(gatewayKeyFile(dataDir), 'utf8')).not.toContain(keyId);
  });

  it('refuses a file that is damaged or open to others, by name', () => {
    const dataDir = tempDir('keys');
    loadKeyRing({ dataDir });
    const file = gatewayKeyFile(dataDir);
    if (posix) {
      chmodSync(file, 0o644);
      expect(() => loadKeyRing({ dataDir })).toThrow(`${file} can be read by others (mode 644): chmod 600 it`);
      chmodSync(file, 0o600);
    }
    for (const text of ['', 'short', 'x'.repeat(44)]) {
      writeFileSync(file, text);
      expect(() => loadKeyRing({ dataDir })).toThrow(`${file} is not a key`);
    }
  });
});

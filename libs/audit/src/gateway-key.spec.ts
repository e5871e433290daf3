import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { auditKeyOf, deriveKey, gatewayKeyOf, readGatewayKey } from './gateway-key.js';

const SECRET = Buffer.alloc(32, 7);

describe('the keys of the gateway', () => {
  it('stay what they are: logs and tokens of earlier releases rest on them', () => {
    const text = (key: Uint8Array): string => Buffer.from(key).toString('hex');
    expect(text(auditKeyOf(SECRET))).toBe(text(deriveKey(SECRET, 'audit checkpoints')));
    expect(text(auditKeyOf(SECRET))).toBe('5fd4a22ecc934226215a080356af1a8562ebe9c17acee08d0ca841be33b6f9bf');
    expect(text(deriveKey(SECRET, 'access token'))).not.toBe(text(auditKeyOf(SECRET)));
  });

  it('come from 43 characters of base64url and nothing else', () => {
    expect(gatewayKeyOf(SECRET.toString('base64url'))).toEqual(new Uint8Array(SECRET));
    for (const other of ['', 'short', 'x'.repeat(44), `${'x'.repeat(42)}=`])
      expect(gatewayKeyOf(other)).toBeUndefined();
  });

  it('come from a file that only its owner can read', () => {
    const file = join(tempDir('key'), 'key');
    expect(readGatewayKey(file)).toEqual({ ok: true, value: undefined });
    writeFileSync(file, `${SECRET.toString('base64url')}\n`, { mode: 0o600 });
    expect(readGatewayKey(file)).toEqual({ ok: true, value: new Uint8Array(SECRET) });
    if (process.platform !== 'win32') {
      chmodSync(file, 0o640);
      const refusal = { code: 'CONFIG_INVALID', message: `${file} can be read by others (mode 640): chmod 600 it` };
      expect(readGatewayKey(file)).toEqual({ ok: false, refusal });
      chmodSync(file, 0o600);
    }
    writeFileSync(file, 'words');
    expect(readGatewayKey(file)).toMatchObject({ ok: false, refusal: { code: 'CONFIG_INVALID' } });
    mkdirSync(`${file}.d`, { mode: 0o700 });
    expect(readGatewayKey(`${file}.d`)).toMatchObject({ ok: false });
  });
});

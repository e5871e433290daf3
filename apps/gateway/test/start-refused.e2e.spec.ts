import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';

const start = (dataDir: string, env: Record<string, string> = {}): StartedProcess =>
  startProcess({ entry: 'apps/gateway/src/main.js', env: { GATEWAY_PORT: '0', DATA_DIR: dataDir, ...env } });

describe('the gateway service', () => {
  it('says in one line why it does not start with a key that is not fit', async () => {
    const dataDir = tempDir('gateway');
    const file = join(dataDir, 'gateway', 'key');
    mkdirSync(join(dataDir, 'gateway'));
    writeFileSync(file, 'half a k', { mode: 0o600 });
    const corrupt = start(dataDir);
    expect(await corrupt.exited).toEqual({ code: 1, signal: null });
    expect(corrupt.lines).toEqual([{ text: expect.stringContaining(`gateway: ${file} is not a key: restore it`) }]);
    if (process.platform !== 'win32') {
      chmodSync(file, 0o640);
      const open = start(dataDir);
      expect(await open.exited).toEqual({ code: 1, signal: null });
      expect(open.lines).toEqual([{ text: `gateway: ${file} can be read by others (mode 640): chmod 600 it` }]);
    }
    const short = start(dataDir, { GATEWAY_KEY: 'canary-short-key' });
    expect(await short.exited).toEqual({ code: 1, signal: null });
    expect(short.lines).toEqual([{ text: expect.stringMatching(/^gateway: GATEWAY_KEY .*32 bytes.*hidden/) }]);
  });

  it('says in one line why it does not start with a database that is damaged', async () => {
    const dataDir = tempDir('gateway');
    const file = join(dataDir, 'gateway', 'gateway.db');
    mkdirSync(join(dataDir, 'gateway'));
    for (const content of [
      Buffer.alloc(20_000, 'damaged'),
      Buffer.from(`SQLite format 3\0${'\x10\x01'.repeat(4_000)}`),
    ]) {
      writeFileSync(file, content);
      const damaged = start(dataDir);
      expect(await damaged.exited).toEqual({ code: 1, signal: null });
      expect(damaged.lines).toEqual([
        { text: expect.stringMatching(/^gateway: .*gateway\.db cannot be used \(.*restore it/) },
      ]);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { startProcess, tempDir } from '@bourseworks/testkit';
import { built, text } from './testing/built.js';

describe('Journal over a kill -9', () => {
  it('has every record that was called durable, without a hole, and gives the lock free', async () => {
    const lib = await built();
    const directory = tempDir();
    let told = 0;
    for (let life = 1; life <= 3; life++) {
      const child = startProcess({ entry: 'libs/journal/src/testing/appender.js', args: [directory] });
      const line = await child.waitFor((l) => typeof l['durable'] === 'number' && l['durable'] > told + 200);
      told = line['durable'] as number;
      // Another process must not get in while this one lives.
      expect(() =>
        lib.Journal.open({
          directory,
          clock: new SystemClock(),
          onRecord: () => undefined,
          onDurable: () => undefined,
          onFailure: () => undefined,
        }),
      ).toThrow(expect.objectContaining({ code: 'JOURNAL_LOCKED' }));
      await child.kill();
    }
    const seen: string[] = [];
    const journal = lib.Journal.open({
      directory,
      clock: new SystemClock(),
      onRecord: (r) => seen.push(text(r.payload)),
      onDurable: () => undefined,
      onFailure: () => undefined,
    });
    expect(journal.epoch).toBe(4);
    expect(seen.length).toBeGreaterThanOrEqual(told);
    expect(seen).toEqual(seen.map((_, i) => `record ${i + 1}`));
    await journal.close();
  });
});

import { renameSync, statSync, utimesSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import { batch, record, segmentsIn, trade } from '../test/recording.js';
import { boundSegments } from './retention.js';

const HOUR_MS = 3_600_000;

async function fourSegments(): Promise<{
  readonly root: string;
  readonly paths: readonly string[];
  readonly size: number;
}> {
  const root = tempDir('retention');
  const clock = new VirtualClock();
  for (let epoch = 1; epoch <= 4; epoch++) {
    await record(root, 'trade', [batch(epoch, 1, trade(epoch))], clock);
    clock.advance(1);
  }
  const paths = segmentsIn(root);
  return { root, paths, size: Math.max(...paths.map((path) => statSync(path).size)) };
}

describe('the bound on segments', () => {
  it('removes the oldest until the rest is within it', async () => {
    const { root, paths, size } = await fourSegments();
    const left = await boundSegments(root, 2 * size, Date.now());
    expect(segmentsIn(root)).toEqual(paths.slice(2));
    expect(left).toEqual({ bytes: paths.slice(2).reduce((sum, path) => sum + statSync(path).size, 0), removed: 2 });
    expect(await boundSegments(root, 2 * size, Date.now())).toMatchObject({ removed: 0 });
  });

  it('leaves what may still be written, and takes what a killed recorder left behind', async () => {
    const { root, paths } = await fourSegments();
    const [killed, open] = [`${paths[0]}.part`, `${paths[1]}.part`];
    renameSync(paths[0], killed);
    renameSync(paths[1], open);
    const nowMs = Date.now();
    utimesSync(killed, nowMs / 1_000, (nowMs - 3 * HOUR_MS) / 1_000);
    expect(await boundSegments(root, 0, nowMs)).toEqual({ bytes: statSync(open).size, removed: 3 });
    expect(segmentsIn(root)).toEqual([open]);
  });

  it('of a folder that is not there is no work', async () => {
    expect(await boundSegments(`${tempDir('retention')}/none`, 0, 0)).toEqual({ bytes: 0, removed: 0 });
  });
});

import { beforeAll, expect, it } from '@jest/globals';
import { RecordedStream } from '@bourseworks/recording';
import { startProcess, tempDir } from '@bourseworks/testkit';
import { CommandLine } from './support/command-line.js';
import { expectConsistent, steadyFigures, type DemoFigures } from './support/demo.js';
import { commandsOf } from './support/doc-commands.js';
import { RunningPlatform } from './support/running-platform.js';

const SYMBOLS = ['BTCUSD', 'ETHUSD'];
/** The strategy learns from a third of a recording unless it is told otherwise. */
const PARTS = 3;
const TIMEOUT_MS = 180_000;

let data: string;

beforeAll(async () => {
  data = tempDir('recordings');
  const platform = await RunningPlatform.start();
  try {
    const kinds = ['--kind', 'bar-1s', '--kind', 'book'];
    const bourse = new CommandLine(platform.solaceUrl, platform.dataDir);
    const { code, results } = await bourse.json('record', ...SYMBOLS, ...kinds, '--data', data, '--seconds', '15');
    expect(code).toBe(0);
    const streams = results.filter((line) => line['type'] === 'stream');
    expect(streams.map(({ items, missed, refused }) => [Number(items) > 10, missed, refused])).toEqual(
      streams.map(() => [true, 0, 0]),
    );
    expect(streams).toHaveLength(4);
  } finally {
    await platform.stop();
  }
}, TIMEOUT_MS);

/** What the page tells its reader to run, on this recording: the words of the demo. */
function documented(): string[] {
  const prefix = 'npm run demo -- ';
  const shown = commandsOf('docs/how-to/record-and-replay.md').filter(({ text }) => text.startsWith(prefix));
  expect(shown).toHaveLength(1);
  expect(shown[0].text).toContain(' --data var/recordings ');
  return shown[0].text.slice(prefix.length).replace('var/recordings', data).split(' ');
}

async function replayed(...more: string[]): Promise<DemoFigures> {
  const run = startProcess({ entry: 'apps/cli/src/main.js', args: ['demo', ...documented(), ...more] });
  const exit = await run.exited;
  expect({ code: exit.code, said: exit.code === 0 ? '' : run.tail() }).toEqual({ code: 0, said: '' });
  return run.lines.findLast((line) => typeof line['barsPublished'] === 'number') as unknown as DemoFigures;
}

/** Starts of the recorded bars of each symbol. */
async function barStarts(): Promise<number[][]> {
  const starts: number[][] = [];
  for (const stream of await RecordedStream.all(data)) {
    if (stream.header.kind !== 'bar-1s') continue;
    const of: number[] = [];
    for await (const events of stream.events(stream.instrument, 0))
      of.push(...events.map((event) => (event.kind === 'bar' ? event.startUs : NaN)));
    starts.push(of);
  }
  return starts;
}

it(
  'what was recorded of the running platform is replayed in lock-step: every bar, and the same on each run',
  async () => {
    const starts = await barStarts();
    const [beginUs, toUs] = [starts[0][0], (starts[0].at(-1) ?? 0) + 1_000_000];
    const learnS = Math.floor((toUs - beginUs) / PARTS / 1_000_000);
    const fromUs = beginUs + learnS * 1_000_000;
    const [first, second] = [await replayed(), await replayed('--learn', String(learnS))];
    const traded = starts.flat().filter((us) => us >= fromUs && us + 1_000_000 <= toUs);
    expect(first.barsPublished).toBe(traded.length);
    expect(traded.length).toBeGreaterThan(10);
    expectConsistent(first, 1_000_000);
    expect(steadyFigures(second)).toEqual(steadyFigures(first));
  },
  TIMEOUT_MS,
);

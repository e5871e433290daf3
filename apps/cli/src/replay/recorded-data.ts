import { stat } from 'node:fs/promises';
import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { MarketDataAdapter } from '@bourseworks/ports';
import { EXIT } from '../exit-codes.js';
import { CliFailure, codeOf } from '../failure.js';

/** [fromUs, toUs) of the venue's times, epoch microseconds. */
export interface TimeRange {
  readonly fromUs: number;
  readonly toUs: number;
}

/** All that a folder has. */
export const EVERYTHING: TimeRange = { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };

export interface StoredStream {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
}

/**
 * A folder with recordings, in any format that the replay adapter reads. `venues`: those to read; absent = those that it reads
 * by default, and all of which `bourse record` wrote. @throws CliFailure, DomainError CONFIG_INVALID, DATA_FORMAT
 */
export async function openData(folder: string, venues?: readonly string[]): Promise<MarketDataAdapter> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new CliFailure(
      EXIT.failed,
      `there is no folder ${folder}`,
      'Name a folder with recordings or other market data.',
    );
  // Loaded only now: no other command needs the formats.
  const [{ ReplayMarketData }, { parseReplayConfig }, { RecordedStream, recordingsRoot }] = await Promise.all([
    import('../../../../adapters/replay/src/market-data/replay-market-data.js'),
    import('../../../../adapters/replay/src/config.js'),
    import('@bourseworks/recording'),
  ]);
  const root = recordingsRoot(folder);
  const recorded = root === undefined ? [] : await RecordedStream.all(root);
  const config = parseReplayConfig({ REPLAY_DATA: folder });
  const all = [...config.venues, ...recorded.map(({ instrument }) => instrument.venue)];
  return ReplayMarketData.load({ dataRoot: folder, venues: venues ?? [...new Set(all)] });
}

/**
 * The events of a stream as parts to be pulled: it reads on only when the part before was taken, and leaving the loop stops it.
 * None where the range has nothing. @throws DomainError DATA_FORMAT, after all that was good before
 */
export async function* partsOf(
  data: MarketDataAdapter,
  stream: StoredStream,
  range: TimeRange,
): AsyncGenerator<readonly MarketDataEvent[]> {
  const abort = new AbortController();
  const parts: (readonly MarketDataEvent[])[] = [];
  let offered = (): void => undefined;
  let taken = (): void => undefined;
  let isOver = false;
  const take = (events: readonly MarketDataEvent[]): Promise<void> => {
    parts.push(events);
    offered();
    return new Promise((resolve) => (taken = resolve));
  };
  const reading = data.history({ ...stream, ...range }, take, abort.signal).finally(() => {
    isOver = true;
    offered();
  });
  // Told below, when all before it was taken.
  reading.catch(() => undefined);
  try {
    while (!isOver || parts.length > 0) {
      const part = parts.shift();
      if (part === undefined) await new Promise<void>((resolve) => (offered = resolve));
      else {
        yield part;
        taken();
      }
    }
    await reading.catch(unlessEmpty);
  } finally {
    abort.abort();
    taken();
  }
}

function unlessEmpty(error: unknown): void {
  if (codeOf(error) !== 'HISTORY_NOT_FOUND') throw error;
}

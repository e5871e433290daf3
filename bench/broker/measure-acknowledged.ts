import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchContext } from '../harness/bench.js';
import { quantile, spread } from '../harness/rounds.js';
import { AcknowledgedPublisher } from './acknowledged.js';
import { isInMemory, syncTimes } from './disk.js';
import { startServer, type RunningServer } from './servers.js';

export interface AcknowledgedSize {
  /** Messages of a round one after the other, and with several under way. */
  readonly alone: number;
  readonly many: number;
}

/** 99th percentile of each round, us, warm-up included. */
type Tails = Record<'ours' | 'jetStream' | 'sync', number[]>;

/** From the publication of a message to its acknowledgement, the message being on the disk (ours) or in a file (JetStream). */
export async function measureAcknowledged(
  size: AcknowledgedSize,
  rounds: BenchContext['rounds'],
): Promise<{ readonly figures: Readonly<Record<string, unknown>> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bourseworks-broker-'));
  const servers: RunningServer[] = [];
  const publishers: AcknowledgedPublisher[] = [];
  const start = async (
    name: 'development' | 'nats',
    open: (port: number) => Promise<AcknowledgedPublisher>,
  ): Promise<AcknowledgedPublisher> => {
    const directory = join(folder, name);
    mkdirSync(directory);
    const server = await startServer(name, directory);
    servers.push(server);
    const publisher = await open(server.port);
    publishers.push(publisher);
    return publisher;
  };
  try {
    const ours = await start('development', (port) => AcknowledgedPublisher.toQueue(port));
    const jetStream = await start('nats', (port) => AcknowledgedPublisher.toStream(port));
    return { figures: await measure(size, rounds, folder, ours, jetStream) };
  } finally {
    for (const publisher of publishers) publisher.close();
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function measure(
  { alone, many }: AcknowledgedSize,
  rounds: BenchContext['rounds'],
  folder: string,
  ours: AcknowledgedPublisher,
  jetStream: AcknowledgedPublisher,
): Promise<Record<string, unknown>> {
  const tails: Tails = { ours: [], jetStream: [], sync: [] };
  const median = (who: keyof Tails, times: Float64Array): number => {
    tails[who].push(quantile(times, 0.99));
    return quantile(times, 0.5);
  };
  const rate = async (who: AcknowledgedPublisher, window: number): Promise<number> =>
    (await who.run(many, window)).perSecond;
  const found = await rounds({
    ours: async () => median('ours', (await ours.run(alone, 1)).timesUs),
    jetStream: async () => median('jetStream', (await jetStream.run(alone, 1)).timesUs),
    sync: () => median('sync', syncTimes(folder, alone)),
    ours64: () => rate(ours, 64),
    jetStream64: () => rate(jetStream, 64),
    ours255: () => rate(ours, 255),
    jetStream255: () => rate(jetStream, 255),
  });
  const times = (who: keyof Tails): Record<string, number> => ({
    p50Us: found[who].median,
    p99Us: spread(tails[who].slice(-found[who].rounds)).median,
  });
  return {
    // Without `sync_interval: always`, which came with 2.10, a stream in files is synced every two minutes.
    jetStreamSynced: false,
    folderInMemory: isInMemory(folder),
    acknowledgedP50RatioVsJetStream: found.ours.median / found.jetStream.median,
    acknowledgedP50RatioVsSync: found.ours.median / found.sync.median,
    acknowledged64RatioVsJetStream: found.ours64.median / found.jetStream64.median,
    acknowledged255RatioVsJetStream: found.ours255.median / found.jetStream255.median,
    acknowledgement: { ours: times('ours'), jetStream: times('jetStream'), oneRecordSynced: times('sync') },
    acknowledgedPerSecond: {
      ours: { inFlight64: found.ours64, inFlight255: found.ours255 },
      jetStream: { inFlight64: found.jetStream64, inFlight255: found.jetStream255 },
    },
  };
}

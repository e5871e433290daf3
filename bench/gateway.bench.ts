import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBus } from './bus/processes.js';
import { Feed } from './gateway/feed.js';
import { quantileOf, type Histogram } from './gateway/histogram.js';
import { Clients, startGateway, startPlain, type MeasuredServer } from './gateway/processes.js';
import { readFigure, readHistogram, signIn } from './gateway/gateway-http.js';
import { CONTESTANTS, type Contestant, type Quote } from './gateway/wire.js';
import { defineBench, type BenchContext, type Measurement } from './harness/bench.js';
import { quantile } from './harness/rounds.js';

const KB = 1_024;
const SOCKETS = 500;
/** A screen full of quotes. */
const SYMBOLS = Array.from({ length: 50 }, (_, at) => `X${at}`);
/** Longer than that between two frames. */
const PAUSE_MS = 120;
/** Symbols of a turn of the steady market: 25 000 deliveries a second. */
const PER_TURN = 5;

type Servers = Record<Contestant, MeasuredServer>;

interface Arena {
  readonly servers: Servers;
  readonly clients: Clients;
  readonly feed: Feed;
}

/** One round of a contestant: the same bursts, until every client holds them. @returns deliveries for each second of its CPU */
async function round({ servers, clients, feed }: Arena, who: Contestant, bursts: number, latencies: number[]) {
  const before = await servers[who].usage();
  for (let burst = 0; burst < bursts; burst++) {
    const last = feed.burst(who, SYMBOLS);
    const { latenciesMs } = await clients.order({ expect: who, updates: SYMBOLS.length, last }, 'arrived').done;
    latencies.push(...latenciesMs);
    // The next one finds it quiet: nothing conflates, so that every contestant delivers the same.
    await sleep(PAUSE_MS);
  }
  const after = await servers[who].usage();
  return (SOCKETS * bursts * SYMBOLS.length * 1_000_000) / (after.cpuUs - before.cpuUs);
}

/** A steady market: some symbols in turn every 100 ms, as many deliveries a second as 500 people look at. Nothing conflates. */
async function steady({ clients, feed }: Arena, seconds: number): Promise<void> {
  const last: Record<string, Quote> = {};
  const turns = seconds * 10;
  for (let turn = 0; turn < turns; turn++) {
    const from = (turn * PER_TURN) % SYMBOLS.length;
    Object.assign(last, feed.burst('gateway', SYMBOLS.slice(from, from + PER_TURN)));
    await sleep(100);
  }
  await clients.order({ expect: 'gateway', updates: turns * PER_TURN, last }, 'arrived').done;
}

/** Bytes for each connection, by the objects of the process and by its resident size. */
async function connectAll({ servers, clients }: Arena, who: Contestant, token: string) {
  const server = servers[who];
  // What the first connection loads and compiles is no cost of a connection.
  const order = { connect: who, url: server.url, symbols: SYMBOLS, token };
  await clients.order({ ...order, clients: 20 }, 'connected').done;
  const before = await server.usage(true);
  await clients.order({ ...order, clients: SOCKETS - 20 }, 'connected').done;
  await sleep(500);
  const after = await server.usage(true);
  return {
    objectsKb: (after.objects - before.objects) / (SOCKETS - 20) / KB,
    rssKb: (after.rss - before.rss) / (SOCKETS - 20) / KB,
  };
}

async function measure(arena: Arena, token: string, { quick, rounds, say }: BenchContext): Promise<Measurement> {
  const memory = {} as Record<Contestant, Awaited<ReturnType<typeof connectAll>>>;
  for (const who of CONTESTANTS) {
    memory[who] = await connectAll(arena, who, token);
    say(`${SOCKETS} clients of ${who} are connected`);
  }
  const bursts = quick ? 1 : 2;
  const latencies: Record<Contestant, number[]> = { gateway: [], socketio: [], ws: [] };
  const run = (who: Contestant) => () => round(arena, who, bursts, latencies[who]);
  // Plain servers are warm after one burst of 25 000 sends; the gateway does a fiftieth of that for each.
  await round(arena, 'gateway', quick ? 15 : 40, []);
  const metric = 'bourseworks_socket_processing_seconds';
  const { url } = arena.servers.gateway;
  const sent = async (): Promise<[number, number]> => [
    await readFigure(url, 'bourseworks_socket_deliveries'),
    await readFigure(url, 'bourseworks_socket_frames'),
  ];
  const atFirst = await readHistogram(url, metric);
  await steady(arena, quick ? 4 : 15);
  const before = await readHistogram(url, metric);
  const [deliveriesBefore, framesBefore] = await sent();
  const rates = await rounds({ gateway: run('gateway'), socketio: run('socketio'), ws: run('ws') }, { warmup: 1 });
  const inBursts = (await readHistogram(url, metric)).since(before);
  const [deliveries, frames] = await sent();
  const updatesPerFrame = round1((deliveries - deliveriesBefore) / (frames - framesBefore));
  const { values, figures, peers = {} } = report(memory, rates, before.since(atFirst), latencies);
  const burstProcessingMs = {
    p50: round1(quantileOf(inBursts, 0.5) * 1_000),
    p99: round1(quantileOf(inBursts, 0.99) * 1_000),
  };
  return { values, figures: { ...figures, burstProcessingMs, updatesPerFrame }, peers };
}

const round1 = (value: number): number => Math.round(value * 10) / 10;

function report(
  memory: Record<Contestant, { objectsKb: number; rssKb: number }>,
  rates: Record<Contestant, { median: number; min: number; max: number }>,
  processing: Histogram,
  latencies: Record<Contestant, number[]>,
): Measurement {
  const each = <T>(value: (who: Contestant) => T): Record<string, T> =>
    Object.fromEntries(CONTESTANTS.map((who) => [who, value(who)]));
  const latencyMs = (who: Contestant, q: number): number =>
    round1(
      quantile(
        latencies[who].toSorted((a, b) => a - b),
        q,
      ),
    );
  return {
    values: {
      processingP99Ms: quantileOf(processing, 0.99) * 1_000,
      deliveriesPerSecondPerCore: Math.round(rates.gateway.median),
      fanoutRatioVsWs: round1(rates.gateway.median / rates.ws.median),
      marginalKbPerConnection: round1(memory.gateway.objectsKb - memory.socketio.objectsKb),
    },
    figures: {
      sockets: SOCKETS,
      symbols: SYMBOLS.length,
      fanoutRatioVsSocketIo: round1(rates.gateway.median / rates.socketio.median),
      processingP50Ms: quantileOf(processing, 0.5) * 1_000,
      deliveriesPerSecondPerCore: each((who) => {
        const { median, min, max } = rates[who];
        return { median: Math.round(median), min: Math.round(min), max: Math.round(max) };
      }),
      publishToClientMs: each((who) => ({ p50: latencyMs(who, 0.5), p99: latencyMs(who, 0.99) })),
      kbPerConnection: each((who) => round1(memory[who].objectsKb)),
      rssKbPerConnection: each((who) => round1(memory[who].rssKb)),
    },
    peers: { 'socket.io': versionOf('socket.io'), ws: versionOf('ws') },
  };
}

function versionOf(name: string): string {
  const file = createRequire(import.meta.url).resolve(`${name}/package.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/**
 * What it costs to bring an update to a client: the gateway as it runs, plain socket.io with a broadcast for each update, and
 * ws with a send for each client and update. All take the same quotes from the same bus and compute the same from them; each
 * client keeps its quotes and is checked to hold what was published last, after the same number of updates. How long the
 * gateway takes is measured in a steady market; bursts to all at once are told beside it.
 */
export const bench = defineBench({
  name: 'gateway',
  goals: [
    { name: 'processingP99Ms', op: '<=', goal: 10 },
    { name: 'deliveriesPerSecondPerCore', op: '>=', goal: 10_000 },
    { name: 'fanoutRatioVsWs', op: '>=', goal: 10 },
    { name: 'marginalKbPerConnection', op: '<=', goal: 15 },
  ],
  async measure(context) {
    const bus = await startBus();
    const feed = await Feed.start(bus.login);
    const clients = await Clients.start();
    const gateway = await startGateway(bus.login, SOCKETS);
    const servers = {
      gateway,
      socketio: await startPlain('socketio', bus.login),
      ws: await startPlain('ws', bus.login),
    };
    try {
      const token = await signIn(gateway.url, gateway.password);
      return await measure({ servers, clients, feed }, token, context);
    } finally {
      await clients.stop();
      await Promise.all(Object.values(servers).map((server) => server.stop()));
      await feed.stop();
      await bus.stop();
    }
  },
});

import type { BenchContext } from '../harness/bench.js';
import { quantile, spread, type Spread } from '../harness/rounds.js';
import { ownInterest, wholeInterest, type Interest } from './load.js';
import { Nats } from './nats.js';
import { OneWay } from './one-way.js';
import type { RawProtocol } from './protocol.js';
import { RoundTrip } from './round-trip.js';
import { startServer, type RunningServer } from './servers.js';
import { Smf } from './smf.js';

export interface DirectSize {
  /** Many short ones: what else the machine does comes in bursts, and then hits few of them. */
  readonly rounds: number;
  /** Rings of messages of one round with one subscriber, and with ten. */
  readonly rings1: number;
  readonly rings10: number;
  readonly requests: number;
}

export interface DirectMeasurement {
  readonly goals: Readonly<Record<string, number>>;
  readonly figures: Readonly<Record<string, unknown>>;
  readonly version: string;
}

const TEN = Array.from({ length: 10 }, (_, subscriber) => subscriber);
const INTERESTS = {
  oneWay1: [wholeInterest('oneWay1')],
  oneWay10: TEN.map(() => wholeInterest('oneWay10')),
  oneWay10OwnTopics: TEN.map((subscriber) => ownInterest('oneWay10OwnTopics', subscriber)),
} satisfies Record<string, readonly Interest[]>;
type Flow = keyof typeof INTERESTS;

/** Everything that is measured of one broker. */
interface Side {
  readonly flows: Record<Flow, OneWay>;
  readonly trip: RoundTrip;
  /** 99th percentile of each round, us, warm-up included. */
  readonly p99: number[];
}

export async function measureDirect(size: DirectSize, rounds: BenchContext['rounds']): Promise<DirectMeasurement> {
  const servers: RunningServer[] = [];
  const sides: Side[] = [];
  const start = async (name: 'development' | 'nats', protocol: () => RawProtocol): Promise<Side> => {
    const server = await startServer(name);
    servers.push(server);
    const side = await openSide(server, protocol);
    sides.push(side);
    return side;
  };
  try {
    const ours = await start('development', () => new Smf());
    const nats = await start('nats', () => new Nats());
    // Apart from the rest, whose aftermath (collections of garbage, threads that spin) would fall on one of the two.
    const options = { rounds: size.rounds, warmup: 3 };
    const times = await rounds(
      {
        oursTrip: () => roundTrips(ours, size.requests),
        natsTrip: () => roundTrips(nats, size.requests),
      },
      options,
    );
    const trips = { ours: tripOf(ours, times.oursTrip), nats: tripOf(nats, times.natsTrip) };
    const rates = await rounds(
      {
        ours1: () => ours.flows.oneWay1.run(size.rings1),
        nats1: () => nats.flows.oneWay1.run(size.rings1),
        ours10: () => ours.flows.oneWay10.run(size.rings10),
        nats10: () => nats.flows.oneWay10.run(size.rings10),
        oursOwn: () => ours.flows.oneWay10OwnTopics.run(size.rings10),
        natsOwn: () => nats.flows.oneWay10OwnTopics.run(size.rings10),
      },
      options,
    );
    return {
      goals: {
        oneWay1RatioVsNats: rates.ours1.median / rates.nats1.median,
        oneWay10RatioVsNats: rates.ours10.median / rates.nats10.median,
        rttP50RatioVsNats: trips.ours.p50Us / trips.nats.p50Us,
        rttP99RatioVsNats: trips.ours.p99Us / trips.nats.p99Us,
      },
      figures: {
        oneWay10OwnTopicsRatioVsNats: rates.oursOwn.median / rates.natsOwn.median,
        oneWay1: flowFigures('oneWay1', ours, nats, rates.ours1, rates.nats1),
        oneWay10: flowFigures('oneWay10', ours, nats, rates.ours10, rates.nats10),
        oneWay10OwnTopics: flowFigures('oneWay10OwnTopics', ours, nats, rates.oursOwn, rates.natsOwn),
        roundTrip: trips,
      },
      version: servers[1].version,
    };
  } finally {
    for (const { flows, trip } of sides) {
      for (const flow of Object.values(flows)) flow.close();
      trip.close();
    }
    for (const server of servers) await server.stop();
  }
}

async function openSide(server: RunningServer, protocol: () => RawProtocol): Promise<Side> {
  const open = (flow: Flow): Promise<OneWay> => OneWay.open(server, protocol, flow, INTERESTS[flow]);
  return {
    flows: {
      oneWay1: await open('oneWay1'),
      oneWay10: await open('oneWay10'),
      oneWay10OwnTopics: await open('oneWay10OwnTopics'),
    },
    trip: await RoundTrip.open(server, protocol),
    p99: [],
  };
}

/** Median of the round, us. */
async function roundTrips({ trip, p99 }: Side, requests: number): Promise<number> {
  const times = await trip.run(requests);
  p99.push(quantile(times, 0.99));
  return quantile(times, 0.5);
}

function tripOf({ p99 }: Side, p50: Spread) {
  const p99Spread = spread(p99.slice(-p50.rounds));
  return { p50Us: p50.median, p99Us: p99Spread.median, spread: { p50Us: p50, p99Us: p99Spread } };
}

/** CPU is of each message published, all its copies included. */
function flowFigures(flow: Flow, ours: Side, nats: Side, oursRate: Spread, natsRate: Spread) {
  const of = (side: Side, rate: Spread) => {
    const cpu = side.flows[flow].cpu.slice(-rate.rounds);
    return {
      messagesPerSecond: rate,
      brokerCpuUsPerMessage: mean(cpu.map(({ broker }) => broker)),
      clientCpuUsPerMessage: mean(cpu.map(({ clients }) => clients)),
    };
  };
  return { ours: of(ours, oursRate), nats: of(nats, natsRate) };
}

/** Of a process's time a mean, not a median: the system counts it in steps of 10 ms. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

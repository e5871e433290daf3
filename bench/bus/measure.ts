import { quantile, spread, type Contenders, type RoundOptions, type Spread } from '../harness/rounds.js';
import {
  bareContestant,
  bareSender,
  rawContestant,
  tcpContestant,
  transportContestant,
  type BareSender,
  type Contestant,
} from './contestants.js';
import { startBus, startPeer, type Peer } from './processes.js';
import { PAYLOAD, type BusLogin } from './wire.js';

export interface BusFigures {
  readonly rttP50Us: number;
  readonly rttP99Us: number;
  readonly oneWayPerSecond: number;
  readonly spread: { readonly rttP50Us: Spread; readonly oneWayPerSecond: Spread };
}

/** CPU time of the receiving process for one event, us. */
export interface CpuFigures {
  readonly hot: Spread;
  readonly ordinary: Spread;
  readonly rawSession: Spread;
  readonly bareClient: Spread;
}

export interface BusMeasurement {
  readonly figures: Record<Name, BusFigures>;
  readonly cpu: CpuFigures;
}

export interface BusSize {
  readonly requests: number;
  readonly events: number;
}

interface Pair {
  readonly contestant: Contestant;
  readonly peer: Peer;
  /** One value a round, warm-up included. */
  readonly p99: number[];
}

type Name = 'transport' | 'rawSession' | 'bareClient' | 'rawTcp';
type Rounds = <K extends string>(contenders: Contenders<K>, options?: RoundOptions) => Promise<Record<K, Spread>>;

/** Round trips one after the other, then events as quick as they go; each peer is a process of its own. */
export async function measureBus(size: BusSize, rounds: Rounds): Promise<BusMeasurement> {
  const bus = await startBus();
  const started: Pair[] = [];
  const pair = async (peerName: string, connect: (peer: Peer) => Promise<Contestant>): Promise<Pair> => {
    const peer = await startPeer(peerName, bus.login);
    const made = { peer, contestant: await connect(peer), p99: [] };
    started.push(made);
    return made;
  };
  try {
    const pairs = {
      transport: await pair('transport', () => transportContestant(bus.login)),
      rawSession: await pair('raw-session', () => rawContestant(bus.login)),
      bareClient: await pair('bare', () => bareContestant(bus.login)),
      rawTcp: await pair('tcp', ({ port }) => tcpContestant(port ?? 0)),
    };
    const trips = await rounds(contenders(pairs, (it) => roundTrips(it, size.requests)));
    const rates = await rounds(contenders(pairs, (it) => oneWay(it, size.events)));
    const cpu = await measureCpu(bus.login, pairs, size.events, rounds);
    const figures = eachName((name) => {
      const counted = pairs[name].p99.slice(-trips[name].rounds);
      return {
        rttP50Us: trips[name].median,
        rttP99Us: spread(counted).median,
        oneWayPerSecond: rates[name].median,
        spread: { rttP50Us: trips[name], oneWayPerSecond: rates[name] },
      };
    });
    return { figures, cpu };
  } finally {
    for (const { contestant, peer } of started) {
      await contestant.close();
      await peer.stop();
    }
    await bus.stop();
  }
}

function eachName<T>(make: (name: Name) => T): Record<Name, T> {
  return {
    transport: make('transport'),
    rawSession: make('rawSession'),
    bareClient: make('bareClient'),
    rawTcp: make('rawTcp'),
  };
}

function contenders(pairs: Record<Name, Pair>, run: (pair: Pair) => Promise<number>): Contenders<Name> {
  return eachName((name) => () => run(pairs[name]));
}

/** Median of the round, us. */
async function roundTrips({ contestant, p99 }: Pair, requests: number): Promise<number> {
  const times = new Float64Array(requests);
  for (let n = 0; n < requests; n++) {
    const start = performance.now();
    const answer = await contestant.request();
    times[n] = (performance.now() - start) * 1_000;
    if ((answer as typeof PAYLOAD).price !== PAYLOAD.price) throw new Error('a peer answered something else');
  }
  times.sort();
  p99.push(quantile(times, 0.99));
  return quantile(times, 0.5);
}

/** Events a second from the first send to the last arrival. */
async function oneWay({ contestant, peer }: Pair, events: number): Promise<number> {
  const { arrived } = peer.expect(events);
  const start = performance.now();
  await contestant.sendEvents(events);
  await arrived;
  return events / ((performance.now() - start) / 1_000);
}

/** The same events from the same sender, to each receiver in turn: what they cost the process that receives them. */
async function measureCpu(
  login: BusLogin,
  pairs: Record<Name, Pair>,
  events: number,
  rounds: Rounds,
): Promise<CpuFigures> {
  const sender = await bareSender(login);
  const { transport, rawSession, bareClient } = pairs;
  try {
    return await rounds({
      hot: () => cpuOf(sender, transport.peer, 'bench/hot/event', events),
      ordinary: () => cpuOf(sender, transport.peer, 'bench/transport/event', events),
      rawSession: () => cpuOf(sender, rawSession.peer, 'bench/raw/event', events),
      bareClient: () => cpuOf(sender, bareClient.peer, 'bench/bare/event', events),
    });
  } finally {
    await sender.close();
  }
}

async function cpuOf(sender: BareSender, peer: Peer, topic: string, events: number): Promise<number> {
  const { arrived } = peer.expect(events);
  // The peer begins to count its time before the first event is there.
  await new Promise((resolve) => setTimeout(resolve, 20));
  await sender.send(topic, events);
  return (await arrived) / events;
}

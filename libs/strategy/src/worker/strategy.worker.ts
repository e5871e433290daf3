import { fileURLToPath } from 'node:url';
import { workerData } from 'node:worker_threads';
import { DomainError, type Refusal } from '@bourseworks/domain';
import {
  BoundedLane,
  BulkReceiver,
  DoorbellRinger,
  DoorbellSleeper,
  DRAIN_BUDGET,
  LaneMerger,
  RingReader,
  RingWriter,
  runLoop,
  SlotReader,
} from '@bourseworks/ring';
import { DrainClock } from '../runtime/drain-clock.js';
import { ReplayClock } from '../runtime/replay-clock.js';
import { StrategyRuntime } from '../runtime/strategy-runtime.js';
import { Strategy, type StrategyClass } from '../strategy.js';
import type {
  ControlFromHost,
  ControlFromWorker,
  ModuleLoader,
  StrategyModule,
  ThreadData,
} from '../thread/protocol.js';
import { Inbound } from './inbound.js';
import { OutLane } from './out-lane.js';

/** Most records that wait for room in the ring to the host before the strategy is stopped. */
const MAX_OUT_OVERFLOW = 16_384;

const thread = workerData as ThreadData;
const { memory, port } = thread;

function post(message: ControlFromWorker): void {
  port.postMessage(message);
}

function isStrategyClass(value: unknown): value is StrategyClass {
  return typeof value === 'function' && value.prototype instanceof Strategy;
}

async function importStrategy({ url, loader }: StrategyModule): Promise<Readonly<Record<string, unknown>>> {
  if (loader === undefined) return (await import(url)) as Readonly<Record<string, unknown>>;
  return ((await import(loader)) as ModuleLoader).importModule(url);
}

async function loadClass(): Promise<StrategyClass> {
  const { url, exportName } = thread.module;
  const module = await importStrategy(thread.module);
  const type = module[exportName];
  if (isStrategyClass(type)) return type;
  const path = fileURLToPath(url);
  const names = Object.keys(module).join(', ') || 'nothing';
  // A class on top of another copy of the kit would get no context from this one, and fail in its first hook.
  const complaint =
    type === undefined
      ? `does not export ${exportName}; it exports ${names}`
      : `exports ${exportName}, which is no class that extends Strategy of the platform's @bourseworks/strategy`;
  throw new DomainError({
    code: 'PLUGIN_INVALID',
    message: `${path} ${complaint}`,
    details: { path, export: exportName },
  });
}

function run(type: StrategyClass): void {
  const lane = new BoundedLane({
    writer: new RingWriter(memory.out),
    maxRecords: MAX_OUT_OVERFLOW,
    doorbell: new DoorbellRinger(memory.hostBell, port),
  });
  const out = new OutLane(lane, (what) => {
    runtime.fail(
      new DomainError({ code: 'STRATEGY_OVERRUN', message: `the ring to the host is full: ${what} was lost` }),
    );
  });
  const { id, account, parameters, epoch } = thread;
  const clock = thread.run === undefined ? new DrainClock() : new ReplayClock(thread.startUs);
  const base = { id, account, parameters, epoch, clock, link: out };
  const runtime = new StrategyRuntime(type, thread.run === undefined ? base : { ...base, run: thread.run });
  const inbound = new Inbound(runtime, new BulkReceiver(memory.bulkControl, thread.bulkPort));
  process.on('uncaughtException', (error) => runtime.fail(error, 'uncaught'));
  process.on('unhandledRejection', (error) => runtime.fail(error, 'unhandled rejection'));
  port.on('message', (message: ControlFromHost | number) => {
    if (typeof message === 'object' && message.flush === 'out') lane.flush();
  });
  // Ready goes first: a host that hears of it starts the strategy by a record in the ring.
  post({ ready: { patterns: runtime.patterns, takesCommands: runtime.takesCommands } });
  const drain = drainer(runtime, inbound, out, clock);
  runLoop({ drain, sleeper: new DoorbellSleeper(memory.workerBell), port });
}

function drainer(
  runtime: StrategyRuntime,
  inbound: Inbound,
  out: OutLane,
  clock: DrainClock | ReplayClock,
): () => number {
  const data = new RingReader(memory.data, { onSpace: () => post({ flush: 'data' }) });
  const orders = new RingReader(memory.orders, { onSpace: () => post({ flush: 'orders' }) });
  const merger = new LaneMerger([data, orders, new SlotReader(memory.quotes)]);
  // In lock-step promises run after every record: how many records one turn finds depends on the host's speed, and with it
  // the place of a continuation in the order of input would.
  const budget = thread.run === undefined ? DRAIN_BUDGET : 1;
  const handler: typeof inbound.handle = (type, seq, ...rest) => {
    out.cause = seq;
    try {
      inbound.handle(type, seq, ...rest);
    } catch (error) {
      // Of the kit, not of the strategy, whose errors the runtime takes itself.
      runtime.fail(error, 'record');
    } finally {
      out.cause = 0;
    }
  };
  return () => {
    // Promises have run since the last turn: a round that waited for them may be over.
    runtime.poll();
    if (clock instanceof DrainClock) clock.begin();
    let count = 0;
    while (count < budget && merger.drain(1, handler) === 1) {
      count += 1;
      if (runtime.takeYield()) break;
    }
    if (clock instanceof DrainClock) clock.end();
    return count;
  };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return details === undefined ? { code, message } : { code, message, details };
  }
  return { code: 'STRATEGY_FAILED', message: error instanceof Error ? error.message : String(error) };
}

try {
  run(await loadClass());
} catch (error) {
  post({ failed: refusalOf(error) });
  port.close();
}

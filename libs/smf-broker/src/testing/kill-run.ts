import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startProcess, tempDir } from '@bourseworks/testkit';
import type { StartedProcess } from '@bourseworks/testkit';
import { RealClient, until } from './real-client.js';
import type { RealConsumption, Received } from './real-client.js';

export interface KillRunOptions {
  readonly kills: number;
  /** Messages of each publisher that are there to be sent, at least; sending goes on until the last kill. */
  readonly messages: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

export interface KillRunFigures {
  readonly kills: number;
  readonly sent: number;
  readonly received: number;
  readonly markedCopies: number;
  readonly reconnects: number;
}

const QUEUE = 'q/kill';
const PUBLISHERS = 2;
/** Longest quiet time between two kills; the shortest falls into the start of the broker. */
const MAX_PAUSE_MS = 400;
/** Share of the kills after which the consumer is another one. */
const REPLACED = 0.4;

/** Small generator of its own (mulberry32): a failure is repeated by its seed, as far as timing allows. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a consumer may hold a broker to. */
class Ledger {
  readonly violations: string[] = [];
  received = 0;
  markedCopies = 0;
  private readonly seen = new Set<string>();
  private readonly last = new Map<string, number>();

  take({ text, redelivered }: Received): void {
    this.received += 1;
    const [publisher, number] = text.split(':');
    if (this.seen.has(text)) {
      this.markedCopies += 1;
      if (!redelivered) this.violate(`${text} came again without a mark`);
      return;
    }
    this.seen.add(text);
    const expected = (this.last.get(publisher) ?? -1) + 1;
    if (Number(number) !== expected) this.violate(`${text} came where ${publisher}:${expected} was due`);
    this.last.set(publisher, Math.max(expected, Number(number)));
  }

  count(publisher: string): number {
    return (this.last.get(publisher) ?? -1) + 1;
  }

  private violate(text: string): void {
    if (this.violations.length < 50) this.violations.push(text);
  }
}

/** Publishes `name:0`, `name:1`, … until told to stop and at least `least` are sent; how many it were. */
async function publish(client: RealClient, name: string, least: number, over: () => boolean): Promise<number> {
  let sent = 0;
  while (sent < least || !over()) {
    try {
      // Half to the queue by its name, half by a topic of it.
      client.publish(sent % 2 === 0 ? QUEUE : `topic:kill/${name}`, `${name}:${sent}`);
      sent += 1;
    } catch (error) {
      if (!/Window|not connected|transport|Cannot/i.test(String(error))) throw error;
      await sleep(2);
    }
    if (sent % 20 === 0) await sleep(over() ? 0 : 1);
  }
  return sent;
}

/** Acknowledges in lumps and late, so that a kill finds messages in every state. Call the result to end it. */
function consume(consumption: RealConsumption, ledger: Ledger, next: () => number): () => void {
  let held: Received[] = [];
  const settle = (): void => {
    // The client refuses an acknowledgement while it is not connected; the message is then still the application's.
    held = held.filter(({ message }) => !acknowledged(message));
  };
  const take = (received: Received): void => {
    ledger.take(received);
    held.push(received);
    if (next() < 0.1) settle();
  };
  // What came between the bind and now.
  for (const received of consumption.got.splice(0)) take(received);
  consumption.onMessage = () => {
    for (const received of consumption.got.splice(0)) take(received);
  };
  const timer = setInterval(settle, 50);
  return () => clearInterval(timer);
}

function acknowledged(message: Received['message']): boolean {
  try {
    message.acknowledge();
    return true;
  } catch {
    return false;
  }
}

/** A consumer process, as far as the broker sees: one that is replaced has forgotten everything. */
class Consumer {
  reconnects = 0;
  private client: RealClient | null = null;
  private end: () => void = () => undefined;

  constructor(
    private readonly port: number,
    private readonly ledger: Ledger,
    private readonly next: () => number,
  ) {}

  /** Starts, in place of the one before. */
  async start(): Promise<void> {
    await this.stop();
    this.client = await RealClient.connect(this.port, { connectRetries: 5 });
    await this.client.provision(QUEUE);
    const consumption = await this.client.consume(QUEUE, { reconnectAttempts: -1, reconnectIntervalInMsecs: 50 });
    await consumption.subscribe('kill/*');
    this.end = consume(consumption, this.ledger, this.next);
  }

  async stop(): Promise<void> {
    this.end();
    this.reconnects += this.client?.events.filter((name) => name === 'RECONNECTED_NOTICE').length ?? 0;
    await this.client?.[Symbol.asyncDispose]();
    this.client = null;
  }
}

/** Kills, starts again, and now and then replaces the consumer, which then has no memory of what it had. */
async function storm(
  parts: { consumer: Consumer; ledger: Ledger; next: () => number; start: () => Promise<StartedProcess> },
  first: StartedProcess,
  { kills, say }: KillRunOptions,
): Promise<StartedProcess> {
  const { consumer, ledger, next, start } = parts;
  let broker = first;
  for (let kill = 1; kill <= kills && ledger.violations.length === 0; kill += 1) {
    await sleep(next() * MAX_PAUSE_MS);
    process.kill(broker.pid, 'SIGKILL');
    await broker.exited;
    say(`kill ${kill} of ${kills}: ${ledger.received} received, ${ledger.markedCopies} of them again`);
    const replaced = next() < REPLACED;
    if (replaced) await consumer.stop();
    broker = await start();
    if (replaced) await consumer.start();
  }
  return broker;
}

/** kill -9 of the broker's process at random moments under traffic. Throws when something was lost, doubled or disordered. */
export async function killRun(options: KillRunOptions): Promise<KillRunFigures> {
  const { kills, messages, seed } = options;
  const next = random(seed);
  const port = await freePort();
  const env = {
    BROKER_SMF_PORT: String(port),
    BROKER_WS_PORT: 'off',
    BROKER_SPOOL: 'disk',
    DATA_DIR: tempDir('broker-kill'),
  };
  const start = async (): Promise<StartedProcess> => {
    const child = startProcess({ entry: 'libs/smf-broker/src/main.js', env });
    await child.waitFor('service.ready');
    return child;
  };
  const first = await start();
  const ledger = new Ledger();
  const consumer = new Consumer(port, ledger, next);
  await consumer.start();
  const publishers = await Promise.all(Array.from({ length: PUBLISHERS }, () => RealClient.connect(port)));
  let over = false;
  const publishing = publishers.map((client, index) => publish(client, `p${index}`, messages, () => over));
  const broker = await storm({ consumer, ledger, next, start }, first, options);
  over = true;
  const counts = await Promise.all(publishing);
  const complete = (): boolean => counts.every((count, index) => ledger.count(`p${index}`) >= count);
  await until('every message', complete, 60_000).catch((error: Error) => ledger.violations.push(error.message));
  await consumer.stop();
  for (const client of publishers) await client[Symbol.asyncDispose]();
  await broker.stop();
  if (ledger.violations.length > 0) throw new Error(`seed ${seed}:\n  ${ledger.violations.join('\n  ')}`);
  const sent = counts.reduce((sum, count) => sum + count, 0);
  const { received, markedCopies } = ledger;
  return { kills, sent, received, markedCopies, reconnects: consumer.reconnects };
}

import { SmfBroker } from '../broker.js';
import { GuaranteedMessaging } from '../guaranteed/guaranteed-messaging.js';
import { Session } from '../session/session.js';
import type { SessionHost } from '../session/session-host.js';
import type { Link, LinkHandlers } from '../transport/link.js';
import { random } from './random.js';
import { ackFrame, Assured, assuredFrame, assuredMessageFrame, name, u32, u64, u8 } from './raw-assured.js';
import {
  frame,
  keepAliveFrame,
  loginFrame,
  messageFrame,
  openFlowFrame,
  renameFrame,
  subscriptionFrame,
} from './raw-frames.js';

export interface FuzzOptions {
  readonly frames: number;
  readonly seed: number;
  readonly say: (text: string) => void;
}

export interface FuzzFigures {
  readonly frames: number;
  /** Connections that the broker ended, by the code of the reason. */
  readonly ended: Readonly<Record<string, number>>;
  readonly heapMb: number;
  readonly queues: number;
  readonly messages: number;
}

/** A connection without a socket. */
class FuzzLink implements Link {
  readonly kind = 'tcp';
  readonly remote = 'fuzz';
  handlers: LinkHandlers | null = null;
  open = true;

  attach(handlers: LinkHandlers): void {
    this.handlers = handlers;
  }

  send(_pieces: readonly Buffer[], _bytes: number, done: () => void): void {
    setImmediate(done);
  }

  pause(): void {
    return;
  }

  resume(): void {
    return;
  }

  close(): void {
    this.open = false;
  }
}

type Random = (below: number) => number;

const QUEUES = ['q', 'p', '#P2P/QTMP/v:fuzz/a', '#P2P/QTMP/v:fuzz/b'];
const TOPICS = ['a/b', '#P2P/QUE/q', '#P2P/QUE/p', '#P2P/QTMP/v:fuzz/a', 'a/c'];

/** Frames that are in order, with small numbers, so that many refer to flows and messages that are there. */
function valid(next: Random): Buffer {
  const [queue, topic] = [QUEUES[next(QUEUES.length)], TOPICS[next(TOPICS.length)]];
  const flow = 1 + next(40);
  const tag = next(1000);
  const id = 4096 * next(400);
  const makers: (() => Buffer)[] = [
    () => messageFrame(topic, 'payload'),
    () => assuredMessageFrame(topic, 'guaranteed', flow, 1 + next(500), next(2) * 8),
    () => assuredMessageFrame(topic, 'guaranteed', flow, 1 + next(500)),
    () => subscriptionFrame(next(2) as 0 | 1, ['a/>', '#share/g/a/*', 'a/b'][next(3)], tag),
    () => queueSubscription(queue, 'a/*', tag, next(2)),
    () => keepAliveFrame(),
    () => openFlowFrame(tag),
    () =>
      assuredFrame(Assured.openFlow, tag, [
        [0x01, u64(0)],
        [0x02, u64(0)],
        [0x03, u8(50)],
        [0x0a, name('')],
      ]),
    () =>
      assuredFrame(Assured.bind, tag, [
        [0x07, name(queue)],
        [0x0b, u8(next(2))],
        [0x12, u8(1 + next(3))],
      ]),
    () => assuredFrame(Assured.unbind, tag, [[0x06, u32(flow)]]),
    () => assuredFrame(Assured.closeFlow, tag, [[0x06, u32(flow)]]),
    () =>
      assuredFrame(Assured.create, tag, [
        [0x07, name(queue)],
        [0x0b, u8(1)],
        [0x0c, u8(1 + next(2))],
        [0x2a, u8(next(4))],
      ]),
    () => assuredFrame(Assured.delete, tag, [[0x07, name(queue)]]),
    () => ackFrame(flow, id, next(256)),
    () =>
      ackFrame(flow, id, 255, [
        [id, id + 4096 * next(20), next(4)],
        [0, id],
      ]),
    () => renameFrame(`name${next(50)}`, tag),
    () => loginFrame({ clientName: `name${next(50)}` }),
  ];
  return makers[next(makers.length)]();
}

function queueSubscription(queue: string, topic: string, tag: number, remove: number): Buffer {
  const names = [queue, topic].map((text) => Buffer.concat([Buffer.from([text.length + 1]), name(text)]));
  const body = Buffer.concat([Buffer.from([0x82 | remove, 0, 0, 0, 0, 0x0c]), ...names]);
  body.writeUInt32BE(body.length, 1);
  return frame(0x0f, [Buffer.from([0x23, 0, tag >> 8, tag & 0xff])], body);
}

/** Changes bytes, cuts, doubles or inflates a frame; every third stays as it is, so that the state gets deep. */
function mutate(next: Random, bytes: Buffer): Buffer {
  const kind = next(9);
  if (kind < 3) return bytes;
  if (kind === 3) return bytes.subarray(0, 1 + next(bytes.length));
  if (kind === 4) return Buffer.concat([bytes, bytes.subarray(next(bytes.length))]);
  const changed = Buffer.from(bytes);
  if (kind === 5) changed.writeUInt32BE(next(0x100000000), Math.min(4 + 4 * next(2), changed.length - 4));
  // With the lengths of the header kept, the change gets past the splitter.
  const from = kind === 6 ? 0 : Math.min(12, changed.length - 1);
  for (let count = 1 + next(4); count > 0; count -= 1) changed[from + next(changed.length - from)] = next(256);
  return changed;
}

/**
 * Mutated frames through whole sessions of a broker, in process. Throws on a fault of the broker's own, on a client that
 * was cut off without a reason, and on memory that keeps growing.
 */
export async function fuzzRun({ frames, seed, say }: FuzzOptions): Promise<FuzzFigures> {
  const next = random(seed);
  const limits = { maxMessages: 2_000, maxPublisherFlows: 500, temporaryLingerMs: 1, maxQueues: 100 };
  const guaranteed = new GuaranteedMessaging({ limits });
  const broker = new SmfBroker({ tcpPort: null, extensions: [guaranteed], limits: { maxMessageBytes: 100_000 } });
  const faults: unknown[] = [];
  const ended: Record<string, number> = {};
  const count = (code: string): void => {
    ended[code] = (ended[code] ?? 0) + 1;
  };
  broker.on('fault', (_remote, error) => faults.push(error));
  broker.on('clientDown', (_client, { code }) => count(code));
  broker.on('connectionEnded', (_remote, { code }) => count(code));
  await broker.start();
  const host = (broker as unknown as { host: SessionHost }).host;
  const links: (FuzzLink | null)[] = Array.from({ length: 8 }, () => null);
  let made = 0;
  let heap = 0;
  for (let sent = 0; sent < frames && faults.length === 0; sent += 1) {
    const at = next(links.length);
    let link = links[at];
    if (link === null || !link.open) {
      link = connect(host, (made += 1), next);
      links[at] = link;
    }
    const bytes = mutate(next, valid(next));
    // Now and then in two pieces, as a network delivers.
    const cut = next(20) === 0 ? next(bytes.length) : bytes.length;
    link.handlers?.onData(bytes.subarray(0, cut));
    if (cut < bytes.length && link.open) link.handlers?.onData(bytes.subarray(cut));
    if (next(200) === 0) link.handlers?.onClose(false, 'fuzz');
    if (sent % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (sent % 50_000 === 0 && sent > 0) heap = checkHeap(heap, sent, say);
  }
  if (faults.length > 0) throw new Error(`seed ${seed}: ${String((faults[0] as Error).stack ?? faults[0])}`);
  const reasons = Object.values(ended).reduce((sum, each) => sum + each, 0);
  const open = links.filter((link) => link?.open === true).length;
  if (reasons !== made - open) throw new Error(`seed ${seed}: ${made - open} connections ended for ${reasons} reasons`);
  const { queues, messages } = guaranteed.stats();
  await broker.stop();
  return { frames, ended, heapMb: heapMb(), queues, messages };
}

function connect(host: SessionHost, id: number, next: Random): FuzzLink {
  const link = new FuzzLink();
  const session = new Session(1_000_000 + id, link, host);
  link.attach(session);
  if (next(10) > 0) link.handlers?.onData(loginFrame({ clientName: `fuzz${id}` }));
  return link;
}

function heapMb(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
}

/** Growth beyond what the bounds allow is a leak; measured only where the collector can be called. */
const HEAP_LIMIT_MB = 400;

function checkHeap(before: number, sent: number, say: (text: string) => void): number {
  const now = heapMb();
  say(`${sent} frames, heap ${now} MB`);
  if (globalThis.gc !== undefined && now > HEAP_LIMIT_MB) {
    throw new Error(`heap ${now} MB after ${sent} frames, ${before} MB before`);
  }
  return now;
}

import {
  assuredFrame,
  assuredMessageFrame,
  assuredNumber,
  Assured,
  name,
  u64,
  u8,
} from '../../libs/smf-broker/src/testing/raw-assured.js';
import { quotePayload } from './load.js';
import { Nats, trailingNumber } from './nats.js';
import { RawClient } from './raw-client.js';
import { Smf } from './smf.js';
import { KEPT_TOPIC, QUEUE, STREAM } from './wire.js';

const LIMIT_MS = 30_000;
const PAYLOAD = quotePayload(0);

/** Makes the message with a number, and reads up to which number an acknowledgement goes. */
interface Dialect {
  message(id: number): Buffer;
  acknowledged(bytes: Buffer, start: number, end: number): number;
}

/** A publisher whose messages the broker keeps on the disk and acknowledges. */
export class AcknowledgedPublisher {
  private sent = 0;
  private acknowledged = 0;

  private constructor(
    private readonly client: RawClient,
    private readonly dialect: Dialect,
  ) {}

  /** On a flow to a queue that is there. */
  static async toQueue(port: number): Promise<AcknowledgedPublisher> {
    const smf = new Smf();
    const client = await RawClient.open(smf, port);
    await client.ask(openFlow());
    return new AcknowledgedPublisher(client, smfDialect(assuredNumber(smf.lastAnswer(), 0x06)));
  }

  /** To a stream in files, which is made here. */
  static async toStream(port: number): Promise<AcknowledgedPublisher> {
    const nats = new Nats();
    const client = await RawClient.open(nats, port);
    await client.subscribe(INBOX);
    await makeStream(client, nats);
    const message = nats.publish(KEPT_TOPIC, PAYLOAD, INBOX);
    return new AcknowledgedPublisher(client, { message: () => message, acknowledged: streamSequence });
  }

  /** Publishes with at most `window` unacknowledged. Resolves with messages a second, and with each time when alone. */
  run(count: number, window: number): Promise<{ readonly perSecond: number; readonly timesUs: Float64Array }> {
    const { client } = this;
    const target = this.acknowledged + count;
    const timesUs = new Float64Array(window === 1 ? count : 0);
    const begun = performance.now();
    let start = begun;
    const pump = (): void => {
      const messages: Buffer[] = [];
      for (; this.sent < Math.min(target, this.acknowledged + window); this.sent += 1) {
        messages.push(this.dialect.message(this.sent + 1));
      }
      start = performance.now();
      if (messages.length > 0) client.write(messages.length === 1 ? messages[0] : Buffer.concat(messages));
    };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('a message stays without its acknowledgement')), LIMIT_MS);
      client.onFailure = reject;
      client.onMessage = (bytes, from, to) => {
        const id = this.dialect.acknowledged(bytes, from, to);
        if (id <= this.acknowledged || id > this.sent) throw new Error(`acknowledged ${id} of ${this.sent}`);
        this.acknowledged = id;
        if (window === 1) timesUs[count - 1 - (target - id)] = (performance.now() - start) * 1_000;
      };
      client.onRead = () => {
        if (this.acknowledged < target) {
          if (this.sent < this.acknowledged + window) pump();
          return;
        }
        clearTimeout(timer);
        resolve({ perSecond: count / ((performance.now() - begun) / 1_000), timesUs: timesUs.sort() });
      };
      pump();
    });
  }

  close(): void {
    this.client.close();
  }
}

function openFlow(): Buffer {
  return assuredFrame(Assured.openFlow, 1, [
    [0x01, u64(0)],
    [0x02, u64(0)],
    [0x03, u8(255)],
    [0x0a, name('')],
  ]);
}

/** Written once; only the two numbers of a message change. */
function smfDialect(flowId: number): Dialect {
  const topic = `#P2P/QUE/${QUEUE}`;
  const make = (id: number): Buffer => assuredMessageFrame(topic, PAYLOAD.toString('latin1'), flowId, id);
  const template = make(0x0102_0304);
  const idAt = template.indexOf(u64(0x0102_0304)) + 4;
  const previousAt = template.indexOf(u64(0x0102_0303)) + 4;
  return {
    message(id) {
      const frame = Buffer.from(template);
      frame.writeUInt32BE(id, idAt);
      frame.writeUInt32BE(id - 1, previousAt);
      return frame;
    },
    acknowledged: lastIdAcknowledged,
  };
}

/** From the body of an acknowledgement: six bytes, then parameters of a type, their length and a value. */
function lastIdAcknowledged(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 6; at < end; at += bytes.readUInt8(at + 1)) {
    // Sixty-four bits, of which a bench needs the lower half.
    if ((bytes.readUInt8(at) & 0x3f) === 0x02) return bytes.readUInt32BE(at + 6);
  }
  throw new Error('an acknowledgement of nothing');
}

const INBOX = 'bench/inbox';

async function makeStream(client: RawClient, nats: Nats): Promise<void> {
  const stream = { name: STREAM, subjects: [KEPT_TOPIC.replaceAll('/', '.')], storage: 'file', num_replicas: 1 };
  const request = nats.publish(`$JS/API/STREAM/CREATE/${STREAM}`, Buffer.from(JSON.stringify(stream)), INBOX);
  const answer = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('JetStream does not answer')), LIMIT_MS);
    client.onFailure = reject;
    client.onMessage = (bytes, start, end) => {
      clearTimeout(timer);
      resolve(bytes.toString('utf8', start, end));
    };
    client.write(request);
  });
  if ('error' in (JSON.parse(answer) as object)) throw new Error(`JetStream: ${answer}`);
}

/** `{"stream":"BENCH", "seq":7}`. */
function streamSequence(bytes: Buffer, start: number, end: number): number {
  const sequence = trailingNumber(bytes, end - 1);
  if (!(sequence > 0)) throw new Error(`JetStream: ${bytes.toString('utf8', start, end)}`);
  return sequence;
}

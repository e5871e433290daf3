import { describe, expect, it } from '@jest/globals';
import { SmfBroker } from '../src/broker.js';
import { decodeAssuredCtrlHead } from '../src/protocol/assured-ctrl.js';
import { decodeClientCtrl } from '../src/protocol/client-ctrl.js';
import { FrameSplitter } from '../src/protocol/frame-splitter.js';
import { decodeHeader, TopicScanner } from '../src/protocol/smf-header.js';
import { decodeSubscription } from '../src/protocol/subscription-message.js';
import { RawClient } from '../src/testing/raw-client.js';
import {
  frame,
  keepAliveFrame,
  loginFrame,
  messageFrame,
  openFlowFrame,
  renameFrame,
  subscriptionFrame,
} from '../src/testing/raw-frames.js';
import { runBroker } from '../src/testing/running-broker.js';
import { random } from '../src/testing/random.js';

const VALID = [
  () => messageFrame('a/b', 'payload'),
  () => messageFrame('a/b', 'payload', 0x10),
  () => subscriptionFrame(0, 'a/>', 1),
  () => subscriptionFrame(0, '#share/g/a/*', 2),
  () => subscriptionFrame(1, 'a/>', 3),
  () => keepAliveFrame(),
  () => openFlowFrame(4),
  () => renameFrame('other', 5),
  () => loginFrame({ clientName: 'x' }),
  () =>
    frame(0x0f, [Buffer.from('23000001', 'hex')], Buffer.from('82000000170c067170726f7600096f72646572732f3e00', 'hex')),
];

/** A valid frame with a few bytes changed; `from`: the first byte that may change. */
function mutate(next: (below: number) => number, from: number): Buffer {
  const bytes = Buffer.from(VALID[next(VALID.length)]());
  for (let count = 1 + next(4); count > 0; count -= 1) {
    const at = Math.min(from, bytes.length - 1);
    bytes[at + next(bytes.length - at)] = next(256);
  }
  return bytes;
}

async function attack(port: number, login: boolean, frame: Buffer): Promise<void> {
  const client = await RawClient.tcp(port);
  client.write(Buffer.concat([login ? loginFrame() : Buffer.alloc(0), frame]));
  await client.end();
}

describe('malformed frames by the thousand', () => {
  it('make no decoder throw', () => {
    const next = random(7);
    const scanner = new TopicScanner();
    let accepted = 0;
    for (let round = 0; round < 100_000; round += 1) {
      const bytes = mutate(next, 0);
      const splitter = new FrameSplitter({ maxFrameBytes: 10_000 });
      splitter.push(bytes, (chunk, start, end) => {
        const header = decodeHeader(chunk, start);
        if (scanner.scan(chunk, start)) accepted += 1;
        if (!header.ok) return false;
        const results = [decodeClientCtrl, decodeSubscription, decodeAssuredCtrlHead].map((decode) =>
          decode(chunk, header.value, end),
        );
        accepted += results.filter((result) => result.ok).length;
        return true;
      });
    }
    expect(accepted).toBeGreaterThan(1000);
  });

  it('never bring the broker down', async () => {
    await using running = await runBroker();
    const witness = await RawClient.login(running.tcpPort, { clientName: 'witness' });
    await witness.subscribe('witness');
    const next = random(20_261);
    for (let round = 0; round < 1000; round += 20) {
      // With the lengths of the header kept, the change gets past the splitter; else it is the splitter's to refuse.
      const frames = Array.from({ length: 20 }, (_, index) => mutate(next, index % 4 === 0 ? 0 : 12));
      await Promise.all(frames.map((frame) => attack(running.tcpPort, next(5) > 0, frame)));
    }
    witness.publish('witness', 'alive');
    await witness.settle();
    expect(witness.payloads()).toEqual(['alive']);
    const { faults, protocolErrors, clients } = running.broker.stats();
    expect({ faults, clients }).toEqual({ faults: 0, clients: 1 });
    expect(protocolErrors).toBeGreaterThan(100);
  });

  it('cost a client its connection when the fault is the broker’s own, and nobody else theirs', async () => {
    const broken = {
      capabilities: [],
      handlers: [
        {
          protocol: 0x0a,
          handle: (): never => {
            throw new RangeError('defect');
          },
        },
      ],
    };
    const broker = new SmfBroker({ extensions: [broken] });
    const faults: unknown[] = [];
    const ends: string[] = [];
    broker.on('fault', (_remote, error) => faults.push(error));
    broker.on('clientDown', (_client, reason) => ends.push(reason.code));
    const { tcpPort } = await broker.start();
    const unlucky = await RawClient.login(tcpPort ?? 0);
    const other = await RawClient.login(tcpPort ?? 0);
    unlucky.write(frame(0x0a, [], Buffer.alloc(0)));
    await unlucky.closed;
    await other.settle();
    expect(faults).toEqual([new RangeError('defect')]);
    expect(ends).toEqual(['HANDLER_FAULT']);
    await broker.stop();
  });
});

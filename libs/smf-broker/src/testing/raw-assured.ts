import type { RawClient } from './raw-client.js';
import type { RawFrame } from './raw-frames.js';
import { frame, param, tagParam } from './raw-frames.js';

/** Frames of guaranteed messaging as a client writes them, apart from the broker's own encoders. */

export const Assured = { openFlow: 0, clientAck: 3, bind: 4, unbind: 5, closeFlow: 7, create: 8, delete: 9 } as const;
const ASSURED_FLAG = 0x10;

export function u8(value: number): Buffer {
  return Buffer.from([value]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function name(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

export function assuredFrame(type: number, tag: number | null, params: readonly (readonly [number, Buffer])[]): Buffer {
  const encoded = params.map(([id, value]) => param(id, value));
  const head = Buffer.alloc(6);
  head.writeUInt8(3, 0);
  head.writeUInt8(type, 1);
  head.writeUInt32BE(6 + encoded.reduce((sum, each) => sum + each.length, 0), 2);
  return frame(0x09, tag === null ? [] : [tagParam(tag)], Buffer.concat([head, ...encoded]));
}

/** A guaranteed message on a publisher flow. */
export function assuredMessageFrame(topic: string, payload: string, flowId: number, id: number, flags = 0): Buffer {
  const params = [
    param(0x10, u8(1)),
    param(0x01, u32(flowId)),
    param(0x11, u64(id)),
    param(0x12, u64(id - 1)),
    param(0x17, u32(flowId)),
    param(0x18, name(topic)),
  ];
  return frame(0x0d, params, Buffer.from(payload), ASSURED_FLAG | flags);
}

/** Value of a parameter of an assured control body; null when it is missing. */
export function assuredParam(reply: RawFrame, type: number): Buffer | null {
  let at = 6;
  while (at + 2 <= reply.body.length) {
    const total = reply.body.readUInt8(at + 1);
    if ((reply.body.readUInt8(at) & 0x3f) === type) return reply.body.subarray(at + 2, at + total);
    at += total;
  }
  return null;
}

export function assuredNumber(reply: RawFrame, type: number): number {
  const value = assuredParam(reply, type);
  return value === null ? -1 : value.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** A number of the header of a delivered message; -1 when it is missing. */
export function headerNumber(message: RawFrame, type: number): number {
  const bodyStart = message.bytes.readUInt32BE(4);
  for (let at = 12; at < bodyStart; at += message.bytes.readUInt8(at + 1)) {
    if ((message.bytes.readUInt8(at) & 0x1f) !== type) continue;
    const value = message.bytes.subarray(at + 2, at + message.bytes.readUInt8(at + 1));
    return value.reduce((sum, byte) => sum * 256 + byte, 0);
  }
  return -1;
}

let lastTag = 0x100000;

/** Sends a request and waits for its answer. */
export function ask(
  client: RawClient,
  type: number,
  params: readonly (readonly [number, Buffer])[],
): Promise<RawFrame> {
  lastTag += 1;
  const tag = lastTag;
  client.write(assuredFrame(type, tag, params));
  return client.reply((reply) => reply.tag === tag);
}

/** Opens a publisher flow, or resumes the one with the name; its id and the last number that the broker has. */
export async function openFlow(
  client: RawClient,
  flowName = '',
): Promise<{ flowId: number; flowName: string; lastId: number; reply: RawFrame }> {
  const reply = await ask(client, Assured.openFlow, [
    [0x01, u64(0)],
    [0x02, u64(0)],
    [0x03, u8(50)],
    [0x0a, name(flowName)],
  ]);
  const given = assuredParam(reply, 0x0a)?.toString('latin1').replace('\0', '') ?? '';
  return { flowId: assuredNumber(reply, 0x06), flowName: given, lastId: assuredNumber(reply, 0x02), reply };
}

export function createQueue(client: RawClient, queue: string, accessType = 1): Promise<RawFrame> {
  return ask(client, Assured.create, [
    [0x07, name(queue)],
    [0x0b, u8(1)],
    [0x0c, u8(accessType)],
    [0x11, u32(0xf)],
  ]);
}

/** Binds and opens the window; the id of the flow. */
export async function bindQueue(client: RawClient, queue: string, window = 255): Promise<number> {
  const reply = await ask(client, Assured.bind, [
    [0x02, u64(0)],
    [0x03, u8(255)],
    [0x07, name(queue)],
    [0x0b, u8(1)],
  ]);
  if (reply.code !== 200) throw new Error(`bind: ${reply.code} ${reply.text}`);
  const flowId = assuredNumber(reply, 0x06);
  client.write(ackFrame(flowId, 0, window));
  return flowId;
}

/** A consumer's acknowledgement: arrival up to `lastId`, and settled ranges as [from, to, outcome]. */
export function ackFrame(
  flowId: number,
  lastId: number,
  window: number,
  ranges: readonly (readonly [number, number, number?])[] = [],
): Buffer {
  return assuredFrame(Assured.clientAck, null, [
    [0x06, u32(flowId)],
    [0x02, u64(lastId)],
    [0x03, u8(window)],
    ...ranges.map(([from, to, outcome]): readonly [number, Buffer] => [
      0x05,
      Buffer.concat([u64(from), u64(to), ...(outcome === undefined ? [] : [u8(outcome)])]),
    ]),
  ]);
}

import type { MessageRecord, SpoolChange } from '../spool.js';

/**
 * A batch as one piece of memory that changes threads without a copy. What each message costs twice (it comes and goes)
 * is written in binary; everything else is rare, and JSON.
 */
const Tag = { json: 0, message: 1, messageGone: 2 } as const;

/** Tag, four numbers of eight bytes, a flag, two lengths. */
const MESSAGE_BYTES = 1 + 4 * 8 + 1 + 4 + 4;
const GONE_BYTES = 1 + 8;
const JSON_BYTES = 1 + 4;

export function encodeBatch(changes: readonly SpoolChange[]): ArrayBuffer {
  const texts = changes.map((change) => textOf(change));
  const total = changes.reduce((sum, change, index) => sum + lengthOf(change, texts[index]), 0);
  const buffer = new ArrayBuffer(total);
  const bytes = Buffer.from(buffer);
  let at = 0;
  for (const [index, change] of changes.entries()) {
    if (change.kind === 'message') at = writeMessage(bytes, at, change.message, texts[index]);
    else if (change.kind === 'messageGone') {
      at = bytes.writeUInt8(Tag.messageGone, at);
      at = bytes.writeDoubleLE(change.id, at);
    } else {
      at = bytes.writeUInt8(Tag.json, at);
      at = bytes.writeUInt32LE(texts[index].length, at);
      at += texts[index].copy(bytes, at);
    }
  }
  return buffer;
}

/** The frames are parts of the batch. */
export function* decodeBatch(buffer: ArrayBuffer): Generator<SpoolChange> {
  const bytes = Buffer.from(buffer);
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes.readUInt8(at);
    if (tag === Tag.messageGone) {
      yield { kind: 'messageGone', id: bytes.readDoubleLE(at + 1) };
      at += GONE_BYTES;
    } else if (tag === Tag.message) {
      const reasonStart = at + MESSAGE_BYTES;
      const frameStart = reasonStart + bytes.readUInt32LE(at + 34);
      const end = frameStart + bytes.readUInt32LE(at + 38);
      yield { kind: 'message', message: readMessage(bytes, at, frameStart, end) };
      at = end;
    } else {
      const end = at + JSON_BYTES + bytes.readUInt32LE(at + 1);
      yield JSON.parse(bytes.toString('utf8', at + JSON_BYTES, end)) as SpoolChange;
      at = end;
    }
  }
}

const NOTHING = Buffer.alloc(0);

/** What is written as text of a change. */
function textOf(change: SpoolChange): Buffer {
  if (change.kind === 'messageGone') return NOTHING;
  if (change.kind !== 'message') return Buffer.from(JSON.stringify(change));
  return change.message.deadReason === '' ? NOTHING : Buffer.from(change.message.deadReason);
}

function lengthOf(change: SpoolChange, text: Buffer): number {
  if (change.kind === 'messageGone') return GONE_BYTES;
  return change.kind === 'message'
    ? MESSAGE_BYTES + text.length + change.message.frame.length
    : JSON_BYTES + text.length;
}

function writeMessage(bytes: Buffer, start: number, message: MessageRecord, reason: Buffer): number {
  let at = bytes.writeUInt8(Tag.message, start);
  at = bytes.writeDoubleLE(message.id, at);
  at = bytes.writeDoubleLE(message.queueId, at);
  at = bytes.writeDoubleLE(message.expiresAt, at);
  at = bytes.writeDoubleLE(message.deliveries, at);
  at = bytes.writeUInt8(message.deadMessageEligible ? 1 : 0, at);
  at = bytes.writeUInt32LE(reason.length, at);
  at = bytes.writeUInt32LE(message.frame.length, at);
  at += reason.copy(bytes, at);
  return at + message.frame.copy(bytes, at);
}

function readMessage(bytes: Buffer, start: number, frameStart: number, end: number): MessageRecord {
  return {
    id: bytes.readDoubleLE(start + 1),
    queueId: bytes.readDoubleLE(start + 9),
    expiresAt: bytes.readDoubleLE(start + 17),
    deliveries: bytes.readDoubleLE(start + 25),
    deadMessageEligible: bytes.readUInt8(start + 33) === 1,
    deadReason: bytes.toString('utf8', start + MESSAGE_BYTES, frameStart),
    frame: bytes.subarray(frameStart, end),
  };
}

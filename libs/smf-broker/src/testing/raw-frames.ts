/** Frames as a client writes them. Apart from the broker's own encoders, so that an error there is not met by its mirror. */

const SMF_VERSION = 3;

export interface RawFrame {
  readonly bytes: Buffer;
  readonly flags: number;
  readonly protocol: number;
  readonly tag: number | null;
  /** Response code and text; null in frames that answer nothing. */
  readonly code: number | null;
  readonly text: string | null;
  readonly topic: string | null;
  readonly body: Buffer;
}

export interface LoginOptions {
  username?: string;
  password?: string;
  vpn?: string;
  clientName?: string;
  keepAliveSeconds?: number;
  noLocal?: boolean;
  deliverToOnePriority?: number;
}

export function frame(protocol: number, params: readonly Buffer[], body: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(12);
  const headerBytes = 12 + params.reduce((sum, param) => sum + param.length, 0);
  head.writeUInt8(SMF_VERSION | flags, 0);
  head.writeUInt8(protocol, 1);
  head.writeUInt8(0xff, 3);
  head.writeUInt32BE(headerBytes, 4);
  head.writeUInt32BE(headerBytes + body.length, 8);
  return Buffer.concat([head, ...params, body]);
}

export function param(type: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, value.length + 2]), value]);
}

export function tagParam(tag: number): Buffer {
  return Buffer.from([0x23, (tag >> 16) & 0xff, (tag >> 8) & 0xff, tag & 0xff]);
}

function clientParam(type: number, value: Buffer | string): Buffer {
  const content = typeof value === 'string' ? Buffer.from(`${value}\0`) : value;
  const head = Buffer.alloc(5);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(5 + content.length, 1);
  return Buffer.concat([head, content]);
}

function clientCtrlBody(type: number, params: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt8(1, 0);
  head.writeUInt8(type, 1);
  head.writeUInt32BE(6 + params.reduce((sum, each) => sum + each.length, 0), 2);
  return Buffer.concat([head, ...params]);
}

export function loginFrame(options: LoginOptions = {}): Buffer {
  const credentials = [
    param(0x06, Buffer.from(Buffer.from(options.username ?? 'development').toString('base64'))),
    param(0x07, Buffer.from(Buffer.from(options.password ?? 'development').toString('base64'))),
  ];
  const params = [clientParam(0x86, options.vpn ?? 'default')];
  if (options.clientName !== undefined) params.push(clientParam(0x05, options.clientName));
  if (options.noLocal === true) params.push(clientParam(0x0f, Buffer.from([1])));
  if (options.deliverToOnePriority !== undefined) {
    params.push(clientParam(0x07, Buffer.from([options.deliverToOnePriority, options.deliverToOnePriority])));
  }
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(options.keepAliveSeconds ?? 0);
  params.push(clientParam(0x18, seconds));
  return frame(0x0c, credentials, clientCtrlBody(0, params));
}

export function renameFrame(clientName: string, tag: number): Buffer {
  return frame(0x0c, [tagParam(tag)], clientCtrlBody(1, [clientParam(0x05, clientName)]));
}

/** `type`: 0 add, 1 remove. */
export function subscriptionFrame(type: 0 | 1, topic: string, tag: number, flags = 0x0c): Buffer {
  const text = Buffer.from(`${topic}\0`);
  const head = Buffer.alloc(6);
  head.writeUInt8(0x80 | type, 0);
  head.writeUInt32BE(6 + text.length, 1);
  head.writeUInt8(flags, 5);
  return frame(0x0f, [tagParam(tag)], Buffer.concat([head, text]));
}

export function messageFrame(topic: string, payload: Buffer | string, flags = 0): Buffer {
  const params = [param(0x10, Buffer.from([2])), param(0x18, Buffer.from(`${topic}\0`))];
  return frame(0x0d, params, Buffer.from(payload), flags);
}

export function keepAliveFrame(): Buffer {
  return Buffer.from('038b00020000000c0000000c', 'hex');
}

export function openFlowFrame(tag: number): Buffer {
  return frame(0x09, [tagParam(tag)], Buffer.from([3, 0, 0, 0, 0, 6]));
}

/** Reads one whole frame as a client would. */
export function parseFrame(bytes: Buffer): RawFrame {
  const bodyStart = bytes.readUInt32BE(4);
  let tag: number | null = null;
  let code: number | null = null;
  let text: string | null = null;
  let topic: string | null = null;
  let at = 12;
  while (at < bodyStart) {
    const first = bytes.readUInt8(at);
    if (first === 0) {
      at += 1;
    } else if ((first & 0x20) !== 0) {
      if (((first >> 2) & 7) === 0) tag = bytes.readUIntBE(at + 1, 3);
      at += 1 + (first & 3);
    } else {
      const total = bytes.readUInt8(at + 1);
      const value = bytes.subarray(at + 2, at + total);
      if ((first & 0x1f) === 0x08) {
        code = value.readUInt32BE(0);
        text = value.toString('utf8', 4);
      } else if ((first & 0x1f) === 0x18) {
        topic = value.toString('utf8', 0, value.length - 1);
      }
      at += total;
    }
  }
  const flags = bytes.readUInt8(0) & 0xf8;
  return { bytes, flags, protocol: bytes.readUInt8(1) & 0x3f, tag, code, text, topic, body: bytes.subarray(bodyStart) };
}

/** Value of a parameter of a ClientCtrl body; null when it is missing. */
export function clientCtrlParam(body: Buffer, type: number): Buffer | null {
  let at = 6;
  while (at + 5 <= body.length) {
    const total = body.readUInt32BE(at + 1);
    if ((body.readUInt8(at) & 0x7f) === type) return body.subarray(at + 5, at + total);
    at += total;
  }
  return null;
}

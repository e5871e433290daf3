import type { WireFrame } from './connection.js';

/** Engine.io `message`, Socket.io `event`. */
const EVENT = '42';
/** Final frame of text. */
const TEXT_FRAME = 0x81;
const SHORT = 126;
const LONG = 65_536;

/** An event of a namespace whose body is JSON already, as the one WebSocket message that carries it. */
export function encodeEvent(namespace: string, event: string, json: string): WireFrame {
  const text = `${EVENT}${namespace},["${event}",${json}]`;
  const length = Buffer.byteLength(text);
  const header = length < SHORT ? 2 : length < LONG ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(header + length);
  frame[0] = TEXT_FRAME;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = SHORT;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = SHORT + 1;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return { compress: false, wsPreEncodedFrame: [frame] };
}

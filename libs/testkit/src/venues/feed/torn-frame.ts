/** The first half of the WebSocket frame of a text, as a server sends it (RFC 6455, section 5.2). */
export function tornFrame(text: string): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([headOf(body.length), body.subarray(0, body.length / 2)]);
}

/** One frame, not masked: its length has one byte, or two or eight more. */
function headOf(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  const head = Buffer.alloc(length < 65_536 ? 4 : 10);
  head[0] = 0x81;
  head[1] = length < 65_536 ? 126 : 127;
  if (length < 65_536) head.writeUInt16BE(length, 2);
  else head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}

/** Frames of the TCP floor: u32 length of the body, u8 kind, body. */
export const ECHO = 1;
export const EVENT = 2;
const HEAD_BYTES = 5;

export function frame(kind: number, body: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + body.length);
  bytes.writeUInt32BE(body.length, 0);
  bytes.writeUInt8(kind, 4);
  body.copy(bytes, HEAD_BYTES);
  return bytes;
}

/** Cuts a stream of bytes into frames. */
export function frameReader(onFrame: (kind: number, body: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    while (all.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + all.readUInt32BE(at);
      if (end > all.length) break;
      onFrame(all.readUInt8(at + 4), all.subarray(at + HEAD_BYTES, end));
      at = end;
    }
    rest = all.subarray(at);
  };
}

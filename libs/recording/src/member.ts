import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRawSync } from 'node:zlib';

/**
 * A member of gzip (RFC 1952) that says how long it is, in a field `BW` of its header: so the end of what was written whole is
 * found without unpacking. Any program that reads gzip reads a file of such members as one text.
 */
const HEAD = Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x42, 0x57, 4, 0]);
const TAIL_BYTES = 8;

/** Bytes that tell the length of a member. */
export const MEMBER_HEAD_BYTES = HEAD.length + 4;
/** Most that one member holds, unpacked, and the most that it takes packed. */
export const MAX_MEMBER_BYTES = 64 * 1024 * 1024;

const deflate = promisify(deflateRaw);

export async function packMember(text: Buffer): Promise<Buffer> {
  const packed = await deflate(text);
  const member = Buffer.alloc(MEMBER_HEAD_BYTES + packed.length + TAIL_BYTES);
  HEAD.copy(member);
  member.writeUInt32LE(member.length, HEAD.length);
  packed.copy(member, MEMBER_HEAD_BYTES);
  member.writeUInt32LE(crc32(text), member.length - TAIL_BYTES);
  member.writeUInt32LE(text.length, member.length - 4);
  return member;
}

/** How long the member is that begins with these bytes; undefined when none does. */
export function memberLength(head: Buffer): number | undefined {
  if (!head.subarray(0, HEAD.length).equals(HEAD)) return undefined;
  const length = head.readUInt32LE(HEAD.length);
  return length > MEMBER_HEAD_BYTES + TAIL_BYTES && length <= MAX_MEMBER_BYTES ? length : undefined;
}

/** What is in a member; undefined when it is damaged. */
export function unpackMember(member: Buffer): Buffer | undefined {
  const tail = member.length - TAIL_BYTES;
  let text: Buffer;
  try {
    text = inflateRawSync(member.subarray(MEMBER_HEAD_BYTES, tail), { maxOutputLength: MAX_MEMBER_BYTES });
  } catch {
    return undefined;
  }
  const isWhole = crc32(text) === member.readUInt32LE(tail) && text.length === member.readUInt32LE(tail + 4);
  return isWhole ? text : undefined;
}

import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { MEMBER_HEAD_BYTES, memberLength, unpackMember } from './member.js';
import { headerOf, type SegmentHeader } from './recorded-lines.js';
import { segmentFault } from './refusals.js';
import { isOpen } from './segment-name.js';

/**
 * One segment, a member at a time: memory does not grow with the file. A segment without its final name is read up to its last
 * whole member: the end may be missing, as where its recorder was killed. Anything else that is wrong with a file is told as
 * DATA_FORMAT, after all that was good before it.
 */
export class SegmentReader {
  /** `label` is what messages call the file. */
  constructor(
    private readonly path: string,
    private readonly label: string,
  ) {}

  /** The first line; undefined in a file that was cut off before it. */
  async header(): Promise<SegmentHeader | undefined> {
    for await (const lines of this.members()) return this.headerIn(lines[0]);
    return undefined;
  }

  /** The lines behind the header, as they were written, those of a member at a time. */
  async *lines(): AsyncGenerator<readonly string[]> {
    let first = true;
    for await (const lines of this.members()) {
      if (first) this.headerIn(lines[0]);
      yield first ? lines.slice(1) : lines;
      first = false;
    }
  }

  private headerIn(line: string): SegmentHeader {
    const header = headerOf(this.parse(line));
    if (header === undefined) throw segmentFault(this.label, 'the first line is no header of a recording');
    return header;
  }

  /** @throws DomainError DATA_FORMAT */
  parse(line: string): object {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw segmentFault(this.label, 'a line is no JSON');
    }
    if (typeof value !== 'object' || value === null) throw segmentFault(this.label, 'a line is no message');
    return value;
  }

  private async *members(): AsyncGenerator<readonly string[]> {
    const file = await open(this.path, 'r');
    try {
      for (let at = 0; ;) {
        const head = await bytesAt(file, at, MEMBER_HEAD_BYTES);
        if (head.length === 0) return;
        const length = head.length < MEMBER_HEAD_BYTES ? Number.POSITIVE_INFINITY : memberLength(head);
        if (length === undefined) throw segmentFault(this.label, `there is no member of a recording at byte ${at}`);
        const member = length === Number.POSITIVE_INFINITY ? head : await bytesAt(file, at, length);
        if (member.length < length) return this.cut(at);
        const text = unpackMember(member);
        if (text === undefined) throw segmentFault(this.label, `the member at byte ${at} is damaged`);
        // Each line has its end, the last one too.
        yield text.toString('utf8', 0, text.length - 1).split('\n');
        at += length;
      }
    } finally {
      await file.close();
    }
  }

  private cut(at: number): void {
    if (!isOpen(basename(this.path))) throw segmentFault(this.label, `the file breaks off behind byte ${at}`);
  }
}

/** So many bytes, fewer at the end of the file. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

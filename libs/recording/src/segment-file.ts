import { mkdir, open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { packMember } from './member.js';
import type { SegmentHeader } from './recorded-lines.js';
import { openName, segmentName, type SegmentName } from './segment-name.js';

const NEWLINE = Buffer.from('\n');

/** One segment while it is written: under a name of its own, which it changes when it is whole and on the disk. */
export class SegmentFile {
  /** Bytes that wait to be written, unpacked. */
  waiting = 0;
  /** Bytes in the file. */
  bytes = 0;
  private lines: Uint8Array[] = [];
  private file: FileHandle | undefined;
  private readonly path: string;

  constructor(
    private readonly folder: string,
    readonly name: SegmentName,
    header: SegmentHeader,
  ) {
    this.path = join(folder, segmentName(name));
    this.add(Buffer.from(JSON.stringify(header)));
  }

  /** A line without its end. */
  add(line: Uint8Array): void {
    this.lines.push(line, NEWLINE);
    this.waiting += line.length + NEWLINE.length;
  }

  /** Writes what waits, as one member: a reader, or a crash, finds all of it or nothing. Resolves to its size unpacked. */
  async flush(): Promise<number> {
    const { lines, waiting } = this;
    if (waiting === 0) return 0;
    this.lines = [];
    this.waiting = 0;
    const member = await packMember(Buffer.concat(lines));
    this.file ??= await this.create();
    await this.file.appendFile(member);
    this.bytes += member.length;
    return waiting;
  }

  /** Writes what waits, brings it to the disk and gives the file its final name. */
  async end(): Promise<number> {
    const written = await this.flush();
    if (this.file === undefined) return written;
    await this.file.sync();
    await this.file.close();
    await rename(openName(this.path), this.path);
    await syncFolder(this.folder);
    return written;
  }

  private async create(): Promise<FileHandle> {
    await mkdir(this.folder, { recursive: true });
    return open(openName(this.path), 'wx');
  }
}

/** A name is on the disk when its folder is. Windows has no such call, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

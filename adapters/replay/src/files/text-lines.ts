import { createReadStream } from 'node:fs';
import { createGunzip, type Gunzip } from 'node:zlib';
import { dataFormatError } from './data-format.js';

/** A snapshot of 5 000 levels a side is about 350 kB; a line beyond this is no message. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Deflate makes at most a thousand bytes of one, so that one read is at most 32 MB unpacked, and usually 300 kB. */
const PACKED_BYTES = 32 * 1024;
const UNPACKED_BYTES = 64 * 1024;
const NEWLINE = 10;

/**
 * The lines of a gzip text file, some at a time: memory does not grow with the file. Several gzip members in a row are one
 * text. `name` is what messages call the file. Throws DomainError DATA_FORMAT where a line is too long, and where the file is
 * cut off or damaged: then after all lines that were whole.
 */
export async function* gzipLines(
  path: string,
  name: string,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<readonly string[]> {
  const splitter = new LineSplitter(name, maxLineBytes);
  yield* splitter.all(unpacked(path, () => splitter.lines + 1, name));
}

/** The same of a plain text, or of gzip where the name ends in `.gz`. */
export async function* textLines(
  path: string,
  name: string,
  maxLineBytes = MAX_LINE_BYTES,
): AsyncGenerator<readonly string[]> {
  if (name.endsWith('.gz')) return yield* gzipLines(path, name, maxLineBytes);
  yield* new LineSplitter(name, maxLineBytes).all(
    createReadStream(path, { highWaterMark: UNPACKED_BYTES }) as AsyncIterable<Buffer>,
  );
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** Cuts a stream of bytes into lines. */
class LineSplitter {
  /** Whole lines handed out. */
  lines = 0;
  private rest: Buffer[] = [];
  private restBytes = 0;

  constructor(
    private readonly name: string,
    private readonly maxLineBytes: number,
  ) {}

  async *all(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
    for await (const chunk of chunks) {
      const lines = this.push(chunk);
      if (lines.length > 0) yield lines;
    }
    const last = this.last();
    if (last !== '') yield [last];
  }

  private push(chunk: Buffer): readonly string[] {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end < 0) {
      this.keep(chunk);
      return [];
    }
    const text = this.take(chunk.subarray(0, end));
    const lines = text.includes('\r') ? text.split('\n').map(withoutReturn) : text.split('\n');
    this.lines += lines.length;
    this.keep(chunk.subarray(end + 1));
    return lines;
  }

  /** What follows the last newline. */
  private last(): string {
    return withoutReturn(this.take(Buffer.alloc(0)));
  }

  // Decoded in one piece: a character of several bytes may lie across two chunks.
  private take(end: Buffer): string {
    const text = this.rest.length === 0 ? end.toString('utf8') : Buffer.concat([...this.rest, end]).toString('utf8');
    this.rest = [];
    this.restBytes = 0;
    return text;
  }

  private keep(rest: Buffer): void {
    if (rest.length === 0) return;
    this.rest.push(rest);
    this.restBytes += rest.length;
    if (this.restBytes > this.maxLineBytes) {
      throw dataFormatError(this.name, this.lines + 1, `the line is longer than ${this.maxLineBytes} bytes`);
    }
  }
}

/**
 * Unpacks a file. A stream of Node drops what it holds when it fails, and so would lose the end of the good part of a file
 * that is cut off: here every piece is handed on before the next one goes in.
 */
async function* unpacked(path: string, line: () => number, name: string): AsyncGenerator<Buffer> {
  const gunzip = new SteppedGunzip(createGunzip({ chunkSize: UNPACKED_BYTES }));
  const broken = (why: string): Error => dataFormatError(name, line(), `the gzip file breaks off here: ${why}`);
  try {
    for await (const packed of createReadStream(path, { highWaterMark: PACKED_BYTES })) {
      if (gunzip.ended) throw broken('something else follows its end');
      await gunzip.write(packed as Buffer);
      yield* gunzip.take();
      if (gunzip.failure !== undefined) throw broken(gunzip.failure.message);
    }
    if (gunzip.ended) throw broken('something else follows its end');
    await gunzip.end();
    yield* gunzip.take();
    if (gunzip.failure !== undefined) throw broken(gunzip.failure.message);
  } finally {
    gunzip.destroy();
  }
}

/** A gunzip whose output is collected step by step. */
class SteppedGunzip {
  ended = false;
  failure: Error | undefined;
  private output: Buffer[] = [];
  private wake: () => void = () => undefined;

  constructor(private readonly gunzip: Gunzip) {
    gunzip.on('data', (chunk: Buffer) => this.output.push(chunk));
    // Before `end` was called: the file goes on after the gzip data.
    gunzip.on('end', () => {
      this.ended = true;
      this.wake();
    });
    gunzip.on('error', (error) => {
      this.failure ??= error;
      this.wake();
    });
  }

  write(packed: Buffer): Promise<void> {
    return this.step(() => this.gunzip.write(packed, () => this.wake()));
  }

  end(): Promise<void> {
    return this.step(() => this.gunzip.end());
  }

  take(): Buffer[] {
    const output = this.output;
    this.output = [];
    return output;
  }

  destroy(): void {
    this.gunzip.destroy();
  }

  private step(run: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
      run();
    });
  }
}

/** Where a chain of sectors ends; larger numbers are no sectors either. */
const LAST_SECTOR = 0xff_ff_ff_fa;
const SIGNATURE = 0xd0_cf_11_e0;
const HEADER = 512;
const ENTRY = 128;
/** Sectors of the allocation table that the header itself lists. */
const LISTED = 109;

/**
 * A stream of an OLE2 compound file (MS-CFB 2.2 to 2.6), by its name. Reads files whose allocation table is listed in the
 * header, up to 7 MB, and streams above the cutoff of 4096 bytes: all that a spreadsheet of ours is.
 * @throws Error when it is no such file or has no such stream
 */
export function streamOf(file: Buffer, name: string): Buffer {
  if (file.length < HEADER || file.readUInt32BE(0) !== SIGNATURE) throw new Error('this is no compound file');
  const size = 1 << file.readUInt16LE(30);
  const sector = (index: number): Buffer => {
    const start = HEADER + index * size;
    if (start + size > file.length) throw new Error(`the compound file is cut off before sector ${index}`);
    return file.subarray(start, start + size);
  };
  const words = (buffer: Buffer): number[] =>
    Array.from({ length: buffer.length / 4 }, (_, index) => buffer.readUInt32LE(4 * index));
  const table = words(file.subarray(76, 76 + 4 * LISTED))
    .filter((index) => index < LAST_SECTOR)
    .flatMap((index) => words(sector(index)));
  const chain = (first: number): Buffer => {
    const parts: Buffer[] = [];
    for (let index = first; index < LAST_SECTOR; index = table[index] ?? LAST_SECTOR) {
      if (parts.length > table.length) throw new Error('a chain of sectors of the compound file goes round');
      parts.push(sector(index));
    }
    return Buffer.concat(parts);
  };
  const directory = chain(file.readUInt32LE(48));
  for (let at = 0; at < directory.length; at += ENTRY) {
    const entry = directory.subarray(at, at + ENTRY);
    // The length of the name in bytes, with the zero at its end.
    const length = entry.readUInt16LE(64);
    if (length < 2 || entry.toString('utf16le', 0, length - 2) !== name) continue;
    const bytes = entry.readUInt32LE(120);
    if (bytes < file.readUInt32LE(56)) throw new Error(`the stream ${name} is too small: ${bytes} bytes`);
    return chain(entry.readUInt32LE(116)).subarray(0, bytes);
  }
  throw new Error(`the compound file has no stream ${name}`);
}

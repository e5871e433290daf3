/** While a segment is being written, and for ever if its recorder was killed. */
const OPEN = '.part';
const NAME = /^(\d{16})-(\d{16})-(\d{16})\.jsonl\.gz(\.part)?$/;
const DIGITS = 16;

export interface SegmentName {
  readonly epoch: number;
  /** Sequence of its first item. */
  readonly sequence: number;
  /** When it was begun, epoch microseconds of its recorder. */
  readonly beganUs: number;
}

/** Names in the order of the alphabet are in the order of epochs and sequences. */
export function segmentName({ epoch, sequence, beganUs }: SegmentName): string {
  return `${[epoch, sequence, beganUs].map((number) => String(number).padStart(DIGITS, '0')).join('-')}.jsonl.gz`;
}

/** Undefined for what is no segment. */
export function parseSegmentName(name: string): SegmentName | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [epoch, sequence, beganUs] = match.slice(1, 4).map(Number);
  return { epoch, sequence, beganUs };
}

export const openName = (name: string): string => `${name}${OPEN}`;

/** Whether its end may be cut off: its recorder writes it still, or was killed. */
export const isOpen = (name: string): boolean => name.endsWith(OPEN);

/** A name of a folder, on any system, out of an identifier; the identifier itself stands in the segments. */
export function folderName(text: string): string {
  return encodeURIComponent(text).replace(
    /^\.|[!~*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

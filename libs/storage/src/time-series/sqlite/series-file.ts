import type { Point, SeriesKey } from '@bourseworks/ports';
import { corrupt } from '../../refusals.js';
import { DatabaseFile, type Row } from '../../sqlite/database-file.js';
import { decodeBlock, encodeBlock } from '../block/block-codec.js';
import { BLOCK_BOUNDS, cut, type BlockBounds } from '../block/blocks.js';
import { firstIndex, mergePoints } from '../point-order.js';
import { FORMAT, SCHEMA } from './schema.js';
import { keyOf, keyText } from './series-key.js';

/** Free pages given back after a removal, at most; the rest with the next ones. */
const SHRUNK_PAGES = 1_024;
/** Small blocks on either side that one write takes in, at most. */
const MAX_TAKEN_IN = 16;

/** The write-ahead log is cut to this once it is in the file. */
const LOG_BYTES = 16 * 1_024 * 1_024;
/** The first holds for a new file only. */
const PRAGMAS = `PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = ${LOG_BYTES}`;
/** FULL: a commit, and all before it, is on the disk when it returns. NORMAL: the system writes it in its own time, in order. */
const SYNCED = 'PRAGMA synchronous = FULL';
const UNSYNCED = 'PRAGMA synchronous = NORMAL';

function prepareTables(file: DatabaseFile, maxBytes: number): void {
  file.execute(`PRAGMA max_page_count = ${Math.ceil(maxBytes / file.pragma('page_size'))}`);
  file.transaction(() => {
    const format = file.pragma('user_version');
    if (format === FORMAT) return;
    const tables = file.get('SELECT count(*) AS count FROM sqlite_schema');
    if (format !== 0 || Number(tables?.['count']) > 0)
      throw corrupt(`${file.path} has format ${format}, this release reads ${FORMAT}`);
    file.execute(SCHEMA);
  });
}

export interface SeriesFileOptions {
  /** What the file never grows beyond. */
  readonly maxBytes: number;
  /** A write is on the disk when it returns; a removal always is. */
  readonly syncsWrites: boolean;
  readonly bounds?: BlockBounds;
}

/** What is known of a block without reading it. */
interface BlockPlace {
  readonly id: bigint;
  readonly series: bigint;
  /** Epoch nanoseconds of its first and its last point. */
  readonly first: bigint;
  readonly last: bigint;
  readonly points: number;
}

/** A block that may be removed, and what is lost with it. */
export interface Victim {
  readonly id: bigint;
  readonly series: SeriesKey;
  /** Epoch nanoseconds of its first and its last point. */
  readonly first: bigint;
  readonly last: bigint;
}

const PLACE = 'id, series, first, last, points';
const VICTIM = 'block.id, key, first, last';

export const nanosOf = (us: number, ns = 0): bigint => BigInt(us) * 1_000n + BigInt(ns);
const timeOf = ({ us, ns }: Point): bigint => nanosOf(us, ns);

function place(row: Row | undefined): BlockPlace | undefined {
  return row && { ...(row as unknown as BlockPlace), points: Number(row['points']) };
}

function victim(row: Row): Victim {
  const { id, key, first, last } = row as { id: bigint; key: string; first: bigint; last: bigint };
  return { id, series: keyOf(key), first, last };
}

/** Points in blocks in a file. Every method is one transaction. Points that are written are in order, each time once. */
export class SeriesFile {
  private constructor(
    private readonly file: DatabaseFile,
    private readonly syncs: string,
    private readonly bounds: BlockBounds,
  ) {}

  static open(path: string, { maxBytes, syncsWrites, bounds = BLOCK_BOUNDS }: SeriesFileOptions): SeriesFile {
    const prepare = (file: DatabaseFile): void => prepareTables(file, maxBytes);
    const syncs = syncsWrites ? SYNCED : UNSYNCED;
    // Nanoseconds since 1970 are beyond what a number holds exactly.
    const file = DatabaseFile.open(path, { pragmas: `${PRAGMAS}; ${syncs}`, bigIntegers: true, prepare });
    return new SeriesFile(file, syncs, bounds);
  }

  /**
   * The points of the first block that has any in [from, to), epoch nanoseconds: those that are in it. `block` is its id,
   * `next` is where to go on; undefined at the end.
   */
  read(
    key: SeriesKey,
    from: bigint,
    to: bigint,
  ): { readonly points: readonly Point[]; readonly block: bigint; readonly next: bigint } | undefined {
    const found = this.file.reading(() => {
      const series = this.idOf(key);
      const block = series === undefined ? undefined : this.endingFrom(series, from);
      return block === undefined || block.first >= to ? undefined : { block, points: this.pointsOf(block) };
    });
    if (found === undefined) return undefined;
    const { block, points } = found;
    const start = firstIndex(points, (point) => timeOf(point) >= from);
    const end = firstIndex(points, (point) => timeOf(point) >= to);
    return {
      points: start === 0 && end === points.length ? points : points.slice(start, end),
      block: block.id,
      next: block.last + 1n,
    };
  }

  write(key: SeriesKey, points: readonly Point[]): void {
    this.file.transaction(() => {
      const series = this.idOf(key) ?? this.addSeries(key);
      for (let index = 0; index < points.length;) {
        const time = timeOf(points[index]);
        const block = this.endingFrom(series, time);
        const inside = block !== undefined && block.first <= time;
        // Up to where that block ends, or to where it begins.
        const stop = inside ? block.last + 1n : block?.first;
        const end = stop === undefined ? points.length : firstIndex(points, (point) => timeOf(point) >= stop);
        const run = points.slice(index, end);
        if (inside) this.replace(block, mergePoints(this.pointsOf(block), run));
        else this.insertBetween(series, run);
        index = end;
      }
    });
  }

  /** The points of [from, to), epoch nanoseconds. On the disk when it returns: what was wrong must not come back. */
  remove(key: SeriesKey, from: bigint, to: bigint): void {
    this.file.execute(SYNCED);
    try {
      this.removeRange(key, from, to);
    } finally {
      this.file.execute(this.syncs);
    }
    this.file.shrink(SHRUNK_PAGES);
  }

  series(measurement: string | undefined): readonly SeriesKey[] {
    return this.file
      .reading(() =>
        measurement === undefined
          ? this.file.all('SELECT key FROM series')
          : this.file.all('SELECT key FROM series WHERE measurement = ?', measurement),
      )
      .map((row) => keyOf(String(row['key'])));
  }

  /** The blocks that were written longest ago, at most so many, until they have so many bytes together. */
  oldest(most: number, bytes: number): readonly Victim[] {
    const query = `SELECT ${VICTIM}, length(data) AS bytes FROM block JOIN series ON series.id = block.series
      ORDER BY block.id LIMIT ?`;
    let sum = 0;
    return this.file
      .reading(() => this.file.all(query, BigInt(most)))
      .filter((row) => {
        const isNeeded = sum < bytes;
        sum += Number(row['bytes']);
        return isNeeded;
      })
      .map(victim);
  }

  /** Blocks of a measurement all of whose points are before a time in epoch nanoseconds, at most so many. */
  before(measurement: string, time: bigint, most: number): readonly Victim[] {
    const query = `SELECT ${VICTIM} FROM series JOIN block ON block.series = series.id
      WHERE measurement = ? AND last < ? LIMIT ?`;
    return this.file.reading(() => this.file.all(query, measurement, time, BigInt(most))).map(victim);
  }

  /** Removes those of them that are as they were: what was written since has blocks of its own. */
  drop(victims: readonly Victim[]): void {
    this.file.transaction(() => {
      for (const { id } of victims) {
        const row = this.file.get('DELETE FROM block WHERE id = ? RETURNING series', id);
        if (row !== undefined) this.forgetEmpty(row['series'] as bigint);
      }
    });
  }

  /** Whether a block is among those that would go first: in the quarter of the ids in use that is given out longest ago. */
  isAging(id: bigint): boolean {
    const ends = this.file.get('SELECT min(id) AS first, max(id) AS last FROM block');
    const { first, last } = ends as { first: bigint | null; last: bigint | null };
    return first !== null && last !== null && (id - first) * 4n < last - first;
  }

  /** Gives a block a new id, as if it had been written now; nothing when it is another one by now. */
  renew(id: bigint): void {
    this.file.transaction(() => {
      const row = this.file.get('DELETE FROM block WHERE id = ? RETURNING series, first, last, points, data', id);
      if (row === undefined) return;
      const { series, first, last, points, data } = row as Readonly<Record<string, bigint>> & { data: Uint8Array };
      this.file.run('INSERT INTO block VALUES (NULL, ?, ?, ?, ?, ?)', series, first, last, points, data);
    });
  }

  usedBytes(): number {
    return this.file.bytes({ used: true });
  }

  bytes(): number {
    return this.file.bytes({ used: false });
  }

  close(): void {
    this.file.close();
  }

  private removeRange(key: SeriesKey, from: bigint, to: bigint): void {
    this.file.transaction(() => {
      const series = this.idOf(key);
      if (series === undefined) return;
      this.file.run(
        'DELETE FROM block WHERE series = ?1 AND last >= ?2 AND last < ?3 AND first >= ?2',
        series,
        from,
        to,
      );
      // What is left has points on this side of `from`, or on that side of `to`: two blocks at most.
      const stays = (point: Point): boolean => timeOf(point) < from || timeOf(point) >= to;
      for (const time of [from, to - 1n]) {
        const block = this.endingFrom(series, time);
        if (block !== undefined && block.first <= time) this.replace(block, this.pointsOf(block).filter(stays));
      }
      this.forgetEmpty(series);
    });
  }

  private idOf(key: SeriesKey): bigint | undefined {
    return this.file.get('SELECT id FROM series WHERE key = ?', keyText(key))?.['id'] as bigint | undefined;
  }

  private addSeries(key: SeriesKey): bigint {
    const row = this.file.get('INSERT INTO series VALUES (NULL, ?, ?) RETURNING id', key.measurement, keyText(key));
    return row?.['id'] as bigint;
  }

  private forgetEmpty(series: bigint): void {
    this.file.run('DELETE FROM series WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM block WHERE series = ?1)', series);
  }

  /** The first block that ends at a time or after it. */
  private endingFrom(series: bigint, time: bigint): BlockPlace | undefined {
    const query = `SELECT ${PLACE} FROM block WHERE series = ? AND last >= ? ORDER BY last LIMIT 1`;
    return place(this.file.get(query, series, time));
  }

  private endingBefore(series: bigint, time: bigint): BlockPlace | undefined {
    const query = `SELECT ${PLACE} FROM block WHERE series = ? AND last < ? ORDER BY last DESC LIMIT 1`;
    return place(this.file.get(query, series, time));
  }

  private pointsOf(block: BlockPlace): readonly Point[] {
    const where = `${this.file.path}, block ${block.id},`;
    const data = this.file.get('SELECT data FROM block WHERE id = ?', block.id)?.['data'];
    if (!(data instanceof Uint8Array)) throw corrupt(`${where} is missing`);
    const points = decodeBlock(data, where);
    const [first, last] = [points[0], points.at(-1)];
    if (
      !first ||
      !last ||
      timeOf(first) !== block.first ||
      timeOf(last) !== block.last ||
      points.length !== block.points
    )
      throw corrupt(`${where} is not what it is listed as`);
    return points;
  }

  /** Points where no block is: together with the small blocks beside them, or many small writes would leave as many blocks. */
  private insertBetween(series: bigint, points: readonly Point[]): void {
    let run = points;
    const takeIn = (find: () => BlockPlace | undefined): void => {
      for (let taken = 0; taken < MAX_TAKEN_IN; taken++) {
        const block = find();
        // Only when it at least grows by half: each point is written anew a few times, not with every write.
        if (block === undefined || block.points > Math.min(run.length * 2, this.bounds.points / 2)) return;
        run = mergePoints(run, this.pointsOf(block));
        this.file.run('DELETE FROM block WHERE id = ?', block.id);
      }
    };
    takeIn(() => this.endingBefore(series, timeOf(run[0])));
    takeIn(() => this.endingFrom(series, timeOf(run.at(-1) as Point)));
    this.insert(series, run);
  }

  private replace(block: BlockPlace, points: readonly Point[]): void {
    this.file.run('DELETE FROM block WHERE id = ?', block.id);
    this.insert(block.series, points);
  }

  private insert(series: bigint, points: readonly Point[]): void {
    for (const some of cut(points, this.bounds)) {
      const [first, last] = [some[0], some.at(-1) as Point];
      const query = 'INSERT INTO block VALUES (NULL, ?, ?, ?, ?, ?)';
      this.file.run(query, series, timeOf(first), timeOf(last), BigInt(some.length), encodeBlock(some));
    }
  }
}

import type { HostSequence, RecordLayout } from '../record.js';
import { SlotTable } from './slot-table.js';
import { SlotWriter } from './slot-writer.js';

export interface SlotDirectoryOptions<T> {
  readonly layout: RecordLayout<T>;
  /** Slots in each table, 1 to 65 536. */
  readonly slotsPerTable: number;
  /** Most tables; bounds the memory. */
  readonly maxTables: number;
  /** A table was added: hand its memory to the consumer, which adds a `SlotReader` on it to its merger. */
  readonly onTable: (shared: SharedArrayBuffer) => void;
}

/** The producer's side of a conflating lane that grows: gives each key a slot, and adds a table when the last one is full. */
export class SlotDirectory<T> {
  private readonly writers: SlotWriter[] = [];
  private readonly places = new Map<number, number>();

  constructor(private readonly options: SlotDirectoryOptions<T>) {}

  get tables(): number {
    return this.writers.length;
  }

  /** Values overwritten before the consumer took them, all tables together. */
  get conflated(): number {
    return this.writers.reduce((sum, writer) => sum + writer.conflated, 0);
  }

  /** Values written, all tables together. */
  get written(): number {
    return this.writers.reduce((sum, writer) => sum + writer.written, 0);
  }

  /**
   * Writes the newest value of `key` (an instrument's number). The key gets its slot at the first write and keeps it.
   * @returns false when the key is new and every table is full; nothing was written then.
   * @throws RangeError when `seq` goes backwards.
   */
  write(key: number, seq: HostSequence, value: Readonly<T>): boolean {
    const { slotsPerTable, layout } = this.options;
    const place = this.places.get(key) ?? this.assign(key);
    if (place === undefined) return false;
    const table = Math.floor(place / slotsPerTable);
    this.writers[table].write(place - table * slotsPerTable, seq, layout, value);
    return true;
  }

  private assign(key: number): number | undefined {
    const { slotsPerTable, maxTables, layout, onTable } = this.options;
    const place = this.places.size;
    if (place >= maxTables * slotsPerTable) return undefined;
    if (place === this.writers.length * slotsPerTable) {
      const shared = SlotTable.create({ slots: slotsPerTable, type: layout.type, payloadBytes: layout.bytes });
      this.writers.push(new SlotWriter(shared));
      onTable(shared);
    }
    this.places.set(key, place);
    return place;
  }
}

import { notionalMoney, type Instrument } from '@bourseworks/domain';
import type { RoundTrip } from './round-trip.js';

/** Entries that are open at once; a further one joins the newest. */
const MAX_ENTRIES = 10_000;

export interface RoundTripOptions {
  /** `fifo`: every closing of an entry is a trip. `flat`: from flat to flat is one. */
  readonly method: 'fifo' | 'flat';
  /** Latest trips that `list()` keeps, default 10 000. */
  readonly capacity?: number;
  /** Sees every trip. */
  readonly onTrip?: (trip: RoundTrip) => void;
}

interface Entry {
  us: number;
  /** Signed units. */
  left: number;
  value: bigint;
  fee: bigint;
}

interface Flat {
  readonly entryUs: number;
  quantity: number;
  entryValue: bigint;
  exitValue: bigint;
  fees: bigint;
}

/** Share of an amount that goes with `part` of `whole`, cut toward zero; the rest stays. */
function shareOf(amount: bigint, part: number, whole: number): bigint {
  return part === whole ? amount : (amount * BigInt(part)) / BigInt(whole);
}

/** Round trips of one instrument from its fills, exact: profits of all trips and of what is open add up to the cash flow. */
export class RoundTrips {
  readonly instrument: Instrument;
  private readonly options: RoundTripOptions;
  private readonly entries: Entry[] = [];
  private readonly trips: RoundTrip[] = [];
  private readonly capacity: number;
  private flat: Flat | undefined;
  /** Trips so far, those that are no longer kept included. */
  count = 0;

  constructor(instrument: Instrument, options: RoundTripOptions) {
    this.instrument = instrument;
    this.options = options;
    this.capacity = options.capacity ?? 10_000;
  }

  /** The latest trips, oldest first; at least `capacity` of them and less than twice as many. */
  list(): readonly RoundTrip[] {
    return this.trips;
  }

  /** A fill: signed units, price, fee (positive = paid) in the instrument's currency. */
  fill(us: number, signedQty: number, price: number, fee = 0n): void {
    let left = signedQty;
    let feeLeft = fee;
    for (let entry = this.entries[0]; left !== 0 && entry !== undefined; entry = this.entries[0]) {
      if (entry.left > 0 === left > 0) break;
      const part = Math.min(Math.abs(left), Math.abs(entry.left));
      const feePart = shareOf(feeLeft, part, Math.abs(left));
      this.close(entry, part, us, price, feePart);
      feeLeft -= feePart;
      left += left > 0 ? -part : part;
      if (entry.left === 0) this.entries.shift();
    }
    if (left !== 0) this.open(us, left, price, feeLeft);
  }

  /** Plain data of all of it, for `restore`. */
  image() {
    const { entries, trips, flat, count } = this;
    return { entries, trips, flat, count };
  }

  /** Of fresh round trips only. */
  restore({ entries, trips, flat, count }: RoundTripsImage): void {
    this.entries.push(...entries);
    this.trips.push(...trips);
    this.flat = flat;
    this.count = count;
  }

  private open(us: number, quantity: number, price: number, fee: bigint): void {
    const value = notionalMoney(this.instrument, price, quantity);
    const newest = this.entries.at(-1);
    if (this.entries.length >= MAX_ENTRIES && newest !== undefined) {
      newest.left += quantity;
      newest.value += value;
      newest.fee += fee;
    } else this.entries.push({ us, left: quantity, value, fee });
  }

  private close(entry: Entry, part: number, us: number, price: number, exitFee: bigint): void {
    const held = Math.abs(entry.left);
    const quantity = entry.left > 0 ? part : -part;
    const entryValue = shareOf(entry.value, part, held);
    const entryFee = shareOf(entry.fee, part, held);
    const exitValue = notionalMoney(this.instrument, price, quantity);
    entry.left -= quantity;
    entry.value -= entryValue;
    entry.fee -= entryFee;
    const flat = (this.flat ??= { entryUs: entry.us, quantity: 0, entryValue: 0n, exitValue: 0n, fees: 0n });
    flat.quantity += quantity;
    flat.entryValue += entryValue;
    flat.exitValue += exitValue;
    flat.fees += entryFee + exitFee;
    const isFlat = entry.left === 0 && this.entries.length === 1;
    if (this.options.method === 'flat' && !isFlat) return;
    this.flat = undefined;
    const { entryUs, quantity: size, entryValue: bought, exitValue: sold, fees } = flat;
    const profit = sold - bought - fees;
    this.keep({ entryUs, exitUs: us, quantity: size, entryValue: bought, exitValue: sold, fees, profit });
  }

  private keep(trip: RoundTrip): void {
    this.count++;
    this.trips.push(trip);
    // Dropped in lumps: one by one would move the whole list for every trip.
    if (this.trips.length >= 2 * this.capacity) this.trips.splice(0, this.trips.length - this.capacity);
    this.options.onTrip?.(trip);
  }
}

/** Plain data of round trips. */
export type RoundTripsImage = ReturnType<RoundTrips['image']>;

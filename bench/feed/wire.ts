/** What the bench and the processes of its live part say to each other. */

/** From a stand-in of the venue: where it is. */
export interface VenueReady {
  readonly url: string;
  readonly streamUrl: string;
}

/** To the one that publishes: so many messages a second from now on; 0 = none. */
export interface Pace {
  readonly perSecond: number;
}

/** To the one that asks for history: keep so many questions under way, or end them. */
export type Ask = { readonly ask: number } | { readonly stop: true };

/** From it, once it has ended them. */
export interface Asked {
  readonly answers: number;
  readonly items: number;
}

/** Symbols whose trades are published. */
export const SYMBOLS: readonly string[] = Array.from({ length: 10 }, (_, at) => `S${at}USDT`);
/** Bars of one question for history: five pages of the venue. */
export const BARS = 5_000;
export const BAR_US = 60_000_000;
/** When the history begins that is asked for, 2020-01-01. */
export const HISTORY_US = 1_577_836_800_000_000;

/** Decimals of a quantity of the stand-in. */
const QTY_SCALE = 8;
const UNITS = 10 ** QTY_SCALE;
/** A quantity tells the time at which it was sent: monotonic microseconds, to so many of them. */
const WRAP_US = 1_000_000_000_000;

/** The quantity that says when it was sent, as the venue writes it. */
export function quantityOf(sentUs: number): string {
  const units = (Math.floor(sentUs) % WRAP_US) + 1;
  return `${Math.floor(units / UNITS)}.${String(units % UNITS).padStart(QTY_SCALE, '0')}`;
}

/** Microseconds from when a trade was sent, by its quantity, to `nowUs`. */
export function ageOf(quantity: number, nowUs: number): number {
  const sentUs = Math.round(quantity * UNITS) - 1;
  return ((nowUs % WRAP_US) - sentUs + WRAP_US) % WRAP_US;
}

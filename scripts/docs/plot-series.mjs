/** Bars that a plot shows, and bars there are: what is known late has its history before them. */
export const SHOWN = 120;
const BARS = 720;

/** Monday, 2026-01-05 UTC, and bars of six hours, in microseconds. */
const START_US = 1_767_571_200_000_000;
const BAR_US = 21_600_000_000;

/** Uniform in [0, 1), the same on every machine: whole numbers of 32 bits alone (mulberry32). */
function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Closes in whole cents: steps about a drift that turns now and then, held about 250. */
function walk(seed) {
  const next = uniform(seed);
  let cents = 25_000;
  let drift = 60;
  return Array.from({ length: BARS }, () => {
    if (next() < 0.05) drift = Math.round(240 * (next() - 0.5));
    cents += drift + Math.round(600 * (next() + next() - 1)) + Math.round((25_000 - cents) / 40);
    return cents;
  });
}

/** Every series that an indicator may take, by its name, oldest first. */
export function plotSeries() {
  const next = uniform(3);
  const close = walk(1);
  const open = close.map((_, i) => (i === 0 ? 25_000 : close[i - 1] + Math.round(100 * (next() - 0.5))));
  const above = close.map(() => Math.round(250 * next()));
  const below = close.map(() => Math.round(250 * next()));
  const price = (cents) => Float64Array.from(cents, (one) => one / 100);
  const count = (most) => Float64Array.from(close, () => 100 + Math.floor(most * next()));
  return {
    open: price(open),
    high: price(close.map((one, i) => Math.max(one, open[i]) + above[i])),
    low: price(close.map((one, i) => Math.min(one, open[i]) - below[i])),
    close: price(close),
    value: price(close),
    other: price(walk(2)),
    volume: count(900),
    time: Float64Array.from(close, (_, i) => START_US + i * BAR_US),
    bid: price(close.map((one) => one - 1 - Math.floor(3 * next()))),
    ask: price(close.map((one) => one + 1 + Math.floor(3 * next()))),
    bidSize: count(900),
    askSize: count(900),
  };
}

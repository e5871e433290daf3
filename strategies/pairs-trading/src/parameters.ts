import { STREAM_KINDS } from '@bourseworks/domain';
import { defineParameters } from '@bourseworks/strategy';

/** Defaults trade the simulated venue within a minute and minute bars of BTC and ETH several times a day. */
export const PAIRS_TRADING_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue of both legs.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  y: { type: 'text', default: 'BTCUSD', description: 'Symbol of the leg that is explained.' },
  x: { type: 'text', default: 'ETHUSD', description: 'Symbol of the leg that explains it.' },
  kind: {
    type: 'text',
    default: 'bar-1s',
    choices: STREAM_KINDS.filter((kind) => kind.startsWith('bar-')),
    description: 'Bars that are traded.',
  },
  historyFrom: {
    type: 'time',
    optional: true,
    description: 'Start of the warm-up; with historyTo, in place of lookback.',
  },
  historyTo: { type: 'time', optional: true, description: 'End of the warm-up, not included.' },
  lookback: {
    type: 'duration',
    default: '10m',
    max: 7 * 8.64e10,
    description: 'Length of the warm-up before the start.',
  },
  window: { type: 'integer', default: 120, min: 10, max: 100_000, description: 'Pairs of bars in the regression.' },
  warmup: { type: 'integer', default: 30, min: 10, max: 100_000, description: 'Pairs needed before the first entry.' },
  entryZ: {
    type: 'number',
    default: 1.75,
    min: 0.1,
    max: 20,
    description: 'Enter when the spread is this many deviations out.',
  },
  exitZ: { type: 'number', default: 0.5, min: 0, max: 20, description: 'Leave when it is back within this many.' },
  stopZ: {
    type: 'number',
    default: 4.5,
    min: 0.2,
    max: 50,
    description: 'Leave at a loss, and do not enter, from here on.',
  },
  minHedge: {
    type: 'number',
    default: 0.1,
    min: 0,
    max: 100,
    description: 'No entry while the hedge ratio is below this.',
  },
  maxHedge: {
    type: 'number',
    default: 5,
    min: 0,
    max: 100,
    description: 'No entry while the hedge ratio is above this.',
  },
  notional: { type: 'number', default: 10_000, min: 1, max: 1e9, description: 'Value of the y leg, in its currency.' },
  cooldown: { type: 'integer', default: 5, min: 0, max: 100_000, description: 'Pairs of bars to wait after leaving.' },
});

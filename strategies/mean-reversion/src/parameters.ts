import { STREAM_KINDS } from '@bourseworks/domain';
import { defineParameters } from '@bourseworks/strategy';

export const MEAN_REVERSION_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  symbol: { type: 'text', default: 'LTCUSD', description: 'What is traded.' },
  kind: {
    type: 'text',
    default: 'bar-1s',
    choices: STREAM_KINDS.filter((kind) => kind.startsWith('bar-')),
    description: 'Bars that are traded.',
  },
  window: { type: 'integer', default: 60, min: 10, max: 100_000, description: 'Bars of the mean and its deviation.' },
  entryZ: { type: 'number', default: 2, min: 0.1, max: 20, description: 'Enter so many deviations from the mean.' },
  exitZ: { type: 'number', default: 0.25, min: 0, max: 20, description: 'Leave when it is back within so many.' },
  stopZ: {
    type: 'number',
    default: 4,
    min: 0.2,
    max: 50,
    description: 'Leave at a loss, and do not enter, from here on.',
  },
  maxHalfLife: {
    type: 'number',
    default: 30,
    min: 0.1,
    max: 1e6,
    description: 'Enter only while deviations halve within so many bars.',
  },
  maxBars: { type: 'integer', default: 120, min: 1, max: 1e6, description: 'Leave after so many bars in any case.' },
  notional: {
    type: 'number',
    default: 5_000,
    min: 0,
    description: 'Value of a position, in the currency of the price.',
  },
  shorts: { type: 'boolean', default: true, description: 'Whether what is above the mean is sold.' },
});

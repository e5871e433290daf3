import { STREAM_KINDS } from '@bourseworks/domain';
import { defineParameters } from '@bourseworks/strategy';

export const BREAKOUT_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  symbol: { type: 'text', default: 'SOLUSD', description: 'What is traded.' },
  kind: {
    type: 'text',
    default: 'bar-1s',
    choices: STREAM_KINDS.filter((kind) => kind.startsWith('bar-')),
    description: 'Bars that are traded.',
  },
  channel: { type: 'integer', default: 55, min: 2, max: 100_000, description: 'Bars of the channel that is broken.' },
  atr: { type: 'integer', default: 20, min: 1, max: 100_000, description: 'Bars of the average true range.' },
  stopRanges: {
    type: 'number',
    default: 3,
    min: 0.1,
    max: 100,
    description: 'Distance of the trailing stop from the best close, in average true ranges.',
  },
  risk: {
    type: 'number',
    default: 100,
    min: 0,
    description: 'What one trade loses at its first stop, in the currency of the price.',
  },
  maxNotional: { type: 'number', default: 10_000, min: 0, description: 'Most value of a position, in the same.' },
  shorts: { type: 'boolean', default: true, description: 'Whether breaks downward are sold.' },
});

import { defineParameters } from '@bourseworks/strategy';

/** Both sides have to be named: there is no pair of venues that everybody has. */
export const CROSS_VENUE_ARBITRAGE_PARAMETERS = defineParameters({
  venueA: { type: 'text', description: 'One venue.' },
  adapterA: { type: 'text', optional: true, description: 'Adapter other than the default of that venue.' },
  symbolA: { type: 'text', description: 'What is traded there.' },
  venueB: { type: 'text', description: 'The other venue; the same as the first where two symbols of it are compared.' },
  adapterB: { type: 'text', optional: true, description: 'Adapter other than the default of that venue.' },
  symbolB: { type: 'text', description: 'What is traded there; in the same currency, for the same base.' },
  feeA: {
    type: 'number',
    default: 10,
    min: -100,
    max: 1_000,
    description: 'Fee of taking on the first, basis points.',
  },
  feeB: { type: 'number', default: 10, min: -100, max: 1_000, description: 'Fee of taking on the second.' },
  minEdge: {
    type: 'number',
    default: 2,
    min: 0,
    max: 10_000,
    description: 'Least gain after both fees, basis points of the price.',
  },
  size: { type: 'number', default: 0.1, min: 0, description: 'Most quantity of one trade, in the base.' },
  maxPosition: { type: 'number', default: 1, min: 0, description: 'Most that is held on either venue, in the base.' },
  maxAge: {
    type: 'duration',
    default: '1s',
    min: 1e3,
    description: 'A quote that came longer ago is not traded on.',
  },
  pause: { type: 'duration', default: '1s', min: 1e3, description: 'Between two trades, for quotes to follow.' },
});

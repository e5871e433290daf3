import { defineParameters } from '@bourseworks/strategy';

/** Defaults quote the simulated venue some ticks outside of its own spread. */
export const MARKET_MAKER_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  symbol: { type: 'text', default: 'SOLUSD', description: 'What is quoted.' },
  size: { type: 'number', default: 5, min: 0, description: 'Quantity of a quote, in the base.' },
  maxInventory: { type: 'number', default: 50, min: 0, description: 'Most that it holds on either side, in the base.' },
  riskAversion: {
    type: 'number',
    default: 0.01,
    min: 1e-12,
    max: 1e6,
    description: 'Gamma: how much inventory is disliked, 1 / currency.',
  },
  arrivalDecay: {
    type: 'number',
    default: 30,
    min: 1e-12,
    max: 1e9,
    description: 'Kappa: how quickly orders get rarer away from the middle, 1 / price.',
  },
  horizon: { type: 'duration', default: '60s', description: 'How long inventory is thought to be held.' },
  halfLife: {
    type: 'duration',
    default: '60s',
    min: 1e6,
    description: 'After which a move counts half in the volatility.',
  },
  interval: { type: 'duration', default: '500ms', min: 1e4, description: 'How often quotes are reconsidered.' },
  requoteTicks: {
    type: 'integer',
    default: 5,
    min: 1,
    max: 1e6,
    description: 'A quote moves when it is so many ticks off, so that it keeps its place in the queue otherwise.',
  },
  staleAfter: { type: 'duration', default: '5s', min: 1e5, description: 'Without a quote for so long, its own go.' },
});

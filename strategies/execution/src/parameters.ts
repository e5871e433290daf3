import { defineParameters } from '@bourseworks/strategy';

export const EXECUTION_PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  adapter: { type: 'text', optional: true, description: 'Adapter other than the venue’s default.' },
  symbol: { type: 'text', default: 'BTCUSD', description: 'What is traded.' },
  side: { type: 'text', default: 'BUY', choices: ['BUY', 'SELL'], description: 'Whether it is bought or sold.' },
  quantity: { type: 'number', default: 0.1, min: 0, description: 'How much in all, in the base.' },
  algorithm: {
    type: 'text',
    default: 'twap',
    choices: ['twap', 'vwap', 'pov', 'iceberg'],
    description:
      'Equal parts over time, by the volume of earlier days, by the volume of the moment, or a part at a time.',
  },
  limit: { type: 'number', optional: true, min: 0, description: 'Worst price; the iceberg needs one.' },
  duration: { type: 'duration', default: '5m', min: 1e6, description: 'Of twap, vwap and pov.' },
  slices: { type: 'integer', default: 30, min: 1, max: 10_000, description: 'Of twap and vwap.' },
  style: {
    type: 'text',
    default: 'TAKE',
    choices: ['TAKE', 'JOIN'],
    description: 'Of twap and vwap: whether a slice takes, or rests at the best price of its side.',
  },
  days: { type: 'integer', default: 5, min: 1, max: 365, description: 'Earlier days in the profile of vwap.' },
  participation: {
    type: 'number',
    default: 0.1,
    min: 0.0001,
    max: 1,
    description: 'Most share of the volume, of pov.',
  },
  display: { type: 'number', default: 0.01, min: 0, description: 'What the iceberg shows, in the base.' },
});

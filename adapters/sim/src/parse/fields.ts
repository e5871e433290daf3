import { fieldReader } from '@bourseworks/venue-client';

export type { Raw } from '@bourseworks/venue-client';

export const {
  badData,
  asRaw,
  parseObject,
  textOf,
  optionalText,
  oneOf,
  countOf,
  listOf,
  unitsOf,
  roundedUnitsOf,
  signedUnitsOf,
  moneyOf,
} = fieldReader({ adapter: 'sim', venue: 'the exchange' });

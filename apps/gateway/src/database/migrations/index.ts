import type { Migration } from 'kysely/migration';
import { people } from './0001-people.js';
import { preferences } from './0002-preferences.js';
import { trading } from './0003-trading.js';
import { audit } from './0004-audit.js';
import { projections } from './0005-projections.js';
import { orderInstructions } from './0006-order-instructions.js';
import { orderLists } from './0007-order-lists.js';

/**
 * In the order of their names. One that was ever released is never changed again, only followed by another; that is why
 * they name tables and roles themselves instead of importing today's.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-people': people,
  '0002-preferences': preferences,
  '0003-trading': trading,
  '0004-audit': audit,
  '0005-projections': projections,
  '0006-order-instructions': orderInstructions,
  '0007-order-lists': orderLists,
};

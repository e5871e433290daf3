import { AFTER, BASE, COMMAND, DENIAL } from './schema-parts.js';

/** Fields of the records of lists of orders and of stops that are held. */
export const LIST_SCHEMAS = {
  ListAccepted: {
    version: 1,
    fields: { ...BASE, ...COMMAND, listId: 'text', idSequence: 'integer', kind: 'listKind', body: 'text' },
  },
  ListCancelled: {
    version: 1,
    fields: { ...BASE, ...COMMAND, listId: 'text', cause: 'listCancelCause', reason: 'text' },
  },
  ListDenied: {
    version: 1,
    fields: { ...BASE, listId: 'text', leg: 'integer', clOrdId: 'text', ...DENIAL, retryUs: 'integer' },
  },
  ListAlarm: {
    version: 1,
    fields: { ...BASE, listId: 'text', leg: 'integer', code: 'code', quantity: 'integer', reason: 'text' },
  },
  Armed: {
    version: 1,
    fields: { ...BASE, ...AFTER, clOrdId: 'text', triggerPx: 'integer', bestPx: 'integer' },
  },
  Trailed: { version: 1, fields: { ...BASE, clOrdId: 'text', triggerPx: 'integer', bestPx: 'integer' } },
  Triggered: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text', marketPx: 'integer' } },
} as const;

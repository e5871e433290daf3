import { AFTER, BASE, COMMAND, INSTRUCTIONS, instructionsSince } from './schema-parts.js';

/** Fields of the records of self-trade prevention and internal crossing. */
export const OWN_ORDER_SCHEMAS = {
  SelfTrade: {
    version: 1,
    fields: {
      ...BASE,
      mode: 'selfTradeMode',
      action: 'selfTradeAction',
      owner: 'text',
      account: 'text',
      strategy: 'text',
      commandId: 'text',
      clOrdId: 'text',
      restingAccount: 'text',
      restingStrategy: 'text',
      restingId: 'text',
      quantity: 'integer',
      refused: 'flag',
    },
  },
  Held: { version: 1, fields: { ...BASE, clOrdId: 'text', untilUs: 'integer' } },
  HeldReplaced: {
    version: 2,
    fields: {
      ...BASE,
      ...COMMAND,
      ...AFTER,
      clOrdId: 'text',
      replaceId: 'text',
      idSequence: 'integer',
      quantity: 'integer',
      price: 'integer',
      reservePx: 'integer',
      untilUs: 'integer',
      ...INSTRUCTIONS,
    },
    added: instructionsSince(2),
  },
  Crossed: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      contraId: 'text',
      crossId: 'text',
      idSequence: 'integer',
      quantity: 'integer',
      price: 'integer',
      bid: 'integer',
      ask: 'integer',
      quoteUs: 'integer',
    },
  },
  CrossedContra: {
    version: 1,
    fields: {
      ...BASE,
      ...AFTER,
      clOrdId: 'text',
      contraId: 'text',
      crossId: 'text',
      quantity: 'integer',
      price: 'integer',
    },
  },
  CrossRefused: {
    version: 1,
    fields: { ...BASE, clOrdId: 'text', contraId: 'text', code: 'code', reason: 'text' },
  },
  Released: { version: 1, fields: { ...BASE, ...AFTER, clOrdId: 'text' } },
} as const;

import { beforeEach, describe, expect, it } from '@jest/globals';
import { ok } from '@bourseworks/domain';
import type { CommandAudit } from '../commands/command-audit.js';
import type { Operator } from '../commands/operator.js';
import type { Ticket } from '../orders/order-types.js';
import { Flatten } from './flatten.js';

const ann: Operator = { userId: 'u', username: 'ann', roles: ['trader'], sid: 's', ipAddress: undefined };

describe('Flatten', () => {
  let held: number;
  let sent: Ticket[];
  let flatten: Flatten;

  beforeEach(() => {
    held = 3;
    sent = [];
    const position = () => ({ account: 'SIM', venue: 'sim', symbol: 'X', quantity: String(held) });
    const later = (work: () => void): void => void setTimeout(work, 20);
    flatten = new Flatten(
      {
        openOrders: async () => ({ orders: sent.length > 0 && held === 3 ? [position()] : [], more: false }),
        positions: async () => [position()],
      } as never,
      { cancelScope: async () => ({ requested: 0, failed: [] }) } as never,
      {
        again: async () => undefined,
        placeFor: async (_operator: Operator, ticket: Ticket) => {
          sent.push(ticket);
          // The venue fills it a moment after the OMS took it.
          later(() => (held -= Number(ticket.quantity)));
          return ok({ receipt: { commandId: 'c', state: 'Intent', duplicate: false }, refused: false, details: {} });
        },
      } as never,
      {
        run: async (_operator, _subject, work) => work(),
        refused: async () => undefined,
      } as Partial<CommandAudit> as never,
    );
  });

  it('closes what is held once, however many ask for it at once', async () => {
    const asked = ['a', 'b', 'c'].map((commandId) => flatten.flatten(ann, commandId, { account: 'SIM' }));
    const answers = await Promise.all(asked);
    expect(answers.map((one) => one.ok && one.value.orders.length)).toEqual([1, 0, 0]);
    expect(sent.map(({ side, quantity, reduceOnly }) => [side, quantity, reduceOnly])).toEqual([['SELL', '3', true]]);
    expect(held).toBe(0);
  });
});

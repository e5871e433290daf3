import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import { COLUMN, type Column } from './counters.js';
import { RiskTree } from './risk-tree.js';

const instruments = ['A', 'B'].map((symbol) =>
  expectOk(
    defineInstrument({ venue: 'sim', symbol, assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize: '1' }),
  ),
);

describe('the limit tree', () => {
  it('keeps every ancestor the sum of what is below it', () => {
    const step = fc.record({
      account: fc.constantFrom('x', 'y'),
      strategy: fc.constantFrom('s', 't'),
      instrument: fc.constantFrom(...instruments),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: fc.integer({ min: 1, max: 1_000 }),
      kind: fc.constantFrom('reserve', 'move', 'mark'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const tree = new RiskTree({ version: 1, rules: [{ scope: 'firm', id: 'all', maxGrossNotional: '1' }] });
        for (const { account, strategy, instrument, side, quantity, kind } of steps) {
          const path = tree.path(account, strategy, instrument);
          if (kind === 'reserve') tree.reserve(path, side, quantity, quantity * 7, 1);
          else if (kind === 'move') tree.move(path, side === 'BUY' ? quantity : -quantity, 100 + quantity);
          else {
            tree.reference(instrument).update({ last: quantity }, 1);
            tree.marked(instrument);
          }
        }
        const paths = [...tree.allPaths()];
        const sum = (nodes: number[], column: Column) =>
          nodes.reduce((total, node) => total + tree.counters.get(node, column), 0);
        const distinct = (nodes: number[]) => [...new Set(nodes)];
        for (const path of paths) {
          const same = paths.filter((other) => other.instrument === path.instrument);
          for (const column of [
            COLUMN.position,
            COLUMN.openBuy,
            COLUMN.openSell,
            COLUMN.openOrders,
            COLUMN.openBuyNotional,
          ]) {
            expect(tree.counters.get(path.one[0], column)).toBe(sum(distinct(same.map((one) => one.one[2])), column));
          }
          for (const column of [COLUMN.heldNotional, COLUMN.netNotional, COLUMN.openSellNotional]) {
            expect(tree.counters.get(path.money[0], column)).toBe(
              sum(distinct(paths.map((one) => one.one[0])), column),
            );
            const mine = paths.filter((one) => one.account === path.account);
            expect(tree.counters.get(path.money[1], column)).toBe(sum(distinct(mine.map((one) => one.one[1])), column));
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

import { expect, it } from '@jest/globals';
import { MAX_ROUTES, RouteTable } from './route-table.js';

it('a table of routes remembers a bounded number of topics', () => {
  const routes = new RouteTable();
  const handler = (): Promise<void> => Promise.resolve();
  routes.add('a/>', handler, true);
  for (let n = 0; n < MAX_ROUTES + 10; n++) routes.lookup(`a/${n}`);
  expect(routes.size).toBe(MAX_ROUTES);
  expect(routes.lookup('a/0').events).toEqual([handler]);
});

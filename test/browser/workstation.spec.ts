import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  ORDER_QUERY,
  type LimitsReplyShape,
  type ListsQueryShape,
  type ListsReplyShape,
  type OrderEventShape,
  type OrderListShape,
  type OrdersReplyShape,
} from '@bourseworks/dto';
import { describeWithProgram, eventually, repoRoot } from '@bourseworks/testkit';
import type { Locator, Page } from 'playwright-core';
import { TestBrowser } from '../support/browser.js';
import { RunningPlatform } from '../support/running-platform.js';

const PASSWORD = 'meadow-lantern-orbit-3';
const START_MS = 150_000;
const STEP_MS = 60_000;

// In this order: each test goes on where the one before it ended, as a person's day does.
describeWithProgram('the workstation in a browser', 'chromium', () => {
  let platform: RunningPlatform;
  let browser: TestBrowser;
  let page: Page;
  let oneTime: string;

  beforeAll(async () => {
    platform = await RunningPlatform.start();
    const [ready = {}] = platform.events('launcher.ready');
    oneTime = (ready['admin'] as { password: string }).password;
    browser = await TestBrowser.open();
    page = browser.page;
    await page.goto(String(ready['page']));
  }, START_MS);

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, 60_000);

  const at = (id: string): Locator => page.getByTestId(id);
  const textOf = async (id: string): Promise<string> => (await at(id).textContent()) ?? '';

  /** Orders of people, as the OMS has them. */
  async function manual(): Promise<readonly OrderEventShape[]> {
    const { orders } = await platform.ask<OrdersReplyShape>(ORDER_QUERY.orders, { account: 'SIM', strategy: 'manual' });
    return orders;
  }

  /** Into the field that has the focus, in place of what is there. */
  async function type(id: string, text: string): Promise<void> {
    await at(id).press('Control+a');
    await page.keyboard.type(text);
  }

  /** Opens the ticket and fills it in, by keys alone. */
  async function ticket(keys: { side: 'b' | 's'; type: 'l' | 'm'; quantity: string; price?: string }): Promise<void> {
    await page.keyboard.press('F2');
    await page.keyboard.press(keys.side);
    await page.keyboard.press(keys.type);
    await type('ticket-quantity', keys.quantity);
    if (keys.price !== undefined) await into('ticket-price', keys.price);
  }

  /** Goes to a field and fills it in. */
  async function into(id: string, text: string): Promise<void> {
    await at(id).focus();
    await type(id, text);
  }

  /** Lists of orders, as the OMS has them. */
  async function lists(query: ListsQueryShape): Promise<readonly OrderListShape[]> {
    return (await platform.ask<ListsReplyShape>(ORDER_QUERY.lists, query)).lists;
  }

  const row = (grid: string, ...texts: string[]): Locator =>
    texts.reduce((rows, hasText) => rows.filter({ hasText }), at(grid).locator('.ag-row'));

  it(
    'lets a person in with the password of the first start, who then chooses one',
    async () => {
      await at('login-username').fill('admin');
      await at('login-password').fill(oneTime);
      await at('login-submit').click();
      await at('new-password').fill(PASSWORD);
      await at('new-password-repeat').fill(PASSWORD);
      await at('password-submit').click();
      await at('kill-button').waitFor();
      expect(await browser.axe()).toEqual([]);
    },
    STEP_MS,
  );

  it(
    'shows quotes that change and strategies that run',
    async () => {
      for (const symbol of ['BTCUSD', 'ETHUSD']) {
        await at(`watchlist-row-${symbol}`).waitFor();
        const first = await eventually(async () => /\d/.exec(await textOf(`quote-bid-${symbol}`))?.input);
        await eventually(async () => (await textOf(`quote-bid-${symbol}`)) !== first, { what: 'another bid' });
      }
      await at('strategies-panel').getByText('pts').first().waitFor();
    },
    STEP_MS,
  );

  it(
    'takes an order by keyboard, shows it filled and the position',
    async () => {
      await ticket({ side: 'b', type: 'm', quantity: '0.01' });
      await page.keyboard.press('Enter');
      await eventually(async () => (await manual()).some(({ ordStatus }) => ordStatus === 'Filled'), {
        what: 'a fill',
      });
      await row('orders-grid', 'BTCUSD', '0.01', 'Filled').first().waitFor();
      await row('positions-grid', 'BTCUSD').first().waitFor();
      expect(await textOf('ticket-status')).toMatch(/placed/i);
    },
    STEP_MS,
  );

  it(
    'makes one order of two Enters, also when they come at once',
    async () => {
      const before = (await manual()).length;
      await ticket({ side: 'b', type: 'm', quantity: '0.02' });
      await Promise.all([page.keyboard.press('Enter'), page.keyboard.press('Enter')]);
      await page.keyboard.press('Enter');
      await row('orders-grid', 'BTCUSD', '0.02', 'Filled').first().waitFor();
      // Whatever a second one would need to arrive: the round trip of a later command is over.
      await page.waitForTimeout(1_000);
      expect((await manual()).length - before).toBe(1);
    },
    STEP_MS,
  );

  it(
    'places an order with its exits, and shows them as one list',
    async () => {
      await ticket({ side: 'b', type: 'l', quantity: '0.06', price: '50000' });
      await page.keyboard.press('e');
      await into('ticket-take-profit', '63000');
      await into('ticket-stop-loss', '51000');
      // Nothing is sent that could only be wrong.
      await at('ticket-panel').getByText('Stop-loss must be below 50,000.00').waitFor();
      expect(await at('ticket-submit').isEnabled()).toBe(false);
      await type('ticket-stop-loss', '45000');
      await page.keyboard.press('Enter');
      await row('orders-grid', 'Entry', '50,000.00', 'New').waitFor();
      await row('orders-grid', 'TP', '63,000.00', 'Waits').waitFor();
      await row('orders-grid', 'SL', '45,000.00', 'Waits').waitFor();
      const listId = await at('ticket-status').getAttribute('data-list-id');
      expect(await lists({ open: true })).toMatchObject([{ listId, kind: 'BRACKET', state: 'WAITING' }]);
      expect(await browser.axe()).toEqual([]);
    },
    STEP_MS,
  );

  it(
    'looks at a list, and cancels all of it only when told to',
    async () => {
      const [{ listId }] = await lists({ open: true });
      await row('orders-grid', 'SL', '45,000.00').getByRole('button', { name: /SL/ }).click();
      await page.getByRole('dialog', { name: `Bracket ${listId}` }).waitFor();
      expect(await at('list-state').getAttribute('data-state')).toBe('WAITING');
      expect(await browser.axe()).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await lists({ open: true })).toHaveLength(1);
      await row('orders-grid', 'Entry', '50,000.00').getByRole('button', { name: /Entry/ }).click();
      await at('cancel-list').click();
      for (const role of ['Entry', 'TP', 'SL']) await row('orders-grid', role, '0.06', 'Canceled').waitFor();
      expect(await lists({ listId })).toMatchObject([{ state: 'ENDED', cancelled: true }]);
    },
    STEP_MS,
  );

  it(
    'shows by which rule an order with exits was refused',
    async () => {
      await ticket({ side: 'b', type: 'l', quantity: '90' });
      await page.keyboard.press('Enter');
      await eventually(async () => (await textOf('ticket-status')).includes('RISK_ORDER_NOTIONAL'), {
        what: 'the rule',
      });
      expect(await lists({ open: true })).toEqual([]);
      // The ticket goes on without exits.
      await page.keyboard.press('e');
      await at('ticket-take-profit').waitFor({ state: 'detached' });
    },
    STEP_MS,
  );

  it(
    'cancels an open order by the kill switch, refuses the next, and trades again once re-armed',
    async () => {
      await ticket({ side: 'b', type: 'l', quantity: '0.03', price: '50000' });
      await page.keyboard.press('Enter');
      await row('orders-grid', 'BTCUSD', '0.03', 'New').first().waitFor();
      await page.keyboard.press('Control+Shift+K');
      await at('kill-confirm').waitFor();
      await page.keyboard.press('Enter');
      await at('kill-banner').waitFor();
      await row('orders-grid', 'BTCUSD', '0.03', 'Canceled').first().waitFor();
      const open = await manual();
      expect(open.find(({ quantity }) => quantity === '0.03000')).toMatchObject({ ordStatus: 'Canceled' });
      expect(await browser.axe()).toEqual([]);

      await ticket({ side: 'b', type: 'm', quantity: '0.04' });
      await page.keyboard.press('Enter');
      await eventually(async () => (await textOf('ticket-status')).includes('RISK_KILLED'), { what: 'the refusal' });

      // The first press asks, the second does.
      await at('rearm-button').click();
      await at('rearm-button').click();
      await at('kill-banner').waitFor({ state: 'detached' });
      await ticket({ side: 's', type: 'm', quantity: '0.05' });
      await page.keyboard.press('Enter');
      await row('orders-grid', 'BTCUSD', '0.05', 'Filled').first().waitFor();
    },
    STEP_MS,
  );

  it(
    'shows how far limits are used, as the OMS has it',
    async () => {
      await page.locator('.dv-tab').filter({ hasText: 'Risk' }).click();
      const gross = at('risk-panel').getByRole('meter', { name: 'maxGrossNotional of account SIM' });
      await gross.waitFor();
      const { usage } = await platform.ask<LimitsReplyShape>(ORDER_QUERY.limits, { account: 'SIM' });
      const limit =
        usage.find(({ kind, scope }) => kind === 'maxGrossNotional' && scope === 'account')?.limit ?? 'none';
      expect(await textOf('risk-panel')).toContain(`of ${limit}`);
      expect(await browser.axe()).toEqual([]);
      await page.locator('.dv-tab').filter({ hasText: 'Strategies' }).click();
    },
    STEP_MS,
  );

  /** Panes of the chart: that of the prices, and those of indicators with a scale of their own. */
  const panes = async (): Promise<number> => page.locator('[data-testid="chart-panel"] .chart tr').count();

  const indicators = async (): Promise<string[]> => {
    await at('chart-panel').getByRole('button', { name: 'Indicators' }).click();
    return page.getByRole('list', { name: 'On this chart' }).getByRole('listitem').allTextContents();
  };

  it(
    'draws indicators that are found by name, with the parameters of the library',
    async () => {
      const before = await panes();
      expect(await indicators()).toEqual([]);
      const dialog = page.getByRole('dialog', { name: 'Indicators' });
      for (const [text, title, field, value] of [
        ['bollinger', /^Bollinger bands/, /^length/, '10'],
        ['rsi', /^Relative strength index/, /^length/, '7'],
      ] as const) {
        await dialog.getByLabel('Find an indicator').fill(text);
        await dialog.getByRole('button', { name: title }).first().click();
        await dialog.getByLabel(field).fill(value);
        expect(await browser.axe()).toEqual([]);
        await dialog.getByRole('button', { name: 'Add' }).click();
      }
      await dialog.getByText('BOLLINGER-BANDS 10').waitFor();
      await page.keyboard.press('Escape');
      // The bands are among the prices; the index has a pane, and what divides the two.
      await eventually(async () => (await panes()) === before + 2, { what: 'a pane' });
      await photograph('chart-indicators');
    },
    STEP_MS,
  );

  it(
    'is as it was left after a reload, without another sign-in',
    async () => {
      const panels = async (): Promise<string[]> => page.locator('.dv-tab').allTextContents();
      const before = await panels();
      await page.locator('.dv-tab').filter({ hasText: 'Activity' }).click();
      await page.getByRole('button', { name: 'Close Activity' }).click();
      await eventually(async () => (await panels()).length === before.length - 1);
      const left = await panels();
      await page.reload();
      await at('kill-button').waitFor();
      await eventually(async () => /\d/.test(await textOf('quote-bid-BTCUSD')));
      expect(await panels()).toEqual(left);
      expect(await indicators()).toEqual(['BOLLINGER-BANDS 10', 'RSI 7']);
      await page.getByRole('button', { name: 'Remove RSI 7' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await at('chart-panel').locator('.chart__legend').getByText('BOLLINGER-BANDS 10').waitFor();
      await row('orders-grid', 'BTCUSD', '0.05', 'Filled').first().waitFor();
    },
    STEP_MS,
  );

  it(
    'has a dark and a light face, and nothing that hinders people with either',
    async () => {
      const theme = async (): Promise<string> => String(await page.locator('html').getAttribute('data-theme'));
      const faces: string[] = [];
      for (let face = 0; face < 2; face++) {
        faces.push(await theme());
        expect({ theme: await theme(), violations: await browser.axe() }).toEqual({
          theme: expect.any(String),
          violations: [],
        });
        await photograph(`workstation-${await theme()}`);
        await at('theme-toggle').click();
      }
      expect(faces.toSorted()).toEqual(['dark', 'light']);
    },
    STEP_MS,
  );

  it(
    'says so when the gateway is gone, takes no orders meanwhile, and comes back by itself',
    async () => {
      process.kill(platform.pid('gateway'), 'SIGSTOP');
      process.kill(platform.pid('gateway'), 'SIGKILL');
      await at('overlay-disconnected').first().waitFor();
      expect(await at('ticket-submit').isEnabled()).toBe(false);
      expect(await at('kill-button').isEnabled()).toBe(true);
      await at('overlay-disconnected').first().waitFor({ state: 'detached', timeout: 45_000 });
      await eventually(async () => /\d/.test(await textOf('quote-bid-BTCUSD')));
    },
    STEP_MS,
  );

  it('has met no error on the way but refusals and the connection that it was deprived of', () => {
    // The browser itself writes a line for each answer that is no success, and for each attempt at a gateway that is gone.
    const expected = /status of (?:4\d\d|503)|net::ERR_|WebSocket connection/;
    expect(browser.complaints.filter((text) => !expected.test(text))).toEqual([]);
  });

  /** Keeps the picture where the documentation shows it, when asked to. */
  async function photograph(name: string): Promise<void> {
    if (process.env['UPDATE_SCREENSHOTS'] !== '1') return;
    const folder = join(repoRoot(), 'docs', 'images');
    mkdirSync(folder, { recursive: true });
    await page.mouse.move(0, 0);
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
});

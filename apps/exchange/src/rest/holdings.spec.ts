import { beforeAll, describe, expect, it } from '@jest/globals';
import { ExchangeClient } from '../../test/client.js';

const KEY = 'dev-holder';
const MARKET = { symbol: 'BTCUSD', type: 'MARKET', timeInForce: 'IOC' };

describe('what an account holds', () => {
  let exchange: ExchangeClient;
  beforeAll(async () => {
    exchange = await ExchangeClient.start({ EXCHANGE_INITIAL_CASH: '5000', EXCHANGE_TAKER_FEE_PPM: '0' });
  });

  const trade = (side: string, quantity: string) =>
    exchange.call('POST', '/api/orders', KEY, { ...MARKET, side, quantity, clientOrderId: `${side}-${quantity}` });
  const get = async (what: string) => (await exchange.call('GET', `/api/${what}`, KEY)).body;

  it('is told by symbol and by currency; what is flat is left out', async () => {
    expect(await get('positions')).toEqual({ positions: [] });
    expect(await get('balances')).toEqual({ balances: [{ currency: 'USD', total: '5000.00' }] });
    await trade('BUY', '0.001');
    const { executions } = (await get('fills')) as { executions: { lastPrice: string }[] };
    const price = Number(executions[0].lastPrice);
    expect(await get('positions')).toEqual({
      positions: [{ symbol: 'BTCUSD', quantity: '0.001', averagePrice: executions[0].lastPrice }],
    });
    const { balances } = (await get('balances')) as { balances: { total: string }[] };
    expect(Number(balances[0].total)).toBeCloseTo(5_000 - price * 0.001, 6);
    await trade('SELL', '0.003');
    expect(await get('positions')).toMatchObject({ positions: [{ quantity: '-0.002' }] });
    await trade('BUY', '0.002');
    expect(await get('positions')).toEqual({ positions: [] });
  });

  it('lets no one break orders unless it was started for tests', async () => {
    const body = { op: 'order.submit', fault: 'reject' };
    expect((await exchange.call('POST', '/api/test/faults', KEY, body)).status).toBe(404);
  });
});

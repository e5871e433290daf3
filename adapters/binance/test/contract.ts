import type { BrokerAdapter, BrokerOrder, Clock } from '@bourseworks/ports';
import { BinanceBroker, FUTURES, SPOT, type Market } from '@bourseworks/adapters/binance';
import type { BrokerHarness, VenueCommand, VenueControl, VenueFault, VenueUnderTest } from '@bourseworks/testkit';
import { formatDecimal } from '@bourseworks/domain';
import { ACCOUNT, configFor } from './broker.js';
import { API_KEY, API_SECRET, BinanceStandIn, type Flavour } from './stand-in/binance-stand-in.js';
import type { Fault } from './stand-in/faults.js';

const REQUEST_TIMEOUT_MS = 1_000;

const FAULTS: Readonly<Record<VenueFault, Fault>> = {
  'drop-before': { kind: 'drop', done: false },
  'drop-after': { kind: 'drop', done: true },
  'error-after': { kind: 'answer', status: 503, body: { code: -1007, msg: 'Timeout; status unknown.' }, done: true },
  'unreadable-after': { kind: 'answer', status: 200, body: '<html>not this</html>', done: true },
  'delay-after': { kind: 'silence', done: true },
};

const CONTROLS: readonly VenueControl[] = [
  'fill',
  'cancelUnsolicited',
  'rejectNext',
  'failNext',
  'rateLimitNext',
  'dropLink',
  'refuseLink',
  'restartVenue',
  'placeOutside',
  'cancelOutside',
  'accepted',
  'commands',
  'connections',
];

const COMMANDS: Readonly<Record<string, VenueCommand>> = {
  'POST /api/v3/order': 'submit',
  'POST /fapi/v1/order': 'submit',
  'POST /fapi/v1/algoOrder': 'submit',
  'DELETE /api/v3/order': 'cancel',
  'DELETE /fapi/v1/order': 'cancel',
  'DELETE /fapi/v1/algoOrder': 'cancel',
  'PUT /fapi/v1/order': 'replace',
};

/** Requests by which a command goes in a market. */
function requestOf(flavour: Flavour, command: VenueCommand): string {
  const path = flavour === 'spot' ? '/api/v3/order' : '/fapi/v1/order';
  return `${{ submit: 'POST', cancel: 'DELETE', replace: 'PUT' }[command]} ${path}`;
}

/** The stand-in finds at once what it took: there is no horizon to wait for. */
function quick(market: Market): Market {
  return { ...market, capabilities: { ...market.capabilities, consistencyHorizonUs: 50_000 } };
}

async function start(flavour: Flavour, market: Market): Promise<VenueUnderTest> {
  const standIn = await BinanceStandIn.start(flavour);
  const { venue } = standIn;
  // Replaced orders keep their first id, which is all that is known of them at the venue.
  const clientIdOf = ({ clOrdId, terms }: BrokerOrder): string => {
    const open = venue.orders.findLast((order) => order.status === 'NEW' || order.status === 'PARTIALLY_FILLED');
    return venue.find(clOrdId)?.clientId ?? (terms.type === 'LIMIT' ? open?.clientId : undefined) ?? clOrdId;
  };
  return {
    createBroker: (clock: Clock): BrokerAdapter =>
      new BinanceBroker(market, configFor(standIn, { requestTimeoutMs: REQUEST_TIMEOUT_MS }), { settleMs: 200 }, clock),
    // Each case has a minute of its own, and an account without a past.
    account: () => {
      standIn.weight = 0;
      venue.trades.length = 0;
      return Promise.resolve(ACCOUNT);
    },
    instrument: (broker) => broker.instruments()[0],
    restingPrice: (side) => (side === 'BUY' ? 9_000 : 11_000),
    quantity: 1_000,
    fill: (order, quantity) => {
      venue.fill(clientIdOf(order), formatDecimal(quantity, order.instrument.qtyScale));
      return Promise.resolve();
    },
    cancelUnsolicited: (order) => {
      venue.cancel(clientIdOf(order), false);
      return Promise.resolve();
    },
    rejectNext: () => Promise.resolve(venue.rejectNext()),
    failNext: (command, fault) => Promise.resolve(standIn.faults.next(requestOf(flavour, command), FAULTS[fault])),
    rateLimitNext: (count, waitMs) => Promise.resolve(standIn.limitNext(count, waitMs)),
    dropLink: () => Promise.resolve(standIn.cut()),
    refuseLink: (on) => Promise.resolve(standIn.refuseConnections(on)),
    restartVenue: () => Promise.resolve(standIn.restart()),
    placeOutside: (_account, { side, quantity, price }) => {
      const amounts = { quantity: formatDecimal(quantity, 5), price: formatDecimal(price, 2) };
      const params = { symbol: 'BTCUSDT', side, type: 'LIMIT', timeInForce: 'GTC', ...amounts };
      return Promise.resolve(venue.place({ ...params, newClientOrderId: 'web_outside' }, false).clientId);
    },
    cancelOutside: (_account, clientId) => {
      venue.cancel(clientId, false);
      return Promise.resolve();
    },
    accepted: (_account, clOrdId) => Promise.resolve(venue.orders.filter((order) => order.clientId === clOrdId).length),
    commands: () =>
      Promise.resolve(standIn.names().flatMap((name) => (COMMANDS[name] === undefined ? [] : [COMMANDS[name]]))),
    connections: () => standIn.connections(),
    close: () => standIn.close(),
  };
}

export function binanceHarness(flavour: Flavour): BrokerHarness {
  const market = quick(flavour === 'spot' ? SPOT : FUTURES);
  return {
    capabilities: market.capabilities,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
    controls: CONTROLS,
    faults: Object.keys(FAULTS) as VenueFault[],
    // A future is not paid for: what its wallet holds changes with the fee alone.
    tells: { fees: true, positions: flavour === 'usdm', balances: flavour === 'spot', openTerms: true },
    secrets: [API_KEY, API_SECRET, 'listen-key-secret'],
    start: () => start(flavour, market),
  };
}

import type {
  KillsEvent,
  MarketFrame,
  OmsLiveEvent,
  OrdersEvent,
  PortfolioEvent,
  RiskNotice,
  RiskUsageEvent,
} from '@bourseworks/dto/shapes';
import { trading } from '../api/trading.js';
import { MarketClient } from '../market/market-client.js';
import { TickStore } from '../market/tick-store.js';
import { OrdersClient } from '../orders/orders-client.js';
import { tokens } from '../session/session.js';
import { bookActions } from '../store/book-slice.js';
import { desk, type SocketName } from '../store/desk-slice.js';
import { note, store } from '../store/store.js';
import { Connection } from './connection.js';

export const ticks = new TickStore();

/** So long at most the heavy panels wait for the first prices. */
const PRICES_FIRST_MS = 800;
let showRest: () => void = () => undefined;

/**
 * Once the first prices have been drawn, or are too long in coming. Grids and charts take more of the processor than all
 * the rest of the page: what moves is seen first.
 */
export const pricesShown = new Promise<void>((resolve) => {
  showRest = resolve;
});

const STRATEGIES_EVERY_MS = 2_500;
const INSTRUMENTS_EVERY_MS = 5_000;
/** Events of orders are given to the page together, not more often than it draws. */
const GATHER_MS = 40;

function phaseTeller(name: SocketName) {
  return (phase: 'connecting' | 'up' | 'down', reason?: string): void => {
    store.dispatch(desk.socketChanged({ name, phase, at: Date.now(), reason }));
  };
}

/** Calls `give` with all that was put in since, a moment after the first. */
function gathered<T>(give: (items: readonly T[]) => void): (item: T) => void {
  let items: T[] = [];
  return (item) => {
    if (items.length === 0) {
      setTimeout(() => {
        const all = items;
        items = [];
        give(all);
      }, GATHER_MS);
    }
    items.push(item);
  };
}

/** Everything that runs while a person is signed in: both sockets, and what is asked for from time to time. */
export class Runtime {
  readonly market: MarketClient;
  private readonly marketSocket: Connection;
  private readonly ordersSocket: Connection;
  private started = false;
  private readonly stops: (() => void)[] = [];

  constructor() {
    this.marketSocket = new Connection('market', tokens, {
      phase: phaseTeller('market'),
      connect: () => this.market.onConnect(),
      disconnect: () => this.market.onDisconnect(),
    });
    this.market = new MarketClient(ticks, this.marketSocket);
    this.marketSocket.on('frame', (frame: MarketFrame) => this.market.onFrame(frame));
    // After the frame in which it is drawn.
    this.marketSocket.once('frame', () => requestAnimationFrame(() => setTimeout(showRest)));
    this.ordersSocket = this.openOrders();
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    setTimeout(showRest, PRICES_FIRST_MS);
    this.marketSocket.open();
    this.ordersSocket.open();
    this.every(STRATEGIES_EVERY_MS, () => this.askStrategies());
    this.every(INSTRUMENTS_EVERY_MS, () => this.askInstruments());
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.marketSocket.close();
    // What the next session sees first must not pass for fresh.
    this.market.close();
    this.ordersSocket.close();
    store.dispatch(bookActions.cleared());
  }

  private openOrders(): Connection {
    const socket = new Connection('orders', tokens, {
      phase: phaseTeller('orders'),
      connect: () => client.onConnect(),
      disconnect: () => client.onDisconnect(),
    });
    const addEvent = gathered<OrdersEvent>((events) => store.dispatch(bookActions.events(events)));
    const client = new OrdersClient((event) => socket.request(event), {
      snapshot: (snapshot) => store.dispatch(bookActions.snapshot(snapshot)),
      events: (events) => events.forEach(addEvent),
    });
    const addPortfolio = gathered<PortfolioEvent>((views) => store.dispatch(bookActions.portfolios(views)));
    const addUsage = gathered<RiskUsageEvent>((views) => store.dispatch(bookActions.usages(views)));
    socket.on('event', (event: OrdersEvent) => client.onEvent(event));
    socket.on('portfolio', addPortfolio);
    socket.on('usage', addUsage);
    socket.on('kills', ({ kills }: KillsEvent) => store.dispatch(bookActions.kills(kills)));
    socket.on('live', ({ live }: OmsLiveEvent) => store.dispatch(bookActions.live(live)));
    socket.on('risk', (notice: RiskNotice) =>
      note('warn', `Risk: ${notice.scope} ${notice.id}`, notice.message, notice.code),
    );
    return socket;
  }

  private every(ms: number, work: () => Promise<void>): void {
    let busy = false;
    const once = async () => {
      if (busy || document.hidden) return;
      busy = true;
      await work().catch(() => undefined);
      busy = false;
    };
    void once();
    const timer = setInterval(() => void once(), ms);
    // A page that was in the background shows what is, not what was when it left.
    const onVisible = () => void once();
    document.addEventListener('visibilitychange', onVisible);
    this.stops.push(
      () => clearInterval(timer),
      () => document.removeEventListener('visibilitychange', onVisible),
    );
  }

  private async askStrategies(): Promise<void> {
    store.dispatch(desk.strategiesKnown(await trading.strategies()));
  }

  /** Until they are known: venues may join after the page opened, but lists of instruments change by the day. */
  private async askInstruments(): Promise<void> {
    if (store.getState().desk.instruments.length > 0) return;
    const { instruments } = await trading.instruments();
    store.dispatch(desk.instrumentsKnown(instruments));
  }
}

let running: Runtime | undefined;

/** The runtime of this session; started by the workstation. */
export function runtime(): Runtime {
  running ??= new Runtime();
  return running;
}

export function stopRuntime(): void {
  running?.stop();
  running = undefined;
}

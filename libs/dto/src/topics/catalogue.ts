/** How a topic is used. Everything is delivered directly: at most once, in order per publisher. */
export type TopicKind = 'request' | 'request, answered in parts' | 'request or event' | 'published';

/** What the topic reference says about one topic. */
export interface TopicEntry {
  /** The topic with its levels' names in braces: `marketdata/live/v1/{kind}/{venue}/{symbol}`. */
  readonly topic: string;
  readonly kind: TopicKind;
  /** Name of the body's shape in `libs/dto/src/shapes`; none where the receiver says what it takes. */
  readonly body?: string;
  readonly answer?: string;
  readonly meaning: string;
}

/** A section of the topic reference. */
export interface TopicGroup {
  readonly title: string;
  readonly topics: readonly TopicEntry[];
}

const request = (topic: string, body: string, answer: string, meaning: string): TopicEntry => ({
  topic,
  kind: 'request',
  body,
  answer,
  meaning,
});

const published = (topic: string, body: string, meaning: string): TopicEntry => ({
  topic,
  kind: 'published',
  body,
  meaning,
});

const MARKET_DATA: TopicGroup = {
  title: 'Market data',
  topics: [
    request(
      'marketdata/request/live',
      'LiveDataRequestShape',
      'LiveDataReplyShape',
      'start or join a stream: its topic, `started` or `joined`, epoch, sequence, lease, instrument',
    ),
    request('marketdata/request/renew', 'LeaseRequestShape', 'LeaseReplyShape', 'keep a stream running'),
    request('marketdata/request/release', 'LeaseRequestShape', 'LeaseReplyShape', 'a stream is needed no more'),
    {
      topic: 'marketdata/request/historical',
      kind: 'request, answered in parts',
      body: 'HistoricalDataRequestShape',
      answer: 'HistoricalDataPartShape',
      meaning: 'bars, trades or quotes of a range; the last part has `end: true`',
    },
    request(
      'marketdata/request/cancel',
      'CancelHistoryRequestShape',
      'CancelHistoryReplyShape',
      'end a history request that is being answered',
    ),
    request(
      'marketdata/request/snapshot',
      'SnapshotRequestShape',
      'SnapshotReplyShape',
      'the book of a running book stream',
    ),
    request(
      'marketdata/request/instruments',
      'InstrumentsRequestShape',
      'InstrumentsReplyShape',
      'what the venues list',
    ),
    request(
      'marketdata/request/feeds',
      'FeedsRequestShape',
      'FeedsReplyShape',
      'how the streams fare that run in any instance: state, rate, lag, gaps, owner',
    ),
    request(
      'marketdata/instance/v1/{instance}/join',
      'StreamJoinShape',
      'StreamPlaceShape',
      'between instances of market-data: a stream that runs there, answered when it is live',
    ),
    request(
      'marketdata/instance/v1/{instance}/snapshot',
      'TopicRequestShape',
      'SnapshotReplyShape',
      'between instances of market-data: the book of a stream that runs there',
    ),
    request(
      'marketdata/instance/v1/{instance}/cancel',
      'CancelHistoryRequestShape',
      'CancelHistoryReplyShape',
      'between instances of market-data: end a history request that is answered there',
    ),
    request(
      'marketdata/instance/v1/{instance}/feeds',
      'FeedsRequestShape',
      'FeedsReplyShape',
      'between instances of market-data: how the streams fare that run there',
    ),
    published(
      'marketdata/live/v1/{kind}/{venue}/{symbol}',
      'MarketDataBatch',
      '`epoch`, `seq0` and items (`TradeShape`, `QuoteShape`, `BarShape`, `BookShape`)',
    ),
    published(
      'marketdata/status/v1/{venue}/{symbol}',
      'MarketDataStatusShape',
      'state of the streams of an instrument, gaps included',
    ),
    published(
      'marketdata/live/v1/{kind}/recorded.{venue}/{symbol}',
      'MarketDataBatch',
      'recorded data that `bourse replay --publish` plays',
    ),
    published(
      'marketdata/status/v1/recorded.{venue}/{symbol}',
      'MarketDataStatusShape',
      'that it plays, and has ended',
    ),
  ],
};

const ORDERS: TopicGroup = {
  title: 'Orders',
  topics: [
    request('orders/request/v1/submit/{account}/{strategy}', 'OrderRequestShape', 'OrderReplyShape', 'a new order'),
    request(
      'orders/request/v1/submit-list/{account}/{strategy}',
      'ListRequestShape',
      'ListReplyShape',
      'orders that depend on each other: OTO, OCO, bracket',
    ),
    request(
      'orders/request/v1/cancel/{account}/{strategy}',
      'CancelRequestShape',
      'OrderReplyShape',
      'cancel an order',
    ),
    request(
      'orders/request/v1/replace/{account}/{strategy}',
      'ReplaceRequestShape',
      'OrderReplyShape',
      'change price or quantity of an order',
    ),
    request(
      'orders/request/v1/status/{account}/{strategy}',
      'OrderStatusRequestShape',
      'OrderEventShape',
      'the last event of an order; changes nothing',
    ),
    published(
      'orders/event/v1/{account}/{strategy}/{clOrdId}',
      'OrderEventShape',
      'execution report: everything that happens to an order',
    ),
    request('orders/query/v1/orders', 'OrdersQueryShape', 'OrdersReplyShape', 'the last event of each order'),
    request(
      'orders/query/v1/lists',
      'ListsQueryShape',
      'ListsReplyShape',
      'lists of orders that depend on each other, and what became of their orders',
    ),
    request('orders/query/v1/events', 'OrdersQueryShape', 'EventsReplyShape', 'order events from a sequence on'),
    request('orders/query/v1/fills', 'OrdersQueryShape', 'EventsReplyShape', 'order events that are fills'),
    request('orders/query/v1/positions', 'OrdersQueryShape', 'PositionsReplyShape', 'positions with their PnL'),
    request(
      'orders/query/v1/portfolio',
      'OrdersQueryShape',
      'PortfolioShape',
      'cash, PnL, exposure and positions of the `account` given',
    ),
    request(
      'orders/query/v1/reconcile',
      'ReconcileQueryShape',
      'ReconcileReplyShape',
      'what the last comparison with each broker found',
    ),
    request(
      'orders/query/v1/report',
      'ReportQueryShape',
      'ReportReplyShape',
      'firm, accounts and strategies in one currency: exposure, income by kind, drawdown, statistics, value at risk',
    ),
    request('orders/query/v1/accounts', 'OrdersQueryShape', 'AccountsReplyShape', 'the accounts and their currencies'),
    request(
      'orders/query/v1/kills',
      'OrdersQueryShape',
      'KillsReplyShape',
      'kill switches that are on, those that cover the `account` or `strategy` given',
    ),
    published(
      'portfolio/v1/{account}/{strategy}',
      'PortfolioShape',
      'the same of a strategy when it changed, live at most once a second; strategy `all` is the account',
    ),
    published(
      'risk/event/v1/{code}/{scope}/{id}',
      'RiskEventShape',
      'a denial, a kill switch set, released or a step further, an alarm',
    ),
  ],
};

const RISK: TopicGroup = {
  title: 'Risk',
  topics: [
    request(
      'orders/query/v1/limits',
      'LimitsQueryShape',
      'LimitsReplyShape',
      'limits in force and how far they are used',
    ),
    request(
      'orders/query/v1/risk-check',
      'RiskCheckRequestShape',
      'RiskCheckReplyShape',
      'what would become of an order; nothing is counted, reserved or sent',
    ),
    request(
      'orders/query/v1/trading-states',
      'OrdersQueryShape',
      'TradingStatesReplyShape',
      'scopes that are not ACTIVE, those that cover the `account` or `strategy` given',
    ),
    published(
      'risk/usage/v1/{account}',
      'RiskUsageShape',
      'limits above orders of an account when their use changed, live at most once a second; the most used first',
    ),
    request(
      'control/v1/state/{scope}/{id}',
      'TradingStateRequestShape',
      'TradingStateSetShape',
      'set a scope ACTIVE, REDUCING or HALTED: `firm` (id `all`), `account`, `strategy`, `symbol`',
    ),
    request(
      'control/v1/limits/firm/all',
      'LimitsRequestShape',
      'LimitsSetShape',
      'put new limits in force, whole, with a version above that of those in force',
    ),
    request(
      'control/v1/locate/account/{account}',
      'LocateRequestShape',
      'LocateSetShape',
      'what an account may sell short of an instrument, until when',
    ),
    request(
      'control/v1/cash/account/{account}',
      'CashRequestShape',
      'CashSetShape',
      'book a deposit, withdrawal, dividend, funding, cost of borrowing, fee or rebate of an account; a split is booked in all',
    ),
    request(
      'control/v1/reconcile/adapter/{adapter}',
      'ReconcileRequestShape',
      'ReconcileReplyShape',
      'compare orders, positions and cash with a broker now',
    ),
  ],
};

const CONTROL: TopicGroup = {
  title: 'Control, strategies, replay',
  topics: [
    request(
      'control/v1/kill/{scope}/{id}',
      'KillRequestShape',
      'KillReplyShape',
      'stop trading of a scope: `firm` (id `all`), `account`, `strategy`',
    ),
    request('control/v1/rearm/{scope}/{id}', 'KillRequestShape', 'KillReplyShape', 'let a scope trade again'),
    request(
      'control/v1/strategy/host/{host}',
      'StrategyControlShape',
      'StrategyControlReplyShape',
      '`list`, `start`, `stop` the strategies of a host',
    ),
    {
      topic: 'strategy/v1/{id}/{method}',
      kind: 'request or event',
      meaning: 'whatever the strategy’s decorated method takes',
    },
    published(
      'lease/v1/strategy/{account}/{strategy}',
      'LeaseHeartbeatShape',
      'a strategy is alive: without the next one in time its open orders are cancelled',
    ),
    published('lease/v1/session/{session}', 'LeaseHeartbeatShape', 'the same of a session of a person at a gateway'),
    published('signals/v1/{strategy}/{name}', 'SignalShape', 'what a strategy tells others'),
    request('replay/v1/start/{run}', 'ReplayStartShape', 'ReplayStartReplyShape', 'start a lock-step run'),
    request('replay/v1/status/{run}', '{run}', 'ReplayStatusShape', 'how far a run is'),
    published('replay/v1/step/{run}', 'ReplayStepShape', 'the next step, by market-data'),
    published('replay/v1/done/{run}', 'ReplayDoneShape', 'a member is done with a step or round'),
  ],
};

/** Every topic of the platform; `docs/reference/topics.md` is made from it. */
export const TOPIC_CATALOGUE: readonly TopicGroup[] = [MARKET_DATA, ORDERS, RISK, CONTROL];

import { riskNotional, type Instrument, type Side } from '@bourseworks/domain';
import { COLUMN, Counters } from './counters.js';
import { compileLimits, ratesOf, type LevelPlace, type PathLimits, type RateKind } from './limits.js';
import { RateRing } from './rate-ring.js';
import { ReferencePrice } from './reference-prices.js';
import type { RiskConfig } from './risk-config.js';

/** The way of one (account, strategy, instrument) through the tree. Kept by orders, so that nothing is looked up twice. */
export interface RiskPath {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  readonly reference: ReferencePrice;
  /** Over all instruments: firm, account, strategy. */
  readonly all: readonly [firm: number, account: number, strategy: number];
  /** Of the instrument: in the firm, the account, the strategy. */
  readonly one: readonly [firm: number, account: number, strategy: number];
  limits: PathLimits;
}

/** What open orders reserve on a path. */
export interface Reservation {
  readonly quantity: number;
  readonly notional: number;
  readonly orders: number;
}

/** Per-instrument nodes and the node above each: a mark revalues them all. */
interface Holding {
  readonly reference: ReferencePrice;
  readonly nodes: number[];
  readonly parents: number[];
}

/** Nodes, counters and compiled limits of firm > account > strategy > symbol. */
export class RiskTree {
  readonly counters = new Counters();
  private config: RiskConfig;
  private readonly nodes = new Map<string, number>();
  private readonly paths = new Map<string, Map<string, Map<string, RiskPath>>>();
  private readonly holdings = new Map<string, Holding>();
  private rings = new Map<string, readonly RateRing[]>();
  /** Positions are revalued on marks only while a limit asks for it. */
  private valued: boolean;

  constructor(config: RiskConfig) {
    this.config = config;
    this.valued = limitsGross(config);
  }

  get rules(): RiskConfig {
    return this.config;
  }

  path(account: string, strategy: string, instrument: Instrument): RiskPath {
    const known = this.paths.get(account)?.get(strategy)?.get(instrument.key);
    return known !== undefined && known.instrument === instrument ? known : this.open(account, strategy, instrument);
  }

  reference(instrument: Instrument): ReferencePrice {
    return this.holding(instrument).reference;
  }

  /** Adds to (or takes from) what is reserved on a path. */
  reserve(path: RiskPath, side: Side, quantity: number, notional: number, orders: number): void {
    const { counters } = this;
    const quantityColumn = side === 'BUY' ? COLUMN.openBuy : COLUMN.openSell;
    const notionalColumn = side === 'BUY' ? COLUMN.openBuyNotional : COLUMN.openSellNotional;
    for (let i = 0; i < 3; i++) {
      const all = path.all[i];
      const one = path.one[i];
      counters.add(one, quantityColumn, quantity);
      counters.add(one, notionalColumn, notional);
      counters.add(all, notionalColumn, notional);
      if (orders === 0) continue;
      counters.add(one, COLUMN.openOrders, orders);
      counters.add(all, COLUMN.openOrders, orders);
    }
  }

  /** Moves the position of a path by a signed quantity and revalues what is held. */
  move(path: RiskPath, signedQuantity: number, price: number): void {
    path.reference.fill = price;
    for (let i = 0; i < 3; i++) {
      this.counters.add(path.one[i], COLUMN.position, signedQuantity);
      this.revalue(path.instrument, path.one[i], path.all[i], path.reference.mark());
    }
  }

  /** Revalues all positions in an instrument after its market moved. */
  marked(instrument: Instrument): void {
    if (!this.valued) return;
    const holding = this.holdings.get(instrument.key);
    if (holding === undefined) return;
    const mark = holding.reference.mark();
    for (let i = 0; i < holding.nodes.length; i++)
      this.revalue(holding.reference.instrument, holding.nodes[i], holding.parents[i], mark);
  }

  /** Takes new rules. Counters stay; the newest send times move into the new rings. */
  update(config: RiskConfig): void {
    this.config = config;
    this.valued = limitsGross(config);
    const old = this.rings;
    this.rings = new Map();
    for (const path of this.allPaths()) path.limits = this.compile(path);
    for (const [key, rings] of this.rings) {
      const [first, ...others] = old.get(key) ?? [];
      if (first === undefined) continue;
      const longest = others.reduce((a, b) => (a.count >= b.count ? a : b), first);
      for (const ring of rings) ring.take(longest);
    }
    for (const holding of this.holdings.values()) this.marked(holding.reference.instrument);
  }

  *allPaths(): Generator<RiskPath> {
    for (const strategies of this.paths.values())
      for (const instruments of strategies.values()) yield* instruments.values();
  }

  private revalue(instrument: Instrument, node: number, parent: number, mark: number): void {
    const { counters } = this;
    const position = counters.get(node, COLUMN.position);
    const before = counters.get(node, COLUMN.heldNotional);
    if (position === 0 && before === 0) return;
    const value = riskNotional(instrument, mark, position);
    // A holding beyond the exact range is kept at its edge: it fails every limit and can still be taken off again.
    const held = Number.isFinite(value) ? value : Number.MAX_SAFE_INTEGER;
    counters.set(node, COLUMN.heldNotional, held);
    counters.add(parent, COLUMN.heldNotional, held - before);
  }

  private holding(instrument: Instrument): Holding {
    let holding = this.holdings.get(instrument.key);
    if (holding === undefined) {
      holding = { reference: new ReferencePrice(instrument), nodes: [], parents: [] };
      this.holdings.set(instrument.key, holding);
    }
    return holding;
  }

  private node(key: string): number {
    let node = this.nodes.get(key);
    if (node === undefined) this.nodes.set(key, (node = this.counters.create()));
    return node;
  }

  private instrumentNode(parentKey: string, parent: number, instrument: Instrument): number {
    const size = this.counters.size;
    const node = this.node(`${parentKey}|${instrument.key}`);
    if (node === size) {
      const holding = this.holding(instrument);
      holding.nodes.push(node);
      holding.parents.push(parent);
    }
    return node;
  }

  private open(account: string, strategy: string, instrument: Instrument): RiskPath {
    const keys = ['firm', `account|${account}`, `strategy|${account}|${strategy}`];
    const all: [number, number, number] = [this.node(keys[0]), this.node(keys[1]), this.node(keys[2])];
    const one: [number, number, number] = [
      this.instrumentNode(keys[0], all[0], instrument),
      this.instrumentNode(keys[1], all[1], instrument),
      this.instrumentNode(keys[2], all[2], instrument),
    ];
    const bare = { account, strategy, instrument, reference: this.reference(instrument), all, one };
    const path: RiskPath = { ...bare, limits: this.compile(bare) };
    const strategies = this.paths.get(account) ?? new Map<string, Map<string, RiskPath>>();
    const instruments = strategies.get(strategy) ?? new Map<string, RiskPath>();
    this.paths.set(account, strategies.set(strategy, instruments.set(instrument.key, path)));
    return path;
  }

  private compile(path: Omit<RiskPath, 'limits'>): PathLimits {
    const places: LevelPlace[] = [
      { scope: 'firm', id: 'all', all: path.all[0], one: path.one[0] },
      { scope: 'account', id: path.account, all: path.all[1], one: path.one[1] },
      { scope: 'strategy', id: path.strategy, all: path.all[2], one: path.one[2] },
      { scope: 'symbol', id: path.instrument.key, all: path.one[0], one: path.one[0] },
    ];
    return compileLimits(this.config, path.instrument, places, (place, kind) => this.ringsOf(place, kind));
  }

  private ringsOf(place: LevelPlace, kind: RateKind): readonly RateRing[] {
    const key = `${kind}|${place.all}`;
    let rings = this.rings.get(key);
    if (rings === undefined) {
      rings = ratesOf(this.config, place.scope, place.id, kind).map((rate) => new RateRing(rate));
      this.rings.set(key, rings);
    }
    return rings;
  }
}

function limitsGross(config: RiskConfig): boolean {
  return config.rules.some((rule) => rule.maxGrossNotional !== undefined);
}

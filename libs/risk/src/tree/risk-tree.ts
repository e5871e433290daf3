import { notionalMoney, riskNotional, type Instrument, type Side } from '@bourseworks/domain';
import type { RiskConfig } from '../config/risk-config.js';
import { ReferencePrice } from '../market/reference-price.js';
import type { LossWatches } from '../state/loss-watch.js';
import { COLUMN, Counters } from './counters.js';
import {
  LimitCompiler,
  needsValue,
  rulesOf,
  units,
  type LevelPlace,
  type PathLimits,
  type RateKind,
} from './limits.js';
import { floorUnits, rateOf, type MoneyNode } from './money.js';
import { RateRing } from './rate-ring.js';
import { pathImage, type PathImage, type TreeImage } from './tree-image.js';

type Triple = readonly [firm: number, account: number, strategy: number];

/** The way of one (account, strategy, instrument) through the tree. Kept by orders, so that nothing is looked up twice. */
export interface RiskPath {
  /** Unique in the tree. */
  readonly number: number;
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  readonly reference: ReferencePrice;
  /** Counts over all instruments. */
  readonly all: Triple;
  /** Amounts over all instruments of the path's currency. */
  readonly money: Triple;
  /** Of the instrument: in the firm, the account, the strategy; and in the firm again, as the symbol's. */
  readonly one: readonly [firm: number, account: number, strategy: number, symbol: number];
  limits: PathLimits;
}

/** Per-instrument nodes and the node of amounts above each: a mark revalues them all. */
interface Holding {
  readonly reference: ReferencePrice;
  readonly nodes: number[];
  readonly parents: number[];
}

/** Nodes, counters and compiled limits of firm > account > strategy > symbol. */
export class RiskTree {
  private readonly nodes = new Map<string, number>();
  private readonly paths = new Map<string, Map<string, Map<string, RiskPath>>>();
  /** Of earlier definitions of their instruments: orders may still be on them. As few as definitions that changed. */
  private readonly superseded: RiskPath[] = [];
  private readonly holdings = new Map<string, Holding>();
  private rings = new Map<string, readonly RateRing[]>();
  private compiler: LimitCompiler;
  /** Exact cash by node; the counter beside it is rounded down. */
  private readonly cash = new Map<number, bigint>();
  /** Currencies in use, in the order in which they came. */
  private readonly currencies: string[] = [];
  /** Locates of (account, instrument): quantity that may be sold short until then. */
  private readonly locates = new Map<string, { readonly quantity: number; readonly expireUs: number }>();
  /** Positions are revalued on marks only while a limit asks for it. */
  private valued: boolean;
  private made = 0;

  constructor(
    private config: RiskConfig,
    readonly counters = new Counters(),
    private readonly watches?: LossWatches,
  ) {
    this.valued = needsValue(config);
    this.compiler = this.newCompiler();
  }

  get rules(): RiskConfig {
    return this.config;
  }

  path(account: string, strategy: string, instrument: Instrument): RiskPath {
    const known = this.paths.get(account)?.get(strategy)?.get(instrument.key);
    if (known?.instrument === instrument) return known;
    if (known !== undefined) this.superseded.push(known);
    return this.keep(this.make({ number: ++this.made, account, strategy, instrument }));
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
      const one = path.one[i];
      counters.add(one, quantityColumn, quantity);
      counters.add(one, notionalColumn, notional);
      counters.add(path.money[i], notionalColumn, notional);
      if (orders === 0) continue;
      counters.add(one, COLUMN.openOrders, orders);
      counters.add(path.all[i], COLUMN.openOrders, orders);
    }
  }

  /** Moves the position of a path by a signed quantity, and its cash by what that cost with the fee; revalues what is held. */
  move(path: RiskPath, signedQuantity: number, price: number, fee = 0n): void {
    path.reference.fill = price;
    const mark = path.reference.mark();
    this.pay(path, notionalMoney(path.instrument, price, -signedQuantity) - fee);
    for (let i = 0; i < 3; i++) {
      this.counters.add(path.one[i], COLUMN.position, signedQuantity);
      this.revalue(path.instrument, path.one[i], path.money[i], mark);
    }
  }

  /** Changes the cash of a path by ledger money of its currency. */
  pay(path: RiskPath, amount: bigint): void {
    for (const node of path.money) {
      this.deposit(node, amount);
      this.watches?.moved(node);
    }
  }

  /** Cash that an account begins with. */
  fund(account: string, currency: string, amount: bigint): void {
    this.deposit(this.node(`account|${account}`), amount);
    this.deposit(this.firmMoney(currency), amount);
  }

  /**
   * Money brought in or taken out. Amounts of an account are those of its own currency: another one counts for the firm
   * alone. Returns what the counters of cash were changed by, node by node.
   */
  transfer(account: string, own: boolean, currency: string, amount: bigint): [node: number, change: number][] {
    const nodes = [...(own ? [this.node(`account|${account}`)] : []), this.firmMoney(currency)];
    return nodes.map((node) => {
      const before = this.counters.get(node, COLUMN.cash);
      this.deposit(node, amount);
      return [node, this.counters.get(node, COLUMN.cash) - before];
    });
  }

  /** Exact cash of an account in its own currency, ledger money. */
  cashOf(account: string): bigint {
    return this.cash.get(this.nodes.get(`account|${account}`) ?? -1) ?? 0n;
  }

  /** Changes a position without a trade, by signed units. */
  resize(path: RiskPath, change: number): void {
    const mark = path.reference.mark();
    for (let i = 0; i < 3; i++) {
      this.counters.add(path.one[i], COLUMN.position, change);
      this.revalue(path.instrument, path.one[i], path.money[i], mark);
    }
  }

  locate(account: string, instrument: string, quantity: number, expireUs: number): void {
    this.locates.set(`${account}|${instrument}`, { quantity, expireUs });
  }

  /** Quantity that may be sold short beyond the long position, 0 without a locate in force. */
  located(path: RiskPath, us: number): number {
    const found = this.locates.get(`${path.account}|${path.instrument.key}`);
    return found === undefined || us >= found.expireUs ? 0 : found.quantity;
  }

  *allLocates(): Generator<string> {
    for (const [key, { quantity, expireUs }] of this.locates) yield `${key}|${quantity}|${expireUs}`;
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
    this.valued = needsValue(config);
    this.compiler = this.newCompiler();
    const old = this.rings;
    this.rings = new Map();
    this.recompile();
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

  image(): TreeImage {
    const { counters, cash, currencies, locates, made } = this;
    const holdings = [...this.holdings.values()].map(({ reference: { instrument, fill }, nodes, parents }) => ({
      instrument,
      fill,
      nodes,
      parents,
    }));
    const rings = [...this.rings]
      .filter(([, of]) => of.length > 0)
      .map(([key, of]) => ({ key, sends: of.map((ring) => [...ring.sends()]) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const paths = [...this.allPaths()].map(pathImage);
    const superseded = this.superseded.map(pathImage);
    const nodes = [...this.nodes.keys()];
    return { nodes, counters: counters.values(), cash, currencies, locates, holdings, superseded, paths, rings, made };
  }

  /** Takes the image of a tree of the same rules; of a tree without paths only. Returns its paths by number. */
  restore(image: TreeImage): ReadonlyMap<number, RiskPath> {
    if (this.made > 0) throw new Error('a tree is restored before anything is on it');
    this.nodes.clear();
    image.nodes.forEach((key, node) => this.nodes.set(key, node));
    this.counters.load([...image.counters]);
    this.cash.clear();
    for (const [node, amount] of image.cash) this.cash.set(node, amount);
    this.currencies.splice(0, this.currencies.length, ...image.currencies);
    for (const [key, locate] of image.locates) this.locates.set(key, locate);
    for (const { instrument, fill, nodes, parents } of image.holdings) {
      const holding = { reference: new ReferencePrice(instrument), nodes: [...nodes], parents: [...parents] };
      holding.reference.fill = fill;
      this.holdings.set(instrument.key, holding);
    }
    const paths = new Map<number, RiskPath>();
    for (const path of image.superseded) this.superseded.push(this.make(path));
    for (const path of image.paths) this.keep(this.make(path));
    for (const path of [...this.superseded, ...this.allPaths()]) paths.set(path.number, path);
    for (const { key, sends } of image.rings)
      sends.forEach((times, i) => {
        for (const us of times) this.rings.get(key)?.[i]?.add(us);
      });
    this.made = image.made;
    return paths;
  }

  private newCompiler(): LimitCompiler {
    return new LimitCompiler(this.config, (place, kind) => this.ringsOf(place, kind));
  }

  private recompile(): void {
    for (const path of [...this.superseded, ...this.allPaths()]) {
      path.limits = this.compile(path);
      this.watch(path);
    }
  }

  private deposit(node: number, amount: bigint): void {
    const cash = (this.cash.get(node) ?? 0n) + amount;
    this.cash.set(node, cash);
    this.counters.set(node, COLUMN.cash, floorUnits(cash));
  }

  private revalue(instrument: Instrument, node: number, parent: number, mark: number): void {
    const { counters } = this;
    const position = counters.get(node, COLUMN.position);
    const before = counters.get(node, COLUMN.heldNotional);
    const netBefore = counters.get(node, COLUMN.netNotional);
    if (position === 0 && before === 0) return;
    const value = riskNotional(instrument, mark, position);
    // A holding beyond the exact range is kept at its edge: it fails every limit and can still be taken off again.
    const held = Number.isFinite(value) ? value : Number.MAX_SAFE_INTEGER;
    const net = position < 0 ? -held : held;
    if (held === before && net === netBefore) return;
    counters.set(node, COLUMN.heldNotional, held);
    counters.set(node, COLUMN.netNotional, net);
    counters.add(parent, COLUMN.heldNotional, held - before);
    counters.add(parent, COLUMN.netNotional, net - netBefore);
    this.watches?.moved(parent);
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

  /** The firm's amounts of one currency. A new currency concerns the limits of all paths. */
  private firmMoney(currency: string): number {
    const node = this.node(`firm|${currency}`);
    if (!this.currencies.includes(currency)) {
      this.currencies.push(currency);
      if (this.config.currency !== undefined) this.recompile();
    }
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

  private make({ number, account, strategy, instrument }: PathImage): RiskPath {
    const keys = ['firm', `account|${account}`, `strategy|${account}|${strategy}`];
    const all: Triple = [this.node(keys[0]), this.node(keys[1]), this.node(keys[2])];
    const money: Triple = [this.firmMoney(instrument.currency), all[1], all[2]];
    const symbol = this.instrumentNode(keys[0], money[0], instrument);
    const one: RiskPath['one'] = [
      symbol,
      this.instrumentNode(keys[1], money[1], instrument),
      this.instrumentNode(keys[2], money[2], instrument),
      symbol,
    ];
    const reference = this.reference(instrument);
    const bare = { number, account, strategy, instrument, reference, all, money, one };
    const path: RiskPath = { ...bare, limits: this.compile(bare) };
    this.watch(path);
    return path;
  }

  private keep(path: RiskPath): RiskPath {
    const { account, strategy, instrument } = path;
    const strategies = this.paths.get(account) ?? new Map<string, Map<string, RiskPath>>();
    const instruments = strategies.get(strategy) ?? new Map<string, RiskPath>();
    this.paths.set(account, strategies.set(strategy, instruments.set(instrument.key, path)));
    return path;
  }

  private compile(path: Omit<RiskPath, 'limits'>): PathLimits {
    const { all, one } = path;
    const firm = this.firmNodes(path);
    const own = (node: number): readonly MoneyNode[] => [{ node, rate: 1_000_000 }];
    const places: LevelPlace[] = [
      { scope: 'firm', id: 'all', all: all[0], money: firm },
      { scope: 'account', id: path.account, all: all[1], money: own(all[1]) },
      { scope: 'strategy', id: path.strategy, all: all[2], money: own(all[2]) },
      { scope: 'symbol', id: path.instrument.key, all: one[0], money: own(one[0]) },
    ];
    const limits = this.compiler.compile(path.instrument, places);
    const volume = this.config.dailyVolumes?.[path.instrument.key];
    path.reference.statedVolume = volume === undefined ? 0 : units(volume, path.instrument.qtyScale);
    for (const { value } of limits.order.windows) path.reference.range(value.windowUs);
    return limits;
  }

  /** Where the firm's amounts are: of the path's currency alone, unless all are converted to one. */
  private firmNodes({ money, instrument: { currency } }: Pick<RiskPath, 'money' | 'instrument'>): readonly MoneyNode[] {
    const own = { node: money[0], rate: rateOf(this.config, currency) };
    if (this.config.currency === undefined) return [own];
    const others = this.currencies.filter((one) => one !== currency);
    return [own, ...others.map((one) => ({ node: this.node(`firm|${one}`), rate: rateOf(this.config, one) }))];
  }

  /** Losses of the scopes above a path. */
  private watch(path: RiskPath): void {
    const { watches } = this;
    if (watches === undefined) return;
    const { account, strategy, instrument, money } = path;
    const currency = this.config.currency ?? instrument.currency;
    watches.of(`firm|${currency}`, 'firm', 'all', rulesOf(this.config, 'firm', 'all'), path.limits.levels[0].money);
    const own = [{ node: money[1], rate: 1_000_000 }];
    watches.of(`account|${account}`, 'account', account, rulesOf(this.config, 'account', account), own);
    const mine = [{ node: money[2], rate: 1_000_000 }];
    const rules = rulesOf(this.config, 'strategy', strategy);
    watches.of(`strategy|${account}|${strategy}`, 'strategy', strategy, rules, mine);
  }

  private ringsOf(place: LevelPlace, kind: RateKind): readonly RateRing[] {
    const key = `${kind}|${place.all}`;
    let rings = this.rings.get(key);
    if (rings === undefined) {
      const rates = rulesOf(this.config, place.scope, place.id).flatMap((rule) => rule[kind] ?? []);
      rings = rates.map((rate) => new RateRing(rate));
      this.rings.set(key, rings);
    }
    return rings;
  }
}

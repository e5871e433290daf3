import { divideUp, ok, refuse, type Instrument, type Result } from '@bourseworks/domain';
import { floorDivide } from '../ledger/allocation.js';
import {
  absolute,
  assessment,
  atLeastZero,
  equityOf,
  marketValue,
  PPM,
  type MarginAssessment,
  type MarginInput,
  type MarginModel,
  type MarginPosition,
} from './margin-model.js';
import { tierOf, type MarginTier } from './perpetual-tiers.js';

export interface PerpetualOptions {
  /** Cross: the whole wallet stands for every position. Isolated: each has only its own initial margin. */
  readonly mode: 'cross' | 'isolated';
  /** Chosen leverage, integer >= 1. */
  readonly leverage: (instrument: Instrument) => number;
  readonly tiers: (instrument: Instrument) => readonly MarginTier[];
}

export interface Liquidation {
  /** Key of the instrument. */
  readonly instrument: string;
  /** Units; undefined = no positive price liquidates it. */
  readonly price: number | undefined;
}

export interface PerpetualAssessment extends MarginAssessment {
  /** Money without unrealised gains: what the venue calls wallet balance. */
  readonly wallet: bigint;
  readonly liquidations: readonly Liquidation[];
}

/** What stands behind a position when it is liquidated; all ledger money. */
export interface LiquidationTerms {
  readonly position: MarginPosition;
  readonly tiers: readonly MarginTier[];
  /** Wallet balance (cross), or the margin of the position (isolated). */
  readonly wallet: bigint;
  /** Maintenance margin and unrealised gain of all other positions; 0 when isolated. */
  readonly otherMaintenance: bigint;
  readonly otherUnrealized: bigint;
}

/** notional x rate - amount of its bracket, rounded up. */
export function maintenanceOf(position: MarginPosition, tiers: readonly MarginTier[]): bigint {
  const notional = absolute(marketValue(position));
  const { ratePpm, amount } = tierOf(tiers, notional);
  return divideUp(notional * ratePpm, PPM) - amount;
}

/**
 * Price at which wallet plus unrealised gains equals the maintenance margins:
 *   (wallet - TMM + UPNL + amount - side x quantity x entry) / (quantity x rate - side x quantity)
 * as Binance documents it ("How to Calculate Liquidation Price of USD-M Futures Contracts"), in the bracket that the
 * notional has at that price. Rounded so that it is reached no later than the exact one. Liquidation fees are not in it.
 */
export function liquidationPrice(terms: LiquidationTerms): number | undefined {
  const { position, tiers, wallet, otherMaintenance, otherUnrealized } = terms;
  const { instrument, quantity, cost } = position;
  if (quantity === 0) return undefined;
  const size = BigInt(Math.abs(quantity));
  let floor = 0n;
  for (const [index, { cap, ratePpm, amount }] of tiers.entries()) {
    const numerator = (wallet - otherMaintenance + otherUnrealized + amount - cost) * PPM;
    const denominator = instrument.moneyFactor * (size * ratePpm - BigInt(quantity) * PPM);
    const price = quantity > 0 ? -floorDivide(-numerator, denominator) : floorDivide(numerator, denominator);
    const notional = price * size * instrument.moneyFactor;
    const last = index === tiers.length - 1;
    // The margin does not jump between brackets: a price on the edge may round out of both, and fits either.
    const unit = size * instrument.moneyFactor;
    if (price > 0n && notional >= floor - unit && (notional <= cap + unit || last)) return Number(price);
    floor = cap;
  }
  return undefined;
}

/**
 * Perpetuals of one quote currency. In the ledger a fill moves its whole value; the wallet is therefore cash plus the cost
 * of what is held. Initial margin = notional / leverage. Refuses MARGIN_INPUT.
 */
export class PerpetualMargin implements MarginModel {
  readonly name: string;
  private readonly options: PerpetualOptions;

  constructor(options: PerpetualOptions) {
    this.name = `perpetual, ${options.mode}`;
    this.options = options;
  }

  assess(input: MarginInput): Result<PerpetualAssessment> {
    const equity = equityOf(input);
    if (!equity.ok) return equity;
    const held = input.positions.filter(({ quantity }) => quantity !== 0);
    let wallet = input.cash;
    let initial = 0n;
    let maintenance = 0n;
    let lowest: bigint | undefined;
    for (const position of held) {
      const leverage = this.options.leverage(position.instrument);
      if (!Number.isSafeInteger(leverage) || leverage < 1)
        return refuse('MARGIN_INPUT', 'leverage is an integer of at least 1', { leverage });
      wallet += position.cost;
      initial += divideUp(absolute(marketValue(position)), BigInt(leverage));
      maintenance += maintenanceOf(position, this.options.tiers(position.instrument));
      lowest = lowest === undefined || BigInt(leverage) < lowest ? BigInt(leverage) : lowest;
    }
    const isolated = this.options.mode === 'isolated';
    const free = isolated
      ? wallet - held.reduce((sum, one) => sum + this.isolatedMargin(one), 0n)
      : equity.value - initial;
    const base = assessment(equity.value, initial, maintenance, free * (lowest ?? 1n));
    const call = isolated ? held.reduce((sum, one) => sum + this.isolatedCall(one), 0n) : base.call;
    const liquidations = held.map((one) => this.liquidation(one, wallet, equity.value, maintenance));
    return ok({ ...base, call, wallet, liquidations });
  }

  /** Margin set apart when the position was opened: its cost / leverage. */
  private isolatedMargin(position: MarginPosition): bigint {
    return divideUp(absolute(position.cost), BigInt(this.options.leverage(position.instrument)));
  }

  private isolatedCall(position: MarginPosition): bigint {
    const stands = this.isolatedMargin(position) + marketValue(position) - position.cost;
    return atLeastZero(maintenanceOf(position, this.options.tiers(position.instrument)) - stands);
  }

  private liquidation(position: MarginPosition, wallet: bigint, equity: bigint, maintenance: bigint): Liquidation {
    const { key } = position.instrument;
    const tiers = this.options.tiers(position.instrument);
    if (this.options.mode === 'isolated') {
      const own = { position, tiers, wallet: this.isolatedMargin(position), otherMaintenance: 0n, otherUnrealized: 0n };
      return { instrument: key, price: liquidationPrice(own) };
    }
    const otherMaintenance = maintenance - maintenanceOf(position, tiers);
    const otherUnrealized = equity - wallet - (marketValue(position) - position.cost);
    const price = liquidationPrice({ position, tiers, wallet, otherMaintenance, otherUnrealized });
    return { instrument: key, price };
  }
}

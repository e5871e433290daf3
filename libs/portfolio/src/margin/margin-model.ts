import { notionalMoney, ok, Position, refuse, type Instrument, type Result } from '@bourseworks/domain';

/** A position as margin models see it; a `PositionView` is one. */
export interface MarginPosition {
  readonly instrument: Instrument;
  /** Signed units. */
  readonly quantity: number;
  /** Units. */
  readonly mark: number;
  /** Signed ledger money: what was paid for it, negative for a short position. */
  readonly cost: bigint;
}

/** An account as margin models see it, all in one currency; a `PortfolioSnapshot` is one. */
export interface MarginInput {
  readonly currency: string;
  /** Ledger money, negative = borrowed. */
  readonly cash: bigint;
  readonly positions: readonly MarginPosition[];
}

/** Ledger money of the account's currency. */
export interface MarginAssessment {
  /** Cash plus market value. */
  readonly equity: bigint;
  /** What the positions would need if they were opened now. */
  readonly initial: bigint;
  /** What they need to stay open. */
  readonly maintenance: bigint;
  /** equity - initial; negative = nothing more may be opened. */
  readonly available: bigint;
  /** equity - maintenance; negative = a margin call. */
  readonly excess: bigint;
  /** Market value that may still be bought, >= 0. */
  readonly buyingPower: bigint;
  /** What is missing, >= 0. */
  readonly call: bigint;
}

/** What holds an account's positions. Exact; a requirement is rounded up. Refuses MARGIN_*. */
export interface MarginModel {
  readonly name: string;
  assess(input: MarginInput): Result<MarginAssessment>;
}

/** A trade that is asked about: signed units at a price, fee in the account's currency. */
export interface MarginTrade {
  readonly instrument: Instrument;
  readonly quantity: number;
  readonly price: number;
  readonly fee?: bigint;
}

/** The account as it would stand after a trade; a new position is marked at the trade's price. */
export function afterTrade(input: MarginInput, trade: MarginTrade): MarginInput {
  const { instrument, quantity, price, fee = 0n } = trade;
  const held = input.positions.find((row) => row.instrument.key === instrument.key);
  const position = new Position(instrument);
  position.quantity = held?.quantity ?? 0;
  position.cost = (held?.cost ?? 0n) as Position['cost'];
  position.fill(quantity, price, fee);
  const row = { instrument, quantity: position.quantity, mark: held?.mark ?? price, cost: position.cost };
  return {
    currency: input.currency,
    cash: input.cash + position.cashFlow,
    positions: [...input.positions.filter((one) => one !== held), row],
  };
}

/**
 * Whether a model lets a trade through: what needs no more initial margin than before always passes, so that a position
 * can be reduced under a margin call. Refuses MARGIN_*.
 */
export function permits(model: MarginModel, input: MarginInput, trade: MarginTrade): Result<MarginAssessment> {
  const before = model.assess(input);
  if (!before.ok) return before;
  const after = model.assess(afterTrade(input, trade));
  if (!after.ok) return after;
  const { equity, initial, available } = after.value;
  if (available >= 0n || initial <= before.value.initial) return after;
  return refuse('MARGIN_INSUFFICIENT', `${model.name}: the initial margin exceeds the equity`, {
    equity: String(equity),
    initial: String(initial),
  });
}

export const PPM = 1_000_000n;

const zero = 0n;

export function absolute(amount: bigint): bigint {
  return amount < zero ? -amount : amount;
}

export function atLeastZero(amount: bigint): bigint {
  return amount > zero ? amount : zero;
}

export function marketValue(position: MarginPosition): bigint {
  return notionalMoney(position.instrument, position.mark, position.quantity);
}

/** Cash plus market values. Refuses MARGIN_INPUT for a position of another currency. */
export function equityOf(input: MarginInput): Result<bigint> {
  let equity = input.cash;
  for (const position of input.positions) {
    const { key, currency } = position.instrument;
    if (currency !== input.currency)
      return refuse('MARGIN_INPUT', `${key} is in ${currency}, the account in ${input.currency}`, { instrument: key });
    equity += marketValue(position);
  }
  return ok(equity);
}

export function assessment(
  equity: bigint,
  initial: bigint,
  maintenance: bigint,
  buyingPower: bigint,
): MarginAssessment {
  const excess = equity - maintenance;
  return {
    equity,
    initial,
    maintenance,
    available: equity - initial,
    excess,
    buyingPower: atLeastZero(buyingPower),
    call: atLeastZero(-excess),
  };
}

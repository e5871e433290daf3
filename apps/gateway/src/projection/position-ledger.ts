import {
  defineInstrument,
  DomainError,
  expectOk,
  formatDecimal,
  formatMoney,
  parseDecimal,
  parseMoney,
  Position,
  sideSign,
} from '@bourseworks/domain';
import type { OrderEventShape, PositionBasisShape } from '@bourseworks/dto/shapes';
import { wholeMillis } from '../bus/wire-time.js';
import type { Row } from '../database/schema.js';
import { projectedId } from './projected-id.js';

type PositionRow = Row<'positions'>;
export type PositionKey = Pick<PositionRow, 'account' | 'strategy' | 'exchange' | 'symbol'>;

/** An execution that a bust or correction takes back. */
export interface TakenBack {
  readonly quantity: string;
  readonly price: string;
}

export function positionKeyOf({ account, strategy, venue, symbol }: OrderEventShape): PositionKey {
  return { account, strategy, exchange: venue, symbol };
}

/** Whether an event moves a position or is charged to it. */
export function isBooked({ execType, lastQty, fee }: OrderEventShape): boolean {
  return (execType.startsWith('Trade') && lastQty !== undefined) || (fee !== undefined && parsedMoney(fee) !== 0n);
}

const parsedMoney = (text: string): bigint => expectOk(parseMoney(text));

function decimalsOf(text: string | undefined): number {
  const point = text?.indexOf('.') ?? -1;
  return text === undefined || point < 0 ? 0 : text.length - point - 1;
}

/**
 * A position of nothing. The texts of an execution carry all decimals of the instrument's scales.
 * @throws DomainError BAD_MESSAGE
 */
function emptyRow(event: OrderEventShape): PositionRow {
  const key = positionKeyOf(event);
  const { currency, multiplier, sequence } = event;
  if (currency === undefined || multiplier === undefined) {
    const message = 'an execution that does not say the currency and multiplier of its instrument';
    throw new DomainError({ code: 'BAD_MESSAGE', message, details: { sequence } });
  }
  return {
    id: projectedId('position', key.account, key.strategy, key.exchange, key.symbol),
    user_id: null,
    ...key,
    currency,
    multiplier,
    price_scale: decimalsOf(event.lastPx ?? event.price),
    quantity_scale: decimalsOf(event.lastQty ?? event.quantity),
    quantity: '0',
    average_price: null,
    cost: '0',
    current_price: null,
    unrealized_pnl: null,
    realized_pnl: '0',
    fees: '0',
    sequence: 0,
    updated_at: 0,
  };
}

/**
 * A fee may be charged before anything was filled, by an event that tells no price: the scale is then that of the first
 * execution. What is stored is the same number at any larger scale.
 */
function atScalesOf(row: PositionRow, { lastPx, lastQty }: OrderEventShape): PositionRow {
  const price_scale = Math.max(row.price_scale, decimalsOf(lastPx));
  const quantity_scale = Math.max(row.quantity_scale, decimalsOf(lastQty));
  return { ...row, price_scale, quantity_scale };
}

const unit = (scale: number): string => formatDecimal(1, scale);

/** The exact position that a row stands for. */
function positionOf(row: PositionRow): Position {
  const { price_scale: priceScale, quantity_scale: qtyScale, multiplier, currency, symbol } = row;
  const sizes = { tickSize: unit(priceScale), lotSize: unit(qtyScale), priceScale, qtyScale, multiplier };
  // What it is of is of no matter here, only what its numbers are worth.
  const of = { venue: row.exchange, symbol, currency, assetClass: 'index', ...sizes } as const;
  const position = new Position(expectOk(defineInstrument(of)));
  position.quantity = expectOk(parseDecimal(row.quantity, qtyScale));
  position.cost = expectOk(parseMoney(row.cost));
  position.realized = expectOk(parseMoney(row.realized_pnl));
  position.fees = expectOk(parseMoney(row.fees));
  position.lastPx = row.current_price === null ? 0 : expectOk(parseDecimal(row.current_price, priceScale));
  return position;
}

/** Takes over what the OMS came to when it corrected a fill: that cannot be computed from the row alone. */
function takeOver(position: Position, basis: PositionBasisShape): void {
  const { priceScale, qtyScale } = position.instrument;
  position.quantity = expectOk(parseDecimal(basis.quantity, qtyScale));
  position.cost = expectOk(parseMoney(basis.cost));
  position.realized = expectOk(parseMoney(basis.realized));
  position.fees = expectOk(parseMoney(basis.fees));
  position.lastPx = basis.lastPx === undefined ? 0 : expectOk(parseDecimal(basis.lastPx, priceScale));
}

/** Books as the OMS does: first what is taken back, then what is added with the fee; a fee without a fill is charged. */
function book(position: Position, event: OrderEventShape, takenBack: TakenBack | undefined): void {
  const { priceScale, qtyScale, currency } = position.instrument;
  const fill = ({ quantity, price }: TakenBack, sign: 1 | -1, fee: bigint): void => {
    const signed = sign * sideSign(event.side) * expectOk(parseDecimal(quantity, qtyScale));
    position.fill(signed, expectOk(parseDecimal(price, priceScale)), fee);
  };
  const own = event.feeCurrency === undefined || event.feeCurrency === '' || event.feeCurrency === currency;
  const fee = event.fee === undefined || !own ? 0n : parsedMoney(event.fee);
  const { execType, lastQty: quantity, lastPx: price } = event;
  if (takenBack !== undefined) fill(takenBack, -1, 0n);
  if (quantity !== undefined && price !== undefined && (execType === 'Trade' || execType === 'TradeCorrect'))
    fill({ quantity, price }, 1, fee);
  else if (fee !== 0n) position.charge(fee);
}

/**
 * The row after an execution, by the arithmetic that the OMS itself uses (`Position`): exact integers, average cost.
 * `takenBack`: the fill that a bust or correction refers to.
 */
export function bookedRow(
  before: PositionRow | undefined,
  event: OrderEventShape,
  takenBack: TakenBack | undefined,
): PositionRow {
  const row = atScalesOf(before ?? emptyRow(event), event);
  const position = positionOf(row);
  if (event.position === undefined) book(position, event, takenBack);
  else takeOver(position, event.position);
  const { priceScale, qtyScale } = position.instrument;
  return {
    ...row,
    quantity: formatDecimal(position.quantity, qtyScale),
    average_price: position.averagePrice() ?? null,
    cost: formatMoney(position.cost),
    current_price: position.lastPx === 0 ? null : formatDecimal(position.lastPx, priceScale),
    unrealized_pnl: formatMoney(position.unrealized(position.lastPx)),
    realized_pnl: formatMoney(position.realized),
    fees: formatMoney(position.fees),
    sequence: event.sequence,
    updated_at: wholeMillis(event.time),
  };
}

import type { Timestamp } from '@bourseworks/domain';
import { decimalOf, fields, listIn, optionalDecimal, optionalText } from './fields.js';

/** A fill of the account's activities; numbers as decimal text. */
export interface VenueFill {
  /** Where the next page begins. */
  readonly id: string;
  readonly orderId: string;
  readonly symbol: string;
  readonly quantity: string;
  readonly price: string;
  /** Filled of its order up to and with this fill. */
  readonly cumQuantity: string;
  readonly leavesQuantity: string;
  readonly at: Timestamp;
}

export interface VenuePosition {
  readonly symbol: string;
  readonly assetClass: string;
  /** Signed. */
  readonly quantity: string;
  readonly averagePrice: string | undefined;
}

export interface VenueAccount {
  readonly currency: string;
  readonly cash: string;
}

export interface VenueAsset {
  readonly symbol: string;
  readonly assetClass: string;
  readonly tradable: boolean;
  readonly fractionable: boolean;
  readonly minOrderSize: string | undefined;
  readonly minTradeIncrement: string | undefined;
  readonly priceIncrement: string | undefined;
}

export function parseFill(value: unknown): VenueFill {
  const raw = fields.asRaw(value, 'an activity');
  return {
    id: fields.textOf(raw, 'id'),
    orderId: fields.textOf(raw, 'order_id'),
    symbol: fields.textOf(raw, 'symbol'),
    quantity: decimalOf(raw, 'qty'),
    price: decimalOf(raw, 'price'),
    cumQuantity: decimalOf(raw, 'cum_qty'),
    leavesQuantity: optionalDecimal(raw, 'leaves_qty') ?? '0',
    at: fields.timeOf(raw, 'transaction_time'),
  };
}

export function parseFills(value: unknown): readonly VenueFill[] {
  return listIn(value, 'activities').map(parseFill);
}

export function parsePosition(value: unknown): VenuePosition {
  const raw = fields.asRaw(value, 'a position');
  const quantity = decimalOf(raw, 'qty');
  // The sign is in the quantity; where it is not, the side has it.
  const short = optionalText(raw, 'side') === 'short' && !quantity.startsWith('-');
  return {
    symbol: fields.textOf(raw, 'symbol'),
    assetClass: optionalText(raw, 'asset_class') ?? 'us_equity',
    quantity: short ? `-${quantity}` : quantity,
    averagePrice: optionalDecimal(raw, 'avg_entry_price'),
  };
}

export function parsePositions(value: unknown): readonly VenuePosition[] {
  return listIn(value, 'positions').map(parsePosition);
}

export function parseAccount(value: unknown): VenueAccount {
  const raw = fields.asRaw(value, 'an account');
  return { currency: fields.textOf(raw, 'currency'), cash: decimalOf(raw, 'cash') };
}

export function parseAsset(value: unknown): VenueAsset {
  const raw = fields.asRaw(value, 'an asset');
  return {
    symbol: fields.textOf(raw, 'symbol'),
    assetClass: fields.textOf(raw, 'class'),
    tradable: raw['tradable'] === true && (optionalText(raw, 'status') ?? 'active') === 'active',
    fractionable: raw['fractionable'] === true,
    minOrderSize: optionalDecimal(raw, 'min_order_size'),
    minTradeIncrement: optionalDecimal(raw, 'min_trade_increment'),
    priceIncrement: optionalDecimal(raw, 'price_increment'),
  };
}

export function parseAssets(value: unknown): readonly VenueAsset[] {
  return listIn(value, 'assets').map(parseAsset);
}

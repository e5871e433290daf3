declare const brand: unique symbol;

/** A number or bigint that may not be mixed with others of its kind by accident. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Safe integer, in price units of its instrument (10^-priceScale of the currency), |p| <= 2^50. */
export type Price = Brand<number, 'Price'>;

/** Safe integer, in quantity units of its instrument (10^-qtyScale of the base), |q| <= 2^50. */
export type Quantity = Brand<number, 'Quantity'>;

/** Exact ledger amount: bigint at 10^-18 of its currency. */
export type Money = Brand<bigint, 'Money'>;

/** Risk notional: safe integer at 10^-4 of the currency, rounded against the trader. */
export type RiskNotional = Brand<number, 'RiskNotional'>;

/** Bound on prices and quantities, so that a product has two limbs of 50 bits. */
export const MAX_UNITS = 2 ** 50;

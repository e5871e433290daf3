/** Every code that this library raises. */
export const PRICING_ERRORS = {
  PRICING_INPUT: {
    meaning: 'An input of a pricing model is not a number, or outside of its range.',
    remedy: 'The message names the input and its range.',
  },
  PRICE_BELOW_BOUND: {
    meaning: 'No volatility gives so low a price: it leaves the option no time value.',
    remedy: 'Check rate, carry and whether price and spot are of the same moment.',
  },
  PRICE_ABOVE_BOUND: {
    meaning: 'No volatility gives so high a price: a call is worth less than its asset, a put less than its strike.',
    remedy: 'Check rate, carry and the units of price, spot and strike.',
  },
  PRICING_NO_SOLUTION: {
    meaning: 'No value meets what was asked for, or none was found within the bound of the search.',
    remedy: 'The message says what was sought: check the quotes or the price.',
  },
} as const;

export type PricingErrorCode = keyof typeof PRICING_ERRORS;

/** What a pricing model cannot answer. */
export class PricingError extends Error {
  readonly code: PricingErrorCode;

  constructor(code: PricingErrorCode, message: string) {
    super(message);
    this.name = 'PricingError';
    this.code = code;
  }
}

/** Why an indicator was not made, or did not take what it was given. */
export type IndicatorErrorCode = 'INDICATOR_UNKNOWN' | 'INDICATOR_PARAMETER' | 'INDICATOR_INPUT' | 'INDICATOR_SNAPSHOT';

/** A `RangeError` with a code and what it is about. */
export class IndicatorError extends RangeError {
  constructor(
    readonly code: IndicatorErrorCode,
    message: string,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = 'IndicatorError';
  }
}

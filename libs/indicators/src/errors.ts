/** Every code that this library raises. */
export const INDICATOR_ERRORS = {
  INDICATOR_UNKNOWN: {
    meaning: 'There is no indicator of this name.',
    remedy: 'Take one of `bourse indicator list`.',
  },
  INDICATOR_PARAMETER: {
    meaning: 'An indicator does not have this parameter, or not in this range.',
    remedy: 'Take what `bourse indicator show NAME` lists.',
  },
  INDICATOR_INPUT: {
    meaning: 'An indicator takes other series than it was given, or series of one length.',
    remedy: 'The message names what it takes.',
  },
  INDICATOR_OUTPUT: {
    meaning: 'A series to write to is of no output, not as long as the inputs, or shares memory with another one.',
    remedy: 'The message names the output and why.',
  },
  INDICATOR_SNAPSHOT: {
    meaning: 'The snapshot is of another indicator, other parameters or another release, or it is damaged.',
    remedy: 'Warm the indicator up from history.',
  },
} as const;

export type IndicatorErrorCode = keyof typeof INDICATOR_ERRORS;

/** Why an indicator was not made, or did not take what it was given: a `RangeError` with a code and what it is about. */
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

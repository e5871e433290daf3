/** Every code that this library raises. */
export const STATISTICS_ERRORS = {
  STATISTICS_NOT_FINITE: {
    meaning: 'A value of a series or matrix is missing, infinite or not a number.',
    remedy: 'Leave out such observations; the message names the first.',
  },
  STATISTICS_TOO_SHORT: {
    meaning: 'There are fewer observations than the method needs.',
    remedy: 'Give it at least as many as the message says.',
  },
  STATISTICS_SHAPE: {
    meaning: 'Series that belong together differ in length, or a matrix has the wrong shape.',
    remedy: 'Align them first; the message names the one that differs.',
  },
  STATISTICS_RANGE: {
    meaning: 'A parameter or a price is outside of its range.',
    remedy: 'The message names it and what it may be.',
  },
  STATISTICS_SINGULAR: {
    meaning: 'The data do not determine an answer: a series does not vary, or is a combination of others.',
    remedy: 'Leave out the series that the message names, or take a longer sample.',
  },
  STATISTICS_NOT_POSITIVE: {
    meaning: 'A covariance matrix is not symmetric and positive definite.',
    remedy: 'Use more observations than assets, or shrink the matrix towards its diagonal.',
  },
  STATISTICS_INFEASIBLE: {
    meaning: 'No weights meet all the bounds.',
    remedy: 'Widen the bounds, or ask for less.',
  },
  STATISTICS_NO_CONVERGENCE: {
    meaning: 'The method did not reach its tolerance within its bound of iterations.',
    remedy: 'Rescale the data, or take a longer sample.',
  },
} as const;

export type StatisticsErrorCode = keyof typeof STATISTICS_ERRORS;

/** Facts that go with an error: plain values, so that they travel in a log line. */
export type StatisticsErrorDetails = Readonly<Record<string, string | number>>;

/** The input allows no answer. Thrown before anything is kept of it: a streaming object stays as it was. */
export class StatisticsError extends Error {
  constructor(
    readonly code: StatisticsErrorCode,
    message: string,
    readonly details: StatisticsErrorDetails = {},
  ) {
    super(message);
    this.name = 'StatisticsError';
  }
}

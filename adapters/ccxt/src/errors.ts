import type { ErrorCode } from '@bourseworks/domain';

/** FINAL: nothing came of it and nothing will. RETRYABLE: turned down for now. UNKNOWN: it may have been done. */
export interface CcxtFault {
  readonly kind: 'FINAL' | 'RETRYABLE' | 'UNKNOWN';
  readonly code: ErrorCode | undefined;
  readonly notFound: boolean;
  readonly duplicate: boolean;
  readonly authentication: boolean;
  /** The exchange cannot be asked, or a stream's connection is gone. */
  readonly connection: boolean;
  /** ccxt found that a book of a stream is not whole, and begins it anew by itself. */
  readonly sequence: boolean;
  readonly message: string;
}

/** Names of an error's classes, the nearest first. The package is optional: its classes cannot be compared with. */
function lineage(error: unknown): string[] {
  const names: string[] = [];
  for (let proto: unknown = Object.getPrototypeOf(error); proto !== null; proto = Object.getPrototypeOf(proto)) {
    const { constructor } = proto as { constructor?: { name?: string } };
    if (typeof constructor?.name === 'string') names.push(constructor.name);
  }
  return names;
}

const CONNECTION = ['NetworkError', 'ExchangeClosedByUser', 'RateLimitExceeded', 'DDoSProtection'];
const RETRYABLE = ['RateLimitExceeded', 'DDoSProtection'];
/** Said by the exchange about the request itself: it looked at it and did nothing. */
const FINAL = [
  'AuthenticationError',
  'PermissionDenied',
  'AccountSuspended',
  'ArgumentsRequired',
  'BadRequest',
  'BadSymbol',
  'InsufficientFunds',
  'InvalidOrder',
  'InvalidAddress',
  'NotSupported',
  'OperationRejected',
  'MarketClosed',
];

const CODES: readonly (readonly [string, ErrorCode])[] = [
  ['OrderNotFound', 'ORDER_UNKNOWN'],
  ['BadSymbol', 'INSTRUMENT_UNKNOWN'],
  ['NotSupported', 'ORDER_TYPE_UNSUPPORTED'],
  // Of the keys, of their rights, or of the account behind them.
  ['AuthenticationError', 'ADAPTER_LOGIN'],
];

/**
 * What an error of ccxt says about a request. All that is not known to be a refusal may have been done: time-outs, lost
 * connections, faults of the exchange (ExchangeNotAvailable), answers that cannot be read (BadResponse), and whatever an
 * exchange's own code is not sorted into (ExchangeError).
 */
export function faultOf(error: unknown): CcxtFault {
  const names = typeof error === 'object' && error !== null ? lineage(error) : [];
  const is = (list: readonly string[]): boolean => names.some((name) => list.includes(name));
  const kind = is(RETRYABLE) ? 'RETRYABLE' : is(FINAL) ? 'FINAL' : 'UNKNOWN';
  return {
    kind,
    code: CODES.find(([name]) => names.includes(name))?.[1],
    notFound: names.includes('OrderNotFound'),
    duplicate: names.includes('DuplicateOrderId'),
    authentication: names.includes('AuthenticationError'),
    connection: is(CONNECTION),
    sequence: names.includes('InvalidNonce'),
    message: error instanceof Error ? error.message : String(error),
  };
}

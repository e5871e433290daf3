/** Errors by the names and lineage that ccxt documents. */
class BaseError extends Error {}
class ExchangeError extends BaseError {}
class OperationFailed extends BaseError {}
export class InvalidOrder extends ExchangeError {}
export class OrderNotFound extends InvalidOrder {}
export class DuplicateOrderId extends InvalidOrder {}
export class AuthenticationError extends ExchangeError {}
export class InsufficientFunds extends ExchangeError {}
export class NetworkError extends OperationFailed {}
class InvalidNonce extends ExchangeError {}
export class ChecksumError extends InvalidNonce {}
export class RateLimitExceeded extends NetworkError {}
export class ExchangeNotAvailable extends NetworkError {}
export class RequestTimeout extends NetworkError {}
export class BadResponse extends OperationFailed {}
export { ExchangeError };

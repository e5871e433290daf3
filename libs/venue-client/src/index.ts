export { backoffMs, DEFAULT_BACKOFF, type BackoffOptions } from './backoff.js';
export { fieldReader, type FieldReader, type FieldReaderOptions, type Raw } from './fields/field-reader.js';
export { parseExactJson } from './fields/exact-json.js';
export { roundedUnitsOfText, textOfNumber } from './fields/decimal-text.js';
export { rfc3339 } from './fields/rfc3339.js';
export { quotable } from './redact.js';
export { LOGIN_PAUSE_MS, loginRefused } from './login.js';
export { rejection, undeclared, type Undeclared } from './undeclared.js';
export type { Answer, Ok, Refused, Unknown } from './answer.js';
export {
  RestClient,
  type Headers,
  type Outgoing,
  type RestOptions,
  type RestRequest,
  type Signed,
} from './rest/rest-client.js';
export { PatientClient, type PatientOptions, type Question } from './rest/patient-client.js';
export { readText } from './rest/read-text.js';
export { retryAfterMs } from './rest/retry-after.js';
export type { RefusalText } from './rest/classify.js';
export {
  RateLimiter,
  type Grant,
  type Lane,
  type RateCost,
  type RateLimiterOptions,
  type RateWindowSpec,
} from './rate/rate-limiter.js';
export { PendingRequests } from './socket/pending-requests.js';
export { SocketSession, type SocketFault, type SocketHandlers, type SocketOptions } from './socket/socket-session.js';

// The session without Nest, for programs that start, ask and end: loading Nest takes them longer than all the rest.
export {
  TRANSPORT_ERROR_CODES,
  TransportError,
  type PublishRefusal,
  type TransportErrorCode,
  type WireError,
} from '../errors.js';
export { compilePattern, isWildcard, MAX_TOPIC_BYTES, MAX_TOPIC_LEVELS } from '../topics.js';
export type { GuaranteedDestination, QueueDestination } from '../wire/destination.js';
export { HEADER, type Headers, type HeaderValue } from '../wire/headers.js';
export { InboundMessage } from '../wire/inbound-message.js';
export type { DeliveryMode, PublishProperties } from '../wire/outbound-message.js';
export type { TraceContext, TraceHooks } from '../wire/trace-context.js';
export type {
  BasicAuthentication,
  ClientCertificateAuthentication,
  OAuthAuthentication,
  OAuthToken,
  SessionAuthentication,
} from './authentication.js';
export type { GuaranteedOptions } from './guaranteed/guaranteed-options.js';
export type { LatencySnapshot } from './latency-histogram.js';
export type { TransportMetrics, TransportSnapshot } from './metrics.js';
export type { ReplyObserver } from './pending-requests.js';
export type { SessionStatus, SolaceSessionEvents } from './session-connection.js';
export { logSessionsTo, type SessionLog, type SessionLogLevel } from './session-log.js';
export type { SolaceSessionOptions } from './session-options.js';
export type { GuaranteedProperties, ReplyProperties, RequestProperties } from './message-properties.js';
export { SolaceSession } from './solace-session.js';
export type { MessageCallback } from './subscription-table.js';
export type { TopicRightsOptions } from './topic-rights.js';
export {
  QueueConsumer,
  type QueueCallback,
  type QueueConsumerEvents,
  type QueueConsumerOptions,
  type QueueConsumerStatus,
} from './queue/queue-consumer.js';
export { QueueMessage, type QueueOutcome } from './queue/queue-message.js';
export type { QueueProperties } from './queue/queue-properties.js';
export { Queues } from './queue/queues.js';
export type { TlsOptions } from './tls-options.js';

export { SOLACE } from './constants.js';
export {
  TRANSPORT_ERROR_CODES,
  TransportError,
  type PublishRefusal,
  type TransportErrorCode,
  type WireError,
} from './errors.js';
export { compilePattern, isWildcard, MAX_TOPIC_BYTES, MAX_TOPIC_LEVELS } from './topics.js';
export type { TransportMetrics } from './session/metrics.js';
export type { ReplyObserver } from './session/pending-requests.js';
export type { SessionStatus, SolaceSessionEvents } from './session/session-connection.js';
export type { SolaceSessionOptions } from './session/session-options.js';
export { SolaceSession, type ReplyProperties, type RequestProperties } from './session/solace-session.js';
export type { MessageCallback } from './session/subscription-table.js';
export { CodecRegistry, jsonCodec, type Codec, type Decoded } from './wire/codec.js';
export { HEADER, type Headers, type HeaderValue } from './wire/headers.js';
export { InboundMessage } from './wire/inbound-message.js';
export type { DeliveryMode, PublishProperties } from './wire/outbound-message.js';
export { connectSolace, solaceMicroservice } from './nest/connect.js';
export type { CorrelationHooks } from './nest/correlation.js';
export { SolaceEventPattern, SolaceMessagePattern } from './nest/decorators.js';
export { CodedRpcException, ValidationRpcException, validationExceptionFactory } from './nest/exceptions.js';
export {
  SolaceRecordSerializer,
  SolaceReplySerializer,
  SolaceRequestDeserializer,
  SolaceResponseDeserializer,
} from './nest/serializers.js';
export { SolaceClient, type SolaceClientOptions } from './nest/solace.client.js';
export { SolaceContext } from './nest/solace.context.js';
export { SolaceHealthIndicator } from './nest/solace.health.js';
export { SolaceModule, type SolaceModuleAsyncOptions, type SolaceModuleOptions } from './nest/solace.module.js';
export { SolaceRecord, SolaceRecordBuilder, type SolaceRecordOptions } from './nest/solace.record-builder.js';
export { SolaceServer, type SolaceServerOptions } from './nest/solace.server.js';
export { solaceValidationPipe } from './nest/validation.js';

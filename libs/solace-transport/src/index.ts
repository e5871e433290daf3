import './nest/session-log.js';

export * from './session/index.js';
export { SOLACE } from './constants.js';
export { CodecRegistry, jsonCodec, type Codec, type Decoded } from './wire/codec.js';
export { FixedBatch, type FixedBatchOptions, type FixedLayout, type FixedMemory } from './wire/codecs/fixed-batch.js';
export { fixedCodec, type FixedCodecOptions, type FixedRecords } from './wire/codecs/fixed-codec.js';
export { MSGPACK_CONTENT_TYPE, msgpackCodec, type MsgpackOptions } from './wire/codecs/msgpack-codec.js';
export { connectSolace, solaceMicroservice } from './nest/connect.js';
export type { CorrelationHooks } from './nest/correlation.js';
export {
  SolaceEventPattern,
  SolaceMessagePattern,
  type SolaceEventExtras,
  type SolaceExtras,
} from './nest/decorators.js';
export { CodedRpcException, ValidationRpcException, validationExceptionFactory } from './nest/exceptions.js';
export {
  SolaceRecordSerializer,
  SolaceReplySerializer,
  SolaceRequestDeserializer,
  SolaceResponseDeserializer,
} from './nest/serializers.js';
export { DEAD_LETTER_HEADER } from './nest/queue/dead-letter.js';
export {
  byKind,
  deadLetter,
  drop,
  retry,
  type FailureAction,
  type FailurePolicy,
  type QueueFailure,
} from './nest/queue/failure-policies.js';
export type { QueueIntake } from './nest/queue/queue-intake.js';
export type { SolaceQueueOptions } from './nest/queue/queue-options.js';
export { SolaceQueue } from './nest/queue/solace-queue.decorator.js';
export { sessionStatus } from './nest/session-status.js';
export { SolaceClient, type SolaceClientOptions } from './nest/solace.client.js';
export { SolaceContext } from './nest/solace.context.js';
export { SolaceEncoded } from './nest/solace.encoded.js';
export { SolaceHealthIndicator } from './nest/solace.health.js';
export { SolaceModule, type SolaceModuleAsyncOptions, type SolaceModuleOptions } from './nest/solace.module.js';
export { SolaceRecord, SolaceRecordBuilder, type SolaceRecordOptions } from './nest/solace.record-builder.js';
export { SolaceServer } from './nest/solace.server.js';
export type { SolaceServerOptions } from './nest/solace.server-options.js';
export { solaceValidationPipe } from './nest/validation.js';
export type { Check } from './validation/check.js';
export { compileCheck, type CompileCheckOptions } from './validation/compile-check.js';
export type { DtoClass } from './validation/dto-class.js';

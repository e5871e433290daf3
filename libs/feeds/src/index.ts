export { SequenceGuard, type GuardOptions, type GuardSink, type SequenceVerdict } from './sequence/sequence-guard.js';

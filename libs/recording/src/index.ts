export type { BookLine, RecordedLine, RecordedTopic, SegmentHeader } from './recorded-lines.js';
export { RecordedStream } from './recorded-stream.js';
export { recordingsRoot, streamFolders } from './stream-folders.js';
export { boundSegments } from './retention.js';
export { segmentFault } from './refusals.js';
export { SegmentReader } from './segment-reader.js';
export {
  DEFAULT_SEGMENT_BYTES,
  DEFAULT_SEGMENT_US,
  SegmentWriter,
  type LinePlace,
  type SegmentLimits,
} from './segment-writer.js';

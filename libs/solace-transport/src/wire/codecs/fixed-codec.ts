import type { Codec, Decoded } from '../codec.js';
import { FixedBatch, type FixedBatchOptions, type FixedMemory } from './fixed-batch.js';

export interface FixedCodecOptions<T, M extends FixedMemory> extends FixedBatchOptions<T, M> {
  /** One for each layout, such as `application/vnd.bourseworks.quotes`: the bytes do not name their layout. */
  readonly contentType: string;
  /** Whether a decoded record may be: any bit pattern of the right length is a record, also one with a price of NaN. */
  readonly accepts?: (record: T) => boolean;
}

/** The value of a message of fixed records, as a handler gets and gives it. */
export interface FixedRecords<T> {
  /** Sequence of the first record. */
  readonly seq0: number;
  readonly items: readonly T[];
}

/** Fixed records for ordinary use: a value in, a value out. Whoever cannot afford the objects uses `FixedBatch` itself. */
export function fixedCodec<T, M extends FixedMemory>(options: FixedCodecOptions<T, M>): Codec {
  const batch = new FixedBatch(options);
  const { layout, contentType, accepts } = options;
  const refused = (why: string): Decoded => ({
    ok: false,
    refusal: { code: 'BAD_MESSAGE', message: `the payload is not valid ${contentType}: ${why}` },
  });
  return {
    contentType,
    encode(value) {
      const { seq0, items } = value as FixedRecords<T>;
      if (!Number.isSafeInteger(seq0)) throw new TypeError('seq0 is no safe integer');
      batch.clear(seq0);
      for (const item of items) if (!batch.add(item)) throw new RangeError(`more than ${batch.size} records`);
      return batch.bytes();
    },
    decode(bytes) {
      if (bytes.byteLength === 0) return { ok: true, value: undefined };
      const problem = batch.load(bytes);
      if (problem !== undefined) return refused(problem);
      const items = Array.from({ length: batch.size }, (_, index) => batch.get(index, layout.blank()));
      if (accepts !== undefined && !items.every(accepts)) return refused('a record is impossible');
      return { ok: true, value: { seq0: batch.seq0, items } };
    },
  };
}

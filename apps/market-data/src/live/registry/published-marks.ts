import type { KeyValue, StreamMark } from '@bourseworks/ports';
import { parseObject } from './claims.js';
import { STORE } from './store-names.js';

/** Topics of one value: of at most 250 bytes each they fit into it. */
const CHUNK = 200;
/** More than an instance may have streams. */
const MAX_CHUNKS = 500;

/** Up to where an instance has published its streams, in the store: whoever takes them over goes on from there. */
export class PublishedMarks {
  /** What was written of each chunk last. */
  private written: string[] = [];

  constructor(
    private readonly store: KeyValue,
    private readonly instance: string,
    private readonly ttlUs: number,
  ) {}

  /** Writes what has changed: one value for 200 streams. @throws DomainError STORE_UNAVAILABLE */
  async save(marks: ReadonlyMap<string, StreamMark>): Promise<void> {
    const entries = [...marks].slice(0, CHUNK * MAX_CHUNKS);
    for (let chunk = 0; chunk * CHUNK < entries.length; chunk++) {
      const part = entries.slice(chunk * CHUNK, (chunk + 1) * CHUNK);
      const text = JSON.stringify(Object.fromEntries(part));
      if (this.written[chunk] === text) continue;
      await this.store.put(STORE.marks(this.instance, chunk), text, this.ttlUs);
      this.written[chunk] = text;
    }
  }

  /** Of a stream that another instance ran; the latest where a stream changed its chunk. @throws DomainError STORE_UNAVAILABLE */
  async find(instance: string, topic: string): Promise<StreamMark | undefined> {
    let latest: StreamMark | undefined;
    for (let chunk = 0; chunk < MAX_CHUNKS; chunk++) {
      const stored = await this.store.get(STORE.marks(instance, chunk));
      if (stored === undefined) break;
      const mark = markOf(parseObject(stored.value)[topic]);
      if (mark !== undefined && mark.us >= (latest?.us ?? 0)) latest = mark;
    }
    return latest;
  }
}

/** Undefined for what no version of this service wrote. */
function markOf(value: unknown): StreamMark | undefined {
  const { us, tradeId } = (value ?? {}) as Partial<Record<keyof StreamMark, unknown>>;
  if (typeof us !== 'number' || !Number.isSafeInteger(us)) return undefined;
  return { us, ...(typeof tradeId === 'string' && { tradeId }) };
}

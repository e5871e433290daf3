export { Journal, type JournalOptions } from './journal.js';
export { JournalError, type JournalErrorCode } from './journal-error.js';
export { ParkedEffects } from './parked-effects.js';
export { MAX_PAYLOAD_BYTES, type JournalRecord } from './record.js';
export { JournalStore } from './store/journal-store.js';
export { ShardLock } from './store/shard-lock.js';

export { SequenceTracker, type BatchVerdict } from './sequence-tracker.js';
export { StreamLease, type LeaseBus, type LeaseDeps, type LeaseOwner } from './stream-lease.js';

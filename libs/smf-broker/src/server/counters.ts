/** Totals since the start of the broker. */
export interface Counters {
  connections: number;
  loginsRefused: number;
  messagesIn: number;
  bytesIn: number;
  messagesOut: number;
  bytesOut: number;
  /** Copies not delivered because the client's output was above its soft bound. */
  discarded: number;
  /** Messages for which there was no subscriber. */
  unrouted: number;
  publishDenied: number;
  /** Guaranteed requests and messages refused because no extension serves them. */
  assuredRefused: number;
  /** Frames of protocols that may be ignored. */
  ignoredFrames: number;
  /** Connections ended for a violation of the protocol. */
  protocolErrors: number;
  /** Faults of the broker's own, each of which cost one client its connection. */
  faults: number;
}

export function createCounters(): Counters {
  return {
    connections: 0,
    loginsRefused: 0,
    messagesIn: 0,
    bytesIn: 0,
    messagesOut: 0,
    bytesOut: 0,
    discarded: 0,
    unrouted: 0,
    publishDenied: 0,
    assuredRefused: 0,
    ignoredFrames: 0,
    protocolErrors: 0,
    faults: 0,
  };
}

/** Bounds of the sockets that clients may rely on; they stand in the reference. */
export const LIMITS = {
  /** Bytes of one event that a client sends. */
  eventBytes: 65_536,
  streamsPerSocket: 100,
  /** Milliseconds between two frames to one client. */
  frameMs: 100,
  bookLevels: 20,
  /** Trades and bars that wait for a client; beyond it the socket is closed. */
  queuedItems: 2_000,
  /** Trades or bars in a snapshot. */
  recentItems: 50,
  /** Status changes of one stream that wait for a client; beyond it the oldest go. */
  queuedStates: 16,
  /** Events of one socket that may be worked on at once. */
  eventsAtOnce: 8,
} as const;

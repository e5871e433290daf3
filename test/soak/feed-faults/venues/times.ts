/** Short waits for a venue on this machine; the machine may be slow, and is not to look like a venue that is gone. */
export const TIMES = {
  silenceMs: 700,
  pingMs: 150,
  answerMs: 500,
  backoff: { firstMs: 10, maxMs: 100 },
  openUs: 30_000_000,
  staleUs: 600_000_000,
  requestMs: 2_000,
};

/** What the writer thread is started with. */
export interface WriterData {
  readonly directory: string;
}

/** A batch to commit, see `encodeBatch`, or the end. */
export type ToWriter = ArrayBuffer | 'close';

/** The outcome of each commit, in order. */
export type FromWriter = { readonly stored: true } | { readonly stored: false; readonly reason: string };

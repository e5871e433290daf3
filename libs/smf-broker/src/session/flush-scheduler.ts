/** Something with output to hand to its socket. */
export interface Flushable {
  flush(): void;
}

/**
 * Runs `flush` once for each marked queue at the end of the event loop's turn. All messages that arrived in one turn,
 * from whatever publishers, then leave in a single write for each client.
 */
export class FlushScheduler {
  private marked: Flushable[] = [];
  private spare: Flushable[] = [];

  mark(target: Flushable): void {
    if (this.marked.length === 0) setImmediate(this.run);
    this.marked.push(target);
  }

  private readonly run = (): void => {
    const targets = this.marked;
    this.marked = this.spare;
    for (const target of targets) target.flush();
    targets.length = 0;
    this.spare = targets;
  };
}

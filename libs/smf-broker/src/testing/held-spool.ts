import { MemorySpool } from '../guaranteed/spool/memory-spool.js';
import type { SpoolChange, SpoolContents } from '../guaranteed/spool/spool.js';
import { Spool } from '../guaranteed/spool/spool.js';

/** A spool on a disk that takes as long as the test wants: once held, each commit waits for its release. */
export class HeldSpool extends Spool {
  readonly lasting = false;
  held = false;
  /** The changes of each commit since the beginning. */
  readonly batches: (readonly SpoolChange[])[] = [];
  private readonly memory = new MemorySpool();
  private finish: ((error?: Error) => void) | null = null;

  load(): SpoolContents {
    return this.memory.load();
  }

  commit(changes: readonly SpoolChange[]): void | Promise<void> {
    if (this.finish !== null) throw new Error('a commit while another is under way');
    this.batches.push(changes);
    if (!this.held) return this.memory.commit(changes);
    return new Promise((resolve, reject) => {
      this.finish = (error) => {
        this.finish = null;
        if (error !== undefined) return reject(error);
        this.memory.commit(changes);
        resolve();
      };
    });
  }

  read(id: number): Buffer | null {
    return this.memory.read(id);
  }

  sizeBytes(): number {
    return this.memory.sizeBytes();
  }

  close(): void {
    this.memory.close();
  }

  /** A commit waits for its release. */
  get waits(): boolean {
    return this.finish !== null;
  }

  /** Ends the commit that waits, the next one is held again; with an error it stores nothing. */
  release(error?: Error): void {
    if (this.finish === null) throw new Error('no commit waits');
    this.finish(error);
  }

  /** Ends the commit that waits and holds none any more. */
  letGo(): void {
    this.held = false;
    this.finish?.();
  }
}

import { threadId } from 'node:worker_threads';
import { SeededRng, delay, type Clock } from '@bourseworks/ports';
import { unavailable } from '../refusals.js';
import { fileProblem, isBusy } from './file-problem.js';

const FIRST_PAUSE_US = 1_000;
const LONGEST_PAUSE_US = 20_000;

/** Repeats what found another process writing, for a while; it has done nothing then. */
export class BusyRetry {
  private readonly rng = new SeededRng(process.pid * 1_000 + threadId);

  /** `timeoutUs`: how long others are waited for. `path`: of the file, for errors. */
  constructor(
    private readonly path: string,
    private readonly timeoutUs: number,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError STORE_UNAVAILABLE, STORE_CORRUPT: what is wrong with the file */
  async run<T>(work: () => T): Promise<T> {
    const endUs = this.clock.monotonicUs() + this.timeoutUs;
    for (let pauseUs = FIRST_PAUSE_US; ; pauseUs = Math.min(pauseUs * 2, LONGEST_PAUSE_US)) {
      try {
        return work();
      } catch (error) {
        if (!isBusy(error)) throw fileProblem(this.path, error);
      }
      if (this.clock.monotonicUs() >= endUs) throw unavailable(this.path, 'another process keeps it busy');
      // Spread out, or two processes that collided once collide again and again.
      await delay(this.clock, pauseUs * (0.5 + this.rng.next()));
    }
  }
}

import type { Refusal } from '@bourseworks/domain';
import type { ExecutionTerms } from './types.js';
import { WorkedExecution, type ExecutionLink } from './worked-execution.js';

/** One whose terms are wrong: FAILED from the start, nothing was sent. */
export class RefusedExecution extends WorkedExecution {
  constructor(terms: ExecutionTerms, link: ExecutionLink, { code, message }: Refusal) {
    super(terms, link);
    this.end('FAILED', message, code);
  }

  override start(): void {}

  protected override resume(): void {}
}

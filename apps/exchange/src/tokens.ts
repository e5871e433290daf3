import { Clock } from '@bourseworks/ports';

/** Who this run of the exchange is. Numbers of executions and book changes count within one instance. */
export class Instance {
  readonly id: string;

  constructor(clock: Clock) {
    this.id = `${clock.nowUs().toString(36)}${process.pid.toString(36)}`;
  }
}

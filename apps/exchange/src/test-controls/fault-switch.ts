import { Injectable } from '@nestjs/common';

/** Commands of the WebSocket that a test can let fail. */
export const FAULT_OPS = ['order.submit', 'order.cancel', 'order.replace'] as const;
export type FaultOp = (typeof FAULT_OPS)[number];

/**
 * `reject`: it is refused. `drop-before`: the connection is cut and nothing done. The others happen once the command was done: the connection is cut,
 * closed as after a fault inside, an answer is sent that cannot be read, or none.
 */
export const FAULTS = [
  'reject',
  'drop-before',
  'drop-after',
  'error-after',
  'unreadable-after',
  'delay-after',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Commands that are remembered. */
const MAX_COMMANDS = 10_000;

/** What a test lets happen to the next command of a kind, and which commands came. Off, it costs a look at a flag. */
@Injectable()
export class FaultSwitch {
  private readonly armed = new Map<FaultOp, Fault>();
  private readonly seen: FaultOp[] = [];
  private on = false;

  /** From now on commands are noted, and faults take effect. */
  enable(): void {
    this.on = true;
  }

  arm(op: FaultOp, fault: Fault): void {
    this.armed.set(op, fault);
  }

  /** The commands that came, oldest first. */
  commands(): readonly FaultOp[] {
    return this.seen;
  }

  /** Notes a command; returns the fault that it meets, which is spent with it. */
  take(op: unknown): Fault | undefined {
    if (!this.on) return undefined;
    const known = FAULT_OPS.find((one) => one === op);
    if (known === undefined) return undefined;
    if (this.seen.length >= MAX_COMMANDS) this.seen.shift();
    this.seen.push(known);
    const fault = this.armed.get(known);
    this.armed.delete(known);
    return fault;
  }
}

import type { LogFields } from '@bourseworks/ports';
import type { BoundedLane } from '@bourseworks/ring';
import type { Refusal, Result } from '@bourseworks/domain';
import type { SignalShape } from '@bourseworks/dto/shapes';
import type { Decision, HostRequest, LogLevel, OrderCommand, RuntimeLink, RunState } from '../runtime/types.js';
import { CAUSE_BYTES, OutRecord } from '../thread/protocol.js';

/** Logs are dropped first: with this many records in the overflow only orders and answers still go in. */
const LOG_SHED_AT = 1_024;

/** Fits any ring that a host makes. */
const MAX_REPLY_BYTES = 65_536;

const encoder = new TextEncoder();

/** Writes what a strategy says into the ring to the host. */
export class OutLane implements RuntimeLink {
  private sequence = 0;
  private droppedLogs = 0;
  /** Host sequence of the record that is being handled; 0 outside of one. */
  cause = 0;

  constructor(
    private readonly lane: BoundedLane,
    /** The host cannot keep up: an order or an answer was lost. */
    private readonly onRefused: (what: string) => void,
  ) {}

  order(command: OrderCommand): void {
    const body = encoder.encode(JSON.stringify(command.body));
    const bytes = new Uint8Array(CAUSE_BYTES + body.length);
    new Float64Array(bytes.buffer, 0, 1)[0] = this.cause;
    bytes.set(body, CAUSE_BYTES);
    this.write(OutRecord[command.verb], bytes, `an order ${command.verb}`);
  }

  request(request: HostRequest): void {
    this.json(OutRecord.request, request, `a ${request.op} request`);
  }

  decision(decision: Decision, us: number): void {
    this.json(OutRecord.decision, { us, decision }, 'a decision');
  }

  log(level: LogLevel, fields: LogFields, message?: string): void {
    if (this.lane.heldRecords >= LOG_SHED_AT && level !== 'error') {
      this.droppedLogs += 1;
      return;
    }
    const dropped = this.droppedLogs === 0 ? {} : { droppedBefore: this.droppedLogs };
    this.droppedLogs = 0;
    this.json(
      OutRecord.log,
      { level, fields: { ...fields, ...dropped }, ...(message === undefined ? {} : { message }) },
      'a log line',
    );
  }

  signal(signal: SignalShape): void {
    this.json(OutRecord.signal, signal, 'a signal');
  }

  reply(id: number, result: Result<unknown>): void {
    const bytes = encoder.encode(
      JSON.stringify(result.ok ? { id, value: result.value } : { id, refusal: result.refusal }),
    );
    if (bytes.length <= MAX_REPLY_BYTES) return this.write(OutRecord.reply, bytes, 'a reply');
    const refusal: Refusal = {
      code: 'INTERNAL_ERROR',
      message: `the reply has ${bytes.length} bytes, more than ${MAX_REPLY_BYTES}`,
    };
    return this.json(OutRecord.reply, { id, refusal }, 'a reply');
  }

  done(n: number, round: number, sent: number): void {
    this.json(OutRecord.done, { n, round, sent }, 'the end of a round');
  }

  state(state: RunState, error?: Refusal): void {
    this.json(OutRecord.state, error === undefined ? { state } : { state, error }, 'a change of state');
  }

  private json(type: number, value: unknown, what: string): void {
    this.write(type, encoder.encode(JSON.stringify(value)), what);
  }

  private write(type: number, bytes: Uint8Array, what: string): void {
    this.sequence += 1;
    if (this.lane.write(type, this.sequence, bytes) === 'refused') this.onRefused(what);
  }
}

import { JSON_CODEC, strategyLeaseTopic, type LeaseHeartbeatShape, type StrategyState } from '@bourseworks/dto';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';

/** Two may be lost before the time of one is over. */
const BEATS_PER_TTL = 3;

interface Alive {
  readonly spec: { readonly id: string; readonly account: string };
  readonly state: StrategyState;
}

export interface HeartbeatSenderOptions {
  readonly session: Pick<SolaceSession, 'tryPublish'>;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Start of the host, microseconds. */
  readonly startedUs: number;
  /** How long one heartbeat holds, microseconds; 0: none are sent. */
  readonly ttlUs: number;
  readonly strategies: () => readonly Alive[];
}

/**
 * Tells the OMS that strategies are alive: it cancels what one has open that is heard of no more. One that was stopped in
 * order says so, and its orders stay as they are; one that failed falls silent.
 */
export class HeartbeatSender {
  private sequence = 0;
  private timer: Timer | undefined;
  /** Those whose orders hang on heartbeats now. */
  private readonly held = new Set<string>();
  private lost = 0;

  constructor(private readonly options: HeartbeatSenderOptions) {}

  start(): void {
    const { ttlUs, clock } = this.options;
    if (ttlUs === 0) return;
    this.beat();
    this.timer = clock.setTimer(Math.floor(ttlUs / BEATS_PER_TTL), () => this.start());
  }

  /** Those that are stopped by now are given back. */
  close(): void {
    if (this.timer === undefined) return;
    this.timer.cancel();
    this.timer = undefined;
    this.beat();
  }

  private beat(): void {
    for (const { spec, state } of this.options.strategies()) {
      const { id } = spec;
      if (state === 'FAILED') this.held.delete(id);
      else if (state !== 'STOPPED') {
        this.held.add(id);
        this.send(spec, this.options.ttlUs);
      } else if (this.held.delete(id)) this.send(spec, 0);
    }
  }

  private send({ id, account }: Alive['spec'], ttlUs: number): void {
    const { session, log, startedUs } = this.options;
    const sequence = ++this.sequence;
    const body: LeaseHeartbeatShape = { account, strategy: id, ttlUs, epoch: startedUs, sequence };
    const refusal = session.tryPublish(strategyLeaseTopic(account, id), JSON_CODEC.encode(body));
    if (refusal === undefined) return;
    // What ends a lease is sent again with the next beat.
    if (ttlUs === 0) this.held.add(id);
    if (this.lost++ % 100 === 0) log.warn({ event: 'heartbeat.lost', strategy: id, code: refusal.code });
  }
}

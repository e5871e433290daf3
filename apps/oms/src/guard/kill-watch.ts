import type { KillView } from '@bourseworks/order-engine';
import type { BrokerAdapter, EventLog, Timer } from '@bourseworks/ports';
import { OrderReconciler } from '../reconcile/order-reconciler.js';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsClock } from '../core/oms-clock.js';
import type { OmsCore } from '../core/oms-core.js';

const LOOK_US = 50_000;
/** Once a person was called. */
const SLOW_LOOK_US = 500_000;
/** A cancel needs its time: asked about sooner, an order is open still and would be cancelled twice. */
const ASK_US = 1_000_000;
const FIRST_PAUSE_US = 500_000;
const MAX_PAUSE_US = 30_000_000;
/** Rounds of closing orders; a market that takes none of them is left to a person. */
const MAX_ROUNDS = 12;
/** Of what is left, so many are named. */
const NAMED = 5;

/** What the watch knows of one kill beside the journal; a restart begins it anew. */
interface Watched {
  stage: KillView['stage'];
  /** Monotonic; when this process first saw the stage: what is due after a restart gets its whole time. */
  sinceUs: number;
  asking: boolean;
  askedUs: number;
  rounds: number;
  nextRoundUs: number;
  /** What is in the way, in words. */
  detail: string;
}

export interface KillWatchOptions {
  /** How long verifying, and then closing, may take before it is escalated. */
  readonly verifyUs: number;
  /** Whether a broker's link is up and reconciled. */
  readonly isReady: (adapter: string) => boolean;
  /** Counts what was escalated. */
  readonly escalated: () => void;
}

const listed = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;

/**
 * Follows every kill that is on until it is done: asks the brokers whether anything of it is open, has cancelled again what
 * is, then closes positions where that was asked for. What takes too long is escalated, and worked on all the same.
 */
export class KillWatch {
  private readonly reconciler: OrderReconciler;
  /** By the sequence of the kill. */
  private readonly watched = new Map<number, Watched>();
  private timer: Timer | undefined;
  private running = false;

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly clock: OmsClock,
    private readonly log: EventLog,
    private readonly options: KillWatchOptions,
  ) {
    this.reconciler = new OrderReconciler(core, clock, log);
  }

  /** Live only: a replay may not depend on the machine's clock. */
  start(): void {
    this.running = true;
    this.wake();
  }

  close(): void {
    this.running = false;
    this.timer?.cancel();
    this.timer = undefined;
  }

  /** A switch was set. */
  wake(): void {
    if (this.running) this.timer ??= this.clock.setTimer(0, () => this.round());
  }

  private round(): void {
    this.timer = undefined;
    if (!this.running) return;
    const kills = this.core.engine.kills.list().filter(({ isDone }) => !isDone);
    const sequences = new Set(kills.map(({ sequence }) => sequence));
    for (const sequence of this.watched.keys()) if (!sequences.has(sequence)) this.watched.delete(sequence);
    const nowUs = this.clock.monotonicUs();
    for (const kill of kills) this.follow(kill, this.of(kill, nowUs), nowUs);
    if (kills.length === 0) return;
    const isSlow = kills.every(({ phase }) => phase === 'ESCALATED');
    this.timer = this.clock.setTimer(isSlow ? SLOW_LOOK_US : LOOK_US, () => this.round());
  }

  private of({ sequence, stage }: KillView, nowUs: number): Watched {
    const known = this.watched.get(sequence);
    if (known?.stage === stage) return known;
    const fresh: Watched = {
      stage,
      sinceUs: nowUs,
      asking: known?.asking ?? false,
      askedUs: nowUs,
      rounds: 0,
      nextRoundUs: nowUs,
      detail: '',
    };
    this.watched.set(sequence, fresh);
    return fresh;
  }

  private follow(kill: KillView, watched: Watched, nowUs: number): void {
    if (kill.stage === 'VERIFIED') return this.step(kill, 'FLATTENING', '');
    if (kill.stage === 'CANCEL') this.askWhenDue(kill, watched, nowUs);
    else if (this.flatten(kill, watched, nowUs)) return undefined;
    if (nowUs - watched.sinceUs > this.options.verifyUs && kill.phase !== 'ESCALATED')
      this.step(kill, 'ESCALATED', this.whatIsLeft(kill, watched));
    return undefined;
  }

  // Nothing open?

  private askWhenDue(kill: KillView, watched: Watched, nowUs: number): void {
    if (watched.asking) return;
    // By our books nothing is open: the first question may be asked at once.
    const isFirst = kill.openOrders === 0 && watched.detail === '';
    if (!isFirst && nowUs - watched.askedUs < ASK_US) return;
    watched.asking = true;
    watched.askedUs = nowUs;
    void this.ask(kill, watched)
      .catch((error: unknown) => {
        watched.detail = error instanceof Error ? error.message : String(error);
      })
      .finally(() => (watched.asking = false));
  }

  private async ask(kill: KillView, watched: Watched): Promise<void> {
    const { open } = this.core.engine.kills.scope(kill);
    if (open.length > 0) {
      for (const broker of this.directory.all()) {
        const mine = open.filter(({ adapter }) => adapter === broker.name);
        if (mine.length > 0 && this.options.isReady(broker.name)) await this.reconciler.these(broker, mine);
      }
      if (this.running) this.core.perform((engine, nowUs) => engine.enforceKills(nowUs));
      return;
    }
    const found: string[] = [];
    for (const broker of this.directory.all()) found.push(...(await this.openAt(broker, kill)));
    watched.detail = listed(found);
    if (found.length === 0) this.step(kill, 'VERIFIED', '');
  }

  /** What a broker holds open of the scope. Orders that are not of this OMS are none of its business. */
  private async openAt(broker: BrokerAdapter, kill: KillView): Promise<string[]> {
    if (!this.options.isReady(broker.name)) return [`${broker.name} cannot be asked`];
    const { portfolio } = this.core.engine;
    const accounts = kill.scope === 'account' ? [kill.id] : portfolio.accountIds();
    const open: string[] = [];
    for (const account of accounts) {
      const stated = (await broker.openOrders(account)).filter((order) => order.open);
      open.push(...stated.flatMap(({ clOrdId }) => (this.isOf(kill, clOrdId) ? [clOrdId] : [])));
    }
    return open;
  }

  private isOf({ scope, id }: KillView, clOrdId: string): boolean {
    const [, strategy] = this.core.engine.idParts(clOrdId) ?? [];
    if (strategy === undefined || (scope === 'strategy' && strategy !== id)) return false;
    return !this.core.engine.kills.scope({ scope, id }).closing.some((order) => order.clOrdId === clOrdId);
  }

  // No position?

  /** True when it is done. */
  private flatten(kill: KillView, watched: Watched, nowUs: number): boolean {
    const { held, closing } = this.core.engine.kills.scope(kill);
    if (held.length === 0 && closing.length === 0) {
      this.step(kill, 'FLAT', '');
      return true;
    }
    if (held.length === 0 || nowUs < watched.nextRoundUs || watched.rounds >= MAX_ROUNDS) return false;
    watched.nextRoundUs = nowUs + Math.min(FIRST_PAUSE_US * 2 ** watched.rounds, MAX_PAUSE_US);
    watched.rounds += 1;
    const problems: string[] = [];
    const { records } = this.core.perform((engine, us) => engine.kills.flatten(kill, us, problems));
    watched.detail = listed(problems);
    const { scope, id } = kill;
    const orders = records.length;
    if (orders > 0 || problems.length > 0) this.log.warn({ event: 'kill.closing', scope, id, orders, problems });
    return false;
  }

  private whatIsLeft(kill: KillView, { stage, detail }: Watched): string {
    const { open, held } = this.core.engine.kills.scope(kill);
    const left =
      stage === 'CANCEL'
        ? open.map(({ clOrdId }) => clOrdId)
        : held.map(({ account, strategy, instrument }) => `${account} ${strategy} ${instrument.key}`);
    const what = stage === 'CANCEL' ? 'open' : 'held';
    const first = left.length === 0 ? '' : `${left.length} ${what}: ${listed(left)}`;
    return [first, detail]
      .filter((text) => text !== '')
      .join('; ')
      .slice(0, 500);
  }

  private step(kill: KillView, phase: 'VERIFIED' | 'ESCALATED' | 'FLATTENING' | 'FLAT', detail: string): void {
    if (!this.running) return;
    const { records } = this.core.perform((engine, nowUs) => engine.kills.step(kill, phase, detail, nowUs));
    if (records.length === 0) return;
    const { scope, id, sequence } = kill;
    const fields = { event: `kill.${phase.toLowerCase()}`, scope, id, killSequence: sequence };
    if (phase === 'ESCALATED') {
      this.options.escalated();
      this.log.error({ ...fields, code: 'RISK_KILL_ESCALATED', detail });
    } else this.log.warn(fields);
  }
}

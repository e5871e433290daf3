import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  ORDER_QUERY,
  parseControlTopic,
  PATTERNS,
  ReconcileQuery,
  ReconcileRequest,
  type ReconcileReplyShape,
} from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { BrokerDirectory } from '../brokers/broker-directory.js';
import { Brokers } from '../brokers/brokers.js';
import { People } from '../intake/people.js';
import { reconcileShape } from './reconcile-shape.js';
import { Reconciler } from './reconciler.js';

/** What the comparisons with the brokers found, and a new one on demand. */
@Controller()
export class ReconcileController {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly brokers: Brokers,
    private readonly directory: BrokerDirectory,
    private readonly people: People,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(ORDER_QUERY.reconcile)
  last(@Payload() { adapter }: ReconcileQuery): ReconcileReplyShape {
    if (adapter !== undefined && adapter !== null) this.checkAdapter(adapter);
    const reports = this.reconciler.reports.filter((report) => adapter === undefined || report.adapter === adapter);
    return { reports: reports.map(reconcileShape), waitingFor: this.brokers.waitingFor };
  }

  @SolaceMessagePattern(PATTERNS.reconcile)
  async now(@Payload() request: ReconcileRequest, @Ctx() context: SolaceContext): Promise<ReconcileReplyShape> {
    const parsed = parseControlTopic(context.getTopic());
    if (!parsed.ok || parsed.value.scope !== 'adapter')
      throw new CodedRpcException('BAD_TOPIC', 'the topic names an adapter: control/v1/reconcile/adapter/{adapter}');
    const adapter = parsed.value.id;
    const who = this.people.ofControl('control.reconcile', context.getTopic(), request);
    this.checkAdapter(adapter);
    const { actor, reason } = request;
    this.log.info({ event: 'control.reconcile', adapter, actor, actorId: who.id, via: who.via, reason });
    try {
      const report = await this.brokers.reconcileNow(adapter);
      return { reports: [reconcileShape(report)], waitingFor: this.brokers.waitingFor };
    } catch (error) {
      throw new CodedRpcException('ADAPTER_FAILED', (error as Error).message, { adapter });
    }
  }

  private checkAdapter(adapter: string): void {
    if (this.directory.find(adapter) !== undefined) return;
    const names = this.directory.all().map((broker) => broker.name);
    throw new CodedRpcException('ADAPTER_UNKNOWN', `brokers are ${names.join(', ')}`, { adapter });
  }
}

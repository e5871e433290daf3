import type { Session } from '../../session/session.js';
import type { ConsumerFlow } from './consumer-flow.js';
import type { PublisherFlow } from './publisher-flow.js';

/** The flows of one connection. */
export class FlowsOfSession {
  readonly publishers = new Map<number, PublisherFlow>();
  readonly consumers = new Map<number, ConsumerFlow>();

  get count(): number {
    return this.publishers.size + this.consumers.size;
  }
}

const MAX_FLOW_ID = 0x7fffffff;

/** Which connection has which flows. */
export class SessionFlows {
  private readonly bySession = new Map<Session, FlowsOfSession>();
  private lastFlowId = 0;

  /** Those of a connection, made when it has none yet. */
  of(session: Session): FlowsOfSession {
    let flows = this.bySession.get(session);
    if (flows === undefined) {
      flows = new FlowsOfSession();
      // A connection that is gone must not be entered again: nobody would take it out.
      if (!session.isClosed) this.bySession.set(session, flows);
    }
    return flows;
  }

  /** The flows of a connection that is gone; it has none any more. */
  take(session: Session): FlowsOfSession | null {
    const flows = this.bySession.get(session) ?? null;
    this.bySession.delete(session);
    return flows;
  }

  takeFlowId(): number {
    this.lastFlowId = this.lastFlowId >= MAX_FLOW_ID ? 1 : this.lastFlowId + 1;
    return this.lastFlowId;
  }
}

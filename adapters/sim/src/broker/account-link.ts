import { asRaw, countOf, listOf, textOf, type Raw } from '../parse/fields.js';
import { parseExecution, type VenueExecution } from '../parse/order.parse.js';
import type { ExchangeRest } from '../session/exchange-rest.js';
import type { Answer, ExchangeSession } from '../session/exchange-session.js';

/** Rounds of fetching what was missed before giving up on catching up with a venue that is quicker. */
const MAX_ROUNDS = 100;
const PAGE = 1_000;

/**
 * The numbered execution reports of one account: each exactly once and in order, whatever happens to the connection, as
 * long as the exchange process lives and still holds them.
 */
export class AccountLink {
  private last = 0;
  private instance = '';

  constructor(
    readonly account: string,
    readonly apiKey: string,
    private readonly session: ExchangeSession,
    private readonly rest: ExchangeRest,
    private readonly timeoutMs: number,
    private readonly deliver: (execution: VenueExecution) => void,
  ) {}

  /** Reports from now on. Sent at once, so that an order sent next is reported. */
  begin(): void {
    this.session.request({ op: 'executions', apiKey: this.apiKey }, (answer) => this.begun(answer));
  }

  /** Goes on after the last report seen. Returns what could not be had, as text for people; throws when the link broke. */
  async resume(): Promise<string | undefined> {
    let missing: string | undefined;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const since = this.instance === '' ? {} : { since: this.last };
      const answer = await this.session.ask({ op: 'executions', apiKey: this.apiKey, ...since });
      if (answer.kind === 'ok') {
        this.begun(answer);
        return missing;
      }
      if (answer.kind === 'lost') throw new Error(answer.reason);
      if (answer.code !== 'TOO_FAR_BEHIND') throw new Error(answer.message);
      missing = (await this.fetchPage()) ?? missing;
    }
    throw new Error(`reports of account ${this.account} come quicker than they can be fetched`);
  }

  /** Another exchange process counts from 1 again. */
  instanceIs(instance: string): void {
    if (this.instance !== '' && this.instance !== instance) {
      this.last = 0;
      this.instance = instance;
    }
  }

  receive(message: Raw): void {
    this.take(textOf(message, 'instance'), parseExecution(message['data']));
  }

  private begun(answer: Answer): void {
    if (answer.kind !== 'ok') {
      // Orders would go out and nothing be heard of them. A connection that is lost is asked anew when it is back.
      const why = answer.kind === 'refused' ? answer.message : answer.reason;
      if (this.session.connected) this.session.restart(`no reports of account ${this.account}: ${why}`);
      return;
    }
    const instance = textOf(answer.body, 'instance');
    if (this.instance === '') this.last = countOf(answer.body, 'lastSequence');
    this.instance = instance;
  }

  private async fetchPage(): Promise<string | undefined> {
    const query = { since: this.last, limit: PAGE };
    const answer = await this.rest.get('/api/executions', query, { timeoutMs: this.timeoutMs, apiKey: this.apiKey });
    const first = countOf(answer, 'firstSequence');
    const hole = first > this.last + 1;
    const missing = hole ? `reports ${this.last + 1} to ${first - 1} of account ${this.account} are lost` : undefined;
    for (const item of listOf(answer, 'executions')) {
      this.take(textOf(answer, 'instance'), parseExecution(asRaw(item, 'an execution')));
    }
    return missing;
  }

  private take(instance: string, execution: VenueExecution): void {
    if (instance === this.instance && execution.sequence <= this.last) return;
    this.instance = instance;
    this.last = execution.sequence;
    this.deliver(execution);
  }
}

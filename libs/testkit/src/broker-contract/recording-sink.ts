import type { ErrorCode, ExecutionReport, ExecType } from '@bourseworks/domain';
import type { BrokerSink } from '@bourseworks/ports';

/** Keeps what a broker says. */
export class RecordingBrokerSink implements BrokerSink {
  readonly reports: ExecutionReport[] = [];
  readonly links: { readonly up: boolean; readonly reason: string; readonly code?: ErrorCode }[] = [];

  report(report: ExecutionReport): void {
    this.reports.push(report);
  }

  link(up: boolean, reason = '', code?: ErrorCode): void {
    this.links.push({ up, reason, ...(code !== undefined && { code }) });
  }

  /** Reports about an id: of the order itself, and of requests that refer to it. */
  about(clOrdId: string): ExecutionReport[] {
    return this.reports.filter((report) => report.clOrdId === clOrdId || report.origClOrdId === clOrdId);
  }

  of(clOrdId: string, ...types: readonly ExecType[]): ExecutionReport[] {
    return this.about(clOrdId).filter((report) => types.includes(report.execType));
  }

  fills(clOrdId: string): ExecutionReport[] {
    return this.of(clOrdId, 'Trade');
  }

  /** Execution types of the order itself, in order. */
  typesOf(clOrdId: string): string[] {
    return this.reports.filter((report) => report.clOrdId === clOrdId).map(({ execType }) => execType);
  }

  /** Those of requests that refer to it too. */
  typesAbout(clOrdId: string): string[] {
    return this.about(clOrdId).map(({ execType }) => execType);
  }

  /** Fills of all orders. */
  get trades(): ExecutionReport[] {
    return this.reports.filter(({ execType }) => execType === 'Trade');
  }

  /** Whether the link was up, each time it was told. */
  get ups(): boolean[] {
    return this.links.map(({ up }) => up);
  }

  /** Why, where that was told. */
  get reasons(): string[] {
    return this.links.map(({ reason }) => reason).filter((reason) => reason !== '');
  }

  get isUp(): boolean {
    return this.links.at(-1)?.up === true;
  }
}

import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ORDER_QUERY, ReportQuery, type ReportReplyShape } from '@bourseworks/dto';
import { CodedRpcException, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { PerformanceBook } from './performance-book.js';
import { reportReply } from './report.js';

/** What is owned and how it did. Changes nothing. */
@Controller()
export class ReportController {
  constructor(
    private readonly core: OmsCore,
    private readonly book: PerformanceBook,
  ) {}

  @SolaceMessagePattern(ORDER_QUERY.report)
  async report(@Payload() query: ReportQuery): Promise<ReportReplyShape> {
    const { account, strategy, limit } = query;
    if (account !== undefined && account !== null && !isAccount(this.core.engine, account))
      throw accountUnknown(this.core.engine);
    const asked = {
      ...(account === undefined || account === null ? {} : { account }),
      ...(strategy === undefined || strategy === null ? {} : { strategy }),
      ...(limit === undefined || limit === null ? {} : { limit }),
    };
    const report = await this.core.read((engine) => reportReply(engine, this.book, asked, this.core.nowUs));
    if (report.ok) return report.value;
    throw new CodedRpcException(report.refusal.code, report.refusal.message, report.refusal.details);
  }
}

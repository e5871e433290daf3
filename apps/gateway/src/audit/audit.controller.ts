import { expectOk } from '@bourseworks/domain';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access-decorators.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { AuditPage, AuditQuery } from './audit.dto.js';
import { AuditReader } from './audit-reader.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(private readonly reader: AuditReader) {}

  /** Who did what, newest first. */
  @Get()
  @Roles('admin', 'risk')
  @ApiOkResponse({ type: AuditPage })
  async page(@CurrentUser() user: Principal, @Query() { before, ...filter }: AuditQuery): Promise<AuditPage> {
    const from = before === undefined ? undefined : Number(before);
    return expectOk(await this.reader.page(user, { ...filter, before: from }));
  }
}

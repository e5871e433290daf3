import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountList } from './account.dto.js';
import { Accounts } from './accounts.js';

@ApiTags('positions')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  /** Every account with its figures of now. */
  @Get()
  @ApiOkResponse({ type: AccountList })
  async list(): Promise<AccountList> {
    return { accounts: await this.accounts.list() };
  }
}

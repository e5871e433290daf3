import { expectOk } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { UserStore } from './user-store.js';
import { UsersService } from './users.service.js';

export const FIRST_ADMIN = 'admin';

/** The account that a new platform begins with. */
@Injectable()
export class FirstAdmin {
  constructor(
    private readonly users: UserStore,
    private readonly service: UsersService,
  ) {}

  /** Makes the first admin and gives their one-time password; undefined, and nothing made, where there are users. */
  async ensure(): Promise<string | undefined> {
    if ((await this.users.count()) > 0) return undefined;
    const actor = { user: undefined, client: undefined };
    const made = await this.service.create({ username: FIRST_ADMIN, roles: ['admin'] }, actor);
    // Another process was first.
    if (!made.ok && made.refusal.code === 'USERNAME_TAKEN') return undefined;
    return expectOk(made).oneTimePassword;
  }
}

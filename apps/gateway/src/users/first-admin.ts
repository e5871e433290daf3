import { expectOk } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import type { Role } from '../auth/role.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { UserStore } from './user-store.js';
import { UsersService } from './users.service.js';

export const FIRST_ADMIN = 'admin';

/**
 * Whoever tries the platform out is a whole desk alone; in production an admin gives the other roles to those who are to
 * trade, and by that keeps apart who may re-arm from who may administer.
 */
export function firstAdminRoles(nodeEnv: string | undefined): readonly Role[] {
  return nodeEnv === 'production' ? ['admin'] : ['admin', 'trader', 'risk'];
}

/** The account that a new platform begins with. */
@Injectable()
export class FirstAdmin {
  constructor(
    private readonly users: UserStore,
    private readonly service: UsersService,
    private readonly config: GatewayConfig,
  ) {}

  /**
   * Makes the first admin and gives their one-time password. Until they have signed in each start gives another: one that
   * was made and never shown, because the process was killed in between, would keep everybody out for ever. Undefined, and
   * nothing made, from then on.
   */
  async ensure(): Promise<string | undefined> {
    const actor = { user: undefined, client: undefined };
    const [first, ...others] = await this.users.page('', 2);
    if (first !== undefined) {
      const unused = others.length === 0 && first.row.last_login_at === null && first.row.username === FIRST_ADMIN;
      return unused ? expectOk(await this.service.resetPassword(first.row.id, actor)).oneTimePassword : undefined;
    }
    const roles = firstAdminRoles(this.config.nodeEnv);
    const made = await this.service.create({ username: FIRST_ADMIN, roles }, actor);
    // Another process was first.
    if (!made.ok && made.refusal.code === 'USERNAME_TAKEN') return undefined;
    return expectOk(made).oneTimePassword;
  }
}

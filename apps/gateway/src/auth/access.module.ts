import { Clock } from '@bourseworks/ports';
import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GatewayConfig } from '../config/gateway-config.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { SessionEnd } from '../sessions/session-end.js';
import { SessionRefresh } from '../sessions/session-refresh.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionsController } from '../sessions/sessions.controller.js';
import { FirstAdmin } from '../users/first-admin.js';
import { UserStore } from '../users/user-store.js';
import { UsersController } from '../users/users.controller.js';
import { UsersService } from '../users/users.service.js';
import { StrayInputGuard } from '../http/stray-input.guard.js';
import { THROTTLE_GUARD } from '../throttle/throttle-provider.js';
import { AccessGuard } from './access.guard.js';
import { AccessTokens } from './access-tokens.js';
import { AuthController } from './auth.controller.js';
import { KeyRing } from './key-ring.js';
import { PasswordChange } from './password-change.js';
import { PasswordHasher } from './password-hasher.js';
import { OWASP_MINIMUM } from './phc.js';
import { RefreshTokens } from './refresh-tokens.js';
import { SignIn } from './sign-in.js';
import { SignInThrottle } from './sign-in-throttle.js';

function hasherOf(config: GatewayConfig): PasswordHasher {
  const { passwordMemoryKib: memory, passwordPasses: passes } = config;
  const { passwordConcurrency: concurrency, passwordQueue: queue } = config;
  return new PasswordHasher({ cost: { ...OWASP_MINIMUM, memory, passes }, concurrency, queue });
}

/** People: who they are, what they may do, their sessions. Guards every route of the application. */
@Module({
  controllers: [AuthController, SessionsController, UsersController],
  providers: [
    { provide: PasswordHasher, inject: [GatewayConfig], useFactory: hasherOf },
    { provide: SignInThrottle, inject: [Clock], useFactory: (clock: Clock) => new SignInThrottle(clock) },
    { provide: RefreshTokens, inject: [KeyRing], useFactory: (keys: KeyRing) => new RefreshTokens(keys) },
    {
      provide: AccessTokens,
      inject: [KeyRing, Clock, GatewayConfig],
      useFactory: (keys: KeyRing, clock: Clock, config: GatewayConfig) =>
        new AccessTokens(keys, clock, config.accessTokenSeconds),
    },
    SignIn,
    PasswordChange,
    SessionDirectory,
    SessionStore,
    SessionRefresh,
    SessionEnd,
    UserStore,
    UsersService,
    FirstAdmin,
    // In this order: whoever is not signed in is not told what a route takes.
    { provide: APP_GUARD, useClass: AccessGuard },
    THROTTLE_GUARD,
    { provide: APP_GUARD, useClass: StrayInputGuard },
  ],
  exports: [FirstAdmin, AccessTokens, SessionDirectory],
})
export class AccessModule {}

import { Global, Module } from '@nestjs/common';
import { GatewayConfig } from '../config/gateway-config.js';
import { KeyRing, loadKeyRing } from './key-ring.js';

/** The service's keys: the database's audit log and the tokens both derive theirs. */
@Global()
@Module({
  providers: [{ provide: KeyRing, inject: [GatewayConfig], useFactory: loadKeyRing }],
  exports: [KeyRing],
})
export class KeysModule {}

import { ActorSigner, actorKeysDirectory, loadActorSigner } from '@bourseworks/actor';
import { Clock } from '@bourseworks/ports';
import { Global, Module } from '@nestjs/common';
import { GatewayConfig } from '../config/gateway-config.js';
import { CommandAudit } from './command-audit.js';
import { SignedCommands } from './signed-commands.js';

function signerOf({ actorKeysDir, dataDir }: GatewayConfig, clock: Clock): ActorSigner {
  return loadActorSigner(actorKeysDirectory({ ACTOR_KEYS_DIR: actorKeysDir, DATA_DIR: dataDir }), clock);
}

/** How people command the platform: signed, and in the audit log before and after. */
@Global()
@Module({
  providers: [
    { provide: ActorSigner, inject: [GatewayConfig, Clock], useFactory: signerOf },
    SignedCommands,
    CommandAudit,
  ],
  exports: [SignedCommands, CommandAudit],
})
export class CommandsModule {}

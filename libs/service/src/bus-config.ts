import { ConfigError, Secret, Setting } from '@bourseworks/observability';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';

/** The one user of the development broker. Public knowledge: the broker takes it on loopback only. */
const DEVELOPMENT_LOGIN = 'development';

/** How a service reaches the event broker: SOLACE_URL, SOLACE_VPN, SOLACE_USERNAME, SOLACE_PASSWORD. */
export class BusConfig {
  @Setting(
    'address of the broker; several, with commas between them, are tried in order',
    'tcp://, tcps://, ws://, wss://',
  )
  @Matches(/^(?:tcps?|wss?):\/\/[^\s,@]+(?:,(?:tcps?|wss?):\/\/[^\s,@]+)*$/, {
    message:
      'SOLACE_URL must be tcp://, tcps://, ws:// or wss:// addresses with commas between them and no login in them',
  })
  SOLACE_URL = 'tcp://127.0.0.1:55555';

  @Setting('message VPN')
  @IsString()
  @MinLength(1)
  @MaxLength(32)
  SOLACE_VPN = 'default';

  @Setting('client user; the development user when it is not set')
  @IsString()
  SOLACE_USERNAME = '';

  @Setting('password of that user')
  @Secret()
  @IsString()
  SOLACE_PASSWORD = '';
}

export interface BusLogin {
  readonly url: string[];
  readonly vpn: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The login that a configuration stands for. Without a user name it is the development user, but never in production:
 * throws ConfigError there.
 */
export function busLogin(config: BusConfig, env: NodeJS.ProcessEnv): BusLogin {
  const url = config.SOLACE_URL.split(',');
  if (config.SOLACE_USERNAME !== '') {
    return { url, vpn: config.SOLACE_VPN, username: config.SOLACE_USERNAME, password: config.SOLACE_PASSWORD };
  }
  if (env['NODE_ENV'] === 'production') {
    throw new ConfigError(['SOLACE_USERNAME and SOLACE_PASSWORD must be set in production']);
  }
  return { url, vpn: config.SOLACE_VPN, username: DEVELOPMENT_LOGIN, password: DEVELOPMENT_LOGIN };
}

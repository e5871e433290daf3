import { DEFAULT_INSTANCES } from '@bourseworks/dto/shapes';
import { EnvVar, Secret, Setting } from '@bourseworks/observability';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
} from 'class-validator';

const hostShape = /^[A-Za-z0-9_.-]{1,64}$/;
const originShape = /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$|^https?:\/\/\[[0-9a-f:]+\](:\d{1,5})?$/;

/** Settings of the gateway's HTTP edge and of its sign-in. */
export class GatewayConfig {
  @Setting('name of its queue of events, unique among gateways', '1 to 64 letters, digits, dots, dashes')
  @EnvVar('GATEWAY_ID')
  @Matches(hostShape, { message: 'id must be 1 to 64 letters, digits, dots, dashes' })
  id = DEFAULT_INSTANCES.gateway;

  @Setting('folder of the files that the service keeps')
  @EnvVar('DATA_DIR')
  @IsString()
  @MinLength(1)
  dataDir = './var';

  @Setting('`production`: the first admin gets that role alone; else those of a trader and of risk too')
  @EnvVar('NODE_ENV')
  @IsOptional()
  @IsString()
  nodeEnv?: string;

  @Setting('folder of the key that commands of people are signed with; unset: `actor` below DATA_DIR')
  @EnvVar('ACTOR_KEYS_DIR')
  @IsOptional()
  @IsString()
  @MinLength(1)
  actorKeysDir?: string;

  @Setting('hosts of strategies that are asked, by their STRATEGY_HOST_ID', 'comma-separated')
  @EnvVar('GATEWAY_STRATEGY_HOSTS')
  @ArrayMaxSize(100)
  @Matches(hostShape, { each: true })
  strategyHosts: string[] = [DEFAULT_INSTANCES.host];

  @Setting(
    'key from which those of tokens are derived; unset: made at the first start and kept in the data folder',
    '32 bytes as 43 characters of base64url',
  )
  @EnvVar('GATEWAY_KEY')
  @Secret()
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'key must be 32 bytes as 43 characters of base64url' })
  key?: string;

  @Setting('whether people reach the gateway over TLS (a proxy in front of it ends it): Secure cookies, HSTS')
  @EnvVar('GATEWAY_TLS')
  @IsBoolean()
  tls = false;

  @Setting('proxies in front of the gateway whose X-Forwarded-For is believed')
  @EnvVar('GATEWAY_PROXIES')
  @IsInt()
  @Min(0)
  @Max(8)
  proxies = 0;

  @Setting(
    'origins whose pages may refresh a session; unset: those of this machine, at the address the page was asked at',
    'such as https://trade.example.com',
  )
  @EnvVar('GATEWAY_ORIGINS')
  @Matches(originShape, { each: true })
  origins: string[] = [];

  @Setting('API reference at /api/docs; auto: only without TLS')
  @EnvVar('GATEWAY_API_DOCS')
  @IsIn(['auto', 'on', 'off'])
  apiDocs = 'auto';

  @Setting('folder of the built trading page; unset: the one that the build left')
  @EnvVar('GATEWAY_WEB_DIR')
  @IsOptional()
  @IsString()
  @MinLength(1)
  webDirectory?: string;

  @Setting('requests a minute from one address; the burst is a tenth of it')
  @EnvVar('GATEWAY_REQUESTS_PER_MINUTE')
  @IsInt()
  @Min(60)
  @Max(1_000_000)
  requestsPerMinute = 6_000;

  @Setting('questions a minute of one person')
  @EnvVar('GATEWAY_READS_PER_MINUTE')
  @IsInt()
  @Min(10)
  @Max(1_000_000)
  readsPerMinute = 1_200;

  @Setting('commands a minute of one person; cancels, flatten and the kill switch are never held up by it')
  @EnvVar('GATEWAY_COMMANDS_PER_MINUTE')
  @IsInt()
  @Min(10)
  @Max(1_000_000)
  commandsPerMinute = 300;

  @Setting('life of an access token, seconds')
  @EnvVar('GATEWAY_ACCESS_TOKEN_SECONDS')
  @IsInt()
  @Min(30)
  @Max(900)
  accessTokenSeconds = 600;

  @Setting('life of a session from its sign-in on, whatever its activity, hours')
  @EnvVar('GATEWAY_SESSION_HOURS')
  @IsInt()
  @Min(1)
  @Max(720)
  sessionHours = 24;

  @Setting('a session that was not refreshed for so long has ended, minutes')
  @EnvVar('GATEWAY_SESSION_IDLE_MINUTES')
  @IsInt()
  @Min(15)
  @Max(43_200)
  sessionIdleMinutes = 720;

  @Setting('how long the refresh token before the last gives the same successor again, seconds; 0 is strict')
  @EnvVar('GATEWAY_REFRESH_GRACE_SECONDS')
  @IsInt()
  @Min(0)
  @Max(10)
  refreshGraceSeconds = 10;

  @Setting('sessions that one user may have; a further sign-in ends the one that was idle longest')
  @EnvVar('GATEWAY_MAX_SESSIONS')
  @IsInt()
  @Min(1)
  @Max(1_000)
  maxSessions = 20;

  @Setting('memory of one password check (Argon2id), KiB; a rise is applied to stored hashes at the next sign-in')
  @EnvVar('GATEWAY_PASSWORD_MEMORY_KIB')
  @IsInt()
  @Min(19_456)
  @Max(1_048_576)
  passwordMemoryKib = 19_456;

  @Setting('passes of one password check (Argon2id)')
  @EnvVar('GATEWAY_PASSWORD_PASSES')
  @IsInt()
  @Min(2)
  @Max(16)
  passwordPasses = 2;

  @Setting('passwords that are checked at once')
  @EnvVar('GATEWAY_PASSWORD_CONCURRENCY')
  @IsInt()
  @Min(1)
  @Max(16)
  passwordConcurrency = 2;

  @Setting('passwords that may wait for their check; beyond it a sign-in is refused')
  @EnvVar('GATEWAY_PASSWORD_QUEUE')
  @IsInt()
  @Min(0)
  @Max(1_000)
  passwordQueue = 32;

  @Setting('connections for sockets that the process holds; beyond it they are refused')
  @EnvVar('GATEWAY_MAX_SOCKETS')
  @IsInt()
  @Min(1)
  @Max(20_000)
  maxSockets = 2_000;

  @Setting('sockets that one user may have in a namespace, all windows together')
  @EnvVar('GATEWAY_SOCKETS_PER_USER')
  @IsInt()
  @Min(1)
  @Max(20_000)
  socketsPerUser = 20;

  @Setting('events a second that a socket may send; the burst is twice that')
  @EnvVar('GATEWAY_SOCKET_EVENTS_PER_SECOND')
  @IsInt()
  @Min(1)
  @Max(10_000)
  socketEventsPerSecond = 20;

  @Setting(
    'how long one sign of life of a session with a socket for orders holds, seconds; its open orders are cancelled once the last such socket is gone for longer; 0: they stay',
  )
  @EnvVar('GATEWAY_SESSION_LEASE_SECONDS')
  @IsInt()
  @Min(0)
  @Max(600)
  sessionLeaseSeconds = 0;

  @Setting('live streams that all sockets together may have open')
  @EnvVar('GATEWAY_MAX_STREAMS')
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxStreams = 1_000;
}

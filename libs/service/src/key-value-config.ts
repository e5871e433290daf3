import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, Secret, Setting } from '@bourseworks/observability';
import { isLoopback, type KeyValueOptions, type RedisServer } from '@bourseworks/storage';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';

const US_PER_MS = 1_000;
const REDIS_PORT = 6_379;
const MAX_DATABASE = 1_023;

/** Where the state is that the instances of a service share: in Redis, or else in a file of this machine. */
export class KeyValueConfig {
  @Setting('folder of the files of this machine; without Redis the shared state is in `shared/` below it')
  @IsString()
  @MinLength(1)
  DATA_DIR = './var';

  @Setting('Redis for the shared state; unset: a file of this machine', 'redis://, rediss:// (TLS) HOST:PORT/DATABASE')
  @Secret()
  @IsOptional()
  @Matches(/^rediss?:\/\/[^\s/?#]+(?:\/\d{0,4})?$/, {
    message: 'REDIS_URL must be redis:// or rediss:// with host, and at most port and number of the database',
  })
  REDIS_URL?: string;

  @Setting('user there; the default user when it is not set')
  @IsString()
  REDIS_USERNAME = '';

  @Setting('password there; needed beyond loopback')
  @Secret()
  @IsString()
  REDIS_PASSWORD = '';

  @Setting('PEM file of the authority that a `rediss://` server is checked by; unset: the public ones')
  @IsOptional()
  @IsString()
  @MinLength(1)
  REDIS_CA_FILE?: string;

  @Setting('whether a server beyond loopback may be spoken to without TLS, password and all')
  @IsBoolean()
  REDIS_PLAINTEXT = false;

  @Setting(
    'first part of all keys there: platforms that share a server have their own',
    '1 to 64 letters, digits, . _ -',
  )
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: 'REDIS_PREFIX must be 1 to 64 letters, digits, dots, dashes' })
  REDIS_PREFIX = 'bourseworks';

  @Setting('how long the shared state is waited for, milliseconds; beyond it `STORE_UNAVAILABLE`')
  @IsInt()
  @Min(50)
  @Max(10_000)
  STORE_TIMEOUT_MS = 1_000;
}

/** @throws ConfigError */
export function keyValueOptions(config: KeyValueConfig): KeyValueOptions {
  const timeoutUs = config.STORE_TIMEOUT_MS * US_PER_MS;
  if (config.REDIS_URL === undefined) return { form: 'file', path: fileOf(config), timeoutUs };
  return { form: 'redis', server: serverOf(config, config.REDIS_URL), prefix: config.REDIS_PREFIX, timeoutUs };
}

const fileOf = ({ DATA_DIR }: KeyValueConfig): string => join(DATA_DIR, 'shared', 'key-value.db');

function refuse(problem: string): never {
  throw new ConfigError([problem]);
}

function serverOf(config: KeyValueConfig, address: string): RedisServer {
  if (!URL.canParse(address)) refuse('REDIS_URL is no address (its value is hidden)');
  const url = new URL(address);
  const database = Number(url.pathname.slice(1));
  if (url.hostname === '' || database > MAX_DATABASE) refuse('REDIS_URL has no host, or no such database');
  // An address of IPv6 stands in brackets there.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const server = {
    host,
    port: Number(url.port || REDIS_PORT),
    database,
    username: once('REDIS_USERNAME', url.username, config.REDIS_USERNAME),
    password: once('REDIS_PASSWORD', url.password, config.REDIS_PASSWORD),
  };
  if (!isLoopback(host) && server.password === '')
    refuse('REDIS_PASSWORD must be set: the server of REDIS_URL is beyond loopback');
  if (url.protocol === 'rediss:') return { ...server, tls: authority(config) };
  if (config.REDIS_CA_FILE !== undefined) refuse('REDIS_CA_FILE is for TLS: REDIS_URL must begin with rediss://');
  if (!isLoopback(host) && !config.REDIS_PLAINTEXT)
    refuse(
      'REDIS_URL is beyond loopback and without TLS: use rediss://, or say REDIS_PLAINTEXT=yes on a network of its own',
    );
  return server;
}

/** From the address or from the variable; two of them would be one too many to change. */
function once(name: string, inAddress: string, given: string): string {
  if (inAddress === '') return given;
  if (given !== '') refuse(`${name} is set, and REDIS_URL has a login of its own: leave one of them out`);
  try {
    return decodeURIComponent(inAddress);
  } catch {
    return refuse('REDIS_URL has a login that is not percent-encoded (its value is hidden)');
  }
}

function authority({ REDIS_CA_FILE: file }: KeyValueConfig): { ca?: string } {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (error) {
    return refuse(`REDIS_CA_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

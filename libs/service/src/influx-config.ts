import { Secret, Setting } from '@bourseworks/observability';
import type { InfluxServer, InfluxTimeSeriesOptions } from '@bourseworks/storage';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, Min, MinLength } from 'class-validator';
import { authority, hostOf, isLoopback, refuse } from './server-address.js';

const US_PER_MS = 1_000;

/** An InfluxDB for series. */
export class InfluxConfig {
  @Setting('InfluxDB for series; unset: none', 'http:// or https:// HOST:PORT')
  // A login that somebody puts into it is refused, and must not be shown for it.
  @Secret()
  @IsOptional()
  @Matches(/^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/, {
    message: 'INFLUX_URL must be http:// or https:// with host, and at most port and path; the login stands elsewhere',
  })
  INFLUX_URL?: string;

  @Setting('1, 2 or 3: which InfluxDB it is')
  @IsInt()
  @Min(1)
  @Max(3)
  INFLUX_VERSION = 2;

  @Setting('organisation there; of 2.x')
  @IsString()
  INFLUX_ORG = '';

  @Setting('database there; of 2.x the bucket, with a mapping of the same name')
  @IsString()
  @MinLength(1)
  INFLUX_DATABASE = 'bourseworks';

  @Setting('token there, of 2.x and 3.x; needed beyond loopback')
  @Secret()
  @IsString()
  INFLUX_TOKEN = '';

  @Setting('user there; of 1.x')
  @IsString()
  INFLUX_USERNAME = '';

  @Setting('password there, of 1.x; needed beyond loopback')
  @Secret()
  @IsString()
  INFLUX_PASSWORD = '';

  @Setting('PEM file of the authority that an `https://` server is checked by; unset: the public ones')
  @IsOptional()
  @IsString()
  @MinLength(1)
  INFLUX_CA_FILE?: string;

  @Setting('whether a server beyond loopback may be spoken to without TLS, login and all')
  @IsBoolean()
  INFLUX_PLAINTEXT = false;

  @Setting('how long a sign of life of InfluxDB is waited for, milliseconds; ten times that for an answer')
  @IsInt()
  @Min(50)
  @Max(10_000)
  INFLUX_TIMEOUT_MS = 1_000;
}

/**
 * Undefined without an address.
 *
 * @throws ConfigError
 */
export function influxOptions(config: InfluxConfig): InfluxTimeSeriesOptions | undefined {
  if (config.INFLUX_URL === undefined) return undefined;
  return { server: serverOf(config, config.INFLUX_URL), timeoutUs: config.INFLUX_TIMEOUT_MS * US_PER_MS };
}

function serverOf(config: InfluxConfig, address: string): InfluxServer {
  if (!URL.canParse(address)) refuse('INFLUX_URL is no address');
  const url = new URL(address);
  checkLogin(config, hostOf(url));
  const server = {
    url: address,
    version: config.INFLUX_VERSION as InfluxServer['version'],
    org: config.INFLUX_ORG,
    database: config.INFLUX_DATABASE,
    token: config.INFLUX_TOKEN,
    username: config.INFLUX_USERNAME,
    password: config.INFLUX_PASSWORD,
  };
  if (url.protocol === 'https:') return { ...server, tls: authority('INFLUX_CA_FILE', config.INFLUX_CA_FILE) };
  if (config.INFLUX_CA_FILE !== undefined) refuse('INFLUX_CA_FILE is for TLS: INFLUX_URL must begin with https://');
  if (!isLoopback(hostOf(url)) && !config.INFLUX_PLAINTEXT)
    refuse(
      'INFLUX_URL is beyond loopback and without TLS: use https://, or say INFLUX_PLAINTEXT=yes on a network of its own',
    );
  return server;
}

/** What belongs to another version would be left unused, and its user wonder why. */
function checkLogin(config: InfluxConfig, host: string): void {
  const isFirst = config.INFLUX_VERSION === 1;
  const login = isFirst ? config.INFLUX_PASSWORD : config.INFLUX_TOKEN;
  const name = isFirst ? 'INFLUX_PASSWORD' : 'INFLUX_TOKEN';
  if (isFirst && config.INFLUX_TOKEN !== '')
    refuse('INFLUX_TOKEN is for 2.x and 3.x: 1.x has INFLUX_USERNAME and INFLUX_PASSWORD');
  if (!isFirst && config.INFLUX_USERNAME !== '') refuse('INFLUX_USERNAME is for 1.x: 2.x and 3.x have INFLUX_TOKEN');
  if (!isFirst && config.INFLUX_PASSWORD !== '') refuse('INFLUX_PASSWORD is for 1.x: 2.x and 3.x have INFLUX_TOKEN');
  if (isFirst && (config.INFLUX_USERNAME === '') !== (config.INFLUX_PASSWORD === ''))
    refuse('INFLUX_USERNAME and INFLUX_PASSWORD are set together or not at all');
  if ((config.INFLUX_VERSION === 2) !== (config.INFLUX_ORG !== ''))
    refuse('INFLUX_ORG is the organisation of 2.x: it is set there, and nowhere else');
  if (!isLoopback(host) && login === '') refuse(`${name} must be set: the server of INFLUX_URL is beyond loopback`);
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { InfluxServer } from '@bourseworks/storage';
import { Database } from './database.js';
import { questionOf } from './influxql.js';
import { linesOf, Unparsable } from './line-protocol.js';

const TOKEN = 'token-of-the-stand-in';
const ORG = 'our org';
const NAME = 'our/bucket';
const BUCKET_ID = '04d73ba0a9b1c000';
const BYTES_OF_A_TABLE = 4_096;
const LONGEST_ADDRESS = 1_000_000;

/** What a server answers: a status and a text, or JSON. */
interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Record<string, string>;
}

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  readonly packed: boolean;
  readonly type: string;
}

/** In PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const NOTHING: Answer = { status: 204 };
const error = (status: number, code: string, message: string): Answer => ({ status, json: { code, message } });

/**
 * What is documented of the HTTP interface of InfluxDB 2.x and 3.x, as far as the store uses it. Not a server: it knows the
 * questions that the store asks, and nothing of disks.
 */
export class InfluxStandIn {
  readonly database = new Database();
  /** Requests that were done, without pings: method, path, and whether the body was packed. */
  readonly asked: string[] = [];
  /** Answers of the next requests that are no pings, instead of what would be done. */
  readonly instead: Answer[] = [];
  silent = false;
  /** Whether a deletion takes the point at its stop too. */
  takesStop = true;
  private http: Server | undefined;
  private port = 0;

  private constructor(
    readonly version: 2 | 3,
    private readonly tls: Certificate | undefined,
  ) {}

  static async start(version: 2 | 3, tls?: Certificate): Promise<InfluxStandIn> {
    const standIn = new InfluxStandIn(version, tls);
    await standIn.run();
    return standIn;
  }

  get server(): InfluxServer {
    const url = `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
    const org = this.version === 2 ? ORG : '';
    return { url, version: this.version, org, database: NAME, token: TOKEN, username: '', password: '' };
  }

  /** Starts it, again after `end`, on the same port and with what it had. */
  async run(): Promise<void> {
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.take(request, response);
    const options = { maxHeaderSize: LONGEST_ADDRESS };
    const http =
      this.tls === undefined ? createServer(options, listener) : createTlsServer({ ...options, ...this.tls }, listener);
    await new Promise<void>((resolve) => http.listen(this.port, '127.0.0.1', resolve));
    this.port = (http.address() as AddressInfo).port;
    this.http = http;
  }

  async end(): Promise<void> {
    const { http } = this;
    this.http = undefined;
    http?.closeAllConnections();
    await new Promise((resolve) => (http === undefined ? resolve(undefined) : http.close(resolve)));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Uint8Array[] = [];
    for await (const part of request) parts.push(part as Uint8Array);
    // Neither now nor later.
    if (this.silent) return;
    const packed = request.headers['content-encoding'] === 'gzip';
    const bytes = Buffer.concat(parts);
    const asked: Asked = {
      method: request.method ?? '',
      url: new URL(request.url ?? '', 'http://127.0.0.1'),
      body: (packed ? gunzipSync(bytes) : bytes).toString(),
      packed,
      type: request.headers['content-type'] ?? '',
    };
    const { status, json, text, headers } = this.answer(asked, request.headers.authorization);
    const type = json === undefined ? 'text/plain' : 'application/json';
    response.writeHead(status, { 'content-type': type, ...headers });
    response.end(json === undefined ? text : JSON.stringify(json));
  }

  private answer(asked: Asked, login: string | undefined): Answer {
    const { pathname } = asked.url;
    if (pathname === '/ping' && this.version === 2) return NOTHING;
    if (login !== `Token ${TOKEN}`) return error(401, 'unauthorized', 'unauthorized access');
    if (pathname === '/ping') return { status: 200, json: { version: '3.0.0' } };
    this.asked.push(`${asked.method} ${pathname}${asked.packed ? ' packed' : ''}`);
    const instead = this.instead.shift();
    if (instead !== undefined) return instead;
    try {
      return this.routes()[`${asked.method} ${pathname}`]?.(asked) ?? error(404, 'not found', 'path not found');
    } catch (problem) {
      if (problem instanceof Unparsable) return error(400, 'invalid', problem.message);
      throw problem;
    }
  }

  private routes(): Record<string, (asked: Asked) => Answer> {
    const query = (asked: Asked): Answer => this.query(asked);
    const common = { 'POST /api/v2/write': (asked: Asked) => this.write(asked), 'GET /query': query };
    if (this.version === 3) return { ...common, 'POST /api/v3/query_sql': (asked) => this.sizeOf(asked) };
    return {
      ...common,
      'POST /query': query,
      'POST /api/v2/delete': (asked) => this.remove(asked),
      'GET /api/v2/buckets': ({ url }) => ({
        status: 200,
        json: { buckets: url.searchParams.get('name') === NAME ? [{ id: BUCKET_ID, name: NAME }] : [] },
      }),
      'GET /metrics': () => ({ status: 200, text: this.metrics() }),
    };
  }

  /** Undefined when the address names the organisation and the bucket. */
  private wrongPlace({ searchParams }: URL): Answer | undefined {
    if (this.version === 2 && searchParams.get('org') !== ORG) return error(404, 'not found', 'organization not found');
    if (searchParams.get('bucket') !== NAME) return error(404, 'not found', 'bucket not found');
    return undefined;
  }

  private write({ url, body }: Asked): Answer {
    const wrong = this.wrongPlace(url);
    if (wrong !== undefined) return wrong;
    if (url.searchParams.get('precision') !== 'ns') return error(400, 'invalid', 'this stand-in knows ns alone');
    this.database.write([...linesOf(body)]);
    return NOTHING;
  }

  private query({ method, url, body, packed, type }: Asked): Answer {
    const isForm = method === 'POST' && type === 'application/x-www-form-urlencoded' && !packed;
    const question = isForm ? new URLSearchParams(body).get('q') : url.searchParams.get('q');
    if (question === null) return error(400, 'invalid', 'missing required parameter "q"');
    if (url.searchParams.get('db') !== NAME)
      return { status: 200, json: { results: [{ statement_id: 0, error: 'database not found' }] } };
    const series = this.database.answer(questionOf(question));
    return { status: 200, json: { results: [{ statement_id: 0, ...(series.length > 0 ? { series } : {}) }] } };
  }

  private remove({ url, body }: Asked): Answer {
    const wrong = this.wrongPlace(url);
    if (wrong !== undefined) return wrong;
    const { start, stop, predicate } = JSON.parse(body) as Record<'start' | 'stop' | 'predicate', string>;
    const tags = new Map<string, string>();
    for (const rule of predicate.split(' AND ')) {
      const [, name, value] = /^"([^"\\]+)"="([^"\\]+)"$/.exec(rule) ?? [];
      if (name === undefined || value === undefined) return error(400, 'invalid', 'bad logical expression');
      tags.set(name, value);
    }
    const measurement = tags.get('_measurement') ?? '';
    tags.delete('_measurement');
    const last = nanosOf(stop) - (this.takesStop ? 0n : 1n);
    this.database.remove(measurement, tags, nanosOf(start), last);
    return NOTHING;
  }

  private metrics(): string {
    const of = (id: string, bytes: number): string =>
      `storage_shard_disk_size{bucket="${id}",engine="tsm1",id="1",path="/d",walPath="/w"} ${bytes}`;
    return ['# TYPE storage_shard_disk_size gauge', of('another', 7), of(BUCKET_ID, 4.2e6), ''].join('\n');
  }

  private sizeOf({ body }: Asked): Answer {
    const { db, q, format } = JSON.parse(body) as Record<'db' | 'q' | 'format', string>;
    const [, table] =
      /^SELECT sum\(size_bytes\) AS bytes FROM system\.parquet_files WHERE table_name = '(.*)'$/.exec(q) ?? [];
    if (db !== NAME || format !== 'json' || table === undefined)
      return error(400, 'invalid', 'what is asked is unknown');
    const bytes = this.database.measurements().includes(table) ? BYTES_OF_A_TABLE : null;
    return { status: 200, json: [{ bytes }] };
  }
}

function nanosOf(text: string): bigint {
  const [, seconds = '', fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{9})Z$/.exec(text) ?? [];
  return BigInt(Date.parse(`${seconds}Z`)) * 1_000_000n + BigInt(fraction);
}

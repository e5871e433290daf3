import { Agent, request, type IncomingMessage } from 'node:http';
import { DomainError } from '@bourseworks/domain';
import { asRaw, parseObject, textOf, type Raw } from '../parse/fields.js';

/** More is no answer of this exchange. */
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;
const MAX_SOCKETS = 4;

export interface RestOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  readonly apiKey?: string;
}

/** What the exchange refused, with its own code. */
export class VenueRefusal extends Error {
  constructor(
    readonly venueCode: string,
    message: string,
  ) {
    super(message);
    this.name = 'VenueRefusal';
  }
}

function failed(path: string, reason: string): DomainError {
  return new DomainError({
    code: 'ADAPTER_FAILED',
    message: `the exchange could not be asked for ${path}: ${reason}`,
    details: { adapter: 'sim', path },
  });
}

/** Asks the exchange by GET. Throws VenueRefusal for what it refuses (4xx), DomainError ADAPTER_FAILED for the rest. */
export class RestClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: MAX_SOCKETS });

  constructor(private readonly url: string) {}

  async get(path: string, query: Readonly<Record<string, string | number>>, options: RestOptions): Promise<Raw> {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) params.set(name, String(value));
    const { status, text } = await this.exchange(`${path}?${params.toString()}`, path, options);
    if (status >= 500) throw failed(path, `status ${status}`);
    const body = parseObject(text);
    if (status < 400) return body;
    const error = asRaw(body['error'], 'an error');
    throw new VenueRefusal(textOf(error, 'code'), textOf(error, 'message'));
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(target: string, path: string, options: RestOptions): Promise<{ status: number; text: string }> {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
    const headers = options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey };
    return new Promise((resolve, reject) => {
      const call = request(`${this.url}${target}`, { agent: this.agent, headers, signal });
      call.on('error', (error) => reject(failed(path, timeout.aborted ? 'no answer in time' : error.message)));
      call.on('response', (response) => {
        readText(response).then(
          (text) => resolve({ status: response.statusCode ?? 0, text }),
          (error: unknown) => reject(failed(path, error instanceof Error ? error.message : String(error))),
        );
      });
      call.end();
    });
  }
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`an answer of more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

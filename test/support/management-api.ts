import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Attributes = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: string;
  /** Below `/SEMP/v2/config`, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Attributes | undefined;
  readonly user: string;
}

export interface Answer {
  readonly http: number;
  readonly error?: { readonly status: string; readonly description: string };
  readonly data?: readonly Attributes[];
  readonly cursor?: string;
}

const refusal = (status: string, description: string): Answer => ({ http: 400, error: { status, description } });

/** A page holds no more, whatever is asked for: lists of ours are longer. */
const PAGE = 4;

/** Attributes of the management API by the kind of object, the one or two that name it first. */
const KINDS: Readonly<Record<string, { readonly names: readonly string[]; readonly others: readonly string[] }>> = {
  msgVpns: {
    names: ['msgVpnName'],
    others: [
      'enabled',
      'maxMsgSpoolUsage',
      'authenticationBasicEnabled',
      'authenticationBasicType',
      'serviceAmqpPlainTextEnabled',
      'serviceMqttPlainTextEnabled',
      'serviceMqttWebSocketEnabled',
      'serviceRestIncomingPlainTextEnabled',
    ],
  },
  clientProfiles: {
    names: ['clientProfileName'],
    others: [
      'allowGuaranteedMsgSendEnabled',
      'allowGuaranteedMsgReceiveEnabled',
      'allowGuaranteedEndpointCreateEnabled',
    ],
  },
  aclProfiles: {
    names: ['aclProfileName'],
    others: ['clientConnectDefaultAction', 'publishTopicDefaultAction', 'subscribeTopicDefaultAction'],
  },
  publishTopicExceptions: { names: ['publishTopicExceptionSyntax', 'publishTopicException'], others: [] },
  subscribeTopicExceptions: { names: ['subscribeTopicExceptionSyntax', 'subscribeTopicException'], others: [] },
  clientUsernames: {
    names: ['clientUsername'],
    others: ['password', 'enabled', 'clientProfileName', 'aclProfileName'],
  },
  queues: {
    names: ['queueName'],
    others: [
      'owner',
      'accessType',
      'permission',
      'ingressEnabled',
      'egressEnabled',
      'maxMsgSpoolUsage',
      'respectTtlEnabled',
      'rejectMsgToSenderOnDiscardBehavior',
    ],
  },
  subscriptions: { names: ['subscriptionTopic'], others: [] },
};

/** What such a broker keeps: objects by their paths. */
export class BrokerConfiguration {
  private readonly objects = new Map<string, Attributes>();

  constructor() {
    this.create('/msgVpns', { msgVpnName: 'default' });
  }

  answer({ method, path, query, body = {} }: Call): Answer {
    if (method === 'POST') return this.create(path, body);
    if (method === 'GET' && this.kindOf(path) !== undefined) return this.page(path, query);
    const present = this.objects.get(path);
    if (present === undefined) return refusal('NOT_FOUND', `could not find ${path}`);
    if (method === 'DELETE') this.objects.delete(path);
    if (method !== 'PATCH') return { http: 200 };
    const unknown = this.unknownIn(path.slice(0, path.lastIndexOf('/')), body);
    if (unknown !== undefined) return unknown;
    this.objects.set(path, { ...present, ...body });
    return { http: 200 };
  }

  create(collection: string, body: Attributes): Answer {
    const kind = this.kindOf(collection);
    if (kind === undefined) return refusal('INVALID_PATH', `no such collection: ${collection}`);
    const parent = collection.slice(0, collection.lastIndexOf('/'));
    if (parent !== '' && !this.objects.has(parent)) return refusal('NOT_FOUND', `could not find ${parent}`);
    const unknown = this.unknownIn(collection, body);
    if (unknown !== undefined) return unknown;
    const name = kind.names.map((each) => encodeURIComponent(String(body[each]))).join(',');
    if (collection.endsWith('Profiles') && !/^\w{1,32}$/.test(name))
      return refusal('INVALID_PARAMETER', `name ${name}`);
    const path = `${collection}/${name}`;
    if (this.objects.has(path)) return refusal('ALREADY_EXISTS', `${path} is there`);
    this.objects.set(path, body);
    // Each new message VPN has this user, open to all.
    if (collection === '/msgVpns') this.create(`${path}/clientUsernames`, { clientUsername: 'default', enabled: true });
    return { http: 200 };
  }

  /** One attribute of each object of a collection. */
  all(collection: string, attribute: string): string[] {
    return this.in(collection).map((one) => String(one[attribute]));
  }

  get(path: string): Attributes | undefined {
    return this.objects.get(path);
  }

  private page(path: string, query: URLSearchParams): Answer {
    const all = this.in(path);
    const from = Number(query.get('cursor') ?? 0);
    const end = from + Math.min(PAGE, Number(query.get('count') ?? 10));
    return { http: 200, data: all.slice(from, end), ...(end < all.length ? { cursor: String(end) } : {}) };
  }

  private in(collection: string): Attributes[] {
    const isIn = (path: string): boolean => path.slice(0, path.lastIndexOf('/')) === collection;
    return [...this.objects].filter(([path]) => isIn(path)).map(([, one]) => one);
  }

  private kindOf(collection: string): (typeof KINDS)[string] | undefined {
    return KINDS[collection.slice(collection.lastIndexOf('/') + 1)];
  }

  private unknownIn(collection: string, body: Attributes): Answer | undefined {
    const { names = [], others = [] } = this.kindOf(collection) ?? {};
    const unknown = Object.keys(body).filter((name) => !names.includes(name) && !others.includes(name));
    return unknown.length === 0 ? undefined : refusal('INVALID_PARAMETER', `no such attribute: ${unknown.join()}`);
  }
}

/** The management API of a broker as far as the script uses it: what it is asked, and answers that a test chooses. */
export class ManagementApi {
  readonly calls: Call[] = [];

  private constructor(
    private readonly server: Server,
    private readonly answer: (call: Call, calls: readonly Call[]) => Answer,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) => this.serve(request, body, response));
    });
  }

  static async start(answer: (call: Call, calls: readonly Call[]) => Answer): Promise<ManagementApi> {
    const server = createServer();
    const api = new ManagementApi(server, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private serve({ method = '', url = '', headers }: IncomingMessage, body: string, response: ServerResponse): void {
    const [path = '', query = ''] = url.replace('/SEMP/v2/config', '').split('?');
    const call = {
      method,
      path,
      query: new URLSearchParams(query),
      body: body === '' ? undefined : (JSON.parse(body) as Attributes),
      user: Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString(),
    };
    this.calls.push(call);
    const { http, error, data, cursor } = this.answer(call, this.calls);
    const paging = cursor === undefined ? undefined : { cursorQuery: cursor, nextPageUri: '' };
    response.writeHead(http, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data, meta: { error, paging } }));
  }
}

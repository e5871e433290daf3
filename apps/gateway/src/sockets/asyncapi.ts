import { MARKET_NAMESPACE } from './market/market-namespace.js';
import { ORDERS_NAMESPACE } from './orders/orders-namespace.js';
import { refusal, socketAuth } from './protocol/common.schema.js';
import { MARKET_EVENTS, ORDERS_EVENTS, type NamespaceEvents } from './protocol/events.js';
import { LIMITS } from './protocol/limits.js';
import type { JsonSchema } from './schema/schema.js';

/** JSON whose shape the specification gives. */
type Json = Record<string, unknown>;

const NAMESPACES: readonly { readonly path: string; readonly description: string; readonly events: NamespaceEvents }[] =
  [
    { path: MARKET_NAMESPACE, description: 'Live market data: shared streams, in frames.', events: MARKET_EVENTS },
    {
      path: ORDERS_NAMESPACE,
      description: 'Orders, fills, figures and kill switches: a snapshot, and every change after it.',
      events: ORDERS_EVENTS,
    },
  ];

const ref = (path: string): Json => ({ $ref: `#/${path}` });

/** Named schemas stand once; everything else refers to them. */
class Schemas {
  readonly all: Record<string, Json> = {};

  refer(schema: JsonSchema): Json {
    const { title } = schema;
    const written = this.inner(schema);
    if (title === undefined) return written;
    const known = this.all[title];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(written))
      throw new Error(`two schemas are called ${title}`);
    this.all[title] = written;
    return ref(`components/schemas/${title}`);
  }

  private inner({ items, properties, anyOf, ...plain }: JsonSchema): Json {
    const written: Json = { ...plain };
    if (Array.isArray(items)) written['items'] = items.map((item: JsonSchema) => this.refer(item));
    else if (items !== undefined) written['items'] = this.refer(items as JsonSchema);
    if (properties !== undefined)
      written['properties'] = Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, this.refer(schema)]),
      );
    if (anyOf !== undefined) written['anyOf'] = anyOf.map((choice) => this.refer(choice));
    return written;
  }
}

interface Parts {
  readonly schemas: Schemas;
  readonly messages: Record<string, Json>;
  readonly operations: Record<string, Json>;
}

/** Adds the messages and operations of a namespace. @returns its channel */
function channelOf(path: string, description: string, { asked, told }: NamespaceEvents, parts: Parts): Json {
  const channel = path.slice(1);
  const messages: Record<string, Json> = {};
  const add = (name: string, summary: string, schema: JsonSchema): Json => {
    const id = `${channel}.${name}`;
    parts.messages[id] = { name, title: id, summary, payload: parts.schemas.refer(schema) };
    messages[name] = ref(`components/messages/${id}`);
    return ref(`channels/${channel}/messages/${name}`);
  };
  const refused = add('refusal', 'Answer to any event that was refused.', refusal.json);
  for (const [event, { summary, request, answer }] of Object.entries(asked)) {
    const answered = add(`${event}.answer`, `Answer to ${event}.`, answer.json);
    parts.operations[`${channel}.${event}`] = {
      action: 'receive',
      summary,
      channel: ref(`channels/${channel}`),
      messages: [add(event, summary, request.json)],
      reply: { channel: ref(`channels/${channel}`), messages: [answered, refused] },
    };
  }
  for (const [event, { summary, body }] of Object.entries(told)) {
    parts.operations[`${channel}.${event}`] = {
      action: 'send',
      summary,
      channel: ref(`channels/${channel}`),
      messages: [add(event, summary, body.json)],
    };
  }
  return { address: path, description, messages };
}

const DESCRIPTION = [
  'Socket.io 4 over WebSocket only, path /socket.io/, one connection for both namespaces.',
  'The handshake carries `auth.token`, a live access token (see SocketAuth); a refused one is `connect_error` with',
  '`data` {code, message}. Each event has one JSON argument; its acknowledgement is the answer.',
  `An event has at most ${LIMITS.eventBytes} bytes, a socket at most ${LIMITS.streamsPerSocket} streams.`,
].join(' ');

/** The reference of the sockets as the code has it. */
export function asyncApiDocument(): Json {
  const parts: Parts = { schemas: new Schemas(), messages: {}, operations: {} };
  parts.schemas.refer(socketAuth.json);
  const channels = Object.fromEntries(
    NAMESPACES.map(({ path, description, events }) => [path.slice(1), channelOf(path, description, events, parts)]),
  );
  return {
    asyncapi: '3.0.0',
    info: { title: 'Bourseworks sockets', version: '1', description: DESCRIPTION },
    defaultContentType: 'application/json',
    servers: {
      gateway: {
        host: 'localhost:3000',
        pathname: '/socket.io/',
        protocol: 'ws',
        description: 'The gateway; wss behind TLS.',
      },
    },
    channels,
    operations: parts.operations,
    components: { messages: parts.messages, schemas: parts.schemas.all },
  };
}

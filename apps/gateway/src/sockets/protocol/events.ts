import type { Schema } from '../schema/schema.js';
import { accepted, closing, nothing, renewAnswer, renewRequest } from './common.schema.js';
import {
  marketFrame,
  resnapshotRequest,
  subscribeAnswer,
  subscribeRequest,
  unsubscribeRequest,
} from './market.schema.js';
import { kills, live, ordersEvent, ordersSnapshot, portfolio, riskNotice, usage } from './orders.schema.js';

/** An event of a client, and what it is answered with unless it is refused. */
export interface Question<Request, Answer> {
  readonly summary: string;
  readonly request: Schema<Request>;
  readonly answer: Schema<Answer>;
}

/** An event of the server. */
export interface Notice<Body> {
  readonly summary: string;
  readonly body: Schema<Body>;
}

export interface NamespaceEvents {
  readonly asked: Readonly<Record<string, Question<unknown, unknown>>>;
  readonly told: Readonly<Record<string, Notice<unknown>>>;
}

const question = <Request, Answer>(
  summary: string,
  request: Schema<Request>,
  answer: Schema<Answer>,
): Question<Request, Answer> => ({ summary, request, answer });

const notice = <Body>(summary: string, body: Schema<Body>): Notice<Body> => ({ summary, body });

const renew = question('Keeps the socket open with a fresh access token.', renewRequest, renewAnswer);
const goodbye = notice('The server closes the socket right after.', closing);

/** Every event of /market. The handlers, the checks and the reference are all made from this table. */
export const MARKET_EVENTS = {
  asked: {
    subscribe: question(
      'Opens or joins streams; answered once all that could be opened are live.',
      subscribeRequest,
      subscribeAnswer,
    ),
    unsubscribe: question('Leaves streams; ids that are not known are left out.', unsubscribeRequest, subscribeAnswer),
    resnapshot: question('Asks for a stream from its beginning.', resnapshotRequest, accepted),
    renew,
  },
  told: {
    frame: notice('Everything that changed for this socket.', marketFrame),
    closing: goodbye,
  },
} as const;

/** Every event of /orders. */
export const ORDERS_EVENTS = {
  asked: {
    subscribe: question('From the answer on the socket is told every change.', nothing, ordersSnapshot),
    renew,
  },
  told: {
    event: notice('Orders that changed and their fills; none is left out.', ordersEvent),
    portfolio: notice('Figures that changed; at most once a second for each account and strategy.', portfolio),
    usage: notice('Limits whose use changed; at most once a second for each account.', usage),
    risk: notice('A denial of the risk checks, or a change of a kill switch.', riskNotice),
    kills: notice('The kill switches that are on, whenever one was set or released.', kills),
    live: notice('The OMS was lost, or found again.', live),
    closing: goodbye,
  },
} as const;

type BodyOf<N> = N extends Notice<infer Body> ? Body : never;
type RequestOf<Q> = Q extends Question<infer Request, infer _Answer> ? Request : never;
type AnswerOf<Q> = Q extends Question<infer _Request, infer Answer> ? Omit<Answer, 'ok'> : never;

/** A handler for each event of a table; it gives the answer without `ok`, or throws a DomainError. */
export type Handlers<Client, Asked> = {
  readonly [E in keyof Asked]: (
    client: Client,
    request: RequestOf<Asked[E]>,
  ) => AnswerOf<Asked[E]> | Promise<AnswerOf<Asked[E]>>;
};

export type ToldBy<Table extends { told: object }, E extends keyof Table['told']> = BodyOf<Table['told'][E]>;

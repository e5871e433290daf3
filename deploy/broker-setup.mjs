// One-shot: makes the message VPN of a fresh Solace event broker safe, gives each service its user and makes the queues,
// over the broker's management API (SEMP v2). What a service may do is what libs/dto lists for it. Running it again
// brings passwords and rights up to date; it disconnects nobody.
//
// A fresh broker lets anybody in: the VPN `default` asks for no login, and the user `default` may do everything.
//
// SEMP_URL, SEMP_USERNAME, SEMP_PASSWORD: management API and its user. SOLACE_VPN; SOLACE_USERNAME: what the names of the
// users begin with; SOLACE_PASSWORD_OMS, SOLACE_PASSWORD_GATEWAY ...: what each logs in with, SOLACE_PASSWORD where it is
// not set. STRATEGY_HOST_ID, GATEWAY_ID: whose queues are made. Exit code 1 with one line when it cannot be done.
//
// With `--users` it prints the same users with the same rights for the development broker (BROKER_USERS_FILE), and no more.
import { setTimeout as sleep } from 'node:timers/promises';
import { brokerAccess, brokerQueues, CONNECTED_PARTS, DEFAULT_INSTANCES } from '../dist/libs/dto/src/topics/access.js';

const tries = 60;
const waitMs = 2_000;
const requestTimeoutMs = 10_000;
/** The most objects that the API gives at a time, and the most pages of them: more is no list of ours. */
const pageSize = 100;
const maxPages = 50;

class SetupError extends Error {}

function setting(name, fallback) {
  const value = process.env[name] || fallback;
  if (!value) throw new SetupError(`${name} is not set`);
  return value;
}

const inCapitals = (part) => part.toUpperCase().replaceAll('-', '_');

function usersOfServices() {
  const prefix = setting('SOLACE_USERNAME', 'bourseworks');
  return CONNECTED_PARTS.map((part) => ({
    part,
    username: `${prefix}-${part}`,
    // Names of profiles are letters, digits and `_`, 32 of them at most.
    profile: `bourseworks_${part.replaceAll('-', '_')}`,
    password: setting(`SOLACE_PASSWORD_${inCapitals(part)}`, process.env.SOLACE_PASSWORD),
    access: brokerAccess(part),
  }));
}

const config = () => ({
  url: setting('SEMP_URL', 'http://broker:8080').replace(/\/+$/, ''),
  admin: setting('SEMP_USERNAME', 'admin'),
  adminPassword: setting('SEMP_PASSWORD'),
  vpn: setting('SOLACE_VPN', 'default'),
  users: usersOfServices(),
  queues: brokerQueues({
    host: setting('STRATEGY_HOST_ID', DEFAULT_INSTANCES.host),
    gateway: setting('GATEWAY_ID', DEFAULT_INSTANCES.gateway),
  }),
});

function client({ url, admin, adminPassword }) {
  const authorization = `Basic ${Buffer.from(`${admin}:${adminPassword}`).toString('base64')}`;
  /** `{ ok, data, next }` or `{ ok, http, status, reason }`; rejects when the broker does not answer. */
  return async (method, path, body) => {
    const response = await fetch(`${url}/SEMP/v2/config${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    let answer;
    try {
      answer = JSON.parse(text);
    } catch {
      answer = undefined; // no SEMP answer: a proxy, or a broker that is still starting
    }
    if (response.ok) return { ok: true, data: answer?.data, next: answer?.meta?.paging?.cursorQuery };
    const error = answer?.meta?.error;
    const reason = error?.description ?? `HTTP ${response.status}`;
    return { ok: false, http: response.status, status: error?.status, reason };
  };
}

/** The management port answers before the broker can be configured: its refusals until then are no last word. */
async function untilAnswering(semp, { url, admin }) {
  let last = '';
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await sleep(waitMs);
    try {
      const answer = await semp('GET', '/msgVpns/default?select=msgVpnName');
      if (answer.ok) return;
      if (answer.http === 401) throw new SetupError(`${url} refuses the user ${admin}: is SEMP_PASSWORD right?`);
      last = answer.reason;
    } catch (error) {
      if (error instanceof SetupError) throw error;
      last = error.cause?.message ?? error.message;
    }
  }
  throw new SetupError(`${url} did not answer: ${last}`);
}

const must = async (answering, what) => {
  const answer = await answering;
  if (!answer.ok) throw new SetupError(`${what}: ${answer.reason}`);
};

/** Creates an object; one that exists gets `changes` alone, which must disconnect nobody. */
async function provide(semp, what, { collection, name, body, changes }) {
  const created = await semp('POST', collection, body);
  if (created.ok) return;
  if (created.status !== 'ALREADY_EXISTS') throw new SetupError(`${what}: ${created.reason}`);
  if (changes) await must(semp('PATCH', `${collection}/${encodeURIComponent(name)}`, changes), what);
}

/** All objects of a collection. */
async function list(semp, what, collection) {
  const found = [];
  let cursor;
  for (let page = 0; page < maxPages; page++) {
    const from = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await semp('GET', `${collection}?count=${pageSize}${from}`);
    if (!answer.ok) throw new SetupError(`${what}: ${answer.reason}`);
    found.push(...(answer.data ?? []));
    cursor = answer.next;
    if (cursor === undefined) return found;
  }
  throw new SetupError(`${what}: more than ${maxPages * pageSize} of them`);
}

/** Only SMF is spoken here; every other door of a fresh broker is shut. */
const vpnSettings = {
  enabled: true,
  authenticationBasicEnabled: true,
  authenticationBasicType: 'internal',
  serviceAmqpPlainTextEnabled: false,
  serviceMqttPlainTextEnabled: false,
  serviceMqttWebSocketEnabled: false,
  serviceRestIncomingPlainTextEnabled: false,
};

/** Topics that are exceptions of a profile, `kind` being `publish` or `subscribe`: those wanted, and no others. */
async function setTopics(semp, what, profilePath, kind, topics) {
  const collection = `${profilePath}/${kind}TopicExceptions`;
  const [topicKey, syntaxKey] = [`${kind}TopicException`, `${kind}TopicExceptionSyntax`];
  const present = await list(semp, what, collection);
  const isWanted = (one) => one[syntaxKey] === 'smf' && topics.includes(one[topicKey]);
  const there = new Set(present.filter(isWanted).map((one) => one[topicKey]));
  // First what is missing: who is connected loses nothing in between.
  for (const topic of topics.filter((one) => !there.has(one))) {
    await provide(semp, what, { collection, body: { [topicKey]: topic, [syntaxKey]: 'smf' } });
  }
  for (const one of present.filter((each) => !isWanted(each))) {
    const name = [one[syntaxKey], one[topicKey]].map(encodeURIComponent).join(',');
    await must(semp('DELETE', `${collection}/${name}`), what);
  }
}

/** A user and what it may do, in profiles of its own. Profiles of an existing user stay: changing them disconnects it. */
async function provideUser(semp, inVpn, { username, profile, password, access }) {
  const rights = {
    allowGuaranteedMsgSendEnabled: access.sendsGuaranteed,
    allowGuaranteedMsgReceiveEnabled: access.receivesGuaranteed,
    allowGuaranteedEndpointCreateEnabled: access.receivesGuaranteed,
  };
  await provide(semp, `client profile ${profile}`, {
    collection: `${inVpn}/clientProfiles`,
    name: profile,
    body: { clientProfileName: profile, ...rights },
    changes: rights,
  });
  const acl = { publishTopicDefaultAction: 'disallow', subscribeTopicDefaultAction: 'disallow' };
  await provide(semp, `ACL profile ${profile}`, {
    collection: `${inVpn}/aclProfiles`,
    name: profile,
    body: { aclProfileName: profile, clientConnectDefaultAction: 'allow', ...acl },
    changes: acl,
  });
  const profilePath = `${inVpn}/aclProfiles/${encodeURIComponent(profile)}`;
  for (const kind of ['publish', 'subscribe']) {
    await setTopics(semp, `${kind} topics of ACL profile ${profile}`, profilePath, kind, access[kind]);
  }
  await provide(semp, `user ${username}`, {
    collection: `${inVpn}/clientUsernames`,
    name: username,
    body: { clientUsername: username, password, enabled: true, clientProfileName: profile, aclProfileName: profile },
    changes: { password, enabled: true },
  });
}

/** Owner and access of an existing queue stay: changing them takes it out of service for a moment. */
async function provideQueue(semp, inVpn, { name, topics, quotaMb, respectTtl, refuseWhenFull }, owner) {
  const what = `queue ${name}`;
  const limits = {
    maxMsgSpoolUsage: quotaMb,
    respectTtlEnabled: respectTtl,
    rejectMsgToSenderOnDiscardBehavior: refuseWhenFull ? 'when-queue-enabled' : 'never',
  };
  await provide(semp, what, {
    collection: `${inVpn}/queues`,
    name,
    body: {
      queueName: name,
      owner,
      accessType: 'exclusive',
      permission: 'no-access',
      ingressEnabled: true,
      egressEnabled: true,
      ...limits,
    },
    changes: limits,
  });
  const collection = `${inVpn}/queues/${encodeURIComponent(name)}/subscriptions`;
  for (const topic of topics) await provide(semp, what, { collection, body: { subscriptionTopic: topic } });
}

/** MB; a message VPN that is new has none for guaranteed messages. */
const newVpnSpool = 1_500;

async function setUp() {
  const settings = config();
  const { vpn, users, queues } = settings;
  const semp = client(settings);
  await untilAnswering(semp, settings);
  const inVpn = `/msgVpns/${encodeURIComponent(vpn)}`;
  await provide(semp, `message VPN ${vpn}`, {
    collection: '/msgVpns',
    name: vpn,
    body: { msgVpnName: vpn, maxMsgSpoolUsage: newVpnSpool, ...vpnSettings },
    changes: vpnSettings,
  });
  for (const user of users) await provideUser(semp, inVpn, user);
  const names = new Map(users.map(({ part, username }) => [part, username]));
  for (const queue of queues) await provideQueue(semp, inVpn, queue, names.get(queue.owner));
  await must(semp('PATCH', `${inVpn}/clientUsernames/default`, { enabled: false }), 'switching off the user default');
  if (vpn !== 'default') {
    await must(semp('PATCH', '/msgVpns/default', { enabled: false }), 'switching off the message VPN default');
  }
  return `message VPN ${vpn} asks for a login; ready are ${[...names.values()].join(', ')} and ${queues.length} queues`;
}

function usersFile() {
  const users = usersOfServices().map(({ username, password, access: { publish, subscribe, queues } }) => ({
    username,
    password,
    publish,
    subscribe,
    queues,
  }));
  return JSON.stringify(users, undefined, 2);
}

try {
  process.stdout.write(`${process.argv.includes('--users') ? usersFile() : `broker-setup: ${await setUp()}`}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`broker-setup: ${error.message}\n`);
  process.exitCode = 1;
}

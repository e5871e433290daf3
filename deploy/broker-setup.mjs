// One-shot: makes the message VPN of a fresh Solace event broker safe and gives the services their user, over the
// broker's management API (SEMP v2). Running it again changes the password to the one given and nothing else.
//
// A fresh broker lets anybody in: the VPN `default` asks for no login, and the user `default` may do everything.
//
// SEMP_URL, SEMP_USERNAME, SEMP_PASSWORD: management API and its user; SOLACE_VPN, SOLACE_USERNAME, SOLACE_PASSWORD:
// what the services will log in with. Exit code 1 with one line when it cannot be done.
import { setTimeout as sleep } from 'node:timers/promises';

const tries = 60;
const waitMs = 2_000;
const requestTimeoutMs = 10_000;
/** Client and ACL profile of the services. */
const profile = 'bourseworks';

class SetupError extends Error {}

function setting(name, fallback) {
  const value = process.env[name] || fallback;
  if (!value) throw new SetupError(`${name} is not set`);
  return value;
}

const config = () => ({
  url: setting('SEMP_URL', 'http://broker:8080').replace(/\/+$/, ''),
  admin: setting('SEMP_USERNAME', 'admin'),
  adminPassword: setting('SEMP_PASSWORD'),
  vpn: setting('SOLACE_VPN', 'default'),
  username: setting('SOLACE_USERNAME', 'bourseworks'),
  password: setting('SOLACE_PASSWORD'),
});

function client({ url, admin, adminPassword }) {
  const authorization = `Basic ${Buffer.from(`${admin}:${adminPassword}`).toString('base64')}`;
  /** `{ ok, error }`; rejects when the broker does not answer. */
  return async (method, path, body) => {
    const response = await fetch(`${url}/SEMP/v2/config${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    const text = await response.text();
    if (response.ok) return { ok: true };
    let error;
    try {
      error = JSON.parse(text).meta?.error;
    } catch {
      error = undefined; // no SEMP answer: a proxy, or a broker that is still starting
    }
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

async function setUp() {
  const settings = config();
  const { vpn, username, password } = settings;
  if (username === 'default') throw new SetupError('SOLACE_USERNAME must not be `default`: that user is switched off');
  const semp = client(settings);
  await untilAnswering(semp, settings);
  const inVpn = `/msgVpns/${encodeURIComponent(vpn)}`;
  await provide(semp, `message VPN ${vpn}`, {
    collection: '/msgVpns',
    name: vpn,
    body: { msgVpnName: vpn, ...vpnSettings },
    changes: vpnSettings,
  });
  await provide(semp, 'client profile', {
    collection: `${inVpn}/clientProfiles`,
    name: profile,
    body: { clientProfileName: profile },
  });
  await provide(semp, 'ACL profile', {
    collection: `${inVpn}/aclProfiles`,
    name: profile,
    body: {
      aclProfileName: profile,
      clientConnectDefaultAction: 'allow',
      publishTopicDefaultAction: 'allow',
      subscribeTopicDefaultAction: 'allow',
    },
  });
  await provide(semp, `user ${username}`, {
    collection: `${inVpn}/clientUsernames`,
    name: username,
    body: {
      clientUsername: username,
      password,
      enabled: true,
      clientProfileName: profile,
      aclProfileName: profile,
    },
    changes: { password, enabled: true },
  });
  await must(semp('PATCH', `${inVpn}/clientUsernames/default`, { enabled: false }), 'switching off the user default');
  if (vpn !== 'default') {
    await must(semp('PATCH', '/msgVpns/default', { enabled: false }), 'switching off the message VPN default');
  }
  return `message VPN ${vpn} asks for a login; user ${username} is ready`;
}

try {
  process.stdout.write(`broker-setup: ${await setUp()}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`broker-setup: ${error.message}\n`);
  process.exitCode = 1;
}

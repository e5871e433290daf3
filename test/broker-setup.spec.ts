import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { brokerAccess, brokerQueues, CONNECTED_PARTS, CONNECTIONS } from '@bourseworks/dto';
import { repoRoot } from '@bourseworks/testkit';
import { BrokerConfiguration, ManagementApi, type Answer, type Call } from './support/management-api.js';

const VPN = '/msgVpns/default';
const apis: ManagementApi[] = [];
afterEach(() => apis.splice(0).forEach((one) => one.close()));

async function answering(answer: (call: Call, calls: readonly Call[]) => Answer): Promise<ManagementApi> {
  const api = await ManagementApi.start(answer);
  apis.push(api);
  return api;
}

async function broker(): Promise<{ config: BrokerConfiguration; api: ManagementApi }> {
  const config = new BrokerConfiguration();
  return { config, api: await answering((call) => config.answer(call)) };
}

const given = { SEMP_PASSWORD: 'admin-pw', SOLACE_PASSWORD: 'service-pw' };

async function setUp(url: string, env: Record<string, string> = {}): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(repoRoot(), 'deploy', 'broker-setup.mjs')], {
    env: { SEMP_URL: url, ...given, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, error, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, output: out + error };
}

const profileOf = (part: string): string => `bourseworks_${part.replaceAll('-', '_')}`;
const exceptions = (config: BrokerConfiguration, part: string, kind: 'publish' | 'subscribe'): string[] =>
  config.all(`${VPN}/aclProfiles/${profileOf(part)}/${kind}TopicExceptions`, `${kind}TopicException`);

describe('broker-setup', () => {
  it('makes a fresh broker ask for a login and gives each service its own', async () => {
    const { config, api } = await broker();
    expect(await setUp(api.url, { SOLACE_PASSWORD_STRATEGY_HOST: 'of-the-host' })).toEqual({
      code: 0,
      output:
        'broker-setup: message VPN default asks for a login; ready are bourseworks-market-data, bourseworks-oms, ' +
        'bourseworks-strategy-host, bourseworks-gateway, bourseworks-cli and 6 queues\n',
    });
    expect(config.get(VPN)).toMatchObject({
      enabled: true,
      authenticationBasicType: 'internal',
      serviceMqttPlainTextEnabled: false,
    });
    expect(config.get(`${VPN}/clientUsernames/bourseworks-strategy-host`)).toEqual({
      clientUsername: 'bourseworks-strategy-host',
      password: 'of-the-host',
      enabled: true,
      clientProfileName: 'bourseworks_strategy_host',
      aclProfileName: 'bourseworks_strategy_host',
    });
    expect(config.get(`${VPN}/clientUsernames/bourseworks-oms`)).toMatchObject({ password: 'service-pw' });
    expect(config.get(`${VPN}/clientUsernames/default`)).toMatchObject({ enabled: false });
    expect(new Set(api.calls.map(({ user }) => user))).toEqual(new Set(['admin:admin-pw']));
  });

  it.each(CONNECTED_PARTS)('lets %s do what is listed for it and nothing else', async (part) => {
    const { config, api } = await broker();
    expect((await setUp(api.url)).code).toBe(0);
    expect(config.get(`${VPN}/aclProfiles/${profileOf(part)}`)).toMatchObject({
      clientConnectDefaultAction: 'allow',
      publishTopicDefaultAction: 'disallow',
      subscribeTopicDefaultAction: 'disallow',
    });
    const { publish, subscribe, sendsGuaranteed, receivesGuaranteed } = brokerAccess(part);
    expect(exceptions(config, part, 'publish').toSorted()).toEqual([...publish].toSorted());
    expect(exceptions(config, part, 'subscribe').toSorted()).toEqual([...subscribe].toSorted());
    expect(exceptions(config, part, 'publish')).toEqual(expect.arrayContaining([...CONNECTIONS[part].requests]));
    expect(config.get(`${VPN}/clientProfiles/${profileOf(part)}`)).toEqual({
      clientProfileName: profileOf(part),
      allowGuaranteedMsgSendEnabled: sendsGuaranteed,
      allowGuaranteedMsgReceiveEnabled: receivesGuaranteed,
      allowGuaranteedEndpointCreateEnabled: receivesGuaranteed,
    });
  });

  it('makes the queues, and those of dead letters, for whoever takes messages from them', async () => {
    const { config, api } = await broker();
    expect((await setUp(api.url, { STRATEGY_HOST_ID: 'h.2', GATEWAY_ID: 'desk' })).code).toBe(0);
    const queues = `${VPN}/queues`;
    expect(config.all(queues, 'queueName')).toEqual([
      'q/oms/orders/0',
      'q/oms/orders/0/dead',
      'q/host/h.2/events',
      'q/host/h.2/events/dead',
      'q/gateway/desk/events',
      'q/gateway/desk/events/dead',
    ]);
    const orders = `${queues}/${encodeURIComponent('q/oms/orders/0')}`;
    expect(config.get(orders)).toEqual({
      queueName: 'q/oms/orders/0',
      owner: 'bourseworks-oms',
      accessType: 'exclusive',
      permission: 'no-access',
      ingressEnabled: true,
      egressEnabled: true,
      maxMsgSpoolUsage: 100,
      respectTtlEnabled: true,
      rejectMsgToSenderOnDiscardBehavior: 'when-queue-enabled',
    });
    expect(config.all(`${orders}/subscriptions`, 'subscriptionTopic')).toEqual(['orders/request/>']);
    expect(config.get(`${queues}/${encodeURIComponent('q/gateway/desk/events')}`)).toMatchObject({
      owner: 'bourseworks-gateway',
      rejectMsgToSenderOnDiscardBehavior: 'never',
    });
    const dead = `${queues}/${encodeURIComponent('q/oms/orders/0/dead')}`;
    expect(config.get(dead)).toMatchObject({ owner: 'bourseworks-oms', respectTtlEnabled: false });
    expect(config.all(`${dead}/subscriptions`, 'subscriptionTopic')).toEqual([]);
  });

  it('changes passwords the second time, and disconnects nobody', async () => {
    const { config, api } = await broker();
    await setUp(api.url);
    const first = api.calls.splice(0).length;
    expect(first).toBeGreaterThan(50);
    expect((await setUp(api.url, { SOLACE_PASSWORD: 'another' })).code).toBe(0);
    expect(config.get(`${VPN}/clientUsernames/bourseworks-oms`)).toMatchObject({ password: 'another' });
    // Each of these takes a user or a queue out of service while it is changed.
    const patched = api.calls.filter(({ method }) => method === 'PATCH').flatMap(({ body = {} }) => Object.keys(body));
    for (const name of ['clientProfileName', 'aclProfileName', 'owner', 'accessType', 'permission', 'egressEnabled'])
      expect(patched).not.toContain(name);
    const off = api.calls.filter(({ body }) => body?.['enabled'] === false).map(({ path }) => path);
    expect(off).toEqual([`${VPN}/clientUsernames/default`]);
    expect(api.calls.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(brokerQueues().every(({ name }) => config.all(`${VPN}/queues`, 'queueName').includes(name))).toBe(true);
  });

  it('takes away what is no longer listed, from its own profiles only, and gives what has come', async () => {
    const { config, api } = await broker();
    await setUp(api.url);
    const ours = `${VPN}/aclProfiles/bourseworks_oms`;
    const topic = (name: string, syntax = 'smf'): Record<string, string> => ({
      publishTopicException: name,
      publishTopicExceptionSyntax: syntax,
    });
    for (const extra of [topic('old/topic/>'), topic('orders/event/v1/>', 'mqtt')])
      expect(config.create(`${ours}/publishTopicExceptions`, extra)).toEqual({ http: 200 });
    const missing = `${ours}/subscribeTopicExceptions/smf,${encodeURIComponent('orders/request/>')}`;
    const call = { method: 'DELETE', path: missing, query: new URLSearchParams(), body: undefined, user: '' };
    expect(config.answer(call)).toEqual({ http: 200 });
    config.create(`${VPN}/aclProfiles`, { aclProfileName: 'theirs' });
    config.create(`${VPN}/aclProfiles/theirs/publishTopicExceptions`, topic('old/topic/>'));
    expect((await setUp(api.url)).code).toBe(0);
    expect(exceptions(config, 'oms', 'publish').toSorted()).toEqual([...brokerAccess('oms').publish].toSorted());
    expect(exceptions(config, 'oms', 'subscribe')).toContain('orders/request/>');
    expect(config.all(`${VPN}/aclProfiles/theirs/publishTopicExceptions`, 'publishTopicException')).toEqual([
      'old/topic/>',
    ]);
  });

  it('shuts the VPN default when another is used', async () => {
    const { config, api } = await broker();
    expect((await setUp(api.url, { SOLACE_VPN: 'a/b', SOLACE_USERNAME: 'desk' })).code).toBe(0);
    expect(config.get('/msgVpns/a%2Fb')).toMatchObject({ msgVpnName: 'a/b', authenticationBasicType: 'internal' });
    // It is 0 unless somebody says otherwise, and nothing guaranteed would be taken.
    expect(config.get('/msgVpns/a%2Fb')?.['maxMsgSpoolUsage']).toBe(1_500);
    expect(config.get('/msgVpns/a%2Fb/clientUsernames/desk-oms')).toBeDefined();
    expect(config.get('/msgVpns/a%2Fb/clientUsernames/default')).toMatchObject({ enabled: false });
    expect(config.get(VPN)).toMatchObject({ enabled: false });
  });

  it('waits for a broker that is still starting', async () => {
    const starting = await answering((_, calls) => ({ http: calls.length === 1 ? 503 : 200 }));
    expect((await setUp(starting.url)).code).toBe(0);
  });

  it('gives up at once on a wrong password of the administrator, without showing it', async () => {
    const strict = await answering(() => ({ http: 401 }));
    const { code, output } = await setUp(strict.url);
    expect({ code, calls: strict.calls.length }).toEqual({ code: 1, calls: 1 });
    expect(output).toMatch(/^broker-setup: .*refuses the user admin: is SEMP_PASSWORD right\?\n$/);
    expect(output).not.toContain('admin-pw');
  });

  it('ends with the reason of the broker when it refuses', async () => {
    const error = { status: 'INVALID_PARAMETER', description: 'no such attribute' };
    const refusing = await answering(({ path }) =>
      path.endsWith('/aclProfiles') ? { http: 400, error } : { http: 200 },
    );
    expect(await setUp(refusing.url)).toEqual({
      code: 1,
      output: 'broker-setup: ACL profile bourseworks_market_data: no such attribute\n',
    });
  });

  it('ends when a list has no end', async () => {
    const endless = await answering(() => ({ http: 200, data: [], cursor: 'again' }));
    const { code, output } = await setUp(endless.url);
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('more than 5000 of them') });
  });

  it.each([
    [{ SOLACE_PASSWORD: '' }, 'SOLACE_PASSWORD_MARKET_DATA is not set'],
    [{ SEMP_PASSWORD: '' }, 'SEMP_PASSWORD is not set'],
  ])('refuses %j', async (env, message) => {
    const { code, output } = await setUp('http://127.0.0.1:1', env);
    expect({ code, output }).toEqual({ code: 1, output: `broker-setup: ${message}\n` });
  });
});

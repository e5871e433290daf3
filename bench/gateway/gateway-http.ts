import { Histogram } from './histogram.js';

const PASSWORD = 'bench-lantern-orbit-meadow-3';

async function call(url: string, method: string, body: object, token?: string): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.status === 204 ? {} : ((await response.json()) as Record<string, unknown>);
}

/** Signs the first admin in and changes the one-time password. @returns an access token */
export async function signIn(url: string, oneTime: string): Promise<string> {
  const { accessToken } = await call(`${url}/api/v1/auth/login`, 'POST', { username: 'admin', password: oneTime });
  const token = String(accessToken);
  await call(`${url}/api/v1/auth/password`, 'PUT', { currentPassword: oneTime, newPassword: PASSWORD }, token);
  return token;
}

/** A figure without labels of its own. */
export async function readFigure(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)`, 'm').exec(text)?.[1]);
}

/** A histogram without labels of its own. */
export async function readHistogram(url: string, name: string): Promise<Histogram> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = new RegExp(`^${name}_bucket\\{[^}]*le="([^"]+)"[^}]*\\} (\\d+)`, 'gm');
  const buckets = [...text.matchAll(line)].map(
    ([, bound, count]) => [bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound), Number(count)] as const,
  );
  return new Histogram(buckets);
}

import { startProcess, type StartedProcess } from '@bourseworks/testkit';

export interface RunningExchange {
  readonly process: StartedProcess;
  readonly port: number;
  readonly url: string;
}

/** A real exchange process; quick and small unless told otherwise. */
export async function startExchange(env: Readonly<Record<string, string>> = {}, port = 0): Promise<RunningExchange> {
  const started = startProcess({
    entry: 'apps/exchange/src/main.js',
    env: { EXCHANGE_PORT: String(port), EXCHANGE_HISTORY_HOURS: '1', LOG_LEVEL: 'info', ...env },
  });
  const ready = await started.waitFor('service.ready');
  return { process: started, port: Number(ready['port']), url: `http://127.0.0.1:${String(ready['port'])}` };
}

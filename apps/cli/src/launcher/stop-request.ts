const SIGNALS: readonly NodeJS.Signals[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Calls back once when this process is asked to stop: Ctrl-C, SIGTERM, a closed terminal, a `{type: 'shutdown'}` message of
 * the parent, the parent's end, or the end of whoever reads the output. A second Ctrl-C does not cut the clean stop short.
 */
export function onStopRequest(callback: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    callback();
  };
  for (const signal of SIGNALS) process.on(signal, once);
  // Ctrl-C ends `tee` as well: the broken pipe must not crash the launcher before it has stopped its services.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', once);
  process.on('disconnect', once);
  process.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'shutdown') once();
  });
}

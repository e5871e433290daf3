/**
 * Calls back once when this process is asked to stop: Ctrl-C, SIGTERM, a `{type: 'shutdown'}` message of the parent, or the
 * parent's end. A second Ctrl-C does not cut the clean stop short.
 */
export function onStopRequest(callback: () => void): void {
  let called = false;
  const once = (): void => {
    if (called) return;
    called = true;
    callback();
  };
  process.on('SIGINT', once);
  process.on('SIGTERM', once);
  process.on('disconnect', once);
  process.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'shutdown') once();
  });
}

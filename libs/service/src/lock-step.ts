/** Whether this process is a member of a lock-step replay. */
export function isLockStep(env: NodeJS.ProcessEnv): boolean {
  return Boolean(env['REPLAY_RUN']);
}

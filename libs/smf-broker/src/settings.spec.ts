import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { SettingState } from '@bourseworks/ports';
import { entry } from '@bourseworks/testkit';
import { DEFAULTS } from './config.js';
import { brokerSettings } from './settings.js';

const print = (env: Record<string, string>): { status: number | null; states: SettingState[] } => {
  const main = entry('libs/smf-broker/src/main.js');
  const child = spawnSync(process.execPath, [main, '--settings'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status: child.status, states: JSON.parse(child.stdout) as SettingState[] };
};

describe('the settings of the broker', () => {
  it('are all the variables that it reads', () => {
    expect(brokerSettings.map(({ name }) => name).toSorted()).toEqual(Object.keys(DEFAULTS).toSorted());
  });

  it('are printed by --settings without a start, secrets hidden', () => {
    const { status, states } = print({ BROKER_SMF_PORT: '0', BROKER_PASSWORD: 'hunter2' });
    expect(status).toBe(0);
    expect(states.find(({ name }) => name === 'BROKER_SMF_PORT')).toMatchObject({ value: '0', source: 'environment' });
    expect(states.find(({ name }) => name === 'BROKER_PASSWORD')).toMatchObject({ value: null, set: true });
  });

  it('carry their problems, with exit code 1', () => {
    const { status, states } = print({ BROKER_WS_PORT: 'x' });
    expect(status).toBe(1);
    expect(states.find(({ problem }) => problem !== undefined)?.name).toBe('BROKER_WS_PORT');
  });
});

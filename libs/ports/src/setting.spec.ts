import { describe, expect, it } from '@jest/globals';
import { settingStates, withoutLogins, type SettingSpec } from './setting.js';

const specs: SettingSpec[] = [
  { name: 'PORT', default: '3000', meaning: 'port' },
  { name: 'PORT_PASSWORD', meaning: 'its password', secret: true },
  { name: 'DATA', meaning: 'folder', required: true },
];

describe('settingStates', () => {
  it('tells what a variable is set to, or stands for when it is unset or empty', () => {
    expect(settingStates(specs, { PORT: '0', DATA: '' }).states).toEqual([
      { name: 'PORT', value: '0', default: '3000', source: 'environment', secret: false, meaning: 'port' },
      {
        name: 'PORT_PASSWORD',
        value: null,
        default: null,
        source: 'default',
        secret: true,
        set: false,
        meaning: 'its password',
      },
      { name: 'DATA', value: null, default: null, source: 'default', secret: false, meaning: 'folder' },
    ]);
  });

  it('never gives the value of a secret', () => {
    const report = settingStates(specs, { PORT_PASSWORD: 'hunter2' });
    expect(report.states[1]).toMatchObject({ value: null, set: true, source: 'environment' });
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('gives an address without its login', () => {
    const { states } = settingStates(specs, { PORT: 'tcp://me:p@ss@a:1,tcp://b:2' });
    expect(states[0].value).toBe('tcp://[redacted]@a:1,tcp://b:2');
    expect(withoutLogins('it is "ws://u:p@h", not http://x/@y')).toBe('it is "ws://[redacted]@h", not http://x/@y');
  });

  it('puts each problem, once, to the variable that it names first', () => {
    const problems = ['PORT_PASSWORD must be longer than PORT', 'DATA is needed', 'DATA is needed', 'the disk is full'];
    const { states, others } = settingStates(specs, {}, problems);
    expect(states.map((state) => state.problem)).toEqual([undefined, problems[0], problems[1]]);
    expect(others).toEqual(['the disk is full']);
  });

  it('lists a variable of two places once, as the first says', () => {
    const { states } = settingStates([...specs, { name: 'PORT', default: '1', meaning: 'another' }], {});
    expect(states.map(({ name, meaning }) => [name, meaning])).toEqual([
      ['PORT', 'port'],
      ['PORT_PASSWORD', 'its password'],
      ['DATA', 'folder'],
    ]);
  });
});

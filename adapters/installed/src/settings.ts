import { importModule, looksLikePath, parsePluginPath } from '@bourseworks/plugins';
import type { SettingSource } from '@bourseworks/ports';
import { adapterNames, DEFAULT_ADAPTERS, INSTALLED } from './adapters.module.js';
import { exportedSettings } from './exported-settings.js';
import { asConfigFault, inTime, type Env } from './outside-adapter.js';

const installedNames = Object.keys(INSTALLED);

/** What every service that trades or reads data takes: the list of its adapters. */
export const adaptersSetting: SettingSource = {
  settings: [
    {
      name: 'ADAPTERS',
      default: DEFAULT_ADAPTERS,
      meaning: 'adapters that a service loads; the first that serves a venue is its default',
      values: `${installedNames.join(', ')}, path/to/adapter.js#export`,
    },
  ],
  check: adapterNames,
};

/** Variables of an adapter from outside: its module is loaded, the adapter is not made. */
async function outsideSettings(entry: string): Promise<SettingSource[]> {
  const path = parsePluginPath(entry);
  if (!path.ok) return [];
  try {
    return exportedSettings(entry, await inTime(entry, importModule(path.value.url)));
  } catch (error) {
    const fault = asConfigFault(error);
    const refuse = (): never => {
      throw fault;
    };
    return [{ settings: [], check: refuse }];
  }
}

async function settingsOf(entry: string): Promise<SettingSource[]> {
  if (Object.hasOwn(INSTALLED, entry)) {
    const { settings } = await INSTALLED[entry]();
    return settings === undefined ? [] : [settings];
  }
  return looksLikePath(entry) ? outsideSettings(entry) : [];
}

/**
 * ADAPTERS, and the variables of the adapters that it names in `env`; no others are loaded. An adapter from outside
 * tells its own by exporting `settings`, a SettingSource. Never rejects: what is wrong with ADAPTERS is told by its check.
 */
export async function adapterSettings(env: Env): Promise<SettingSource[]> {
  const entries = (env['ADAPTERS'] || DEFAULT_ADAPTERS).split(',').map((entry) => entry.trim());
  const each = await Promise.all([...new Set(entries)].map(settingsOf));
  return [adaptersSetting, ...each.flat()];
}

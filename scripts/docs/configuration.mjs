import { code, table } from './markdown.mjs';
import { settingGroups } from './settings.mjs';

const defaultText = (setting) => {
  if (setting.default !== undefined) return code(setting.default);
  return setting.required ? 'required' : 'none';
};

function row(setting) {
  if (setting.meaning === '')
    throw new Error(`${setting.name} has no meaning: say it with @Setting or in its SettingSpec`);
  const meaning = setting.secret ? `${setting.meaning} (secret)` : setting.meaning;
  return [code(setting.name), defaultText(setting), setting.values ?? '', meaning];
}

export async function configurationParts() {
  const groups = Object.entries(await settingGroups());
  return Object.fromEntries(
    groups.map(([name, settings]) => [name, table(['variable', 'default', 'values', 'meaning'], settings.map(row))]),
  );
}

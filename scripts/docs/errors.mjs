import { built, code, sections, table } from './markdown.mjs';

const columns = ['code', 'meaning', 'remedy'];
const row = ([name, { meaning, remedy }]) => [code(name), meaning, remedy];

export async function errorParts() {
  const { ERROR_CATEGORIES, ERRORS } = await built('libs/domain/src/errors/index.js');
  const { VENUE_ERRORS } = await built('apps/exchange/src/refusal.js');
  const { DISCONNECT_CODES } = await built('libs/smf-broker/src/errors.js');
  const { STATISTICS_ERRORS } = await built('libs/statistics/src/errors.js');
  const { INDICATOR_ERRORS } = await built('libs/indicators/src/errors.js');
  const { PRICING_ERRORS } = await built('libs/pricing/src/errors.js');
  const ofCategory = (category) => Object.entries(ERRORS).filter(([, entry]) => entry.category === category);
  const venue = Object.entries(VENUE_ERRORS).map(([name, entry]) => [
    code(name),
    entry.status,
    entry.meaning,
    entry.remedy,
  ]);
  const ends = Object.entries(DISCONNECT_CODES).map(([name, { fault, text }]) => [code(name), fault, text]);
  return {
    errors: sections(
      Object.entries(ERROR_CATEGORIES).map(([category, title]) => [
        title,
        table(columns, ofCategory(category).map(row)),
      ]),
    ),
    venue: table(['code', 'HTTP status', 'meaning', 'remedy'], venue),
    indicators: table(columns, Object.entries(INDICATOR_ERRORS).map(row)),
    statistics: table(columns, Object.entries(STATISTICS_ERRORS).map(row)),
    pricing: table(columns, Object.entries(PRICING_ERRORS).map(row)),
    disconnects: table(['code', 'whose fault', 'meaning'], ends),
  };
}

/** Numbers of 16 and more characters, as values of JSON: beyond 15 digits a double need not hold what was written. */
const LONG_NUMBER = /([:[,]\s*)(-?\d[\d.]{15,})(?=\s*[,}\]])/g;

/** JSON whose long numbers become texts: quantities, ids, and times that are told in parts of a second. */
export function parseExactJson(text: string): unknown {
  return JSON.parse(/[\d.]{16}/.test(text) ? text.replace(LONG_NUMBER, '$1"$2"') : text);
}

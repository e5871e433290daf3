import openapiTS, { astToString } from 'openapi-typescript';

/** Types of the REST interface for the web page's client, from the text of the OpenAPI document. */
export async function schemaText(openApiText) {
  const types = astToString(await openapiTS(JSON.parse(openApiText), { alphabetize: false }));
  return `/* generated: npm run docs; from docs/api/openapi.json */\n\n${types}`;
}

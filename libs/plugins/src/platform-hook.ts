import { registerHooks, type ResolveFnOutput } from 'node:module';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@bourseworks/domain';

/** What code outside of our tree may import. Everything else of the platform may change from one release to the next. */
export const PUBLIC_LIBRARIES = [
  'domain',
  'dto/shapes',
  'indicators',
  'ports',
  'pricing',
  'statistics',
  'strategy',
] as const;

const SCOPE = '@bourseworks/';
/** The folder of everything that we compiled. */
const OURS = new URL('../../../', import.meta.url).href;

const fileOf = (library: string): string => {
  const [name, ...below] = library.split('/');
  return new URL(`libs/${[name, 'src', ...below, 'index.js'].join('/')}`, OURS).href;
};
const urls: ReadonlyMap<string, string> = new Map(PUBLIC_LIBRARIES.map((name) => [SCOPE + name, fileOf(name)]));
const publicFiles = new Set(urls.values());

/** Not compiled by us: such code cannot know where our libraries are. */
export function isOutside(url: string): boolean {
  return !url.startsWith(OURS);
}

/** The path of a file URL, for people; any other specifier as it is. */
export function placeOf(url: string | undefined): string {
  return url?.startsWith('file:') === true ? fileURLToPath(url) : (url ?? 'the command line');
}

function notPublic(specifier: string, parent: string | undefined): DomainError {
  const path = placeOf(parent);
  const libraries = [...urls.keys()].join(', ');
  return new DomainError({
    code: 'PLUGIN_IMPORT',
    message: `${path} imports ${specifier}, which is not for use outside of the platform; there are ${libraries}`,
    details: { path, specifier, libraries },
  });
}

/** Node names the working directory as the parent of what `--import` asks for; it does so twice under `--test`. */
const isCommandLine = (parent: string): boolean => parent.endsWith('/');

/** `../bourseworks/dist/libs/ring/...`, as editors write imports, would be the same breach by another name. */
function isBreach({ url }: ResolveFnOutput, parent: string | undefined): boolean {
  if (parent === undefined || isCommandLine(parent)) return false;
  return isOutside(parent) && !isOutside(url) && !publicFiles.has(url);
}

let allowed = false;

/**
 * From now on `@bourseworks/...` means the platform's own copy for all code of this thread, so that what a plug-in makes
 * is what the platform knows: a second copy would have another `Strategy`, another `DomainError`. A thread does not
 * inherit this from the one that started it. Further calls do nothing.
 */
export function allowPlatformImports(): void {
  if (allowed) return;
  allowed = true;
  registerHooks({
    resolve(specifier, context, next): ResolveFnOutput {
      const { parentURL } = context;
      const url = urls.get(specifier);
      if (url !== undefined) return { url, format: 'module', shortCircuit: true };
      if (specifier.startsWith(SCOPE)) throw notPublic(specifier, parentURL);
      const found = next(specifier, context);
      if (isBreach(found, parentURL)) throw notPublic(specifier, parentURL);
      return found;
    },
  });
}

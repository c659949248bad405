import type { MessageInitShape } from '@bufbuild/protobuf';
import type { BuildRequest } from '../../../core/build/build-request';
import { formatReference, parseReference, withDefaultTag } from '../../../core/reference';
import type { SolveRequestSchema } from './protocol/control_pb';

/** Names under which the builder asks for the two folders that every build has. */
export const contextFolder = 'context';
export const dockerfileFolder = 'dockerfile';

/** What a request becomes besides what the session serves. */
export interface SolveFacts {
  readonly session: string;
  /** Tells this build from others. */
  readonly ref: string;
  /** Name of the Dockerfile in its folder, or in the context that the builder fetches. */
  readonly filename: string;
  /** The context that the builder fetches itself; folders are asked for. */
  readonly remote: string | undefined;
}

/** Named contexts that are folders of this machine, by the names under which the builder asks for them. */
export function namedFolders({ contexts = {} }: BuildRequest): ReadonlyMap<string, string> {
  const folders = Object.entries(contexts).filter(([, value]) => !isElsewhere(value));
  return new Map(folders.map(([name, folder]) => [localName(name), folder]));
}

/** As the builder takes it (moby/buildkit, `frontend/dockerui`, `solver`): everything is text. */
export function solveRequest(build: BuildRequest, facts: SolveFacts): MessageInitShape<typeof SolveRequestSchema> {
  const { session, ref } = facts;
  return {
    ref,
    session,
    frontend: 'dockerfile.v0',
    frontendAttributes: frontendAttributes(build, facts),
    ...exporterOf(build),
    cache: {
      imports: cacheImports(build).map(({ Type, Attrs }) => ({ type: Type, attributes: Attrs })),
      exports: build.inlineCache ? [{ type: 'inline', attributes: {} }] : [],
    },
    entitlements: build.network === 'host' ? ['network.host'] : [],
  };
}

function exporterOf({ output, references = [] }: BuildRequest): {
  readonly exporter: string;
  readonly exporterAttributes: Record<string, string>;
} {
  if (output) return { exporter: 'tar', exporterAttributes: {} };
  return { exporter: 'moby', exporterAttributes: references.length > 0 ? { name: references.map(fullName).join(',') } : {} };
}

/** `docker.io/library/app:latest` */
function fullName(reference: string): string {
  return formatReference(withDefaultTag(parseReference(reference)));
}

function frontendAttributes(build: BuildRequest, { filename, remote }: SolveFacts): Record<string, string> {
  const attributes = new Map<string, string>([['filename', filename]]);
  const set = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') attributes.set(name, value);
  };
  set('context', remote);
  // The Dockerfile of this machine for a context that is elsewhere.
  if (remote !== undefined && build.dockerfile.kind === 'file') set('dockerfilekey', dockerfileFolder);
  set('target', build.target);
  set('platform', build.platform);
  for (const [name, value] of Object.entries(build.buildArguments ?? {})) attributes.set(`build-arg:${name}`, value);
  for (const [name, value] of Object.entries(build.labels ?? {})) attributes.set(`label:${name}`, value);
  // Without stages, and then with an empty value, it means all of them.
  if (build.noCache === true) attributes.set('no-cache', '');
  else if (build.noCache && build.noCache.length > 0) set('no-cache', build.noCache.join(','));
  if (build.pull) set('image-resolve-mode', 'pull');
  if (build.network !== undefined && build.network !== 'default') set('force-network-mode', build.network);
  set('add-hosts', build.extraHosts?.map(hostPair).join(','));
  set('shm-size', build.shmSize === undefined ? undefined : String(build.shmSize));
  set('ulimit', build.ulimits?.join(','));
  const imports = cacheImports(build);
  if (imports.length > 0) {
    set('cache-from', imports.flatMap(({ Attrs }) => Attrs['ref'] ?? []).join(','));
    set('cache-imports', JSON.stringify(imports));
  }
  for (const [name, value] of Object.entries(build.contexts ?? {}))
    attributes.set(`context:${name}`, isElsewhere(value) ? value : `local:${localName(name)}`);
  return Object.fromEntries(attributes);
}

/** Docker takes `name=address` for `name:address`; the builder knows the second only. */
function hostPair(host: string): string {
  const [, name = host, address = ''] = /^([^:=]+)[:=](.*)$/s.exec(host) ?? [];
  return `${name}=${address.replace(/^\[(.*)\]$/, '$1')}`;
}

interface CacheImport {
  readonly Type: string;
  readonly Attrs: Record<string, string>;
}

/** `user/app:cache`, or `type=registry,ref=user/app:cache`. */
function cacheImports({ cacheFrom = [] }: BuildRequest): readonly CacheImport[] {
  return cacheFrom.map((each) => {
    if (!each.includes('=')) return { Type: 'registry', Attrs: { ref: each } };
    const pairs = each.split(',').map((pair): [string, string] => {
      const end = pair.indexOf('=');
      return end === -1 ? [pair, ''] : [pair.slice(0, end).trim(), pair.slice(end + 1)];
    });
    const { type = 'registry', ...Attrs } = Object.fromEntries(pairs);
    return { Type: type, Attrs };
  });
}

/** A named context that the builder fetches: an image, a repository or an archive. */
function isElsewhere(value: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|docker-image:|oci-layout:|git@|github\.com\/)/i.test(value) && !/^[a-z]:[\\/]/i.test(value);
}

function localName(name: string): string {
  return name === contextFolder || name === dockerfileFolder ? `_${name}` : name;
}

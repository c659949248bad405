import { createHash } from 'node:crypto';
import { posix, win32 } from 'node:path';
import { t } from '../../core/localize';
import type { EngineCandidate } from '../connection/connection';
import { withoutLogIn } from './docker-host';
import type { HostEnvironment } from './host-environment';
import { object, parseJson, text } from '../json/json';
import { defined } from '../../core/records';

/** `$DOCKER_CONFIG`, or `~/.docker`. */
export function configurationDirectory(environment: HostEnvironment): string {
  const { DOCKER_CONFIG: chosen = '' } = environment.variables;
  // An empty one is none, as for docker.
  return chosen === '' ? joiner(environment)(environment.homeDirectory, '.docker') : chosen;
}

/** The context that `docker context use` has chosen; undefined for the default one. */
export async function currentContext(environment: HostEnvironment): Promise<string | undefined> {
  const file = joiner(environment)(configurationDirectory(environment), 'config.json');
  const name = text(object(parseJson((await environment.readFile(file)) ?? '')).currentContext);
  return name === '' || name === 'default' ? undefined : name;
}

/**
 * The contexts of the store that have a docker endpoint, by name. A context lies under the hash of its name:
 * `contexts/meta/<sha256>/meta.json` and `contexts/tls/<sha256>/docker/{ca,cert,key}.pem`
 * (https://github.com/docker/cli/tree/master/cli/context/store). `default` is never in the store.
 */
export async function storedContexts(environment: HostEnvironment): Promise<readonly EngineCandidate[]> {
  const join = joiner(environment);
  const directory = join(configurationDirectory(environment), 'contexts', 'meta');
  const entries = await environment.list(directory);
  const candidates: EngineCandidate[] = [];
  // One after the other, so that no more than one is in memory.
  for (const entry of entries) {
    const source = await environment.readFile(join(directory, entry, 'meta.json'));
    const candidate = contextCandidate(environment, object(parseJson(source ?? '')));
    if (candidate) candidates.push(candidate);
  }
  return candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function contextCandidate(environment: HostEnvironment, meta: Readonly<Record<string, unknown>>): EngineCandidate | undefined {
  const name = text(meta.Name);
  const endpoint = object(object(meta.Endpoints).docker);
  const address = withoutLogIn(text(endpoint.Host));
  if (name === '' || address === '') return undefined;
  const description = text(object(meta.Metadata).Description);
  const tls = contextTls(environment, name, endpoint.SkipTLSVerify === true);
  return {
    id: `context:${name}`,
    name,
    address,
    source: t('docker context'),
    ...(description !== '' && { description }),
    ...defined({ tls }),
  };
}

function contextTls(environment: HostEnvironment, name: string, skipVerify: boolean): EngineCandidate['tls'] {
  const hash = contextHash(name);
  const directory = joiner(environment)(configurationDirectory(environment), 'contexts', 'tls', hash, 'docker');
  const files = tlsFiles(environment, directory);
  return Object.keys(files).length === 0 && !skipVerify ? undefined : { ...files, verify: !skipVerify };
}

/** The paths of the `ca.pem`, `cert.pem` and `key.pem` that are in a directory. */
export function tlsFiles(
  environment: HostEnvironment,
  directory: string,
): { readonly ca?: string; readonly certificate?: string; readonly key?: string } {
  const file = (name: string): string | undefined => {
    const path = joiner(environment)(directory, name);
    return environment.exists(path) ? path : undefined;
  };
  const [ca, certificate, key] = [file('ca.pem'), file('cert.pem'), file('key.pem')];
  return {
    ...defined({ ca, certificate, key }),
  };
}

function joiner(environment: HostEnvironment): (...parts: string[]) => string {
  const style = environment.platform === 'win32' ? win32 : posix;
  return (...parts) => style.join(...parts);
}

/** The folder of a context in docker's store: the SHA-256 of its name, in hexadecimal digits. */
export function contextHash(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

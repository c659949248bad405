import { addressWithoutUser } from '../../core/docker-secrets';
import { t } from '../../core/localize';
import type { EngineCandidate } from '../connection/connection';
import { configurationDirectory, currentContext, storedContexts, tlsFiles } from './docker-contexts';
import { dockerHostAddress, withoutLogIn } from './docker-host';
import type { HostEnvironment } from './host-environment';
import { defaultAddress, knownSockets } from './known-sockets';
import { defined } from '../../core/records';

/** Which addresses to try, in order. */
export interface ResolvedCandidates {
  readonly candidates: readonly EngineCandidate[];
  /** True when one was chosen by name; then no other is tried. */
  readonly explicit: boolean;
  /** A chosen context that does not exist, and who chose it. */
  readonly missing?: { readonly name: string; readonly source: string };
}

/**
 * All addresses under which an engine may be found, for a list: the environment's, the default one, the contexts, then
 * well-known sockets where something is. An address is listed once.
 */
export async function listCandidates(environment: HostEnvironment, setting = ''): Promise<readonly EngineCandidate[]> {
  const chosen = isAddress(setting) ? [addressCandidate(environment, setting)] : [];
  const fromEnvironment = environmentCandidate(environment);
  const known = (await knownSockets(environment)).filter(({ present }) => present);
  const all = [
    ...(fromEnvironment ? [fromEnvironment] : []),
    defaultCandidate(environment),
    ...(await storedContexts(environment)),
    ...known.map((socket) => socketCandidate(environment, socket)),
    ...chosen,
  ];
  const seen = new Set<string>();
  const listed: EngineCandidate[] = [];
  for (const candidate of all) {
    const place = await realPlace(environment, candidate.address);
    const isContext = candidate.id.startsWith('context:') || candidate.id === 'environment';
    if (seen.has(place) && !isContext) continue;
    seen.add(place);
    listed.push(candidate);
  }
  return listed;
}

/**
 * What the docker command line would use: the setting, then `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context; one
 * of those is the only one tried. Without any of them the default socket and then the well-known ones.
 * `setting` is a context's name, a candidate's id, or an address.
 */
export async function resolveCandidates(environment: HostEnvironment, setting = ''): Promise<ResolvedCandidates> {
  if (setting !== '') return named(environment, setting, 'slipway.engine.context');
  const fromEnvironment = environmentCandidate(environment);
  if (fromEnvironment) return { candidates: [fromEnvironment], explicit: true };
  const variable = environment.variables.DOCKER_CONTEXT ?? '';
  if (variable !== '' && variable !== 'default') return named(environment, variable, 'DOCKER_CONTEXT');
  const current = variable === '' ? await currentContext(environment) : undefined;
  if (current !== undefined) return named(environment, current, 'config.json');
  const secured = securedCandidate(environment);
  if (secured) return { candidates: [secured], explicit: true };
  const all = [defaultCandidate(environment), ...(await knownSockets(environment)).map((socket) => socketCandidate(environment, socket))];
  const first = new Map(all.map((candidate) => [plainAddress(candidate.address), candidate] as const).reverse());
  return { candidates: all.filter((candidate) => first.get(plainAddress(candidate.address)) === candidate), explicit: false };
}

async function named(environment: HostEnvironment, name: string, source: string): Promise<ResolvedCandidates> {
  if (isAddress(name)) return { candidates: [addressCandidate(environment, name)], explicit: true };
  const all = await listCandidates(environment);
  const ids = [name, `context:${name}`];
  const found = all.find(({ id }) => ids.includes(id)) ?? all.find((candidate) => candidate.name === name);
  if (found) return { candidates: [found], explicit: true };
  // A socket that is listed only while it is there.
  if (name.startsWith('socket:')) return { candidates: [socketCandidate(environment, { name, path: name.slice(7) })], explicit: true };
  return { candidates: [], explicit: true, missing: { name: addressWithoutUser(name), source } };
}

function defaultCandidate(environment: HostEnvironment): EngineCandidate {
  return { id: 'context:default', name: 'default', address: defaultAddress(environment.platform), source: t('default socket') };
}

function socketCandidate(
  { userId, fileFacts }: HostEnvironment,
  { name, path }: { readonly name: string; readonly path: string },
): EngineCandidate {
  const pipe = path.startsWith('//./pipe/');
  return {
    id: `socket:${path}`,
    name,
    address: `${pipe ? 'npipe' : 'unix'}://${path}`,
    source: t('well-known socket'),
    ...(userId !== undefined && !pipe && { owner: { userId, ...defined({ fileFacts }) } }),
  };
}

/** `tcp://`, `unix://` and the like are completed and secured as those of `DOCKER_HOST` are, or those of `docker --host`. */
function addressCandidate(environment: HostEnvironment, given: string): EngineCandidate {
  const { address, tls } = addressed(environment, given);
  return { id: `address:${address}`, name: address, address, source: t('setting {0}', 'slipway.engine.context'), ...defined({ tls }) };
}

function isAddress(setting: string): boolean {
  return /^(?:unix|npipe|tcp|ssh|https?):\/\//.test(setting);
}

/**
 * The engine that `DOCKER_HOST` names, with the TLS that `DOCKER_TLS_VERIFY`, `DOCKER_TLS` and `DOCKER_CERT_PATH` ask for.
 * One that docker refuses stays as it is: the attempt says what is wrong with it.
 */
function environmentCandidate(environment: HostEnvironment): EngineCandidate | undefined {
  const { DOCKER_HOST = '' } = environment.variables;
  return DOCKER_HOST === '' ? undefined : candidateOf(environment, DOCKER_HOST);
}

/** Without `DOCKER_HOST` the variables of TLS alone mean an engine too, but only where no context is chosen. */
function securedCandidate(environment: HostEnvironment): EngineCandidate | undefined {
  return isSecured(environment) ? candidateOf(environment, '') : undefined;
}

function isSecured({ variables: { DOCKER_TLS_VERIFY = '', DOCKER_TLS = '' } }: HostEnvironment): boolean {
  return DOCKER_TLS_VERIFY !== '' || DOCKER_TLS !== '';
}

function candidateOf(environment: HostEnvironment, host: string): EngineCandidate {
  return { id: 'environment', name: 'DOCKER_HOST', source: t('environment'), ...addressed(environment, host) };
}

function addressed(environment: HostEnvironment, host: string): Pick<EngineCandidate, 'address' | 'tls'> {
  const { DOCKER_TLS_VERIFY = '', DOCKER_CERT_PATH = '' } = environment.variables;
  const address = withoutLogIn(dockerHostAddress(host, environment.platform, isSecured(environment)) ?? host.trim());
  const secured = isSecured(environment) && /^(?:tcp|https?):/.test(address);
  const directory = DOCKER_CERT_PATH === '' ? configurationDirectory(environment) : DOCKER_CERT_PATH;
  return { address, ...(secured && { tls: { ...tlsFiles(environment, directory), verify: DOCKER_TLS_VERIFY !== '' } }) };
}

/** An address without links, so that two ways to one socket are seen as one. */
async function realPlace(environment: HostEnvironment, address: string): Promise<string> {
  return address.startsWith('unix://') ? `unix://${await environment.realPath(address.slice(7))}` : plainAddress(address);
}

/** The names of pipes have no case, and may be written with slashes of either kind; other addresses stay as they are. */
function plainAddress(address: string): string {
  return address.startsWith('npipe:') ? address.toLowerCase().replaceAll('\\', '/') : address;
}

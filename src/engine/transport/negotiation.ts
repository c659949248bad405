import { failure } from '../../core/errors';
import { type EngineInformation, engineName } from '../information';
import { list, object, text, texts } from '../json/json';
import type { EngineTransport } from './transport';

/** The newest API version whose answers Slipway has been tried with. */
export const newestApiVersion = '1.51';
/** The oldest API version that Slipway speaks. */
export const oldestApiVersion = '1.24';

/**
 * Asks the engine for its API versions, chooses the newest that both sides know, sets it on the transport and gives
 * what the engine says of itself. Throws `unsupported` when there is no common version.
 */
export async function negotiate(transport: EngineTransport, signal?: AbortSignal): Promise<EngineInformation> {
  const request = { method: 'GET', signal, context: { operation: 'connect' } } as const;
  // At once: each costs the time to the engine and back.
  const [headers, answer] = await Promise.all([
    transport.headers({ ...request, path: '/_ping' }),
    transport.json({ ...request, path: '/version' }),
  ]);
  const version = object(answer);
  const kind = isPodman(headers, version) ? 'podman' : 'docker';
  const engine = engineName({ kind, version: text(version.Version) });
  transport.engineName = engine;
  const apiVersion = commonApiVersion(text(version.ApiVersion) || headerText(headers['api-version']), text(version.MinAPIVersion));
  if (apiVersion === undefined) throw failure('unsupported', { operation: 'connect', engine });
  transport.prefix = `/v${apiVersion}`;
  const info = object(await transport.json({ ...request, path: '/info' }));
  return {
    kind,
    version: text(version.Version),
    apiVersion,
    // Podman makes up another id for each answer.
    id: kind === 'podman' ? '' : text(info.ID),
    operatingSystem: text(info.OperatingSystem),
    platform: `${text(version.Os) || text(info.OSType)}/${text(version.Arch) || text(info.Architecture)}`,
    storageDriver: text(info.Driver),
    containerdStore: list(info.DriverStatus).some((pair) => texts(pair)[1]?.startsWith('io.containerd.snapshotter') ?? false),
    insecureRegistries: insecureRegistries(object(info.RegistryConfig)),
  };
}

/** The newest version that both sides know, or undefined when there is none. `newest` may be empty (then 1.24). */
export function commonApiVersion(newest: string, oldest: string): string | undefined {
  const theirs = newest === '' ? oldestApiVersion : newest;
  const chosen = compareApiVersions(theirs, newestApiVersion) < 0 ? theirs : newestApiVersion;
  const tooOld = compareApiVersions(chosen, oldestApiVersion) < 0;
  const tooNew = oldest !== '' && compareApiVersions(chosen, oldest) < 0;
  return tooOld || tooNew ? undefined : chosen;
}

/** Compares versions such as `1.9` and `1.41` by their numbers; negative when `a` is the older. */
export function compareApiVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split('.').map(Number);
  const [majorB = 0, minorB = 0] = b.split('.').map(Number);
  return majorA - majorB || minorA - minorB;
}

function isPodman(headers: NodeJS.Dict<string | string[]>, version: Readonly<Record<string, unknown>>): boolean {
  return (
    headers['libpod-api-version'] !== undefined ||
    list(version.Components).some((component) => text(object(component).Name) === 'Podman Engine')
  );
}

function headerText(header: string | string[] | undefined): string {
  return Array.isArray(header) ? (header[0] ?? '') : (header ?? '');
}

function insecureRegistries(configuration: Readonly<Record<string, unknown>>): readonly string[] {
  const indexes = Object.entries(object(configuration.IndexConfigs))
    .filter(([, index]) => object(index).Secure === false)
    .map(([host]) => host);
  return [...texts(configuration.InsecureRegistryCIDRs), ...indexes];
}

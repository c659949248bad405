import { own, setOwn } from '../records';
import { asList, asObject, asText, asTexts, type Inspected, isEmpty, without, withoutEmpty } from './inspected';

/** What of a container a second one beside it cannot have too. */
export interface DuplicateBody {
  readonly body: Record<string, unknown>;
  /** Ports of the computer that were taken, and those that stand for them; undefined where the engine chooses one or none is left. */
  readonly moved: readonly { readonly from: number; readonly to?: number }[];
  /** Volumes that both use. */
  readonly shared: readonly string[];
}

/** What becomes of the ports that the first one has: the next free one, one that the engine chooses, or none. */
export type DuplicatePorts = 'next' | 'any' | 'none';

/** The create call of a second container beside one: no address, port or membership of a Compose project twice. */
export function duplicateBody(body: Inspected, taken: ReadonlySet<number>, ports: DuplicatePorts): DuplicateBody {
  const host = asObject(body['HostConfig']);
  const moved: { readonly from: number; readonly to?: number }[] = [];
  const used = new Set(taken);
  const bindings: Record<string, unknown> = {};
  for (const [port, list] of Object.entries(asObject(host['PortBindings']))) {
    const kept = asList(list).flatMap((binding) => {
      const from = Number(asText(asObject(binding)['HostPort']));
      // None or a range of them: the engine chooses.
      if (!Number.isSafeInteger(from) || from === 0 || !used.has(from)) {
        used.add(from);
        return [binding];
      }
      const to = ports === 'next' ? nextFree(from, used) : undefined;
      moved.push({ from, ...(to !== undefined && { to }) });
      if (ports === 'none') return [];
      if (to !== undefined) used.add(to);
      return [{ ...asObject(binding), HostPort: to === undefined ? '' : String(to) }];
    });
    if (kept.length > 0) setOwn<unknown>(bindings, port, kept);
  }
  const labels = Object.fromEntries(Object.entries(asObject(body['Labels'])).filter(([label]) => !label.startsWith('com.docker.compose.')));
  const networking = withoutAddresses(asObject(body['NetworkingConfig']));
  return {
    body: {
      ...without(body, 'NetworkingConfig', 'Labels', 'MacAddress'),
      ...(!isEmpty(labels) && { Labels: labels }),
      HostConfig: { ...without(host, 'PortBindings'), ...(!isEmpty(bindings) && { PortBindings: bindings }) },
      ...(!isEmpty(networking) && { NetworkingConfig: networking }),
    },
    moved,
    shared: sharedVolumes(host),
  };
}

function nextFree(from: number, used: ReadonlySet<number>): number | undefined {
  for (let port = from + 1; port <= 65_535; port++) if (!used.has(port)) return port;
  return undefined;
}

function withoutAddresses(networking: Inspected): Inspected {
  const endpoints = Object.entries(asObject(networking['EndpointsConfig']));
  const kept: Record<string, unknown> = {};
  for (const [network, endpoint] of endpoints) {
    const left = withoutEmpty(without(asObject(endpoint), 'IPAMConfig', 'MacAddress'));
    if (!isEmpty(left) || endpoints.length > 1) setOwn<unknown>(kept, network, left);
  }
  return isEmpty(kept) ? {} : { EndpointsConfig: kept };
}

function sharedVolumes(host: Inspected): readonly string[] {
  const ofBinds = asTexts(host['Binds']).map((bind) => bind.split(':', 1)[0] ?? '');
  const ofMounts = asList(host['Mounts'])
    .map(asObject)
    .filter(({ Type }) => Type === 'volume')
    .map(({ Source }) => asText(Source));
  return [...new Set([...ofBinds, ...ofMounts].filter((source) => /^[a-zA-Z0-9][\w.-]+$/.test(source)))];
}

/** A name that is not taken: `web-2`, `web-3`. */
export function freeContainerName(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/-\d{1,4}$/, '');
  for (let number = 2; ; number++) {
    const free = `${base}-${String(number)}`;
    if (!taken.has(free)) return free;
  }
}

/** Ports of the computer that the bindings of a create call ask for. */
export function hostPortsOf(body: Inspected): readonly number[] {
  const bindings = asObject(asObject(body['HostConfig'])['PortBindings']);
  return Object.keys(bindings).flatMap((port) =>
    asList(own(bindings, port)).flatMap((binding) => {
      const host = Number(asText(asObject(binding)['HostPort']));
      return Number.isSafeInteger(host) && host > 0 ? [host] : [];
    }),
  );
}

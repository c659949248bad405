import type { ContainerHealth, ContainerState, ContainerSummary, MountSummary, PortBinding } from './containers';
import { fullId } from '../images/image-shapes';
import { type JsonObject, list, number, object, text, textMap, texts } from '../json/json';

/** A row of `GET /containers/json`. */
export function containerSummary(value: unknown): ContainerSummary {
  const raw = object(value);
  const names = texts(raw.Names).map((name) => name.replace(/^\//, ''));
  const status = text(raw.Status);
  return {
    id: text(raw.Id),
    // A name with a slash is a link's alias.
    name: names.find((name) => !name.includes('/')) ?? names[0] ?? '',
    image: text(raw.Image),
    imageId: fullId(text(raw.ImageID)),
    command: text(raw.Command),
    created: number(raw.Created) * 1000,
    state: containerState(text(raw.State)),
    health: health(status),
    status,
    ports: list(raw.Ports).map(port),
    labels: textMap(raw.Labels),
    mounts: list(raw.Mounts).map(mount),
    networks: Object.keys(object(object(raw.NetworkSettings).Networks)),
    ...addresses(object(object(raw.NetworkSettings).Networks)),
    ...(typeof raw.SizeRw === 'number' && { writtenBytes: raw.SizeRw }),
  };
}

function addresses(networks: JsonObject): Pick<ContainerSummary, 'addresses'> {
  const found = Object.entries(networks)
    .map(([name, value]) => {
      const { IPAddress, GlobalIPv6Address } = object(value);
      return [name, [text(IPAddress), text(GlobalIPv6Address)].filter((address) => address !== '')] as const;
    })
    .filter(([, those]) => those.length > 0);
  return found.length === 0 ? {} : { addresses: Object.fromEntries(found) };
}

const states: readonly ContainerState[] = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'];

function containerState(state: string): ContainerState {
  const known = states.find((item) => item === state);
  if (known) return known;
  // Podman's own words.
  if (state === 'stopped') return 'exited';
  return state === 'stopping' ? 'running' : 'created';
}

function health(status: string): ContainerHealth {
  if (status.includes('(healthy)')) return 'healthy';
  if (status.includes('(unhealthy)')) return 'unhealthy';
  return /\((?:health: )?starting\)/.test(status) ? 'starting' : 'none';
}

function port(value: unknown): PortBinding {
  const raw = object(value);
  return {
    containerPort: number(raw.PrivatePort),
    protocol: text(raw.Type) || 'tcp',
    ...(text(raw.IP) !== '' && { hostIp: text(raw.IP) }),
    ...(number(raw.PublicPort) > 0 && { hostPort: number(raw.PublicPort) }),
  };
}

function mount(value: unknown): MountSummary {
  const raw = object(value);
  return {
    type: text(raw.Type),
    source: text(raw.Name) || text(raw.Source),
    destination: text(raw.Destination),
    readOnly: raw.RW === false,
  };
}

import type { App } from '../../app';
import type { ContainerPageModel, PageNetwork, PagePort } from '../../core/container-page';
import { SlipwayError } from '../../core/errors';
import { defined, own } from '../../core/records';
import { withoutSecrets } from '../../core/secrets';
import type { ContainerProcesses, PortBinding } from '../../engine/containers/containers';
import { healthOf, variableOf } from '../../engine/containers/inspected';
import type { Engine } from '../../engine/engine';
import { type JsonObject, list, number, object, text, textMap, texts, timeOf } from '../../engine/json/json';
import { publishedPorts } from '../../engine/containers/published-ports';
import { limitsOf } from './current-limits';

/** So many processes are shown. */
const mostProcesses = 200;

/** Everything about one container, for its page and for callers. */
export async function containerPageModel(app: App, id: string, revealed: boolean, signal?: AbortSignal): Promise<ContainerPageModel> {
  const engine = await app.connection.engine(signal);
  const { state: connection } = app.connection;
  const inspected = await engine.containers.inspect(id);
  const [state, config, host, settings] = ['State', 'Config', 'HostConfig', 'NetworkSettings'].map((key) => object(own(inspected, key)));
  const fullId = text(inspected['Id']);
  const running = state?.['Running'] === true;
  const paused = state?.['Paused'] === true;
  const limits = limitsOf(inspected);
  const policy = object(host?.['RestartPolicy']);
  const retries = number(policy['MaximumRetryCount']);
  return {
    id: fullId,
    name: text(inspected['Name']).replace(/^\//, ''),
    engine: connection.kind === 'connected' ? connection.candidate.name : '',
    image: text(config?.['Image']),
    imageId: text(inspected['Image']),
    status: text(state?.['Status']),
    running,
    paused,
    created: timeOf(text(inspected['Created'])),
    started: timeOf(text(state?.['StartedAt'])),
    finished: timeOf(text(state?.['FinishedAt'])),
    exitCode: number(state?.['ExitCode']),
    restarts: number(inspected['RestartCount']),
    outOfMemory: state?.['OOMKilled'] === true,
    failure: text(state?.['Error']),
    ...defined({ health: healthOf(inspected) }),
    entrypoint: texts(config?.['Entrypoint']),
    command: texts(config?.['Cmd']),
    user: text(config?.['User']),
    workingDirectory: text(config?.['WorkingDir']),
    hostName: text(config?.['Hostname']),
    platform: text(inspected['Platform']),
    terminal: config?.['Tty'] === true,
    environment: texts(config?.['Env']).map((variable) => variableOf(variable, revealed)),
    ports: portsOf(object(settings?.['Ports']), app),
    networks: Object.entries(object(settings?.['Networks'])).map(networkOf),
    mounts: list(inspected['Mounts']).map((value) => {
      const { Type, Name, Source, Destination, RW } = object(value);
      return { type: text(Type), source: text(Name) || text(Source), destination: text(Destination), readOnly: RW === false };
    }),
    labels: textMap(config?.['Labels']),
    restartPolicy: retries > 0 ? `${limits.restartPolicy}:${String(retries)}` : limits.restartPolicy,
    memory: Math.max(0, limits.memory),
    cpus: limits.cpus,
    pids: Math.max(0, limits.pids),
    privileged: host?.['Privileged'] === true,
    removedAtEnd: host?.['AutoRemove'] === true,
    ...defined({ processes: running && !paused ? await processesOf(engine, id, signal) : undefined }),
    revealed,
  };
}

/** Ports as `{ '80/tcp': [{ HostIp, HostPort }] | null }`. */
function portsOf(ports: JsonObject, { connection: { state } }: App): readonly PagePort[] {
  return Object.entries(ports).flatMap(([port, bindings]): readonly PagePort[] => {
    const [containerPort, protocol = 'tcp'] = port.split('/');
    const published = list(bindings).map((value) => {
      const { HostIp, HostPort } = object(value);
      const binding: PortBinding = {
        containerPort: Number(containerPort),
        protocol,
        hostIp: text(HostIp),
        hostPort: Number(text(HostPort)),
      };
      const [open] = publishedPorts([binding], state.kind === 'connected' ? state.candidate : undefined);
      const ip = text(HostIp);
      return { port, published: `${ip.includes(':') ? `[${ip}]` : ip || '0.0.0.0'}:${text(HostPort)}`, ...defined({ url: open?.url }) };
    });
    return published.length > 0 ? published : [{ port, published: '' }];
  });
}

function networkOf([name, value]: readonly [string, unknown]): PageNetwork {
  const endpoint = object(value);
  return {
    name,
    addresses: [text(endpoint['IPAddress']), text(endpoint['GlobalIPv6Address'])].filter((address) => address !== ''),
    aliases: texts(endpoint['Aliases']),
    gateway: text(endpoint['Gateway']),
    hardwareAddress: text(endpoint['MacAddress']),
  };
}

/** It may end, or the engine may know no `ps`, while everything else is known. */
async function processesOf(engine: Engine, id: string, signal: AbortSignal | undefined): Promise<ContainerPageModel['processes']> {
  let processes: ContainerProcesses;
  try {
    processes = await engine.containers.top(id, signal);
  } catch (error) {
    if (error instanceof SlipwayError && error.kind !== 'cancelled' && error.kind !== 'connectionLost') return undefined;
    throw error;
  }
  const { titles, processes: rows } = processes;
  // Arguments may hold secrets, as those of the log do.
  const shown = rows.slice(0, mostProcesses).map((row) => row.map((cell) => withoutSecrets(cell)));
  return { titles, rows: shown, more: rows.length - shown.length };
}

import type { App } from '../../app';
import type { ContainerPageModel, PageNetwork, PagePort, PageVariable } from '../../core/container-page';
import { SlipwayError } from '../../core/errors';
import { defined, own } from '../../core/records';
import { isSecretName, withoutSecrets } from '../../core/secrets';
import type { ContainerProcesses, PortBinding } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import { type JsonObject, list, number, object, text, textMap, texts, timeOf } from '../../engine/json/json';
import { publishedPorts } from '../targets/published-port';
import { limitsOf } from './current-limits';

/** So many processes are shown. */
const mostProcesses = 200;
/** Of the output of a health check, in characters. */
const longestOutput = 2_000;

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
  const health = object(state?.['Health'] ?? state?.['Healthcheck']);
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
    ...(['', 'none'].includes(text(health['Status'])) ? {} : { health: healthOf(health) }),
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

function variableOf(variable: string, revealed: boolean): PageVariable {
  const equals = variable.indexOf('=');
  const name = equals < 0 ? variable : variable.slice(0, equals);
  const value = equals < 0 ? '' : variable.slice(equals + 1);
  return !revealed && value !== '' && (isSecretName(name) || withoutSecrets(value) !== value) ? { name } : { name, value };
}

function healthOf(health: JsonObject): NonNullable<ContainerPageModel['health']> {
  const checks = list(health['Log']).map((value) => {
    const { Start, End, ExitCode, Output } = object(value);
    const started = timeOf(text(Start));
    return {
      started,
      milliseconds: Math.max(0, timeOf(text(End)) - started),
      exitCode: number(ExitCode),
      output: text(Output).slice(0, longestOutput).trimEnd(),
    };
  });
  return { status: text(health['Status']), failing: number(health['FailingStreak']), checks: checks.reverse().slice(0, 5) };
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

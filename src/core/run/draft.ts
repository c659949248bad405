import { own, setOwn } from '../records';

/** A value that an option does not take; the reason is translated. {@link ../run-line} adds the place. */
export class BadValue extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'BadValue';
  }
}

/** Files and names of the machine that the line is typed on. */
export interface RunSurroundings {
  /** Makes a path that begins with a dot absolute. */
  readonly resolvePath?: (path: string) => string;
  /** Reads a text file for `--env-file`, `--label-file` and a seccomp profile; throws when it cannot. */
  readonly readFile?: (path: string) => string;
  /** For `-e NAME` without a value. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** An option of a line with its value; that of a switch is `true` or `false` as it was written. */
export interface GivenRunOption {
  /** Its long name without dashes, and of several names the newest: `publish`, `network`. */
  readonly name: string;
  readonly value: string;
}

/** A network that the container joins, as `EndpointsConfig` has it. */
export interface NetworkDraft {
  readonly target: string;
  readonly aliases: string[];
  readonly driverOptions: Record<string, string>;
  readonly links: string[];
  readonly linkLocalIps: string[];
  ipv4?: string;
  ipv6?: string;
  macAddress?: string;
  priority?: number;
}

export interface HealthDraft {
  command?: string;
  interval?: number;
  timeout?: number;
  startPeriod?: number;
  startInterval?: number;
  retries?: number;
  none?: boolean;
}

/** What the options of a run line say, collected before the parts that depend on each other are put together. */
export class RunDraft {
  /** Every option in the order of the line. */
  readonly given: GivenRunOption[] = [];
  name: string | undefined;
  platform: string | undefined;
  pull: 'always' | 'missing' | 'never' = 'missing';
  quiet = false;
  detached = false;
  tty = false;
  interactive = false;
  remove = false;
  entrypoint: string | undefined;
  /** Keys of the create body and of its `HostConfig`, only those that an option set. */
  readonly config: Record<string, unknown> = {};
  readonly host: Record<string, unknown> = {};
  readonly attach = new Set<'stdin' | 'stdout' | 'stderr'>();
  readonly networks: NetworkDraft[] = [];
  /** `--ip`, `--network-alias` and the like, which belong to the first network. */
  readonly firstNetwork: NetworkDraft = emptyNetwork('');
  readonly health: HealthDraft = {};
  readonly exposed: string[] = [];
  readonly published: string[] = [];
  readonly volumes = new Set<string>();
  readonly capabilitiesAdded: string[] = [];
  readonly capabilitiesDropped: string[] = [];
  readonly environmentFiles: string[] = [];
  readonly environment: string[] = [];
  readonly labelFiles: string[] = [];
  readonly labels: string[] = [];
  readonly cdiDevices: string[] = [];
  readonly ulimits = new Map<string, { readonly Name: string; readonly Hard: number; readonly Soft: number }>();
  restart: { readonly Name: string; readonly MaximumRetryCount: number } | undefined;
  logDriver = '';
  readonly logOptions: Record<string, string> = {};

  constructor(readonly surroundings: RunSurroundings) {}
}

export function emptyNetwork(target: string): NetworkDraft {
  return { target, aliases: [], driverOptions: {}, links: [], linkLocalIps: [] };
}

/** The list under a key, made when it is not there. */
export function listOf(record: Record<string, unknown>, key: string): unknown[] {
  return (own(record, key) ?? setOwn(record, key, [])) as unknown[];
}

/** The map under a key, made when it is not there. */
export function mapOf(record: Record<string, unknown>, key: string): Record<string, unknown> {
  return (own(record, key) ?? setOwn(record, key, {})) as Record<string, unknown>;
}

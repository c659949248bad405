/** One variable of a container; without a value where it may be secret and nobody has asked for it. */
export interface PageVariable {
  readonly name: string;
  readonly value?: string;
}

/** A port of a container, and where it is published. */
export interface PagePort {
  /** `80/tcp`. */
  readonly port: string;
  /** `0.0.0.0:8080`; empty where it is not published. */
  readonly published: string;
  /** What a browser on this machine opens. */
  readonly url?: string;
}

/** A network that a container is on. */
export interface PageNetwork {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly aliases: readonly string[];
  readonly gateway: string;
  readonly hardwareAddress: string;
}

/** One health check that has been made. */
export interface PageHealthCheck {
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly milliseconds: number;
  readonly exitCode: number;
  readonly output: string;
}

/** A container as its page shows it. Plain data; all texts are untrusted. */
export interface ContainerPageModel {
  readonly id: string;
  readonly name: string;
  /** Name of the engine. */
  readonly engine: string;
  readonly image: string;
  readonly imageId: string;
  /** The engine's word: `running`, `exited`. */
  readonly status: string;
  readonly running: boolean;
  readonly paused: boolean;
  /** Milliseconds since 1970; 0 where it is not known. */
  readonly created: number;
  readonly started: number;
  readonly finished: number;
  readonly exitCode: number;
  readonly restarts: number;
  readonly outOfMemory: boolean;
  /** Why it could not be started. */
  readonly failure: string;
  readonly health?: {
    readonly status: string;
    readonly failing: number;
    /** The last one first. */
    readonly checks: readonly PageHealthCheck[];
  };
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly user: string;
  readonly workingDirectory: string;
  readonly hostName: string;
  readonly platform: string;
  readonly terminal: boolean;
  readonly environment: readonly PageVariable[];
  readonly ports: readonly PagePort[];
  readonly networks: readonly PageNetwork[];
  readonly mounts: readonly { readonly type: string; readonly source: string; readonly destination: string; readonly readOnly: boolean }[];
  readonly labels: Readonly<Record<string, string>>;
  readonly restartPolicy: string;
  /** Limits; 0 for none. */
  readonly memory: number;
  readonly cpus: number;
  readonly pids: number;
  readonly privileged: boolean;
  /** Removed by the engine when it ends. */
  readonly removedAtEnd: boolean;
  /** What `top` prints; absent where it does not run, or the engine does not tell. */
  readonly processes?: { readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly more: number };
  /** Values that may be secret are shown. */
  readonly revealed: boolean;
  /** The engine does not have it any more; the rest is as it was. */
  readonly gone?: boolean;
}

/** What the page does with its container, as its row does. */
export const containerPageVerbs = [
  'start',
  'stop',
  'restart',
  'pause',
  'unpause',
  'logs',
  'shell',
  'stats',
  'changes',
  'limits',
  'restartPolicy',
  'connect',
  'rename',
  'remove',
] as const;
export type ContainerPageVerb = (typeof containerPageVerbs)[number];

/** The verbs that a container in this state has. */
export function verbsOfContainer({
  running,
  paused,
  gone = false,
}: Pick<ContainerPageModel, 'running' | 'paused' | 'gone'>): readonly ContainerPageVerb[] {
  if (gone) return [];
  const up: readonly ContainerPageVerb[] = ['stop', 'restart', 'shell', 'pause', 'stats'];
  return containerPageVerbs.filter((verb) => {
    if (verb === 'start') return !running;
    if (verb === 'unpause') return paused;
    if (verb === 'pause' || verb === 'shell') return running && !paused;
    return running || !up.includes(verb);
  });
}

/** From the page to the extension. */
export type ContainerPageWish =
  | { readonly kind: 'verb'; readonly verb: ContainerPageVerb }
  | { readonly kind: 'json' }
  | { readonly kind: 'image' }
  | { readonly kind: 'copyId' }
  | { readonly kind: 'reveal'; readonly shown: boolean }
  | { readonly kind: 'openPort'; readonly index: number }
  | { readonly kind: 'copyPort'; readonly index: number };

export interface NetworkSummary {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly scope: string;
  readonly internal: boolean;
  /** Milliseconds since 1970; absent when the engine does not tell. */
  readonly created?: number;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** A network that is to be made. */
export interface NetworkSpecification {
  readonly name: string;
  /** The engine's default, `bridge`, without it. */
  readonly driver?: string;
  /** `172.28.0.0/16`; the engine chooses one without it. */
  readonly subnet?: string;
  /** Only with a subnet. */
  readonly gateway?: string;
  /** The part of the subnet from which containers get their addresses. */
  readonly ipRange?: string;
  /** Nothing outside can be reached from it. */
  readonly internal?: boolean;
  /** Containers may be attached by hand, where the network is one of a swarm. */
  readonly attachable?: boolean;
  readonly ipv6?: boolean;
  /** Of the driver. */
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** How a container is attached. */
export interface ConnectOptions {
  /** Names by which others on the network find it, besides its own. */
  readonly aliases?: readonly string[];
  readonly ipv4?: string;
  readonly ipv6?: string;
}

/** The networks of an engine. */
export interface EngineNetworks {
  list(): Promise<readonly NetworkSummary[]>;
  /** By id or by name. */
  inspect(network: string): Promise<Readonly<Record<string, unknown>>>;
  remove(id: string): Promise<void>;
  /** Throws `conflict` where there is one of this name. */
  create(specification: NetworkSpecification): Promise<{ readonly id: string; readonly warning: string }>;
  /** Attaches a container, whether it runs or not. */
  connect(network: string, container: string, options?: ConnectOptions): Promise<void>;
  disconnect(network: string, container: string): Promise<void>;
}

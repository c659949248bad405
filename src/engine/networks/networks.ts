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

/** The networks of an engine. */
export interface EngineNetworks {
  list(): Promise<readonly NetworkSummary[]>;
  /** By id or by name. */
  inspect(network: string): Promise<Readonly<Record<string, unknown>>>;
  remove(id: string): Promise<void>;
}

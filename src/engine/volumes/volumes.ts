export interface VolumeSummary {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  readonly created: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** The volumes of an engine. */
export interface EngineVolumes {
  list(): Promise<readonly VolumeSummary[]>;
  inspect(name: string): Promise<Readonly<Record<string, unknown>>>;
  remove(name: string, options?: { readonly force?: boolean }): Promise<void>;
}

export interface VolumeSummary {
  readonly name: string;
  readonly driver: string;
  readonly mountpoint: string;
  readonly created: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** A volume to be made. */
export interface VolumeSpecification {
  readonly name: string;
  /** `local` without it. */
  readonly driver?: string;
  /** Options of the driver. */
  readonly options?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The volumes of an engine. */
export interface EngineVolumes {
  list(): Promise<readonly VolumeSummary[]>;
  inspect(name: string): Promise<Readonly<Record<string, unknown>>>;
  /** Makes a volume. Throws `conflict` where the name is taken: engines take a name twice for the same volume. */
  create(volume: VolumeSpecification): Promise<{ readonly name: string }>;
  remove(name: string, options?: { readonly force?: boolean }): Promise<void>;
}

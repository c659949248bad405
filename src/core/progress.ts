/** What a long operation reports while it runs. */
export interface ProgressReport {
  /** What is happening now, translated: `Downloading 3 of 7 layers`. */
  readonly message?: string;
  /** Bytes (or steps) done so far, when known. */
  readonly current?: number;
  /** Bytes (or steps) in all, when known. */
  readonly total?: number;
  /** True when `total` is not exact. */
  readonly estimated?: boolean;
}

/** Receives reports; cheap to call often, the receiver throttles. */
export type ReportProgress = (report: ProgressReport) => void;

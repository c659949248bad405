/** What one container uses at one moment. Counters of bytes count from its start. */
export interface ContainerStats {
  /** Milliseconds since 1970, by the engine's clock. */
  readonly time: number;
  /** 100 is one processor; undefined for the first reading, which has nothing to compare with. */
  readonly cpu: number | undefined;
  /** How many processors it may use at the most. */
  readonly processors: number;
  /** Bytes without the page cache, as `docker stats` counts. */
  readonly memory: number;
  /** Bytes; that of the machine where none is set, 0 where the engine does not tell. */
  readonly memoryLimit: number;
  readonly networkReceived: number;
  readonly networkSent: number;
  readonly blockRead: number;
  readonly blockWritten: number;
  /** Processes and threads; 0 on Windows. */
  readonly pids: number;
}

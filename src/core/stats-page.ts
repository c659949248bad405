/** What a container used in the moment before a reading: bytes a second, and its memory and processes then. */
export interface StatsPoint {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** 100 is one processor. */
  readonly cpu: number;
  readonly memory: number;
  readonly received: number;
  readonly sent: number;
  readonly read: number;
  readonly written: number;
  readonly pids: number;
}

/** One container on the page. Its name is untrusted. */
export interface StatsRow {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  /** The last reading; absent before there were two. */
  readonly now?: StatsPoint;
  /** 0 where the engine does not tell. */
  readonly memoryLimit: number;
  readonly processors: number;
  /** Bytes since its start. */
  readonly totals: { readonly received: number; readonly sent: number; readonly read: number; readonly written: number };
  /** Its lines are drawn, from these. */
  readonly charted: boolean;
  readonly points: readonly StatsPoint[];
}

/** What containers use, as the page shows it. */
export interface StatsPageModel {
  readonly engine: string;
  /** Of all containers that run, or of those that were chosen. */
  readonly everything: boolean;
  readonly rows: readonly StatsRow[];
  /** So many more run, of which nothing is read. */
  readonly more: number;
}

/** The lines of so many containers are drawn at once. */
export const mostCharted = 5;

/** From the page to the extension. */
export type StatsPageWish =
  { readonly kind: 'chart'; readonly id: string; readonly shown: boolean } | { readonly kind: 'container'; readonly id: string };

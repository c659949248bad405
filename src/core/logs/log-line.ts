import type { LogLevel } from './log-levels';
import type { LogTime } from './log-stamp';

/** Where a line comes from: `seam` is what Slipway says itself of what happened to the log. */
export const lineStreams = ['seam', 'stdout', 'stderr'] as const;
export type LineStream = (typeof lineStreams)[number];

/** No line is kept longer than this, in bytes. */
export const longestLine = 65_536;

/** A line as it was written, without its line break and without the engine's time before it. */
export interface LogLine extends LogTime {
  readonly stream: LineStream;
  /** UTF-8, as far as the container writes it. Valid until more is read. */
  readonly bytes: Uint8Array;
  /** More of it was written than is kept. */
  readonly isCut: boolean;
}

/** What is known of a line without its text. */
export interface LineFacts {
  readonly source: number;
  readonly stream: LineStream;
  readonly isCut: boolean;
}

/** A line as filters look at it. */
export interface LevelledLine extends LineFacts {
  /** Without escape sequences. */
  readonly text: string;
  readonly level: LogLevel;
}

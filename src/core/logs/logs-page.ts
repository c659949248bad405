import { wishFields } from '../wish-fields';
import type { LineStream } from './log-line';
import { type LogLevel, logLevels } from './log-levels';
import type { LogRange } from './log-range';
import { longestQuery } from './log-search';

/** A container whose log is shown. */
export interface LogContainer {
  readonly id: string;
  readonly name: string;
}

/** What the page of logs shows besides the lines. */
export interface LogsPageModel {
  readonly engine: string;
  /** Which of the logs that are open it is. */
  readonly log: number;
  /** The Compose project of which new containers are taken in too. */
  readonly project?: string;
  /** A line's source is a place in these. */
  readonly containers: readonly LogContainer[];
  readonly range: LogRange;
  /** Lines begin with their times, as long as nobody has chosen otherwise. */
  readonly timestamps: boolean;
}

export type LogsPageWish =
  | ({ readonly kind: 'range' } & LogRange)
  /** Writes what the page shows now, or all that the engine has kept. */
  | { readonly kind: 'save'; readonly what: SavedLines; readonly times: LogTimes };

/** Lines that are saved: those that the page shows, or all that the engine has kept. */
export const savedLines = ['shown', 'everything'] as const;
export type SavedLines = (typeof savedLines)[number];

/** How times are written. */
export const logTimes = ['none', 'local', 'utc'] as const;
export type LogTimes = (typeof logTimes)[number];

/** What lets lines through. */
export interface LogFilter {
  readonly query: string;
  readonly caseSensitive: boolean;
  readonly regular: boolean;
  /** Lines that do not match are left out. */
  readonly onlyMatching: boolean;
  /** Levels that are left out. */
  readonly withoutLevels: readonly LogLevel[];
  readonly withoutStream?: 'stdout' | 'stderr';
  /** Containers that are left out, by their places. */
  readonly withoutSources: readonly number[];
}

/** What the page wants to see. */
export interface LogsPageAsk extends LogFilter {
  /** Tells one from the next. */
  readonly id: number;
  /** The newest lines, those from a place on, or those around the line with a number. */
  readonly at: 'end' | { readonly place: number } | { readonly line: number };
  readonly count: number;
  /** Lines that are shown whole, by their numbers. */
  readonly open: readonly number[];
  /** Looks for the next match from a line on, or the one before; each has another `id`. */
  readonly find?: { readonly id: number; readonly from: number; readonly back: boolean };
}

/** A line as it is sent to the page. All of its texts are untrusted. */
export interface LogsPageLine {
  readonly number: number;
  readonly source: number;
  readonly stream: LineStream;
  readonly level: LogLevel;
  readonly seconds: number;
  readonly nanoseconds: number;
  /** As it was written, colours and other escape sequences too. */
  readonly text: string;
  /** There is more of it. */
  readonly isCut: boolean;
  /** What matches, in the text without escape sequences. */
  readonly matches: readonly (readonly [from: number, to: number])[];
}

/** What the feed tells. */
export interface LogsPagePart {
  /** Which {@link LogsPageAsk} it answers. */
  readonly id: number;
  /** Place of the first line that is there, and one more than that of the last. */
  readonly first: number;
  readonly end: number;
  /** Place of the first of `lines`. */
  readonly from: number;
  /** Absent where they are the same as before. */
  readonly lines?: readonly LogsPageLine[];
  /** Lines of all logs, and how many of the oldest are not kept any more. */
  readonly all: number;
  readonly dropped: number;
  /** Lines that the filter has not looked at. */
  readonly left: number;
  readonly matches?: number;
  /** The pattern is none, and why. */
  readonly problem?: string;
  /** What was looked for: the place and the number of the line, and which of the matches it is; nothing where there is no match. */
  readonly found?: { readonly id: number; readonly place?: number; readonly line?: number; readonly order?: number };
}

/** No screen has more lines. */
const mostLines = 400;
const mostOpen = 100;

/** What a page has sent, read anew: nothing of another form. */
export function readLogsAsk(fields: ReadonlyMap<string, unknown>, { containers }: LogsPageModel): LogsPageAsk | undefined {
  const at = placeAsked(fields.get('at'));
  const [id, count, query, withoutStream] = [fields.get('id'), fields.get('count'), fields.get('query'), fields.get('withoutStream')];
  if (at === undefined || !isWhole(id) || !isWhole(count) || typeof query !== 'string' || query.length > longestQuery) return undefined;
  if (withoutStream !== undefined && withoutStream !== 'stdout' && withoutStream !== 'stderr') return undefined;
  const withoutLevels = listed(fields.get('withoutLevels'), logLevels.length, (value) => logLevels.find((level) => level === value));
  const withoutSources = listed(fields.get('withoutSources'), containers.length, (value) =>
    isWhole(value) && value < containers.length ? value : undefined,
  );
  const open = listed(fields.get('open'), mostOpen, (value) => (isWhole(value) ? value : undefined));
  const find = findAsked(fields.get('find'));
  if (!withoutLevels || !withoutSources || !open || find === null) return undefined;
  return {
    id,
    at,
    count: Math.min(mostLines, count),
    query,
    caseSensitive: fields.get('caseSensitive') === true,
    regular: fields.get('regular') === true,
    onlyMatching: fields.get('onlyMatching') === true,
    withoutLevels,
    withoutSources,
    ...(withoutStream === undefined ? {} : { withoutStream }),
    open,
    ...(find && { find }),
  };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function placeAsked(value: unknown): LogsPageAsk['at'] | undefined {
  if (value === 'end') return value;
  const told = wishFields(value);
  const [place, line] = [told.get('place'), told.get('line')];
  return isWhole(place) ? { place } : isWhole(line) ? { line } : undefined;
}

/** Nothing where nothing is looked for, null for what is of another form. */
function findAsked(value: unknown): LogsPageAsk['find'] | null {
  if (value === undefined) return undefined;
  const told = wishFields(value);
  const [id, from, back] = [told.get('id'), told.get('from'), told.get('back')];
  return isWhole(id) && isWhole(from) && typeof back === 'boolean' ? { id, from, back } : null;
}

function listed<Value>(value: unknown, most: number, read: (value: unknown) => Value | undefined): readonly Value[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const values = (value as readonly unknown[]).map((each) => read(each));
  return values.every((each) => each !== undefined) ? values : undefined;
}

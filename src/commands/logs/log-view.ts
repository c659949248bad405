import { LogIndex } from '../../core/logs/log-index';
import type { LevelledLine } from '../../core/logs/log-line';
import { plainSearch, type LogSearch } from '../../core/logs/log-search';
import { type LogStore, plainText } from '../../core/logs/log-store';
import type { LogFilter, LogsPageAsk, LogsPageLine, LogsPagePart } from '../../core/logs/logs-page';
import { defined } from '../../core/records';

/** How much of a line is sent, in characters, unless all of it is asked for. */
const shortText = 4_000;
const mostMatches = 100;

/** What is shown of the lines of a log: those that a filter lets through, and what is found in them. */
export class LogView {
  private readonly shown: LogIndex;
  private readonly matching: LogIndex | undefined;
  /** Counts what has changed in lines that may be on the screen. */
  private changes = 0;

  /** `search` is what the filter's query means; nothing where there is none. */
  constructor(
    private readonly store: LogStore,
    { onlyMatching, withoutLevels, withoutStream, withoutSources }: LogFilter,
    private readonly search: LogSearch | undefined,
    private readonly problem: string | undefined,
  ) {
    const levels = new Set(withoutLevels);
    const sources = new Set(withoutSources);
    const filters: ((line: LevelledLine) => boolean)[] = [
      ...(sources.size > 0 ? [(line: LevelledLine) => !sources.has(line.source)] : []),
      ...(withoutStream === undefined ? [] : [(line: LevelledLine) => line.stream !== withoutStream]),
      ...(levels.size > 0 ? [(line: LevelledLine) => line.stream === 'seam' || !levels.has(line.level)] : []),
    ];
    const matches = (line: LevelledLine): boolean => line.stream !== 'seam' && (search?.found(line.text) ?? true);
    const all = (line: LevelledLine): boolean => filters.every((filter) => filter(line));
    const only = search && onlyMatching;
    this.shown = new LogIndex(store, only ? (line) => all(line) && matches(line) : filters.length > 0 ? all : undefined);
    this.matching = search && (only ? this.shown : new LogIndex(store, (line) => all(line) && matches(line)));
  }

  /** Lines that were not looked at yet. */
  get left(): number {
    return Math.max(this.shown.left, this.matching?.left ?? 0);
  }

  /** Looks at lines for some milliseconds. */
  advance(milliseconds: number): void {
    const changed = this.store.takeChanged();
    if (changed !== Infinity) this.changes++;
    this.shown.changed(changed);
    if (this.matching !== this.shown) this.matching?.changed(changed);
    const until = performance.now() + milliseconds;
    this.shown.advance(until, () => performance.now());
    if (this.matching !== this.shown) this.matching?.advance(until, () => performance.now());
  }

  /** What a page has asked for, and a word that is the same for the same lines. */
  part({ id, at, count, open }: LogsPageAsk): { readonly part: Omit<LogsPagePart, 'lines' | 'found'>; readonly sameness: string } {
    const { first, end } = this.shown;
    const wanted = at === 'end' ? end - count : 'place' in at ? at.place : this.shown.placeOf(at.line) - Math.floor(count / 2);
    const from = Math.max(first, Math.min(wanted, end - count));
    const until = Math.min(end, from + count);
    const part = {
      id,
      first,
      end,
      from,
      all: this.store.end,
      dropped: this.store.first,
      left: this.left,
      ...defined({ matches: this.matching && this.matching.end - this.matching.first, problem: this.problem }),
    };
    return { part, sameness: [from, until, this.shown.at(from), this.changes, open.join(' ')].join('|') };
  }

  /** The lines from a place on. */
  lines(from: number, count: number, open: ReadonlySet<number>): readonly LogsPageLine[] {
    const lines: LogsPageLine[] = [];
    for (let place = from; place < Math.min(this.shown.end, from + count); place++) {
      const number = this.shown.at(place);
      if (number !== undefined && number >= this.store.first) lines.push(this.line(number, open.has(number)));
    }
    return lines;
  }

  /** Numbers of all lines that are shown, in their order. */
  *numbers(): Generator<number> {
    const { first, end } = this.shown;
    for (let place = first; place < end; place++) {
      const number = this.shown.at(place);
      if (number !== undefined && number >= this.store.first) yield number;
    }
  }

  /** The next match behind a line, or the one before; around the end. Undefined while lines are looked at that may be it. */
  find({ id, from, back }: NonNullable<LogsPageAsk['find']>): NonNullable<LogsPagePart['found']> | undefined {
    const { matching, shown } = this;
    if (!matching) return { id };
    const isDone = matching.left === 0;
    let place = back ? matching.placeOf(from) - 1 : matching.placeOf(from + 1);
    if (back && !isDone) return undefined;
    if (back && place < matching.first) place = matching.end - 1;
    if (!back && place >= matching.end) {
      if (!isDone) return undefined;
      place = matching.first;
    }
    const line = matching.at(place);
    return line === undefined ? { id } : { id, place: shown.placeOf(line), line, order: place - matching.first + 1 };
  }

  private line(number: number, isOpen: boolean): LogsPageLine {
    const { source, stream, isCut } = this.store.factsOf(number);
    const whole = this.store.textOf(number);
    const text = isOpen || whole.length <= shortText ? whole : whole.slice(0, shortText);
    return {
      number,
      source,
      stream,
      level: this.store.levelOf(number),
      ...this.store.timeOf(number),
      text,
      isCut: isCut || text.length < whole.length,
      matches: stream === 'seam' ? [] : (this.search?.places(plainText(text), mostMatches) ?? []),
    };
  }
}

/** What a query means; nothing for the empty one, a reason where it is no pattern. */
export async function searchOf({ query, caseSensitive, regular }: LogFilter): Promise<LogSearch | { readonly reason: string } | undefined> {
  if (query === '') return undefined;
  if (!regular) return plainSearch(query, caseSensitive);
  const { regularSearch } = await import('./regular-search');
  return regularSearch(query, caseSensitive);
}

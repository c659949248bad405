import { ansiLines, type AnsiSpan } from '../../../core/ansi-spans';
import { prettyLog, readLogFields } from '../../../core/logs/log-fields';
import type { LogLevel } from '../../../core/logs/log-levels';
import { millisecondsOf } from '../../../core/logs/log-stamp';
import { timeText } from '../../../core/logs/log-time-text';
import type { LogsPageLine, LogTimes } from '../../../core/logs/logs-page';
import { t } from '../../../core/localize';
import { oneLine } from '../../../core/untrusted';
import { ansiPiece, cutSpans, longestShown } from './ansi-pieces';
import { element } from './elements';

/** How rows are drawn. */
export interface RowStyle {
  readonly times: LogTimes;
  /** Lines of JSON as people read them. */
  readonly readable: boolean;
  /** Names of the containers, where there are several. */
  readonly names: readonly string[];
  readonly open: ReadonlySet<number>;
  /** The match that was gone to. */
  readonly current: number | undefined;
  readonly onOpen: (number: number) => void;
}

/** Containers have one of so many colours; their names stand beside it. */
export const sourceColours = 6;

/** The word for a level. */
export function levelWord(level: LogLevel): string {
  return {
    none: t('Other'),
    trace: t('Trace'),
    debug: t('Debug'),
    info: t('Info'),
    warning: t('Warning'),
    error: t('Error'),
    fatal: t('Fatal'),
  }[level];
}

/** One line of a log. */
export function logRow(line: LogsPageLine, style: RowStyle): HTMLElement {
  const { number, stream, level, source, text } = line;
  const row = element('div', {
    className: `row ${stream} l-${level} ${style.current === number ? 'current' : ''}`,
    role: 'listitem',
  });
  if (stream === 'seam') {
    const said = oneLine(style.names.length > 0 ? `${style.names[source] ?? ''}: ${text}` : text, 500);
    row.append(element('span', { className: 'text' }, said));
    return row;
  }
  const isOpen = style.open.has(number);
  const fields = style.readable && !line.isCut ? readLogFields(text) : undefined;
  const canOpen = fields !== undefined || line.isCut || text.length > longestShown || isOpen;
  row.append(opener(number, isOpen, canOpen, style));
  if (style.times !== 'none') row.append(timeOf(line, style.times));
  const name = style.names[source];
  if (name !== undefined) row.append(element('span', { className: `source s${String(source % sourceColours)}` }, oneLine(name, 60)));
  row.append(levelMark(level), element('span', { className: 'stream', title: stream }, stream === 'stderr' ? 'err' : ''));
  const shown = element('span', { className: 'text output' });
  if (fields) shown.append(...readablePieces(fields.message, fields.rest, wordsOf(line)));
  else shown.append(...markedPieces(line, isOpen ? text.length : longestShown));
  row.append(shown);
  const pretty = isOpen && style.readable ? prettyLog(text) : undefined;
  if (pretty !== undefined) row.append(element('pre', { className: 'pretty' }, ...linesOf(pretty)));
  return row;
}

function opener(number: number, isOpen: boolean, canOpen: boolean, { onOpen }: RowStyle): HTMLElement {
  if (!canOpen) return element('span', { className: 'opener' });
  const made = element('button', {
    type: 'button',
    className: 'opener',
    ariaExpanded: String(isOpen),
    title: isOpen ? t('Show less') : t('Show all of it'),
  });
  made.textContent = isOpen ? '▾' : '▸';
  made.ariaLabel = made.title;
  made.dataset['line'] = String(number);
  made.addEventListener('click', () => onOpen(number));
  return made;
}

function timeOf({ seconds, nanoseconds }: LogsPageLine, times: LogTimes): HTMLElement {
  const milliseconds = millisecondsOf({ seconds, nanoseconds });
  const whole = timeText(milliseconds, nanoseconds, times === 'utc');
  // The day and the time to the millisecond; all of it is said when it is asked for.
  return element('span', { className: 'time', title: timeText(milliseconds, nanoseconds, true) }, whole.slice(0, 23).replace('T', ' '));
}

function levelMark(level: LogLevel): HTMLElement {
  if (level === 'none') return element('span', { className: 'level' });
  const word = levelWord(level);
  const made = element('span', { className: 'level', title: word, role: 'img' }, Array.from(word)[0] ?? '');
  made.ariaLabel = word;
  return made;
}

/** A line as it was written, in its colours, with what matches marked. */
function markedPieces(line: LogsPageLine, longest: number): readonly Node[] {
  const spans = ansiLines(line.text)[0] ?? [];
  const plain = spans.map(({ text }) => text).join('');
  let [rest] = cutSpans(spans, longest);
  const made: Node[] = [];
  let at = 0;
  for (const [from, to] of line.matches) {
    if (from < at || to > longest) continue;
    const [before, behind] = cutSpans(rest, from - at);
    const [within, after] = cutSpans(behind, to - from);
    made.push(...pieces(before), element('mark', {}, ...pieces(within)));
    rest = after;
    at = to;
  }
  made.push(...pieces(rest));
  levelTowers(made);
  if (line.isCut || plain.length > longest) made.push(element('span', { className: 'more', title: t('There is more of this line.') }, '…'));
  return made;
}

/** Pieces that are as short as the page shows texts. */
function pieces(spans: readonly AnsiSpan[]): readonly Node[] {
  return spans.flatMap(({ text, style }) => {
    const parts: Node[] = [];
    for (let at = 0; at < text.length; at += longestShown) parts.push(ansiPiece({ text: text.slice(at, at + longestShown), style }));
    return parts;
  });
}

function readablePieces(message: string, rest: readonly (readonly [string, string])[], words: readonly string[]): readonly Node[] {
  return [
    element('span', { className: 'message' }, ...marked(message, words)),
    ...rest.flatMap(([name, value]) => [
      document.createTextNode(' '),
      element('span', { className: 'field' }, element('span', { className: 'key' }, `${oneLine(name, 100)}=`), ...marked(value, words)),
    ]),
  ];
}

/** What matched, to be marked wherever it stands in a text that is written in another way. */
function wordsOf({ text, matches }: LogsPageLine): readonly string[] {
  return [...new Set(matches.map(([from, to]) => text.slice(from, to)))].filter(Boolean).slice(0, 20);
}

function marked(text: string, words: readonly string[]): readonly Node[] {
  const made: Node[] = [];
  let at = 0;
  const push = (until: number): void => {
    if (until > at) made.push(document.createTextNode(oneLine(text.slice(at, until), longestShown)));
  };
  for (;;) {
    const next = words
      .map((word) => ({ word, from: text.indexOf(word, at) }))
      .filter(({ from }) => from >= 0)
      .sort((one, other) => one.from - other.from)[0];
    if (!next) break;
    push(next.from);
    made.push(element('mark', {}, oneLine(next.word, longestShown)));
    at = next.from + next.word.length;
  }
  push(text.length);
  levelTowers(made);
  return made;
}

/** Marks at the beginning of a piece would stand on the letter before it, on top of those that are there. */
function levelTowers(made: readonly Node[]): void {
  for (const text of made.flatMap(textsOf).slice(1)) text.data = text.data.replace(/^\p{M}+/u, '');
}

function textsOf(node: Node): readonly Text[] {
  return node instanceof Text ? [node] : [...node.childNodes].flatMap(textsOf);
}

function linesOf(text: string): readonly Node[] {
  return text
    .split('\n')
    .slice(0, 500)
    .map((line) => element('div', {}, oneLine(line, longestShown)));
}

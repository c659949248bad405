import { runInNewContext } from 'node:vm';

/** A row of docs/guides.md: a docker line and what does the same in Slipway. */
export interface GuideRow {
  /** The docker line, which also names the test that performs it. */
  readonly line: string;
  /** Titles of the commands that the row names. */
  readonly titles: readonly string[];
  readonly where: string;
  /** The call as data; undefined where there is none. */
  readonly call: { readonly command: string; readonly answers: Readonly<Record<string, unknown>> } | undefined;
}

/** The rows with three cells; those with two tell what is missing. */
export function readGuides(markdown: string): readonly GuideRow[] {
  return cellsOf(markdown).flatMap(([line, where, call]) => (where === undefined || call === undefined ? [] : [{ line: codeOf(line ?? ''), where, titles: titlesOf(where), call: readCall(codeOf(call)) }]));
}

/** The docker lines of which the page says that they are missing. */
export function readMissing(markdown: string): readonly string[] {
  return cellsOf(markdown).flatMap((cells) => (cells.length === 2 ? [codeOf(cells[0] ?? '')] : []));
}

function cellsOf(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((line) => line.slice(1, line.lastIndexOf('|')).split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
}

function codeOf(cell: string): string {
  return cell.replace(/^`+ ?| ?`+$/g, '');
}

function titlesOf(where: string): readonly string[] {
  return [...where.matchAll(/\*\*(.+?)\*\*/g)].map(([, title]) => title ?? '');
}

function readCall(text: string): GuideRow['call'] {
  if (text === '') return undefined;
  const space = text.indexOf(' ');
  const command = space < 0 ? text : text.slice(0, space);
  const answers = space < 0 ? {} : (runInNewContext(`(${text.slice(space)})`) as Record<string, unknown>);
  return { command, answers: JSON.parse(JSON.stringify(answers)) as Record<string, unknown> };
}

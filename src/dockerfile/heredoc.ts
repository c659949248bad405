import type { Range } from './text';
import { isBlank, unquote } from './words';

/** The `<<NAME` word of an instruction. */
export interface HeredocOperator {
  /** The terminator, unquoted. */
  readonly name: string;
  /** In the joined text: the whole word. */
  readonly span: Range;
  /** Whether variables in the body are replaced: the name is not quoted. */
  readonly expand: boolean;
  /** `<<-`: tabs before the terminator and, for the shell, before each line are dropped. */
  readonly chomp: boolean;
}

/** A here-document of RUN, COPY or ADD. */
export interface Heredoc extends HeredocOperator {
  /** The `<<NAME` word in the file. */
  readonly range: Range;
  /** The lines between, with their line ends. */
  readonly bodyRange: Range;
  /** The terminator's line without its line end; empty at the end of the text where there is none. */
  readonly terminatorRange: Range;
  readonly terminated: boolean;
}

const operator = /^\d*<<(-?)([^<]*)$/;

/**
 * The here-documents that a joined line opens, in order, as BuildKit's `heredocsFromLine`: words (by its own reading of
 * quotes) of the form `[fd]<<[-]NAME`. Since BuildKit 0.22 (moby/buildkit#5817) blanks may stand between `<<` and the
 * name, though not behind `<<-`. A quote that is never closed makes the whole line have none.
 */
export function heredocOperators(text: string): HeredocOperator[] {
  const words = shellLikeWords(text) ?? [];
  const found: HeredocOperator[] = [];
  for (const [index, word] of words.entries()) {
    const written = text.slice(word.start, word.end);
    const name = /^\d*<<$/.test(written) ? words[index + 1] : undefined;
    const span = name === undefined ? word : { start: word.start, end: name.end };
    const match = operator.exec(name === undefined ? written : written + text.slice(name.start, name.end));
    const raw = match?.[2];
    if (raw === undefined || raw === '') continue;
    const terminator = unquote(raw, '\\');
    found.push({ name: terminator, span, expand: terminator === raw, chomp: match?.[1] === '-' });
  }
  return found;
}

function shellLikeWords(text: string): Range[] | undefined {
  const words: Range[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote === '' && isBlank(character)) {
      if (start >= 0) words.push({ start, end: at });
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (character === '\\' && quote !== "'") at++;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  if (quote !== '') return undefined;
  if (start >= 0) words.push({ start, end: text.length });
  return words;
}

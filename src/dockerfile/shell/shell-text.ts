import type { Heredoc } from '../heredoc';
import { JoinedText } from '../joined-text';
import type { Range } from '../text';

/**
 * What the builder gives to the shell: the joined line and, behind it, the lines of its here-documents. Where the line
 * is nothing but one here-document (`RUN <<EOF`) its body alone is the script. Carriage returns at line ends are left
 * out, so that terminators are found; `<<-` takes the tabs in front of the lines away.
 *
 * @param file the whole Dockerfile
 * @param command the command's span in `joined`
 */
export function shellTextOf(file: string, joined: JoinedText, command: Range, heredocs: readonly Heredoc[]): JoinedText {
  const line = joined.slice(command.start, command.end);
  const first = heredocs[0];
  if (first === undefined) return line;
  if (isWholeScript(line.text, joined, heredocs)) {
    const pieces = withoutReturns(file, first.bodyRange);
    return JoinedText.of(file, first.chomp ? pieces.flatMap((piece) => withoutTabs(file, piece)) : pieces);
  }
  const end = heredocs.at(-1)?.terminatorRange.end ?? first.bodyRange.end;
  const start = first.bodyRange.start - 1;
  if (file[start] !== '\n') return line;
  return line.concat(JoinedText.of(file, withoutReturns(file, { start, end })));
}

/** Whether the command is `<<NAME` alone, so that the body is a script of its own. */
export function isWholeScript(command: string, joined: JoinedText, heredocs: readonly Heredoc[]): boolean {
  const first = heredocs[0];
  return heredocs.length === 1 && first !== undefined && command === joined.text.slice(first.span.start, first.span.end);
}

function withoutReturns(file: string, range: Range): Range[] {
  const pieces: Range[] = [];
  let { start } = range;
  for (let at = file.indexOf('\r\n', start); at !== -1 && at < range.end; at = file.indexOf('\r\n', at + 1)) {
    pieces.push({ start, end: at });
    start = at + 1;
  }
  pieces.push({ start, end: range.end });
  return pieces;
}

/** The span without the tabs at the beginning of its lines. */
function withoutTabs(file: string, { start, end }: Range): Range[] {
  const pieces: Range[] = [];
  let from = start;
  for (let line = start; line < end;) {
    let to = line;
    if (line === 0 || file[line - 1] === '\n') while (file[to] === '\t' && to < end) to++;
    if (to > line) {
      if (line > from) pieces.push({ start: from, end: line });
      from = to;
    }
    const next = file.indexOf('\n', to);
    line = next === -1 ? end : next + 1;
  }
  if (end > from) pieces.push({ start: from, end });
  return pieces;
}

import { oneLine } from '../../core/untrusted';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import type { Range } from '../text';

/** A row of the outline. */
export interface OutlineEntry {
  /** One line, never empty, not longer than a few words. */
  readonly name: string;
  /** Behind the name; may be empty. */
  readonly detail: string;
  /** `stage`, or the name of an instruction in upper case; that of its trigger for ONBUILD. */
  readonly kind: string;
  /** From the first to the last character, a stage with all that is in it. */
  readonly range: Range;
  /** What is selected when somebody goes there; inside `range`. */
  readonly selectionRange: Range;
  readonly children: readonly OutlineEntry[];
}

/** So many characters of an argument are shown; a row has room for fewer. */
const longest = 80;

/** Stages with their instructions; what stands before the first FROM is beside them. Linear in the length of the file. */
export function outlineOf(file: Dockerfile): readonly OutlineEntry[] {
  return [...file.preamble.map(instructionEntry), ...file.stages.map(stageEntry)];
}

function stageEntry(stage: Stage): OutlineEntry {
  const { from, name, instructions } = stage;
  const whole = shortened(from.joined.text);
  const { stageName, image } = from.from;
  const end = instructions.at(-1)?.range.end ?? from.range.end;
  return {
    name: name === undefined ? whole : shortened(name),
    detail: name === undefined ? '' : whole,
    kind: 'stage',
    range: { start: from.range.start, end: Math.max(end, from.range.end) },
    selectionRange: stageName?.range ?? image?.range ?? from.keywordRange,
    children: instructions.filter((instruction) => instruction !== from).map(instructionEntry),
  };
}

function instructionEntry(instruction: Instruction): OutlineEntry {
  const { range, keywordRange, trigger } = instruction;
  const inner = trigger ?? instruction;
  // What runs says more than how, and flags of RUN are long.
  const isAside = inner.name === 'RUN' || inner.name === 'HEALTHCHECK';
  const flags = isAside ? inner.flags.map(({ text }) => text).join(' ') : '';
  const argument = isAside ? commandText(inner) : inner.joined.text.slice(inner.keyword.length);
  const keyword = trigger === undefined ? instruction.name : `ONBUILD ${trigger.name}`;
  return {
    name: shortened(`${keyword} ${argument.slice(0, 4 * longest)}`),
    detail: shortened(flags),
    kind: inner.name,
    range,
    selectionRange: keywordRange,
    children: [],
  };
}

/** The arguments, or the first line of the script where a here-document is all of them. */
function commandText({ argumentsText, heredocs, file }: Instruction): string {
  const [first] = heredocs;
  if (first === undefined || !/^\d*<<\S*$/.test(argumentsText.trim())) return argumentsText;
  const { text } = file.source;
  let blank: string | undefined;
  for (let at = first.bodyRange.start; at < first.bodyRange.end;) {
    const next = text.indexOf('\n', at);
    const end = next === -1 ? first.bodyRange.end : Math.min(next, first.bodyRange.end);
    const line = text.slice(at, Math.min(end, at + 8 * longest)).trim();
    if (line !== '' && !line.startsWith('#')) return line;
    blank ??= line === '' ? undefined : line;
    at = end + 1;
  }
  return blank ?? argumentsText;
}

/** On one line, blanks made one, cut where it is long. */
function shortened(text: string): string {
  const bounded = text.slice(0, 8 * longest);
  const line = bounded
    .split(/[\s\u0085]+/)
    .filter((word) => word !== '')
    .join(' ');
  return oneLine(bounded.length === text.length ? line : `${line}${' '.repeat(longest)}…`, longest);
}

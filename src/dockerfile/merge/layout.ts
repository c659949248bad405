import type { Comment } from '../comment';
import { shrunk, type TextEdit } from '../edits';
import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import { readPragma } from '../pragma';
import type { Range } from '../text';

/** A RUN's text in the merged instruction. Ranges are in the file. */
export interface LaidOutSide {
  readonly run: Instruction;
  /** What stays: from the first command to the end of the last. */
  readonly range: Range;
  readonly joiner: '' | '&&' | ';';
  /** Where the opening goes: at the beginning, or behind a `set` that stays in front. */
  readonly openAt: number;
  readonly opening: string;
  readonly closing: string;
  /** A shell comment behind the last command. */
  readonly comment: Range | undefined;
}

/** The edits that make one RUN of the sides: only what stands between them is replaced. */
export function mergeEdits(file: Dockerfile, sides: readonly LaidOutSide[]): readonly TextEdit[] {
  const form = new Form(file, sides);
  const edits: TextEdit[] = [...hoisted(file, sides, form.lineEnd)];
  const last = sides.at(-1);
  for (const [index, { openAt, opening, range }] of sides.entries()) {
    if (index === 0 || openAt > range.start) edits.push({ range: { start: openAt, end: openAt }, text: opening });
  }
  for (let index = 1; index < sides.length; index++) {
    const before = sides[index - 1];
    const after = sides[index];
    if (before === undefined || after === undefined) continue;
    const range = { start: before.range.end, end: after.range.start };
    edits.push({ range, text: form.between(before, after) });
  }
  if (last?.closing) {
    const semicolon = /^[ \t]*;/.exec(file.text.slice(last.range.end, last.run.range.end))?.[0].length ?? 0;
    edits.push({ range: { start: last.range.end, end: last.range.end + semicolon }, text: last.closing });
  }
  return edits.flatMap((edit) => shrunk(file.text, edit) ?? []);
}

class Form {
  readonly lineEnd: string;
  private readonly indent: string;
  private readonly leading: boolean;

  constructor(
    private readonly file: Dockerfile,
    sides: readonly LaidOutSide[],
  ) {
    const runs = sides.map(({ run }) => run);
    this.lineEnd = lineEndAt(file, runs[0]?.range.end ?? 0);
    this.indent = indentOf(file, runs) ?? formOf(file).indent ?? '    ';
    this.leading = operatorsLead(file, runs) ?? formOf(file).leading ?? false;
  }

  between(before: LaidOutSide, after: LaidOutSide): string {
    const { lineEnd, indent, leading } = this;
    const { escape, text } = this.file;
    const operator = after.joiner === ';' ? ';' : ' &&';
    const opening = after.openAt === after.range.start ? after.opening : '';
    const kept = this.commentsBetween(before, after).map(({ range }) => text.slice(range.start, range.end));
    const comments = kept.map((comment) => `${indent}${comment}${lineEnd}`).join('');
    return leading && after.joiner !== ';'
      ? `${before.closing} ${escape}${lineEnd}${comments}${indent}&& ${opening}`
      : `${before.closing}${operator} ${escape}${lineEnd}${comments}${indent}${opening}`;
  }

  private commentsBetween(before: LaidOutSide, after: LaidOutSide): readonly Pick<Comment, 'range'>[] {
    const between = { start: before.range.end, end: after.range.start };
    const kept = commentsIn(this.file, between).filter((comment) => !isHoisted(comment, after.run));
    return before.comment === undefined ? kept : [{ range: before.comment }, ...kept];
  }
}

/** The comment lines that begin in the range and end in it, in order. */
export function commentsIn(file: Dockerfile, range: Range): Comment[] {
  let low = 0;
  let high = file.comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((file.comments[middle]?.range.start ?? 0) < range.start) low = middle + 1;
    else high = middle;
  }
  const found: Comment[] = [];
  for (let at = low; at < file.comments.length; at++) {
    const comment = file.comments[at];
    if (comment === undefined || comment.range.end > range.end) break;
    found.push(comment);
  }
  return found;
}

/** Comments that silence rules work only above an instruction, so they go above the first. */
function hoisted(file: Dockerfile, sides: readonly LaidOutSide[], lineEnd: string): readonly TextEdit[] {
  const [first] = sides;
  if (first === undefined) return [];
  const lines = sides.slice(1).flatMap((after, index) => {
    const between = { start: sides[index]?.range.end ?? 0, end: after.range.start };
    return commentsIn(file, between)
      .filter((comment) => isHoisted(comment, after.run))
      .map(({ range }) => file.text.slice(range.start, range.end) + lineEnd);
  });
  const start = file.source.lineStart(first.run.firstLine);
  return lines.length === 0 ? [] : [{ range: { start, end: start }, text: lines.join('') }];
}

function isHoisted(comment: Comment, below: Instruction): boolean {
  return comment.line < below.firstLine && readPragma(comment)?.kind === 'skip';
}

/** How the file as a whole is written; looked for once. */
interface FileForm {
  readonly indent: string | undefined;
  readonly leading: boolean | undefined;
}

const fileForms = new WeakMap<Dockerfile, FileForm>();

function formOf(file: Dockerfile): FileForm {
  const known = fileForms.get(file);
  if (known !== undefined) return known;
  const form = { indent: indentOf(file, file.instructions), leading: operatorsLead(file, file.instructions) };
  fileForms.set(file, form);
  return form;
}

function lineEndAt(file: Dockerfile, offset: number): string {
  const newline = file.text.indexOf('\n', offset);
  if (newline === -1) return file.source.lineEnd;
  return file.text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The blanks before the second line of the first RUN that has one. */
function indentOf(file: Dockerfile, runs: readonly Instruction[]): string | undefined {
  for (const run of runs) {
    if (run.name !== 'RUN' || run.lastLine === run.firstLine || run.heredocs.length > 0) continue;
    for (let line = run.firstLine + 1; line <= run.lastLine; line++) {
      const { start, end } = file.source.lineRange(line);
      const content = /^([ \t]*)[^ \t#]/.exec(file.text.slice(start, end));
      if (content?.[1]) return content[1];
    }
  }
  return undefined;
}

/** Whether `&&` stands at the beginning of continued lines rather than at the end; `undefined` where none does. */
function operatorsLead(file: Dockerfile, runs: readonly Instruction[]): boolean | undefined {
  let lead = 0;
  let trail = 0;
  for (const run of runs) {
    if (run.name !== 'RUN' || run.lastLine === run.firstLine) continue;
    const text = file.text.slice(run.range.start, run.range.end);
    lead += text.match(/^[ \t]*&&/gm)?.length ?? 0;
    trail += text.match(/&&[ \t]*[\\`][ \t]*\r?$/gm)?.length ?? 0;
  }
  return lead === trail ? undefined : lead > trail;
}

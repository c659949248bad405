import { applyEdits, type TextEdit } from './edits';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import { parseDockerfile } from './parse';
import type { SkipPragma } from './pragma';
import { originOf } from './rule';
import { rules } from './rules/index.generated';
import type { Range } from './text';

/** How far a comment silences: one instruction, the stage around it, or the file. */
export type IgnoreScope = 'instruction' | 'stage' | 'file';

/** What is to be silenced. */
export interface IgnoreRequest {
  /** Names under which the finding stands; those that the dialect knows are written. */
  readonly names: readonly string[];
  /** The zero-based line of the finding: that of its instruction, or one inside it. */
  readonly line: number;
  readonly scope: IgnoreScope;
  /** Why, for people; put on one line. */
  readonly reason?: string;
}

/** What silences a finding. */
export interface IgnoreComment {
  readonly dialect: 'hadolint' | 'buildkit';
  /** The names that are written. */
  readonly names: readonly string[];
  readonly edits: readonly TextEdit[];
}

/** What of the configuration counts here. */
export interface IgnoreOptions {
  /** `disable-ignore-pragma`: hadolint's comments count for nothing. */
  readonly disableIgnorePragma?: boolean;
}

const buildKitNames = new Set(rules.flatMap((rule) => rule.names.filter((name) => originOf(rule, name) === 'buildkit')));
/** Names that a comment of hadolint's can hold: of its own rules and of ours, and of ShellCheck, which has no rules here. */
const hadolintNames = new Set(rules.flatMap((rule) => rule.names.filter((name) => originOf(rule, name) !== 'buildkit')));
const isHadolintName = (name: string): boolean => hadolintNames.has(name) || /^SC\d+$/.test(name);

/**
 * A comment that silences a finding, in the dialect that the file uses already (hadolint's where it uses none), added to
 * a comment that is there. `undefined` where no comment can: the names are the builder's own errors, a stage is asked
 * for outside of any or in BuildKit's dialect, which has no comment for it.
 */
export function ignoreComment(file: Dockerfile, request: IgnoreRequest, options: IgnoreOptions = {}): IgnoreComment | undefined {
  for (const dialect of dialectsFor(file, request, options)) {
    const names = request.names.filter((name) => (dialect === 'hadolint' ? isHadolintName(name) : buildKitNames.has(name)));
    const edits = names.length === 0 ? undefined : editsFor(file, dialect, { ...request, names, reason: oneLine(request.reason) });
    if (edits !== undefined) return { dialect, names, edits };
  }
  return undefined;
}

/** The scopes that can be offered for a finding, from the smallest. */
export function ignoreScopes(file: Dockerfile, request: Pick<IgnoreRequest, 'names' | 'line'>, options: IgnoreOptions = {}): IgnoreScope[] {
  return (['instruction', 'stage', 'file'] as const).filter((scope) => ignoreComment(file, { ...request, scope }, options) !== undefined);
}

type Dialect = IgnoreComment['dialect'];
type Wanted = IgnoreRequest & { readonly reason: string };

/** The dialects that may serve, the better one first. */
function dialectsFor(file: Dockerfile, { scope }: IgnoreRequest, { disableIgnorePragma = false }: IgnoreOptions): Dialect[] {
  const known: Dialect[] = disableIgnorePragma ? ['buildkit'] : usesBuildKit(file) ? ['buildkit', 'hadolint'] : ['hadolint', 'buildkit'];
  return scope === 'stage' ? known.filter((dialect) => dialect === 'hadolint') : known;
}

function usesBuildKit(file: Dockerfile): boolean {
  const dialects = file.pragmas.flatMap((pragma) => (pragma.kind === 'skip' ? [pragma.dialect] : []));
  if (dialects.includes('hadolint')) return false;
  return dialects.includes('buildkit') || file.directives.some(({ name }) => name === 'check');
}

function oneLine(reason = ''): string {
  return reason.replace(/[\s\u0085\u2028\u2029]+/g, ' ').trim();
}

function editsFor(file: Dockerfile, dialect: Dialect, wanted: Wanted): TextEdit[] | undefined {
  const instruction = instructionAt(file, wanted.line);
  switch (wanted.scope) {
    case 'file':
      return dialect === 'buildkit' ? directiveEdits(file, wanted) : atTop(file, dialect, wanted);
    case 'stage': {
      const stage = instruction && file.stageOf(instruction);
      return stage && above(file, stage.from, dialect, wanted);
    }
    case 'instruction':
      return instruction && above(file, instruction, dialect, wanted);
  }
}

/** The instruction on the line, or else the next one: a finding may stand on a comment above its instruction. */
function instructionAt(file: Dockerfile, line: number): Instruction | undefined {
  return (
    file.instructions.find(({ range, lastLine }) => Math.max(lastLine, file.source.lineAt(range.end)) >= line) ?? file.instructions.at(-1)
  );
}

/** A comment above an instruction, or one more name in that which is there. */
function above(file: Dockerfile, instruction: Instruction, dialect: Dialect, wanted: Wanted): TextEdit[] {
  const lines = new Set(instruction.comments.map(({ line }) => line));
  const known = skipPragma(file, dialect, wanted.scope, ({ comment }) => lines.has(comment.line));
  if (known !== undefined) return added(file, known, dialect, wanted);
  const start = file.source.lineStart(instruction.firstLine);
  const at = start === 0 && file.text.charCodeAt(0) === 0xfeff ? 1 : start;
  const indent = /^[ \t]*/.exec(file.text.slice(at, instruction.range.start))?.[0] ?? '';
  const line = `${indent}${commentText(dialect, wanted)}${file.source.lineEnd}`;
  const edit = { range: { start: at, end: at }, text: line };
  // In the first lines `# check=` would be a directive and speak of the whole file; a blank line ends those.
  if (dialect === 'buildkit' && isDirective(file, edit)) return [{ ...edit, text: file.source.lineEnd + line }];
  return [edit];
}

function isDirective(file: Dockerfile, edit: TextEdit): boolean {
  return parseDockerfile(applyEdits(file.text, [edit])).directives.length > file.directives.length;
}

/** `# hadolint global ignore=` behind the directives. */
function atTop(file: Dockerfile, dialect: Dialect, wanted: Wanted): TextEdit[] {
  const known = skipPragma(file, dialect, 'file');
  if (known !== undefined) return added(file, known, dialect, wanted);
  return [insertLines(file, behindDirectives(file), [commentText(dialect, wanted)])];
}

function skipPragma(
  file: Dockerfile,
  dialect: Dialect,
  scope: IgnoreScope,
  fits: (pragma: SkipPragma) => boolean = () => true,
): SkipPragma | undefined {
  return file.pragmas.find(
    (pragma): pragma is SkipPragma => pragma.kind === 'skip' && pragma.dialect === dialect && pragma.scope === scope && fits(pragma),
  );
}

/** The pragma's comment with the names it lacks, and the reason behind what it says already. */
function added(file: Dockerfile, pragma: SkipPragma, dialect: Dialect, { names, reason }: Wanted): TextEdit[] {
  const { namesRange, comment } = pragma;
  const edits = [appended(namesRange, missing(names, pragma.names), ',')];
  if (reason !== '') {
    const { end } = comment.range;
    const rest = file.text.slice(namesRange.end, end);
    const text = rest.includes(reasonMark[dialect]) ? `; ${reason}` : ` ${reasonMark[dialect]} ${reason}`;
    if (end === namesRange.end) return [{ range: { start: end, end }, text: `${edits[0]?.text ?? ''}${text}` }];
    edits.push({ range: { start: end, end }, text });
  }
  return edits.filter(({ text }) => text !== '');
}

function missing(names: readonly string[], known: readonly string[]): readonly string[] {
  const lower = new Set(known.map((name) => name.toLowerCase()));
  return names.filter((name) => !lower.has(name.toLowerCase()));
}

function appended(list: Range, names: readonly string[], separator: string): TextEdit {
  const text = names.map((name) => separator + name).join('');
  return { range: { start: list.end, end: list.end }, text };
}

const reasonMark: Readonly<Record<Dialect, string>> = { hadolint: '#', buildkit: '//' };

function commentText(dialect: Dialect, { names, scope, reason }: Wanted): string {
  const list = names.join(',');
  const reach = scope === 'file' ? 'global ' : scope === 'stage' ? 'stage ' : '';
  const pragma = dialect === 'hadolint' ? `# hadolint ${reach}ignore=${list}` : `# check=skip=${list}`;
  return reason === '' ? pragma : `${pragma} ${reasonMark[dialect]} ${reason}`;
}

/** `# check=skip=` among the directives. A directive takes no reason, so that stands in a comment below them. */
function directiveEdits(file: Dockerfile, { names, reason }: Wanted): TextEdit[] {
  const known = file.directives.find(({ name }) => name === 'check');
  const because = reason === '' ? [] : [`# ${names.join(', ')}: ${reason}`];
  const top = behindDirectives(file);
  if (known === undefined) return [insertLines(file, top, [`# check=skip=${names.join(',')}`, ...because])];
  const note = because.length === 0 ? [] : [insertLines(file, top, because)];
  const { value, valueRange } = known;
  let offset = 0;
  for (const part of value.split(';')) {
    const [, before = '', list] = /^(\s*skip\s*=)(.*)$/i.exec(part) ?? [];
    if (list !== undefined) {
      const at = valueRange.start + offset + before.length + list.trimEnd().length;
      const listed = list.split(',').map((name) => name.trim());
      const separator = list.trim() === '' ? '' : ',';
      const text = separator + missing(names, listed).join(',');
      return [...(text === separator ? [] : [{ range: { start: at, end: at }, text }]), ...note];
    }
    offset += part.length + 1;
  }
  return [{ range: { start: valueRange.start, end: valueRange.start }, text: `skip=${names.join(',')};` }, ...note];
}

/** Where a line behind the directives begins. */
function behindDirectives(file: Dockerfile): number {
  const last = file.directives.at(-1);
  if (last !== undefined) return file.source.lineStart(last.line + 1);
  return file.text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

function insertLines(file: Dockerfile, at: number, lines: readonly string[]): TextEdit {
  const { lineEnd } = file.source;
  const text = lines.map((line) => line + lineEnd).join('');
  // A last line without an end needs one first.
  const open = at > 1 && at === file.text.length && !file.text.endsWith('\n');
  return { range: { start: at, end: at }, text: open ? lineEnd + text : text };
}

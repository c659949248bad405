import { t } from '../core/localize';
import type { LintConfiguration, Severity } from './configuration';
import type { TextEdit } from './edits';
import { Finding } from './finding';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import { defineRule, type Fix, type Rule } from './rule';
import type { ShellScript } from './shell/shell-script';
import type { Suppression } from './suppression';
import { SourceText, type Range } from './text';
import { own } from '../core/records';

/** A remark of `shellcheck --format=json1`. Lines and columns count from 1, columns in characters. */
export interface ShellCheckComment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: Severity;
  readonly code: number;
  readonly message: string;
  readonly replacements: readonly ShellCheckReplacement[];
}

/** A change that ShellCheck proposes. */
export type ShellCheckReplacement = Pick<ShellCheckComment, 'line' | 'column' | 'endLine' | 'endColumn'> & {
  readonly replacement: string;
};

/** A RUN with what ShellCheck is to read. */
export interface ShellCheckTask {
  readonly instruction: Instruction;
  readonly script: ShellScript;
  /** Value of `--shell`. */
  readonly shell: string;
}

const shells: Readonly<Record<string, string>> = {
  sh: 'sh',
  bash: 'bash',
  dash: 'dash',
  ash: 'dash',
  busybox: 'dash',
  ksh: 'ksh',
  ksh93: 'ksh',
  mksh: 'ksh',
};
/** Files that are sourced are in the image, where nobody can look. */
const senseless = new Set([1090, 1091]);

/** The scripts of RUN in a shell that ShellCheck knows, triggers of ONBUILD among them. */
export function shellCheckTasks(file: Dockerfile): ShellCheckTask[] {
  return file.instructions.flatMap((written) => {
    const instruction = written.trigger ?? written;
    if (instruction.name !== 'RUN') return [];
    const { script } = instruction;
    const shell = script && own(shells, script.shell.name);
    return script?.isPosix && shell !== undefined ? [{ instruction, script, shell }] : [];
  });
}

/** Reads the output of `shellcheck --format=json1`; `undefined` where it is something else. */
export function readShellCheckOutput(output: string): ShellCheckComment[] | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    return undefined;
  }
  const { comments } = fieldsOf(parsed);
  return Array.isArray(comments) ? comments.flatMap(readComment) : undefined;
}

function readComment(value: unknown): ShellCheckComment[] {
  const { level, code, message, fix } = fieldsOf(value);
  const place = readPlace(value);
  if (!place || typeof code !== 'number' || typeof message !== 'string') return [];
  const { replacements } = fieldsOf(fix);
  const severity = level === 'error' || level === 'info' || level === 'style' ? level : 'warning';
  return [
    { ...place, code, message, level: severity, replacements: Array.isArray(replacements) ? replacements.flatMap(readReplacement) : [] },
  ];
}

function readReplacement(value: unknown): ShellCheckReplacement[] {
  const { replacement } = fieldsOf(value);
  const place = readPlace(value);
  return place && typeof replacement === 'string' ? [{ ...place, replacement }] : [];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>;
}

function readPlace(value: unknown): Pick<ShellCheckComment, 'line' | 'column' | 'endLine' | 'endColumn'> | undefined {
  const { line, column, endLine, endColumn } = fieldsOf(value);
  if (typeof line !== 'number' || typeof column !== 'number' || typeof endLine !== 'number' || typeof endColumn !== 'number')
    return undefined;
  return { line, column, endLine, endColumn };
}

/** The remarks about one RUN as findings at their places in the file, less what comments and configuration silence. */
export function shellCheckFindings(
  file: Dockerfile,
  task: ShellCheckTask,
  comments: readonly ShellCheckComment[],
  suppression: Suppression,
  { baseImages }: LintConfiguration,
): Finding[] {
  const source = new SourceText(task.script.text);
  let variables: ReadonlySet<string> | undefined;
  return comments.flatMap((comment) => {
    const rule = ruleOf(comment);
    if (senseless.has(comment.code) || !suppression.runs(rule) || suppression.silences(rule, task.instruction)) return [];
    const severity = suppression.severityOf(rule, rule.code);
    if (severity === 'off') return [];
    const span = spanOf(source, comment);
    if (comment.code === 2154 || comment.code === 2153) {
      variables ??= new Set(variablesAt(file, task.instruction, baseImages?.environment.bind(baseImages)));
      const name = /[A-Za-z_]\w*/.exec(source.text.slice(span.start, Math.max(span.end, span.start + 1)))?.[0];
      if (name !== undefined && variables.has(name)) return [];
    }
    const range = task.script.rangeOf(span);
    const fix = (): Fix | undefined => fixOf(file, task.script, source, comment);
    return [new Finding(rule, rule.names, severity, task.instruction.firstLine, range, { message: comment.message, range, fix })];
  });
}

const known = new Map<string, Rule>();

function ruleOf({ code, level }: ShellCheckComment): Rule {
  const name = `SC${code}`;
  const key = `${name} ${level}`;
  let rule = known.get(key);
  if (rule === undefined) {
    rule = defineRule({
      code: name,
      name: 'shellcheck',
      origin: 'shellcheck',
      severity: level,
      fixes: 'suggested',
      summary: '',
      docs: '',
      examples: [],
    });
    known.set(key, rule);
  }
  return rule;
}

function spanOf(source: SourceText, { line, column, endLine, endColumn }: Omit<ShellCheckReplacement, 'replacement'>): Range {
  const start = offsetOf(source, line, column);
  return { start, end: Math.max(start, offsetOf(source, endLine, endColumn)) };
}

/** Characters beyond the 16-bit plane count as one column and take two units. */
function offsetOf(source: SourceText, line: number, column: number): number {
  const { start, end } = source.lineRange(line - 1);
  let at = start;
  for (let left = column - 1; left > 0 && at < end; left--) at += (source.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

function fixOf(file: Dockerfile, script: ShellScript, source: SourceText, { replacements }: ShellCheckComment): Fix | undefined {
  const edits: TextEdit[] = [];
  const spans = replacements.map((replacement) => ({ span: spanOf(source, replacement), text: replacement.replacement }));
  const first = Math.min(...spans.map(({ span }) => span.start));
  for (const { span, text } of spans) {
    // What is put in front belongs to what follows, the rest to what stands before, also across continued lines.
    const inFront = span.start === span.end && span.start === first && first < source.text.length;
    const at = script.joined.offsetInFile(first);
    const range = inFront ? { start: at, end: at } : script.rangeOf(span);
    if (file.text.slice(range.start, range.end) !== source.text.slice(span.start, span.end)) return undefined;
    edits.push({ range, text });
  }
  return edits.length === 0 ? undefined : { kind: 'suggested', title: t('Apply the ShellCheck fix'), edits };
}

/** Names that ARG, ENV and the base image set before the instruction. */
function variablesAt(
  file: Dockerfile,
  instruction: Instruction,
  environment: ((image: string) => readonly string[] | undefined) | undefined,
): string[] {
  const names: string[] = [];
  let before = instruction.index;
  for (let stage = file.stageOf(instruction); stage !== undefined; stage = stage.parent) {
    for (const own of stage.instructions) {
      if (own.index < before && (own.name === 'ARG' || own.name === 'ENV')) names.push(...own.keyValues.pairs.map(({ key }) => key));
    }
    if (stage.parent === undefined) names.push(...(environment?.(stage.base) ?? []));
    before = Infinity;
  }
  return names;
}

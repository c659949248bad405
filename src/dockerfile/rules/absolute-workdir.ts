import { t } from '../../core/localize';
import { stageEnvironments } from '../facts/environment';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type Fix, type RuleContext } from '../rule';

/** DL3000 and WorkdirRelativePath: a WORKDIR whose meaning depends on the folder before it. */
export const absoluteWorkdir = defineRule({
  code: 'DL3000',
  name: 'absolute-workdir',
  origin: 'hadolint',
  aliases: ['WorkdirRelativePath'],
  severity: 'error',
  fixes: 'suggested',
  summary: 'A relative `WORKDIR` depends on what stands above it: write the whole path, from the root.',
  docs: `A relative \`WORKDIR\` is added to the one before it, and where there is none, to that of the base image: the
folder changes when the image does, or when an instruction above is moved.

DL3000 stands at every relative path. WorkdirRelativePath stands only at the first \`WORKDIR\` of a stage that inherits
none from a stage of the file, and looks through variables.`,
  examples: [
    { bad: 'FROM alpine:3.20\nWORKDIR usr/src\n', fixed: 'FROM alpine:3.20\nWORKDIR /usr/src\n' },
    { good: 'FROM alpine:3.20\nWORKDIR /usr/src\n' },
    { good: 'FROM alpine:3.20\nWORKDIR "/usr/src"\n' },
    { good: 'FROM alpine:3.20\nARG HOME=/root\nWORKDIR $HOME\n' },
  ],
  checkFile(file, context) {
    const set = new Set<Stage>();
    for (const stage of file.stages) {
      if (stage.parent !== undefined && set.has(stage.parent)) set.add(stage);
      checkStage(stage, set, context);
    }
    for (const instruction of file.preamble) check(instruction, false, context);
  },
});

function checkStage(stage: Stage, set: Set<Stage>, context: RuleContext): void {
  for (const instruction of stage.instructions) {
    if (instruction.name === 'WORKDIR') {
      check(instruction, !set.has(stage), context);
      set.add(stage);
    } else if (instruction.trigger?.name === 'WORKDIR') check(instruction.trigger, false, context);
  }
}

function check(workdir: Instruction, isFirst: boolean, context: RuleContext): void {
  if (workdir.name !== 'WORKDIR' || workdir.argumentsText.trim() === '') return;
  const path = unquoted(workdir.argumentsText.trim());
  const names: string[] = [];
  if (!/^(?:[/$]|[A-Za-z]:)/.test(path)) names.push('DL3000');
  if (isFirst && isRelativeForBuilder(workdir, context)) names.push('WorkdirRelativePath');
  if (names.length === 0) return;
  context.report(workdir, {
    message: t('The working directory "{0}" is relative: its location depends on the instructions before it.', path),
    range: workdir.argumentsRange,
    names,
    fix: () => prefixed(workdir, path, context.file),
  });
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2');
}

function isRelativeForBuilder(workdir: Instruction, context: RuleContext): boolean {
  const path = stageEnvironments(context.file, context.configuration.baseImages).workdirPath(workdir);
  if (path === undefined || path.startsWith('/')) return false;
  // On Windows these are absolute.
  return !(workdir.shell.kind !== 'posix' && /^(?:[A-Za-z]:|\\)/.test(path));
}

function prefixed(workdir: Instruction, path: string, file: Dockerfile): Fix | undefined {
  if (!/^[\w.]/.test(path)) return undefined;
  const start = workdir.argumentsRange.start + (/^["']/.test(workdir.argumentsText) ? 1 : 0);
  const skipped = path.startsWith('./') ? 2 : 0;
  const before = folderBefore(workdir, file);
  const folder = (before ?? '').replace(/\/$/, '');
  if (/[\s"']/.test(folder) || path.startsWith('..')) return undefined;
  return {
    kind: 'suggested',
    title: t('Change it to {0}', `${folder}/${path.slice(skipped)}`),
    edits: [{ range: { start, end: start + skipped }, text: `${folder}/` }],
  };
}

/** The last absolute WORKDIR in the stage above it, or in the stage that it is built on. */
function folderBefore(workdir: Instruction, file: Dockerfile): string | undefined {
  for (let stage = file.stageOf(workdir); stage !== undefined; stage = stage.parent) {
    const found = stage.instructions
      .filter(({ name, index }) => name === 'WORKDIR' && index < workdir.index)
      .map((instruction) => unquoted(instruction.argumentsText.trim()))
      .findLast((path) => path.startsWith('/'));
    if (found !== undefined) return found;
  }
  return undefined;
}

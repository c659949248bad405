import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import type { Stage } from '../model';
import { defineRule, type Fix } from '../rule';
import { commandsNamed } from '../shell/programs';
import { isEditable } from '../shell/run-script';
import { eachRunOf } from '../shell/runs';
import type { ShellCommand } from '../shell/shell-command';
import type { ShellScript } from '../shell/shell-script';

/** DL3003: `cd` where WORKDIR would say it. */
export const useWorkdir = defineRule({
  code: 'DL3003',
  name: 'use-workdir',
  origin: 'hadolint',
  severity: 'warning',
  fixes: 'suggested',
  summary: 'A `cd` ends with its `RUN`: change the folder with `WORKDIR`.',
  docs: `A \`cd\` lasts to the end of its \`RUN\`. \`WORKDIR\` says for the instructions that follow where they run, makes the
folder if need be, and is easier to see. Where a folder is needed for a moment only, most programs take its path
(\`make -C\`, \`git -C\`, \`tar -C\`).`,
  examples: [
    {
      bad: 'FROM debian:12\nRUN cd /usr/src/app && make\n',
      fixed: 'FROM debian:12\nWORKDIR /usr/src/app\nRUN make\n',
    },
    { good: 'FROM debian:12\nWORKDIR /usr/src/app\nRUN make\n' },
    { good: 'FROM debian:12\nRUN make -C /usr/src/app\n' },
  ],
  checkFile: eachRunOf(['cd'], (run, script, context) => {
    const moves = commandsNamed(script, 'cd');
    const [first, ...others] = moves;
    if (first === undefined) return;
    context.report(run, {
      message: t('This cd applies only to its RUN: use WORKDIR to change the folder.'),
      range: script.rangeOf(first),
      alsoAt: others.map((move) => script.rangeOf(move)),
      fix: () => fixOf(run, script, first, context.file.stageOf(run)),
    });
  }),
});

/** `RUN cd X && …` becomes `WORKDIR X` and `RUN …`, with the former WORKDIR after it where that is known. */
function fixOf(run: Instruction, script: ShellScript, cd: ShellCommand, stage: Stage | undefined): Fix | undefined {
  const { place, words, redirects, assignments } = cd;
  const [folder, another] = words;
  if (run.onbuild !== undefined || stage === undefined || run.heredocs.length > 0) return undefined;
  if (script.commands[0] !== cd || place.depth > 0 || place.statement !== 0 || place.after !== '&&') return undefined;
  if (folder === undefined || another !== undefined || redirects.length > 0 || assignments.length > 0) return undefined;
  if (!isEditable(run, script, folder) || !isPath(folder.value, run, stage)) return undefined;
  const next = script.text.indexOf('&&', cd.end) + 2;
  const rest = next + (/^\s*/.exec(script.text.slice(next))?.[0].length ?? 0);
  if (script.text[rest] === undefined) return undefined;
  const { source } = run.file;
  const lineStart = source.lineStart(run.firstLine);
  const start = script.rangeOf(cd).start;
  const edits = [
    { range: { start: lineStart, end: lineStart }, text: `WORKDIR ${folder.text}${source.lineEnd}` },
    { range: { start, end: script.rangeOf({ start: rest, end: rest + 1 }).start }, text: '' },
  ];
  const former = formerFolder(run, stage);
  if (former !== undefined && former !== folder.text && isFollowed(run, stage)) {
    edits.push({ range: { start: run.range.end, end: run.range.end }, text: `${source.lineEnd}WORKDIR ${former}` });
  }
  return { kind: 'suggested', title: t('Use WORKDIR {0}', folder.text), edits };
}

/** Absolute, and every variable in it known to the builder. */
function isPath(path: string, run: Instruction, stage: Stage): boolean {
  if (!/^[/$]/.test(path) || /[*?[\]`"'\\\s~]|\$\(/.test(path)) return false;
  const variables = [...path.matchAll(/\$\{?(\w*)\}?/g)].map(([, name]) => name);
  return variables.every((name) =>
    stage.instructions.some(
      (instruction) =>
        instruction.index < run.index &&
        (instruction.name === 'ENV' || instruction.name === 'ARG') &&
        instruction.keyValues.pairs.some(({ key }) => key === name),
    ),
  );
}

function formerFolder(run: Instruction, stage: Stage): string | undefined {
  for (let at: Stage | undefined = stage; at !== undefined; at = at.parent) {
    const above = at.named('WORKDIR').filter(({ index }) => index < run.index);
    const last = above.at(-1)?.argumentsText.trim();
    if (last !== undefined) return /^["']?[/$]/.test(last) ? last : undefined;
  }
  return undefined;
}

/** Whether something comes that runs in the folder; an absolute WORKDIR ends it. */
function isFollowed(run: Instruction, stage: Stage): boolean {
  const next = stage.instructions.find(
    ({ index, name }) => index > run.index && !['ARG', 'ENV', 'LABEL', 'EXPOSE', 'USER', 'SHELL'].includes(name),
  );
  return !(next?.name === 'WORKDIR' && /^["']?\//.test(next.argumentsText.trim()));
}

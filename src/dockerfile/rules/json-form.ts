import { t } from '../../core/localize';
import { execFormFix } from '../facts/exec-form';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type RuleContext } from '../rule';

/** DL3025 and JSONArgsRecommended: CMD and ENTRYPOINT in shell form. */
export const jsonForm = defineRule({
  code: 'DL3025',
  name: 'json-form',
  origin: 'hadolint',
  aliases: ['JSONArgsRecommended'],
  severity: 'warning',
  fixes: 'safe',
  summary: '`CMD` and `ENTRYPOINT` in shell form hide the program behind a shell: write them as a JSON array.',
  docs: `In shell form a shell is the first process of the container and the program its child. The shell does not pass
signals on: \`docker stop\` waits ten seconds and then kills the program. In JSON form the program itself is started.

Where the text needs a shell (variables, \`&&\`, pipes), say so: \`["/bin/sh", "-c", "…"]\`, best with \`exec\`. After a
\`SHELL\` instruction BuildKit takes the shell for meant and is silent. hadolint looks at \`HEALTHCHECK CMD\` too.`,
  examples: [
    {
      bad: 'FROM busybox:1.36\nCMD my-service --port 80\n',
      fixed: 'FROM busybox:1.36\nCMD ["my-service", "--port", "80"]\n',
    },
    { bad: 'FROM busybox:1.36\nENTRYPOINT my-service $PORT\n' },
    { good: 'FROM busybox:1.36\nCMD ["my-service", "--port", "80"]\n' },
  ],
  checkFile(file, context) {
    const chosen = new Set<Stage>();
    for (const stage of file.stages) {
      let choosesShell = stage.parent !== undefined && chosen.has(stage.parent);
      for (const instruction of stage.instructions) {
        if (instruction.name === 'SHELL') choosesShell = true;
        check(instruction, choosesShell, context);
      }
      if (choosesShell) chosen.add(stage);
    }
    for (const instruction of file.preamble) check(instruction, true, context);
  },
});

function check(instruction: Instruction, choosesShell: boolean, context: RuleContext): void {
  const command = instruction.trigger ?? instruction;
  const { name } = command;
  if (name !== 'CMD' && name !== 'ENTRYPOINT' && name !== 'HEALTHCHECK') return;
  if (!command.isShellForm) return;
  const both = name !== 'HEALTHCHECK' && !choosesShell && command.onbuild === undefined;
  const range = command.joined.rangeInFile(command.commandSpan);
  context.report(command, {
    message: t('In shell form, a shell runs between the engine and the program of {0}: use JSON notation.', name),
    range,
    names: both ? ['DL3025', 'JSONArgsRecommended'] : ['DL3025'],
    fix: () => execFormFix(command, isAlone(command, context.file)),
  });
}

/** Whether a CMD has no ENTRYPOINT beside it in the stage or in one that it is built on, and the other way round. */
function isAlone(command: Instruction, file: Dockerfile): boolean {
  const other = command.name === 'CMD' ? 'ENTRYPOINT' : 'CMD';
  if (command.name === 'HEALTHCHECK') return true;
  for (let stage = file.stageOf(command); stage !== undefined; stage = stage.parent) {
    if (stage.instructions.some(({ name, trigger }) => name === other || trigger?.name === other)) return false;
  }
  return true;
}

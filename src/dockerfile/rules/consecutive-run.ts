import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import { defineRule } from '../rule';

/** DL3059: RUN instructions that follow each other directly and are one command each. */
export const consecutiveRun = defineRule({
  code: 'DL3059',
  name: 'consecutive-run',
  severity: 'info',
  fixes: 'safe',
  summary: 'Multiple consecutive `RUN` instructions. Consider consolidation.',
  docs: `Each \`RUN\` makes a layer. A file that one \`RUN\` writes and the next one deletes stays in the image, and every
layer costs a little at pull and start. Commands that belong together are better joined with \`&&\`.

Reported where two \`RUN\` instructions follow each other, have equal flags and each is a single command:
chains were probably kept apart on purpose, so that the build cache can be used between them.`,
  examples: [
    { bad: 'FROM alpine:3.20\nRUN ./configure\nRUN make\n' },
    { good: 'FROM alpine:3.20\nRUN ./configure \\\n    && make\n' },
    { good: 'FROM alpine:3.20\nRUN --mount=type=cache,target=/root/.cache ./configure\nRUN make\n' },
  ],
  checkStage(stage, context) {
    let previous: Instruction | undefined;
    for (const instruction of stage.instructions) {
      const isRun = instruction.name === 'RUN';
      if (isRun && previous !== undefined && isSingle(previous) && isSingle(instruction) && sameFlags(previous, instruction)) {
        context.report(instruction, { message: t('Multiple consecutive RUN instructions. Consider consolidation.') });
      }
      previous = isRun ? instruction : undefined;
    }
  },
});

/** Whether it is a single command; those in substitutions count too. */
function isSingle(run: Instruction): boolean {
  const { script } = run;
  if (script === undefined) return true;
  return script.isPosix ? script.commands.length <= 1 : !/[|&;]/.test(script.text.replace(/"[^"]*"|'[^']*'/g, ''));
}

function sameFlags(a: Instruction, b: Instruction): boolean {
  return flagsText(a) === flagsText(b);
}

function flagsText(run: Instruction): string {
  return run.flags.map(({ text }) => text).join(' ');
}

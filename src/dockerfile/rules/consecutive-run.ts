import { t } from '../../core/localize';
import type { Instruction } from '../instruction';
import { mergeRow } from '../merge-candidates';
import { mergeRuns, type MergePlan } from '../merge-run';
import type { Dockerfile, Stage } from '../model';
import { defineRule, type Fix } from '../rule';

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
    { bad: 'FROM alpine:3.20\nRUN ./configure\nRUN make\n', fixed: 'FROM alpine:3.20\nRUN ./configure && \\\n    make\n' },
    { good: 'FROM alpine:3.20\nRUN ./configure \\\n    && make\n' },
    { good: 'FROM alpine:3.20\nRUN --mount=type=cache,target=/root/.cache ./configure\nRUN make\n' },
  ],
  checkStage(stage, context) {
    for (const row of reportedRows(stage)) {
      let merged: readonly MergePlan[] | undefined;
      row.slice(1).forEach((run, index) => {
        const above = row[index];
        if (above === undefined) return;
        const offers = (): readonly Fix[] => fixesFor(context.file, above, run, (merged ??= mergeRow(context.file, row)));
        context.report(run, {
          message: t('Multiple consecutive RUN instructions. Consider consolidation.'),
          fix: () => offers()[0],
          alternatives: () => offers().slice(1),
        });
      });
    }
  },
});

/** The rows of RUN instructions in which every one but the first is reported. */
function reportedRows(stage: Stage): Instruction[][] {
  const rows: Instruction[][] = [];
  let row: Instruction[] = [];
  for (const instruction of stage.instructions) {
    const before = row.at(-1);
    const fits = instruction.name === 'RUN' && isSingle(instruction);
    if (fits && before !== undefined && sameFlags(before, instruction)) row.push(instruction);
    else {
      if (row.length > 1) rows.push(row);
      row = fits ? [instruction] : [];
    }
  }
  if (row.length > 1) rows.push(row);
  return rows;
}

/** The merge of the whole row where it keeps behaviour, then that of the two alone. */
function fixesFor(
  file: Dockerfile,
  above: Instruction,
  run: Instruction,
  merged: readonly MergePlan[],
): readonly Fix[] {
  const whole = merged.find(({ instructions }) => instructions.includes(above) && instructions.includes(run));
  const pair = mergeRuns(file, [above, run]).plans ?? [];
  const plans = whole === undefined || whole.instructions.length === 2 ? pair : [whole, ...pair];
  return plans.map(({ behaviour, title, edits }) => ({
    kind: behaviour === 'same' ? 'safe' : 'suggested',
    title,
    edits,
  }));
}

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

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
  origin: 'hadolint',
  severity: 'info',
  fixes: 'safe',
  summary: 'Several `RUN` in a row make a layer each: join them where they belong together.',
  docs: `Each \`RUN\` makes a layer. A file that one \`RUN\` writes and the next one deletes stays in the image, and every
layer costs a little at pull and start. Commands that belong together are better joined with \`&&\`.

Reported where two \`RUN\` instructions follow each other, have equal flags and each is a single command:
chains were probably kept apart on purpose, so that the build cache can be used between them.

Each \`RUN\` starts a shell of its own, which may be another one, read other files at its start or find other programs than
the one before. "Fix all" joins only where that is known to make no difference: the base is an official image, the shell is
plain, no comment speaks to a linter, and every command but those of the last \`RUN\` is one whose doing is documented
(\`mkdir\`, \`apt-get install\`, \`pip install\`, …). Everything else is offered with the reason.`,
  examples: [
    { bad: 'FROM alpine:3.20\nRUN mkdir /src\nRUN make\n', fixed: 'FROM alpine:3.20\nRUN mkdir /src && \\\n    make\n' },
    { bad: 'FROM alpine:3.20\nRUN ./install.sh\nRUN make\n' },
    { good: 'FROM alpine:3.20\nRUN ./configure \\\n    && make\n' },
    { good: 'FROM alpine:3.20\nRUN --mount=type=cache,target=/root/.cache ./configure\nRUN make\n' },
  ],
  checkStage(stage, context) {
    for (const row of reportedRows(stage)) {
      const merges = new RowMerges(context.file, row);
      row.slice(1).forEach((run, index) => {
        const above = row[index];
        if (above === undefined) return;
        context.report(run, {
          message: t('This RUN follows another and adds its own layer: merge them where they belong together.'),
          fix: () => merges.fixFor(above, run),
          alternatives: () => merges.alternativesFor(above, run),
        });
      });
    }
  },
});

/** The merges of a row, worked out when the first fix is asked for. */
class RowMerges {
  private proven: ReadonlyMap<Instruction, MergePlan> | undefined;
  private all: ReadonlyMap<Instruction, MergePlan> | undefined;

  constructor(
    private readonly file: Dockerfile,
    private readonly row: readonly Instruction[],
  ) {}

  /** The merge of as much of the row as is known to keep behaviour, of as much as seems to, or else that of the two. */
  fixFor(above: Instruction, run: Instruction): Fix | undefined {
    const whole = this.wholeFor(run);
    return whole === undefined ? this.pairFixes(above, run)[0] : fixOf(whole);
  }

  alternativesFor(above: Instruction, run: Instruction): readonly Fix[] {
    const whole = this.wholeFor(run);
    const pair = this.pairFixes(above, run);
    return whole === undefined || whole.instructions.length === 2 ? pair.slice(1) : pair;
  }

  private wholeFor(run: Instruction): MergePlan | undefined {
    this.proven ??= this.plans('proven');
    const known = this.proven.get(run);
    if (known !== undefined) return known;
    this.all ??= this.plans('all');
    return this.all.get(run);
  }

  private plans(only: 'proven' | 'all'): ReadonlyMap<Instruction, MergePlan> {
    return new Map(mergeRow(this.file, this.row, only).flatMap((plan) => plan.instructions.slice(1).map((one) => [one, plan] as const)));
  }

  private pairFixes(above: Instruction, run: Instruction): readonly Fix[] {
    return (mergeRuns(this.file, [above, run]).plans ?? []).map(fixOf);
  }
}

function fixOf({ behaviour, doubt, title, edits }: MergePlan): Fix {
  return { kind: behaviour === 'same' && doubt === undefined ? 'safe' : 'suggested', title, edits };
}

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

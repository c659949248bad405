import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { mergeCandidates, mergeRefusal } from '../../dockerfile/merge-candidates';
import type { MergePlan } from '../../dockerfile/merge-run';
import { refusalText } from '../../dockerfile/merge/merge-refusal';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import type { Range } from '../../dockerfile/text';
import { back } from '../../ports';
import { type AnswersOf, optional, text, whole } from '../answers/takes';
import { defineCommand } from '../define';

const answers = {
  uri: optional(text('The Dockerfile; that of the active editor without it.')),
  firstLine: optional(whole('First line of what is to be merged, counted from 1; the selection without it.', 1)),
  lastLine: optional(whole('Last line of it.', 1)),
};

type Answers = AnswersOf<typeof answers>;

interface Result {
  readonly uri: string;
  /** How many RUN instructions became one. */
  readonly merged: number;
  readonly behaviour: MergePlan['behaviour'];
}

/** Makes one RUN instruction of several. */
export const mergeRunInstructions = defineCommand({
  id: 'slipway.dockerfile.mergeRuns',
  title: 'Merge RUN Instructions…',
  summary: 'Merges the RUN instructions of the selection, or those around the cursor, into one; says why when they cannot be merged.',
  palette: true,
  editor: { group: '1_modification@5' },
  answers,
  result: "{ uri: string; merged: number; behaviour: 'same' | 'changes' } | undefined",
  run: async (app, call): Promise<Result | undefined> => {
    const file = await app.dockerfiles.read(call.answers.uri);
    const parsed = parseDockerfile(file.text);
    const range = linesOf(parsed, call.answers) ?? file.selection ?? { start: 0, end: 0 };
    const plans = plansFor(parsed, range);
    if (plans.length === 0) throw failure('conflict', { name: t('Merge RUN Instructions'), usedBy: [], detail: reasonFor(parsed, range) });
    const plan =
      call.programmatic || plans.length === 1
        ? plans[0]
        : await app.ask.choose(
            plans.map((value) => ({ label: value.title, value })),
            { title: t('Merge RUN Instructions') },
          );
    if (plan === undefined || plan === back) return undefined;
    await app.dockerfiles.edit([{ file, edits: plan.edits }]);
    return { uri: file.uri, merged: plan.instructions.length, behaviour: plan.behaviour };
  },
});

function linesOf({ source }: Dockerfile, { firstLine, lastLine = firstLine }: Partial<Answers>): Range | undefined {
  if (firstLine === undefined || lastLine === undefined) return undefined;
  return { start: source.lineStart(firstLine - 1), end: source.lineRange(lastLine - 1).end };
}

/** Those that change nothing first, then the longest: for one RUN the whole row around it. */
function plansFor(file: Dockerfile, range: Range): readonly MergePlan[] {
  const changes = ({ behaviour }: MergePlan): number => (behaviour === 'changes' ? 1 : 0);
  return mergeCandidates(file, range).toSorted(
    (left, right) => changes(left) - changes(right) || right.instructions.length - left.instructions.length,
  );
}

function reasonFor(file: Dockerfile, range: Range): string {
  const refusal = mergeRefusal(file, range);
  if (refusal !== undefined && refusal.kind !== 'tooFew') return refusalText(refusal);
  const around = neighbours(file, range);
  const reason = around === undefined ? undefined : mergeRefusal(file, around);
  return reason === undefined ? t('There are no adjacent RUN instructions here.') : refusalText(reason);
}

/** The RUN at the range with the one below it, or above. */
function neighbours({ instructions }: Dockerfile, range: Range): Range | undefined {
  const run = instructions.find(
    (candidate) => candidate.name === 'RUN' && candidate.range.start <= range.end && candidate.range.end >= range.start,
  );
  if (run === undefined) return undefined;
  const [above, below] = [instructions[run.index - 1], instructions[run.index + 1]];
  if (below?.name === 'RUN') return { start: run.range.start, end: below.range.end };
  return above?.name === 'RUN' ? { start: above.range.start, end: run.range.end } : undefined;
}

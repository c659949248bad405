import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { LintConfiguration } from '../../dockerfile/configuration';
import { applyEdits } from '../../dockerfile/edits';
import { oneForEachFact } from '../../dockerfile/finding';
import { ignoreComment, ignoreScopes, type IgnoreScope } from '../../dockerfile/ignore-comment';
import { lintDockerfile } from '../../dockerfile/lint';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import { back, type Choice } from '../../ports';
import { type AnswersOf, choice, names, optional, text, whole } from '../answers/takes';
import { defineCommand } from '../define';
import { askInSteps, type Step } from '../asking/steps';
import { defined } from '../../core/records';

const answers = {
  uri: optional(text('The Dockerfile; that of the active editor without it.')),
  line: whole('Line of the finding, counted from 1.', 1),
  names: names('Names of the rule: `DL3025`, `JSONArgsRecommended`.'),
  scope: optional(choice(['instruction', 'stage', 'file'], 'How far it is silenced.'), 'instruction'),
  reason: optional(text('Why, for people.')),
};

type Answers = AnswersOf<typeof answers>;

interface Result {
  readonly uri: string;
  readonly dialect: 'hadolint' | 'buildkit';
  readonly text: string;
}

/** Writes a comment that silences a finding. */
export const ignoreFinding = defineCommand({
  id: 'slipway.dockerfile.ignore',
  title: 'Ignore Finding with a Reason…',
  summary: 'Writes a comment that ignores a finding for an instruction, a stage or the file, in the dialect that the Dockerfile uses.',
  palette: true,
  answers,
  result: "{ uri: string; dialect: 'hadolint' | 'buildkit'; text: string }",
  run: async (app, call): Promise<Result> => {
    const file = await app.dockerfiles.read(call.answers.uri);
    const configuration = await app.dockerfiles.configuration(file.uri);
    const parsed = parseDockerfile(file.text);
    const {
      line,
      names,
      scope = 'instruction',
      reason,
    } = call.programmatic ? call.answers : await complete(app, call.answers, parsed, configuration, file.selection);
    if (line === undefined || names === undefined)
      throw failure('invalidInput', { field: 'names', value: '', reason: t('Specify the rule and the line.') });
    const comment = ignoreComment(parsed, { names, line: line - 1, scope, ...defined({ reason }) }, configuration);
    if (!comment) throw failure('invalidInput', { field: 'names', value: names.join(' '), reason: t('No comment can ignore it there.') });
    await app.dockerfiles.edit([{ file, edits: comment.edits }]);
    return { uri: file.uri, dialect: comment.dialect, text: applyEdits(file.text, comment.edits) };
  },
});

interface Target {
  readonly line: number;
  readonly names: readonly string[];
}

async function complete(
  app: App,
  given: Partial<Answers>,
  file: Dockerfile,
  configuration: LintConfiguration,
  selection: { readonly start: number; readonly end: number } | undefined,
): Promise<Partial<Answers>> {
  const title = t('Ignore Finding');
  let target: Target | undefined = given.names && given.line !== undefined ? { line: given.line, names: given.names } : undefined;
  let { scope, reason } = given;
  const askTarget: Step = async (place) => {
    const choices = findingChoices(file, configuration, selection);
    if (choices.length === 0) throw failure('invalidInput', { field: 'names', value: '', reason: t('No problems found in this file.') });
    const chosen = await app.ask.choose(choices, { title, placeholder: t('What do you want to ignore?'), ...place });
    if (chosen === back) return back;
    target = chosen;
    return undefined;
  };
  const askScope: Step = async (place) => {
    const known = target ? ignoreScopes(file, { names: target.names, line: target.line - 1 }, configuration) : [];
    const chosen = await app.ask.choose(
      scopeChoices().filter(({ value }) => known.includes(value)),
      { title, placeholder: t('Where do you want to ignore it?'), ...place },
    );
    if (chosen === back) return back;
    scope = chosen;
    return undefined;
  };
  const askReason: Step = async (place) => {
    const name = target?.names[0] ?? '';
    const answer = await app.ask.input({
      title,
      prompt: t('Why do you want to ignore {0}? Press Enter to give no reason.', name),
      ...defined({ value: reason }),
      ...place,
    });
    if (answer === back) return back;
    reason = answer.trim();
    return undefined;
  };
  await askInSteps([
    ...(target === undefined ? [askTarget] : []),
    ...(scope === undefined ? [askScope] : []),
    ...(given.reason === undefined ? [askReason] : []),
  ]);
  return { ...target, ...defined({ scope, reason }) };
}

/** The findings that a comment can silence, those in the selected lines first. */
function findingChoices(
  file: Dockerfile,
  configuration: LintConfiguration,
  selection: { readonly start: number; readonly end: number } | undefined,
): Choice<Target>[] {
  const { source } = file;
  const [first, last] = selection ? [source.lineAt(selection.start), source.lineAt(selection.end)] : [0, 0];
  const choices = oneForEachFact(lintDockerfile(file, configuration))
    .filter(({ finding, names }) => ignoreScopes(file, { names, line: finding.line }, configuration).length > 0)
    .map(({ finding, names }) => ({
      here: source.lineAt(finding.range.start) <= last && source.lineAt(finding.range.end) >= first,
      choice: {
        label: names.join(', '),
        description: t('line {0}', finding.line + 1),
        detail: finding.message,
        value: { line: finding.line + 1, names },
      },
    }));
  return [...choices.filter(({ here }) => here), ...choices.filter(({ here }) => !here)].map(({ choice }) => choice);
}

function scopeChoices(): readonly Choice<IgnoreScope>[] {
  return [
    { label: t('For this instruction'), value: 'instruction' },
    { label: t('In this stage'), value: 'stage' },
    { label: t('In this file'), value: 'file' },
  ];
}

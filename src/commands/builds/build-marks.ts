import type { Build } from '../../builds/builds';
import type { BuildGraph, StepRecord } from '../../core/build/build-graph';
import type { BuildWarning } from '../../core/build/build-progress';
import type { BuildRequest } from '../../core/build/build-request';
import { lastLines, outputText } from '../../core/build/step-output';
import { stepState } from '../../core/build/step-state';
import { SlipwayError, type SlipwayErrorKind } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { withoutValues } from '../../core/hidden-values';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { type FailurePlace, placeOfFailure } from '../../dockerfile/failed/place-of-failure';
import { onFirstLine } from '../../dockerfile/failed/lines';
import { lintDockerfile } from '../../dockerfile/lint';
import type { LintConfiguration } from '../../dockerfile/configuration';
import type { Dockerfile } from '../../dockerfile/model';
import { rules } from '../../dockerfile/rules/index.generated';
import { Suppression } from '../../dockerfile/suppression';
import type { BuildMark } from '../../ports';

/** So many of the last lines that a step printed stand in its mark. */
const shownLines = 10;
const longestLine = 300;
/** So much of the end of what a step printed is read for where it failed, in UTF-16 units. */
const readOutput = 65_536;

/** What a file can be the reason of; others are of the engine, the connection or whoever cancelled. */
const ofTheFile: ReadonlySet<SlipwayErrorKind> = new Set([
  'buildFailed',
  'unsupported',
  'notFound',
  'unauthorized',
  'forbidden',
  'rateLimited',
  'registryUnreachable',
  'tlsFailed',
]);

/** Where a build failed, and what can be done there. */
export interface PlacedFailure {
  readonly place: FailurePlace;
  readonly mark: BuildMark;
}

/**
 * The step that failed by itself: the one that the error names or tells of, else the first. Images are looked up side by side: the first
 * that fails ends the others, which then have failed too.
 */
export function failedStep(graph: BuildGraph, error: unknown): StepRecord | undefined {
  const failed = graph.steps.filter(({ step }) => stepState(step, 'failed') === 'failed');
  const named = SlipwayError.details(error, 'buildFailed')?.step;
  return failed.find(({ step }) => step.name === named) ?? failed.find(({ step }) => isOf(error, step)) ?? failed[0];
}

/** Whether an error of a registry has the step's words, or names the image that it looked for. */
function isOf(error: unknown, step: StepRecord['step']): boolean {
  if (!(error instanceof SlipwayError)) return false;
  const told = Object.values(error.failure.details).filter((value) => typeof value === 'string' && value !== '');
  return told.some((value) => value === step.error || step.name.endsWith(` ${String(value)}`));
}

/** Where in its Dockerfile a build failed; undefined where that is not in the file. */
export function placeFailure(
  dockerfile: Dockerfile,
  { graph, request, number }: Pick<Build, 'graph' | 'request' | 'number'>,
  error: unknown,
): PlacedFailure | undefined {
  if (!(error instanceof SlipwayError) || !ofTheFile.has(error.kind)) return undefined;
  const record = failedStep(graph, error);
  const details = SlipwayError.details(error, 'buildFailed');
  const detail = details?.detail ?? record?.step.error ?? '';
  const step = details?.step ?? record?.step.name ?? '';
  const output = record ? outputText(record.output, readOutput) : '';
  const place = placeOfFailure(dockerfile, { step, detail, output, ...defined({ line: details?.line }) });
  if (!place) return undefined;
  const reason = details ? oneLine(detail, 1_000) : failureReason(error);
  const said = [t('The build failed here: {0}', reason), ...hintOf(place, detail), ...shownOutput(record, request)];
  // What a base image brings is no RUN of the file.
  const shell = place.instruction?.name === 'RUN' ? number : undefined;
  return { place, mark: { range: place.range, severity: 'error', message: said.join('\n'), ...defined({ shell }) } };
}

/** What is behind an error that names something else. */
function hintOf({ instruction }: FailurePlace, detail: string): readonly string[] {
  return instruction === undefined && /unknown instruction/i.test(detail) ? [t('This builder knows no here-documents (<<).')] : [];
}

function shownOutput(record: StepRecord | undefined, { buildArguments = {} }: BuildRequest): readonly string[] {
  if (!record) return [];
  const hidden = Object.values(buildArguments);
  return lastLines(record.output, shownLines).map((line) => oneLine(withoutValues(line, hidden), longestLine));
}

/** What the builder warns of, where the linter does not show the same and was not told to be silent about it. */
export function warningMarks(
  dockerfile: Dockerfile,
  warnings: readonly BuildWarning[],
  configuration: LintConfiguration,
): readonly BuildMark[] {
  if (warnings.length === 0) return [];
  const findings = lintDockerfile(dockerfile, configuration);
  const suppression = new Suppression(dockerfile, configuration);
  return warnings.flatMap(({ message, url, firstLine, lastLine = firstLine }) => {
    if (firstLine === undefined || lastLine === undefined || firstLine < 1 || firstLine > dockerfile.source.lineCount) return [];
    const [, name = '', text = message] = /^([A-Z]\w{2,80}): (.*)$/s.exec(message) ?? [];
    const first = firstLine - 1;
    const instruction = dockerfile.instructions.find((one) => one.firstLine <= first && one.lastLine >= first);
    const isShown = findings.some((finding) => finding.names.includes(name) && finding.line >= first && finding.line <= lastLine - 1);
    const rule = rules.find(({ names }) => names.includes(name));
    const isSilent =
      rule !== undefined &&
      (!suppression.runs(rule) ||
        suppression.severityOf(rule, name) === 'off' ||
        (instruction !== undefined && suppression.silences(rule, instruction)));
    if (isShown || isSilent) return [];
    const range = instruction ? onFirstLine(dockerfile, instruction.range) : dockerfile.source.lineRange(first);
    const plain = text.replace(/ \(line \d{1,9}\)$/, '');
    return [{ range, severity: 'warning', message: oneLine(plain, 1_000), ...(name === '' ? {} : { rule: { name, url } }) }];
  });
}

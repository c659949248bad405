import type { App } from '../../app';
import type { Build, Builds } from '../../builds/builds';
import type { BuildPageModel, PageBuildStep, PageComparison, PageOutput } from '../../core/build/build-page';
import type { BuildRequest } from '../../core/build/build-request';
import { compareBuilds, type ComparedBuild } from '../../core/build/compare-builds';
import { originOf, pageSteps, stepToFollow } from '../../core/build/page-steps';
import { outputText } from '../../core/build/step-output';
import { isCancelled, SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { defined } from '../../core/records';
import { featureName } from '../../engine/builder/features';
import { engineName } from '../../engine/information';
import { contextLinks } from './context-links';

/** So many steps are shown. */
const shownSteps = 1_000;
/** So much of the end of an output is shown, in UTF-16 units; all that is kept when it is asked for. */
const shownOutput = 65_536;
const shownWarnings = 100;

/** What the page of a build selects. */
export interface BuildSelection {
  /** Id of a step; undefined to follow what the builder does. */
  readonly step: string | undefined;
  readonly whole: boolean;
}

/** What the page of a build shows at this moment. */
export async function buildPageModel(app: App, build: Build, { step, whole }: BuildSelection): Promise<BuildPageModel> {
  const { number, title, state, started, ended, request, graph, outcome } = build;
  const now = ended ?? Date.now();
  const { clockSkew, warnings } = graph;
  const records = graph.steps;
  const origin = originOf(records, started - clockSkew);
  const all = pageSteps(records, state, origin, now - clockSkew);
  const selected = all.some(({ id }) => id === step) ? step : stepToFollow(all);
  const steps = all.slice(0, shownSteps);
  return {
    number,
    place: placeOfBuild(request),
    title,
    state,
    builder: graph.builder,
    ...(await engineFacts(app, build)),
    started,
    time: now - started,
    length: lengthOf(all, now - clockSkew - origin),
    reason: reasonOf(build),
    references: request.references ?? [],
    context: contextOf(request),
    steps,
    more: all.length - steps.length,
    follows: step === undefined,
    whole,
    warnings: warnings.slice(0, shownWarnings),
    ...defined({
      imageId: outcome?.imageId,
      file: request.dockerfile.kind === 'file' && request.source.kind !== 'none' ? request.dockerfile.file : undefined,
      selected,
      output: selected === undefined ? undefined : await outputOf(build, selected, whole),
      comparison: state === 'running' ? undefined : comparisonOf(app.builds, build),
    }),
  };
}

/** Of a build's Dockerfile: its builds share a page, which shows the last one that was opened. */
export function placeOfBuild({ dockerfile }: BuildRequest): string {
  return dockerfile.kind === 'file' ? dockerfile.file : `:${dockerfile.path}`;
}

/** How a build differs from the one before of its Dockerfile; undefined for the first one. */
export function comparisonOf(builds: Builds, build: Build): PageComparison | undefined {
  const before = builds.before(build);
  if (!before || before.state === 'running') return undefined;
  return {
    ...compareBuilds(compared(before), compared(build)),
    number: before.number,
    time: (before.ended ?? before.started) - before.started,
  };
}

function compared({ request, graph }: Build): ComparedBuild {
  return { request, steps: graph.steps, files: graph.files };
}

function lengthOf(steps: readonly PageBuildStep[], now: number): number {
  return Math.max(1, now, ...steps.map(({ ends = 0 }) => ends));
}

/** Of the engine that is in use, if that is the one that builds. */
async function engineFacts(app: App, { engine, graph }: Build): Promise<Pick<BuildPageModel, 'engine' | 'lacks'>> {
  const { state } = app.connection;
  if (state.kind !== 'connected' || state.information.id !== engine) return { engine: '', lacks: [] };
  const name = engineName(state.information);
  if (graph.builder !== 'classic') return { engine: name, lacks: [] };
  const { builder } = await app.connection.engine();
  return { engine: name, lacks: [...builder.lacks].map(featureName) };
}

function reasonOf({ failure }: Build): string {
  if (failure === undefined || isCancelled(failure)) return '';
  return SlipwayError.details(failure, 'buildFailed')?.detail ?? failureReason(failure);
}

function contextOf({ source }: BuildRequest): string {
  switch (source.kind) {
    case 'folder':
      return source.folder;
    case 'archive':
      return source.file;
    case 'address':
      return source.address;
    case 'none':
      return '';
  }
}

async function outputOf(build: Build, step: string, whole: boolean): Promise<PageOutput | undefined> {
  const record = build.graph.step(step);
  if (!record || record.output.length === 0) return undefined;
  const text = outputText(record.output, whole ? Infinity : shownOutput);
  const length = record.output.reduce((sum, piece) => sum + piece.text.length, 0);
  return {
    text,
    before: text.length < length ? 'more' : record.cut ? 'lost' : 'nothing',
    links: await contextLinks(build, text),
  };
}

import { readPatterns } from '../ignore/dockerignore';
import type { StepRecord } from './build-graph';
import type { BuildStep, SentFile } from './build-progress';
import type { BuildRequest } from './build-request';
import { parseStepName } from './step-name';

/** What is known of a build that is compared. */
export interface ComparedBuild {
  readonly request: BuildRequest;
  readonly steps: readonly StepRecord[];
  /** Files of the context that the builder did not have, or otherwise. */
  readonly files: readonly SentFile[];
}

/** Why a step was not taken from the cache, as far as it can be told. */
export type CacheLoss =
  /** Files that it copies were not what the builder had: their paths, of many the first ones, and how many they are. */
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly count: number }
  /** Its instruction is another one now; `before` is what it was. */
  | { readonly kind: 'instruction'; readonly before: string }
  /** There was no such step. */
  | { readonly kind: 'new' }
  /** The build was told to use no cache. */
  | { readonly kind: 'noCache' }
  /** Build arguments with other values, by name. */
  | { readonly kind: 'arguments'; readonly names: readonly string[] }
  | { readonly kind: 'unknown' };

/** A step that was made anew, although the build before had it, and what followed from that. */
export interface LostStep {
  /** Id of the step in the later build. */
  readonly step: string;
  /** Its instruction. */
  readonly text: string;
  readonly loss: CacheLoss;
  /** Ids of the steps that were made anew since they build on it. */
  readonly followers: readonly string[];
}

/** How a build differs from the one before of the same Dockerfile. */
export interface BuildComparison {
  /** Steps that were not taken from the cache, each with its cause; what only followed is not in it. */
  readonly lost: readonly LostStep[];
  /** Steps that were made in the build before and taken from the cache in this one. */
  readonly gained: number;
  /** Steps that both took from the cache. */
  readonly kept: number;
  /** Instructions that are not there any more. */
  readonly gone: readonly string[];
}

/** So many files are named for a step. */
const shownPaths = 5;

/** Compares a build with the one before it of the same Dockerfile. */
export function compareBuilds(before: ComparedBuild, after: ComparedBuild): BuildComparison {
  const known = pairs(before.steps, after.steps);
  const steps = new Map(after.steps.map(({ step }) => [step.id, step]));
  const made = new Set(after.steps.filter(({ step }) => isOfStage(step) && isMade(step)).map(({ step }) => step.id));
  const causes = new Map<string, { readonly step: BuildStep; readonly followers: string[] }>();
  for (const { step } of after.steps) {
    if (!made.has(step.id)) continue;
    const cause = firstMade(step, steps, made);
    // A base image that is looked at again costs nothing by itself.
    if (cause.id === step.id) causes.set(step.id, { step, followers: [] });
    else causes.get(cause.id)?.followers.push(step.id);
  }
  const lost = [...causes.values()].flatMap(({ step, followers }): readonly LostStep[] => {
    const loss = lossOf(step, known.get(step.id), before, after);
    return loss === undefined ? [] : [{ step: step.id, text: parseStepName(step.name).text, loss, followers }];
  });
  const cached = after.steps.filter(({ step }) => step.cached && isOfStage(step));
  const found = new Set([...known.values()].map((pair) => pair.step.id));
  return {
    lost,
    gained: cached.filter(({ step }) => known.get(step.id)?.step.cached === false).length,
    kept: cached.filter(({ step }) => known.get(step.id)?.step.cached === true).length,
    gone: before.steps
      .filter(({ step }) => isOfStage(step) && !found.has(step.id))
      .map(({ step }) => parseStepName(step.name).text)
      .filter((text) => !isFrom(text)),
  };
}

interface Pair {
  readonly step: BuildStep;
  /** Whether the instruction is the same. */
  readonly same: boolean;
}

/** What was the same step in the build before: the same instruction in the same stage, or else the one in its place. */
function pairs(before: readonly StepRecord[], after: readonly StepRecord[]): ReadonlyMap<string, Pair> {
  const byText = new Map<string, BuildStep[]>();
  const byPlace = new Map<string, BuildStep>();
  for (const { step } of before) {
    const { part, stage, number, text } = parseStepName(step.name);
    if (part !== 'stage') continue;
    const key = JSON.stringify([stage, text]);
    const same = byText.get(key);
    if (same) same.push(step);
    else byText.set(key, [step]);
    byPlace.set(JSON.stringify([stage, number]), step);
  }
  const result = new Map<string, Pair>();
  const used = new Set<string>();
  const rest: BuildStep[] = [];
  for (const { step } of after) {
    const { part, stage, text } = parseStepName(step.name);
    if (part !== 'stage') continue;
    const same = byText.get(JSON.stringify([stage, text]))?.shift();
    if (same) {
      result.set(step.id, { step: same, same: true });
      used.add(same.id);
    } else rest.push(step);
  }
  for (const step of rest) {
    const { stage, number } = parseStepName(step.name);
    const other = byPlace.get(JSON.stringify([stage, number]));
    if (other && !used.has(other.id)) {
      result.set(step.id, { step: other, same: false });
      used.add(other.id);
    }
  }
  return result;
}

function isOfStage({ name }: BuildStep): boolean {
  return parseStepName(name).part === 'stage';
}

/** Made anew, or begun to be. */
function isMade({ cached, started }: BuildStep): boolean {
  return !cached && started !== undefined;
}

function isFrom(text: string): boolean {
  return /^FROM\b/i.test(text);
}

/** The first step that was made anew on the way to a step: itself, when everything that it builds on was there. */
function firstMade(step: BuildStep, steps: ReadonlyMap<string, BuildStep>, made: ReadonlySet<string>): BuildStep {
  const seen = new Set<string>();
  let first = step;
  for (;;) {
    seen.add(first.id);
    const next = first.inputs
      .filter((id) => made.has(id) && !seen.has(id))
      .map((id) => steps.get(id))
      .find((input) => input !== undefined && !isFrom(parseStepName(input.name).text));
    if (!next) return first;
    first = next;
  }
}

/** Undefined for what is no loss: FROM of an image that is the same. */
function lossOf(step: BuildStep, known: Pair | undefined, before: ComparedBuild, after: ComparedBuild): CacheLoss | undefined {
  const { text, stage } = parseStepName(step.name);
  if (isFrom(text)) return known && !known.same ? { kind: 'instruction', before: parseStepName(known.step.name).text } : undefined;
  if (!known) return { kind: 'new' };
  if (!known.same) return { kind: 'instruction', before: parseStepName(known.step.name).text };
  const { noCache } = after.request;
  if (noCache === true || noCache?.includes(stage)) return { kind: 'noCache' };
  const files = changedFiles(text, after.files);
  if (files.length > 0) return { kind: 'files', paths: files.slice(0, shownPaths), count: files.length };
  const names = otherArguments(before.request.buildArguments ?? {}, after.request.buildArguments ?? {});
  return names.length > 0 ? { kind: 'arguments', names } : { kind: 'unknown' };
}

function otherArguments(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly string[] {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}

/** The sent files that a COPY or ADD copies; none for another instruction, and for one that copies from a stage. */
function changedFiles(text: string, files: readonly SentFile[]): readonly string[] {
  const sources = copiedSources(text);
  if (sources.length === 0) return [];
  const all = sources.some((source) => source === '' || source === '.');
  const copied = all ? undefined : readPatterns(sources);
  return [...new Set(files.map(({ path }) => path))].filter((path) => copied?.isIgnored(path) ?? true);
}

/** What COPY or ADD copies from the context, as patterns of paths in it. */
function copiedSources(text: string): readonly string[] {
  const [, rest = ''] = /^(?:COPY|ADD) ([^]*)$/i.exec(text) ?? [];
  const words = wordsOf(rest);
  const flags = words.filter((word) => word.startsWith('--'));
  if (flags.some((flag) => flag.startsWith('--from='))) return [];
  return words
    .filter((word) => !word.startsWith('--'))
    .slice(0, -1)
    .filter((word) => !word.includes('://') && !word.startsWith('<<') && !word.startsWith('!'))
    .map((word) => word.replace(/^(?:\.?\/)+/, ''));
}

/** Both forms of COPY: words, or a JSON list. */
function wordsOf(text: string): readonly string[] {
  const bracket = text.indexOf('[');
  if (
    bracket >= 0 &&
    text
      .slice(0, bracket)
      .split(' ')
      .every((word) => word === '' || word.startsWith('--'))
  ) {
    try {
      const list: unknown = JSON.parse(text.slice(bracket));
      if (Array.isArray(list))
        return [...text.slice(0, bracket).split(' ').filter(Boolean), ...list.filter((word) => typeof word === 'string')];
    } catch {
      // A name with a bracket.
    }
  }
  return text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replace(/^["']|["']$/g, ''));
}

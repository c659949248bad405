import type { BuilderKind, BuildWarning, StepTransfer } from './build-progress';
import type { BuildComparison } from './compare-builds';
import type { BuildState, StepState } from './step-state';

/** A step as the page of its build shows it. Times are in milliseconds from the beginning of the build, by the builder's clock. */
export interface PageBuildStep {
  readonly id: string;
  /** Its instruction, or what it is called. */
  readonly text: string;
  /** The stage to which it belongs; empty for that of a Dockerfile with one, and for steps of none. */
  readonly stage: string;
  readonly part: 'before' | 'stage' | 'after';
  readonly state: StepState;
  /** Since when one of its inputs was there while it waited for the others. */
  readonly waits?: number;
  readonly begins?: number;
  /** The time of the model for one that runs. */
  readonly ends?: number;
  readonly transfers: readonly StepTransfer[];
  readonly hasOutput: boolean;
  readonly error?: string;
}

/** A file of the context that the output names, and where it is. */
export interface PageLink {
  /** As the output writes it. */
  readonly path: string;
  /** With `/`, relative to the context. */
  readonly file: string;
}

/** What the selected step has printed. */
export interface PageOutput {
  readonly text: string;
  /** There is more before it: it can be asked for, or is not kept any more. */
  readonly before: 'nothing' | 'more' | 'lost';
  readonly links: readonly PageLink[];
}

/** The build before of the same Dockerfile. */
export interface PageComparison extends BuildComparison {
  readonly number: number;
  /** How long it took, in milliseconds. */
  readonly time: number;
}

/** One build of this session. Plain data; all texts are untrusted. */
export interface BuildPageModel {
  readonly number: number;
  /** Of its Dockerfile: tells pages apart. */
  readonly place: string;
  readonly title: string;
  readonly state: BuildState;
  readonly builder: BuilderKind | undefined;
  /** The engine with its version: `Docker 28.5.2`; empty where it is another one by now. */
  readonly engine: string;
  /** What the builder of this engine cannot do, in translated words. */
  readonly lacks: readonly string[];
  /** Milliseconds since 1970. */
  readonly started: number;
  /** How long it takes so far, or has taken, in milliseconds. */
  readonly time: number;
  /** Length of the time axis, in milliseconds. */
  readonly length: number;
  /** Why it failed, of one or several lines; empty for one that did not. */
  readonly reason: string;
  readonly imageId?: string;
  readonly references: readonly string[];
  /** Path of the Dockerfile, where it is a file of this machine. */
  readonly file?: string;
  /** Where the files come from; empty where there are none. */
  readonly context: string;
  /** In the order of the page; of very many the first ones. */
  readonly steps: readonly PageBuildStep[];
  /** How many steps are not shown. */
  readonly more: number;
  /** Id of the selected step. */
  readonly selected?: string;
  /** Whether the selection goes to what the builder does; it stays once somebody has selected a step. */
  readonly follows: boolean;
  /** Everything that is kept of the output is shown, not only the end. */
  readonly whole: boolean;
  readonly output?: PageOutput;
  readonly warnings: readonly BuildWarning[];
  readonly comparison?: PageComparison;
}

/** What is done with a build by a button of its page. */
export const buildPageVerbs = ['cancel', 'again', 'run', 'push', 'image', 'dockerfile', 'copyLine', 'copyOutput'] as const;
export type BuildPageVerb = (typeof buildPageVerbs)[number];

/** The verbs that the page of a build offers. */
export function buildVerbs({ state, imageId, references, file, steps }: BuildPageModel): readonly BuildPageVerb[] {
  const built = imageId !== undefined;
  const offered: Readonly<Record<BuildPageVerb, boolean>> = {
    cancel: state === 'running',
    again: state !== 'running',
    run: built,
    push: built && references.length > 0,
    image: built,
    dockerfile: file !== undefined,
    copyLine: true,
    copyOutput: steps.some(({ hasOutput }) => hasOutput),
  };
  return buildPageVerbs.filter((verb) => offered[verb]);
}

/** From the page to the extension. */
export type BuildPageWish =
  | { readonly kind: 'verb'; readonly verb: BuildPageVerb }
  | { readonly kind: 'select'; readonly step: string }
  /** Selects what the builder does, and goes on with it. */
  | { readonly kind: 'follow' }
  /** Everything that is kept of the output. */
  | { readonly kind: 'whole' }
  /** The line of a step in the Dockerfile. */
  | { readonly kind: 'line'; readonly step: string }
  /** A file that the output names. */
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly column?: number }
  /** The line of a warning, by its place in the list. */
  | { readonly kind: 'warning'; readonly index: number }
  /** The page about a warning, by its place in the list. */
  | { readonly kind: 'about'; readonly index: number };

import { Emitter, type Event } from '../../core/emitter';

/** What became of the last build of a Dockerfile. */
export interface BuildOutcome {
  /** Absolute path of the Dockerfile. */
  readonly file: string;
  /** `undefined` for one that succeeded, or that failed at no line of the file. */
  readonly problem: { readonly line: number; readonly message: string } | undefined;
}

const ended = new Emitter<BuildOutcome>();

/** Fires when a build begins (without a problem) and when it fails, for the marks in the editor. */
export const onBuildOutcome: Event<BuildOutcome> = ended.event;

/** Tells what became of a build. */
export function tellBuildOutcome(outcome: BuildOutcome): void {
  ended.fire(outcome);
}

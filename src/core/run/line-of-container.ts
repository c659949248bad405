import type { RunWords } from '../run-line';
import { bodyOfContainer, type ContainerOrigin } from './body-of-container';
import type { Inspected } from './inspected';
import { wordsOfBody } from './words-of-body';

/** The words of a run line, and what of the container no option of `docker run` says. */
export interface WrittenLine extends RunWords {
  /** The engine's names of what is left out: `HostConfig.Cgroup`. */
  readonly unsaid: readonly string[];
}

/** The words of the `docker run` line that makes the same container: only what differs from the image and from engines' defaults. */
export function lineOfContainer(inspected: Inspected, origin: ContainerOrigin = {}): WrittenLine {
  const { name, body } = bodyOfContainer(inspected, origin);
  return wordsOfBody({ ...(name !== '' && { name }), body });
}

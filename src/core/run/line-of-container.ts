import { bodyOfContainer, type ContainerOrigin } from './body-of-container';
import type { Inspected } from './inspected';
import { wordsOfBody, type WrittenLine } from './words-of-body';

/** The words of the `docker run` line that makes the same container: only what differs from the image and from engines' defaults. */
export function lineOfContainer(inspected: Inspected, origin: ContainerOrigin = {}): WrittenLine {
  const { name, body } = bodyOfContainer(inspected, origin);
  return wordsOfBody({ ...(name !== '' && { name }), body });
}

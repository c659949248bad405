import type { ContainerState } from '../../core/errors';

/** Longest first: "is not running" is not "is running". Texts of Docker 20.10, 28.5 and Podman 4.3. */
const texts: readonly (readonly [state: ContainerState, pattern: RegExp])[] = [
  ['notPaused', /is not paused/i],
  [
    'notRunning',
    /is not running|non running container|can only (?:kill|create exec sessions on) running containers|: container \S+ is (?:created|exited|dead)$/i,
  ],
  ['paused', /is already paused|is paused\b|\ba paused container\b/i],
  ['running', /\ba running container\b|container is running|as it is running/i],
];

/** The state that an engine says stands in the way; undefined when its text speaks of none. */
export function wrongStateIn(detail: string): ContainerState | undefined {
  // What uses an object is told apart from the object's own state.
  if (/referenced image|image is being used|image is in use|in use by|used by/i.test(detail)) return undefined;
  return texts.find(([, pattern]) => pattern.test(detail))?.[0];
}

/**
 * The container whose state it is, where a container of another name cannot be joined, shared or linked; undefined
 * when the text is about the container itself.
 */
export function otherContainerIn(detail: string, operation: string): string | undefined {
  const linked = /cannot link to a non running container: \/?(\S+)/i.exec(detail)?.[1];
  if (linked !== undefined) return linked;
  const joined = /non running container: (?:container )?([\w.-]+)/i.exec(detail)?.[1];
  if (joined !== undefined) return joined;
  // A container that is being started is never refused because it does not run.
  const named = /container ([0-9a-f]{12,64}|[\w.-]+) is not running/i.exec(detail)?.[1];
  return operation === 'start' || operation === 'create' || operation === 'restart' ? named : undefined;
}

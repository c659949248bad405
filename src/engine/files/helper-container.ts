import type { Engine } from '../engine';
import { helperLabel } from './helper-label';

/** A container that Slipway makes for a moment. */
export interface HelperContainer {
  readonly image: string;
  readonly command: readonly string[];
  /** Value of its label: the volume or image for which it is there. */
  readonly purpose: string;
  readonly binds?: readonly string[];
}

/** Makes a container without a network, and removes it with what it has made before this returns. */
export async function withHelperContainer<Result>(
  engine: Engine,
  { image, command, purpose, binds }: HelperContainer,
  work: (container: string) => Promise<Result>,
): Promise<Result> {
  // Without a signal: an answer that nobody waits for would leave a container behind.
  const { id } = await engine.containers.create({
    body: {
      Image: image,
      Entrypoint: command,
      Cmd: [],
      User: '0',
      WorkingDir: '/',
      OpenStdin: true,
      NetworkDisabled: true,
      Healthcheck: { Test: ['NONE'] },
      Labels: { [helperLabel]: purpose },
      HostConfig: { NetworkMode: 'none', ...(binds && { Binds: binds }) },
    },
  });
  try {
    return await work(id);
  } finally {
    await engine.containers.remove(id, { force: true, volumes: true });
  }
}

import type { Engine } from '../../engine/engine';

/** The last run of a container. */
export interface ContainerRun {
  readonly running: boolean;
  readonly exitCode: number | undefined;
  /** When the last run ended, in milliseconds since 1970; 0 before the first one. */
  readonly finishedAt: number;
}

/** What the engine says of the last run. Throws `notFound` for a container that is not there. */
export async function runOf(engine: Engine, container: string): Promise<ContainerRun> {
  const { State } = await engine.containers.inspect(container);
  const state = (State ?? {}) as { readonly Running?: boolean; readonly ExitCode?: number; readonly FinishedAt?: string };
  return {
    running: state.Running === true,
    exitCode: state.ExitCode,
    finishedAt: timeOf(state.FinishedAt),
  };
}

/** Podman's logs are read in other ways: by whole seconds, and with an end that comes too early. */
export function isPodman(engine: Engine): boolean {
  return engine.information.kind === 'podman';
}

/** 0 for never, for which engines say the year 1. */
function timeOf(text: string | undefined): number {
  const time = Date.parse(text ?? '');
  return Number.isFinite(time) ? Math.max(0, time) : 0;
}

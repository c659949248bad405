import type { App } from '../../app';
import { DisposableStore } from '../../core/disposable';
import { failure } from '../../core/errors';
import type { ContainerSummary } from '../../engine/containers/containers';

/**
 * Resolves when a container runs and is healthy, or runs and has no health check; `ended` when it is there and has ended, or is
 * unhealthy. Looks when the engine tells of a change, and waits for one that is not there yet. Throws `cancelled`.
 */
export async function whenHealthy(app: App, container: string, signal: AbortSignal): Promise<'ready' | 'ended'> {
  const owned = new DisposableStore();
  try {
    return await new Promise((resolve, reject) => {
      const look = (): void => {
        const found = [...(app.inventory.get('containers')?.values() ?? [])].find(({ id, name }) => id === container || name === container);
        const state = found && stateOf(found);
        if (state) resolve(state);
      };
      const cancelled = (): void => reject(failure('cancelled', { operation: 'wait' }));
      if (signal.aborted) cancelled();
      signal.addEventListener('abort', cancelled, { once: true });
      owned.add({ dispose: () => signal.removeEventListener('abort', cancelled) });
      owned.add(app.inventory.watch('containers'));
      owned.add(app.inventory.onChange(look));
      app.inventory.read('containers').then(look, reject);
    });
  } finally {
    owned.dispose();
  }
}

function stateOf({ state, health }: ContainerSummary): 'ready' | 'ended' | undefined {
  if (state === 'exited' || state === 'dead' || health === 'unhealthy') return 'ended';
  return state === 'running' && (health === 'healthy' || health === 'none') ? 'ready' : undefined;
}

import type { App } from '../app';

/** How long somebody waits for it, in milliseconds: engines walk through all that is in all volumes. */
const patience = 1_500;

/** Bytes of a volume; undefined where the engine does not tell, or not soon. The page of the disk usage waits longer, and says why. */
export async function volumeSize(app: App, name: string): Promise<number | undefined> {
  if (app.connection.state.kind !== 'connected') return undefined;
  try {
    const engine = await app.connection.engine();
    const { volumes } = await engine.system.diskUsage(AbortSignal.timeout(patience), ['volumes']);
    return volumes.find((volume) => volume.name === name && volume.size >= 0)?.size;
  } catch {
    return undefined;
  }
}

import type { App } from '../../app';
import { type Disposable, toDisposable } from '../../core/disposable';
import { configurationsPath, type KnownConfigurations, readConfigurations } from '../../files/run-configurations';

/** What is known of a file that is watched; nothing after a change. */
interface Watched {
  readonly folder: string;
  known: Promise<KnownConfigurations> | undefined;
}

const watched = new WeakMap<App, Watched>();

/** Calls back when the file of run configurations is another one. Until it is disposed the file is read once between two changes. */
export function watchConfigurations(app: App, changed: () => void): Disposable {
  const folder = app.workspaceFolder();
  const file = configurationsPath(folder);
  if (folder === undefined || file === undefined) return toDisposable(() => undefined);
  const state: Watched = { folder, known: undefined };
  watched.set(app, state);
  const watch = app.dockerfiles.watch([file], () => {
    state.known = undefined;
    changed();
  });
  return toDisposable(() => {
    watch.dispose();
    if (watched.get(app) === state) watched.delete(app);
  });
}

/** The run configurations of a folder: rows are made anew with each burst of events, and need no file for that. Throws as `readConfigurations`. */
export function configurationsOf(app: App, folder: string): Promise<KnownConfigurations> {
  const state = watched.get(app);
  if (state?.folder !== folder) return readConfigurations(folder);
  if (state.known) return state.known;
  const reading = readConfigurations(folder);
  state.known = reading;
  // A file that cannot be read may be readable next time without having changed.
  reading.catch(() => {
    if (state.known === reading) state.known = undefined;
  });
  return reading;
}

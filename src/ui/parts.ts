/*
 * What activation leaves out. Each part is loaded with all that it needs when it is first wanted; what is made with activation
 * takes nothing but types from it (docs/architecture.md, "What is loaded when"). What these parts leave out in turn is loaded by
 * the files that want it: dockerode, the registry client, the linter.
 */

/** The connection to the engine, and how engines are found. */
export const loadConnection = () => import('../engine/connection/engine-connection');

/** Views, rows and what they say. Rows ask for the connection at once, so both are read together. */
export const loadViews = () => {
  // Whoever wants it is told why it cannot be loaded.
  loadConnection().catch(() => undefined);
  return import('./trees/contents-of');
};

/** All commands with their pages. */
export const loadCommands = () => import('../commands/all');

/** How VS Code calls commands. */
export const loadCalls = () => import('./command-calls');

/** What hosts pages. */
export const loadPages = () => import('./pages/vscode-pages');

/** The words for errors. */
export const loadErrorMessages = () => import('./error-messages');

/** What tasks of `tasks.json` do. */
export const loadTasks = () => import('./tasks/slipway-tasks');

/** What runs tasks of others. */
export const loadNamedTask = () => import('./tasks/named-task');

/** Terminals over streams of the engine. */
export const loadTerminals = () => import('./ports/terminal');

/** What reads and writes files of containers and volumes for VS Code. */
export const loadFileSystem = () => import('./files/file-system');

/** What reads files of images for VS Code. */
export const loadImageFileSystem = () => import('./files/image-file-system');

/** What editors of such files do when they are renamed or gone. */
export const loadFileEditors = () => import('./files/editors');

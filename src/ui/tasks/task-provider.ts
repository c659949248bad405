import * as vscode from 'vscode';
import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import { loadTasks } from '../parts';

/** Tasks of the type `slipway`; what they are made of is loaded with the first one. */
export function registerTasks(app: App): Disposable {
  return vscode.tasks.registerTaskProvider('slipway', {
    provideTasks: async () => (await loadTasks()).proposedTasks(app),
    resolveTask: async (task) => (await loadTasks()).resolvedTask(app, task),
  });
}

import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';

/** Names of tasks that somebody waits for: a task may lead to itself. */
const awaited = new Set<string>();

/** Runs a task by its name, as `Tasks` of the ports says. */
export async function runNamedTask(name: string, signal: AbortSignal): Promise<number | undefined> {
  if (awaited.has(name)) throw failure('conflict', { name, usedBy: [], detail: t('The task {0} runs already.', name) });
  awaited.add(name);
  try {
    const all = await vscode.tasks.fetchTasks();
    const task = all.find((each) => each.name === name) ?? all.find((each) => `${each.source}: ${each.name}` === name);
    if (!task) throw failure('invalidInput', { field: 'task', value: name, reason: t('There is no task {0}.', name) });
    if (signal.aborted) throw failure('cancelled', { operation: name });
    return await ended(task, signal);
  } finally {
    awaited.delete(name);
  }
}

async function ended(task: vscode.Task, signal: AbortSignal): Promise<number | undefined> {
  const owned = new DisposableStore();
  try {
    const mine: { execution?: vscode.TaskExecution } = {};
    const isMine = (execution: vscode.TaskExecution): boolean =>
      execution === mine.execution || (execution.task.name === task.name && execution.task.source === task.source);
    const end = new Promise<number | undefined>((resolve, reject) => {
      owned.add(vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => isMine(execution) && resolve(exitCode)));
      // One without a process, which only depends on others, has no exit code. The process is told of first.
      owned.add(vscode.tasks.onDidEndTask(({ execution }) => isMine(execution) && setImmediate(() => resolve(undefined))));
      const stop = (): void => {
        mine.execution?.terminate();
        reject(failure('cancelled', { operation: task.name }));
      };
      signal.addEventListener('abort', stop, { once: true });
      owned.add({ dispose: () => signal.removeEventListener('abort', stop) });
    });
    // VS Code may fail to begin.
    end.catch(() => undefined);
    mine.execution = await vscode.tasks.executeTask(task);
    return task.isBackground ? 0 : await end;
  } finally {
    owned.dispose();
  }
}

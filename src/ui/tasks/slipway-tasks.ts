import * as vscode from 'vscode';
import type { App } from '../../app';
import { taskType } from '../../commands/tasks/task-call';
import { localPathOf } from '../../files/local-paths';
import { readConfigurations } from '../../files/run-configurations';
import { TaskTerminal } from './task-terminal';

/** So many files of one kind of a workspace are proposed in the list of tasks. */
const mostProposed = 50;

const composeFiles = '**/{compose,docker-compose}.{yaml,yml}';

/** A build of each Dockerfile, a run of each configuration and the Compose files of the workspace; one that is chosen can be changed in `tasks.json`. */
export async function proposedTasks(app: App): Promise<vscode.Task[]> {
  const [dockerfiles, composed, runs] = await Promise.all([
    app.dockerfiles.find(),
    vscode.workspace.findFiles(composeFiles, undefined, mostProposed),
    configuredRuns(app),
  ]);
  const builds = dockerfiles.slice(0, mostProposed).map((uri) => vscode.Uri.parse(uri));
  return [
    ...builds.flatMap((uri) => ofFile(app, uri, 'build', (dockerfile) => ({ command: 'build', dockerfile }))),
    ...runs,
    ...composed.flatMap((uri) => ofFile(app, uri, 'compose up', (file) => ({ command: 'compose', file, action: 'up' }))),
  ];
}

function ofFile(app: App, uri: vscode.Uri, verb: string, definition: (file: string) => object): readonly vscode.Task[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return [];
  const file = vscode.workspace.asRelativePath(uri, false);
  return [taskOf(app, { type: taskType, ...definition(file) }, folder, `${verb} ${file}`)];
}

async function configuredRuns(app: App): Promise<readonly vscode.Task[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const runs = folders.map(async (folder): Promise<readonly vscode.Task[]> => {
    const path = localPathOf(folder.uri, app.host.platform);
    if (path === undefined) return [];
    try {
      const { configurations } = await readConfigurations(path);
      return configurations.map(({ configuration: { name } }) =>
        taskOf(app, { type: taskType, command: 'run', configuration: name }, folder, `run ${name}`),
      );
    } catch (error) {
      // The other tasks are there all the same.
      app.log.error('tasks', error);
      return [];
    }
  });
  return (await Promise.all(runs)).flat();
}

/** The task with what it does: VS Code reads the definition alone from `tasks.json`. */
export function resolvedTask(app: App, task: vscode.Task): vscode.Task {
  const folder = task.scope !== undefined && typeof task.scope === 'object' ? task.scope : undefined;
  return taskOf(app, task.definition, folder, task.name);
}

function taskOf(app: App, definition: vscode.TaskDefinition, folder: vscode.WorkspaceFolder | undefined, label: string): vscode.Task {
  const path = folder && localPathOf(folder.uri, app.host.platform);
  const execution = new vscode.CustomExecution((resolved) =>
    Promise.resolve(new TaskTerminal(app, resolved, { label, folder: path ?? app.workspaceFolder() })),
  );
  const task = new vscode.Task(definition, folder ?? vscode.TaskScope.Workspace, label, 'Slipway', execution, []);
  if (definition['command'] === 'build') task.group = vscode.TaskGroup.Build;
  return task;
}

import * as vscode from 'vscode';
import type { App } from '../../app';
import { taskType } from '../../commands/builds/build-task';
import { localPathOf } from '../../files/local-paths';
import { BuildTaskTerminal } from './build-task-terminal';

/** So many Dockerfiles of a workspace are proposed in the list of tasks. */
const mostProposed = 50;

/** A build of each Dockerfile of the workspace, for the list of tasks; one that is chosen there can be changed in `tasks.json`. */
export async function proposedTasks(app: App): Promise<vscode.Task[]> {
  const found = (await app.dockerfiles.find()).slice(0, mostProposed).map((uri) => vscode.Uri.parse(uri));
  return found.flatMap((uri) => {
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder) return [];
    const dockerfile = vscode.workspace.asRelativePath(uri, false);
    return [taskOf(app, { type: taskType, command: 'build', dockerfile }, folder, `build ${dockerfile}`)];
  });
}

/** The task with what it does: VS Code reads the definition alone from `tasks.json`. */
export function resolvedTask(app: App, task: vscode.Task): vscode.Task {
  const folder = task.scope !== undefined && typeof task.scope === 'object' ? task.scope : undefined;
  return taskOf(app, task.definition, folder, task.name);
}

function taskOf(app: App, definition: vscode.TaskDefinition, folder: vscode.WorkspaceFolder | undefined, name: string): vscode.Task {
  const path = folder && localPathOf(folder.uri, app.host.platform);
  const execution = new vscode.CustomExecution((resolved) =>
    Promise.resolve(new BuildTaskTerminal(app, resolved, path ?? app.workspaceFolder())),
  );
  const task = new vscode.Task(definition, folder ?? vscode.TaskScope.Workspace, name, 'Slipway', execution, []);
  task.group = vscode.TaskGroup.Build;
  return task;
}

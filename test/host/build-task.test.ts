import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { baseImage, describeWithEngine, engineUnderTest, fresh, until } from './slipway';

describeWithEngine('build tasks', () => {
  let folder = '';
  let count = 0;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-task-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Runs a task of tasks.json through VS Code; gives the code with which it ended. */
  async function run(definition: Readonly<Record<string, unknown>>): Promise<number | undefined> {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(workspace);
    const label = `a build ${String((count += 1))}`;
    const file = path.join(workspace, '.vscode/tasks.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ version: '2.0.0', tasks: [{ label, type: 'slipway', command: 'build', ...definition }] }));
    try {
      let task: vscode.Task | undefined;
      await until('VS Code to have read the task', async () => {
        task = (await vscode.tasks.fetchTasks()).find(({ name }) => name === label);
        return task !== undefined;
      });
      assert.ok(task);
      const ended = new Promise<number | undefined>((resolve) => {
        const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
          if (execution.task.name !== label) return;
          subscription.dispose();
          resolve(exitCode);
        });
      });
      await vscode.tasks.executeTask(task);
      return await ended;
    } finally {
      await rm(file);
    }
  }

  it('build an image and end with 0', async () => {
    const engine = await engineUnderTest();
    const reference = fresh('task');
    try {
      await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nARG A\nLABEL a=$A\n`);
      assert.equal(await run({ dockerfile: path.join(folder, 'Dockerfile'), tags: [reference], buildArgs: { A: 'from a task' } }), 0);
      const { Labels } = (await engine.images.inspect(reference))['Config'] as { Labels: Record<string, string> };
      assert.equal(Labels['a'], 'from a task');
    } finally {
      await engine.images.remove(reference, { force: true }).catch(() => undefined);
      engine.dispose();
    }
  });

  it('end with 1 where the build fails, or the task is not right', async () => {
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nRUN exit 3\n`);
    assert.equal(await run({ dockerfile: path.join(folder, 'Dockerfile') }), 1);
    assert.equal(await run({ dockerfile: path.join(folder, 'Dockerfile'), tags: ['UPPER'] }), 1);
  });

  it('are proposed for the Dockerfiles of the workspace', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'slipway' });
    for (const { definition } of tasks) assert.equal(definition['command'], 'build');
  });
});

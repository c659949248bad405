import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { baseImage, describeWithEngine, engineUnderTest, fresh, slipway, until } from './slipway';

describeWithEngine('tasks', function () {
  this.timeout(60_000);
  let folder = '';
  let count = 0;
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-task-'))));
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(vscodeFile('tasks.json'), { force: true });
  });

  function vscodeFile(name: string): string {
    const workspace = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(workspace);
    return path.join(workspace, '.vscode', name);
  }

  /** Writes tasks.json; labels become ones that no other test has. */
  async function written(tasks: readonly (Readonly<Record<string, unknown>> & { readonly label: string })[]): Promise<(label: string) => Promise<vscode.Task>> {
    const suffix = ` ${String((count += 1))}`;
    const all = tasks.map(({ dependsOn, label, ...task }) => ({ ...task, label: label + suffix, ...(typeof dependsOn === 'string' && { dependsOn: dependsOn + suffix }) }));
    await mkdir(path.dirname(vscodeFile('tasks.json')), { recursive: true });
    await writeFile(vscodeFile('tasks.json'), JSON.stringify({ version: '2.0.0', tasks: all }));
    return async (label) => {
      let task: vscode.Task | undefined;
      await until('VS Code to have read the task', async () => {
        task = (await vscode.tasks.fetchTasks()).find(({ name }) => name === label + suffix);
        return task !== undefined;
      });
      assert.ok(task);
      return task;
    };
  }

  /** Runs a task through VS Code; gives the code with which it ended, and what it began before. */
  async function run(task: vscode.Task, begun?: (execution: vscode.TaskExecution) => void): Promise<number | undefined> {
    const ended = new Promise<number | undefined>((resolve) => {
      const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    begun?.(await vscode.tasks.executeTask(task));
    if (!begun) await vscode.tasks.executeTask(task);
    return ended;
  }
  const build = async (definition: object): Promise<number | undefined> => run(await (await written([{ label: 'a build', type: 'slipway', command: 'build', ...definition }]))('a build'));
  const withHealth = (name: string, command: string) => ({
    type: 'slipway', command: 'run', waitFor: 'healthy',
    container: { image: baseImage, containerName: name, command: 'sleep 300', options: `--stop-timeout 0 --health-cmd '${command}' --health-interval 100ms --health-retries 1` },
  });
  async function states(name: string): Promise<readonly string[]> {
    const engine = await engineUnderTest();
    const found = (await engine.containers.list({ all: true })).filter((container) => container.name === name);
    engine.dispose();
    return found.map(({ state, health }) => `${state} ${health}`);
  }
  async function removed(name: string): Promise<void> {
    const engine = await engineUnderTest();
    await engine.containers.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  }

  it('build an image and end with 0', async () => {
    const engine = await engineUnderTest();
    const reference = fresh('task');
    try {
      await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nARG A\nLABEL a=$A\n`);
      assert.equal(await build({ dockerfile: path.join(folder, 'Dockerfile'), tags: [reference], buildArgs: { A: 'from a task' } }), 0);
      const { Labels } = (await engine.images.inspect(reference))['Config'] as { Labels: Record<string, string> };
      assert.equal(Labels['a'], 'from a task');
    } finally {
      await engine.images.remove(reference, { force: true }).catch(() => undefined);
      engine.dispose();
    }
  });

  it('end with 1 where the build fails, or the task is not right', async () => {
    await writeFile(path.join(folder, 'Dockerfile'), `FROM ${baseImage}\nRUN exit 3\n`);
    assert.equal(await build({ dockerfile: path.join(folder, 'Dockerfile') }), 1);
    assert.equal(await build({ dockerfile: path.join(folder, 'Dockerfile'), tags: ['UPPER'] }), 1);
  });

  it('that depend on a container which is to be healthy run once it is, and not at all where it does not become so', async () => {
    const [well, ill, marker] = [fresh('well'), fresh('ill'), fresh('after')];
    try {
      const task = await written([
        { label: 'well', ...withHealth(well, 'true') },
        { label: 'after well', dependsOn: 'well', type: 'slipway', command: 'run', line: `--name ${marker} ${baseImage} sh -c "exit 7"` },
        { label: 'ill', ...withHealth(ill, 'false') },
        { label: 'after ill', dependsOn: 'ill', type: 'slipway', command: 'run', line: `--name ${marker}-ill ${baseImage} true` },
      ]);
      const seen: string[] = [];
      const subscription = vscode.tasks.onDidStartTask(({ execution }) => void states(well).then((found) => seen.push(`${execution.task.name.replace(/ \d+$/, '')}: ${found.join()}`)));
      assert.equal(await run(await task('after well')), 7);
      subscription.dispose();
      assert.deepEqual(await states(well), ['running healthy']);
      await until('both tasks to have been seen', () => seen.length === 2);
      assert.ok(seen.includes('after well: running healthy'), seen.join('; '));
      const first = await task('ill');
      const ended = new Promise<number | undefined>((resolve) => vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => execution.task.name === first.name && resolve(exitCode)));
      void vscode.tasks.executeTask(await task('after ill'));
      assert.equal(await ended, 1);
      assert.deepEqual([await states(ill), await states(`${marker}-ill`)], [[], []]);
    } finally {
      for (const name of [well, ill, marker, `${marker}-ill`]) await removed(name);
    }
  });

  it('before a debugger is started are waited for', async () => {
    const name = fresh('debugged');
    try {
      const task = await written([{ label: 'up', type: 'slipway', command: 'run', waitFor: { log: 'list.n' }, line: `--name ${name} ${baseImage} sh -c "echo listen; sleep 300"` }]);
      await task('up');
      const program = path.join(folder, 'program.js');
      await writeFile(program, '');
      const begun = new Promise<readonly string[]>((resolve) => vscode.debug.onDidStartDebugSession(() => resolve(states(name))));
      assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: 'node', request: 'launch', name: 'debugged', program, preLaunchTask: (await task('up')).name }));
      assert.deepEqual(await begun, ['running none']);
    } finally {
      await vscode.debug.stopDebugging();
      await removed(name);
    }
  });

  it('are run before a configuration, which does not run where they fail, and may not lead to themselves', async () => {
    const [name, marker] = [fresh('prepared'), fresh('before')];
    const configurations = (task: string) => [{ name, image: baseImage, containerName: name, detach: true, command: 'sleep 300', options: '--stop-timeout 0', beforeLaunch: [{ task }] }];
    try {
      const task = await written([
        { label: 'prepare', type: 'slipway', command: 'run', line: `--name ${marker} ${baseImage} true` },
        { label: 'fails', type: 'slipway', command: 'run', line: `--rm ${baseImage} sh -c "exit 3"` },
        { label: 'circle', type: 'slipway', command: 'run', configuration: name },
      ]);
      const launch = async (label: string): Promise<void> => {
        await writeFile(vscodeFile('slipway.json'), JSON.stringify({ runConfigurations: configurations((await task(label)).name) }));
        await vscode.commands.executeCommand('slipway.configurations.run', { configuration: name });
      };
      await assert.rejects(launch('fails'), /exit code 3/);
      await assert.rejects(launch('circle'), /exit code 1/);
      assert.deepEqual(await states(name), []);
      await launch('prepare');
      assert.deepEqual([await states(marker), await states(name)], [['exited none'], ['running none']]);
    } finally {
      await rm(vscodeFile('slipway.json'), { force: true });
      for (const each of [name, marker]) await removed(each);
    }
  });

  it('that are ended while they wait take their container away', async () => {
    const name = fresh('waiting');
    try {
      const task = await written([{ label: 'waits', type: 'slipway', command: 'run', waitFor: { log: 'never' }, line: `--name ${name} ${baseImage} sleep 300` }]);
      let execution: vscode.TaskExecution | undefined;
      void run(await task('waits'), (begun) => (execution = begun));
      await until('the container to run', async () => (await states(name)).length === 1);
      execution?.terminate();
      await until('the container to be gone', async () => (await states(name)).length === 0);
    } finally {
      await removed(name);
    }
  });

  it('are proposed for the Dockerfiles, the run configurations and the Compose files of the workspace', async () => {
    await slipway();
    const files = [vscodeFile('slipway.json'), path.join(path.dirname(path.dirname(vscodeFile('x'))), 'compose.yaml')] as const;
    await mkdir(path.dirname(files[0]), { recursive: true });
    await writeFile(files[0], JSON.stringify({ runConfigurations: [{ name: 'proposed', image: baseImage }] }));
    await writeFile(files[1], 'services: {}\n');
    try {
      let names: readonly string[] = [];
      await until('the tasks to be proposed', async () => {
        names = (await vscode.tasks.fetchTasks({ type: 'slipway' })).map(({ name }) => name);
        return names.includes('run proposed') && names.includes('compose up compose.yaml') && names.some((name) => name.startsWith('build '));
      });
    } finally {
      for (const file of files) await rm(file);
    }
  });
});

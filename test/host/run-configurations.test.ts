import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { baseImage, describeWithEngine, engineUnderTest, fresh, rowSaying, rowsOf, showView, until } from './slipway';

describeWithEngine('run configurations', () => {
  const name = fresh('configured').replace(/[^\w.-]/g, '-');
  const file = (): string => path.join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode/slipway.json');
  const run = (answers: object) => vscode.commands.executeCommand<{ readonly container: string; readonly name: string }>('slipway.configurations.run', answers);

  after(async () => {
    await rm(file(), { force: true });
    const engine = await engineUnderTest();
    await engine.containers.remove(name, { force: true }).catch(() => undefined);
    engine.dispose();
  });

  it('of a file that somebody else has written stand in the view, run by one call, and replace what runs', async () => {
    const engine = await engineUnderTest();
    const view = await showView('containers');
    await mkdir(path.dirname(file()), { recursive: true });
    const configuration = { name, image: baseImage, containerName: name, detach: true, environment: { A: 'b' }, command: 'sleep 300', options: '--stop-timeout 1' };
    await writeFile(file(), `// Ours\n${JSON.stringify({ runConfigurations: [configuration] }, undefined, 2)}`);
    await rowSaying(view, new RegExp(`Run configuration ${name} .*not running`));
    const first = await run({ configuration: name });
    assert.equal(first.name, name);
    const told = (await engine.containers.inspect(name))['Config'] as { readonly Env: readonly string[]; readonly Labels: Readonly<Record<string, string>> };
    assert.ok(told.Env.includes('A=b'));
    assert.equal(told.Labels['com.slipway.configuration'], name);
    await rowSaying(view, new RegExp(`Run configuration ${name} .*, running`));
    const second = await run({ configuration: name });
    assert.notEqual(second.container, first.container);
    assert.deepEqual((await engine.containers.list({ all: true })).filter((each) => each.name === name).map(({ id }) => id), [second.container]);
    engine.dispose();
  });

  it('are made of a container, beside what is there', async () => {
    const result = await vscode.commands.executeCommand<{ readonly configuration: string; readonly file: string }>('slipway.configurations.save', { container: name, configuration: 'copied' });
    assert.equal(result.configuration, 'copied');
    const text = Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.file(file()))).toString();
    assert.match(text, /^\/\/ Ours\n/);
    assert.match(text, /"name": "copied"/);
    const view = await showView('containers');
    await rowSaying(view, /Run configuration copied /);
    await vscode.commands.executeCommand('slipway.configurations.delete', { configuration: 'copied' });
    await until('the row to be gone', async () => !(await rowsOf(view)).some((row) => row.view.accessibleLabel.startsWith('Run configuration copied')));
  });

  it('say where their file is wrong', async () => {
    await writeFile(file(), '{\n  "runConfigurations": [{ "name": "x" }]\n}');
    await rowSaying(await showView('containers'), /Run configurations, line 2 of the file/);
  });
});

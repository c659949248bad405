import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../support/conditions';
import type { Engine } from '../../src/engine/engine';
import { baseImage, describeWithEngine, engineUnderTest, fresh } from './slipway';

const call = (command: string, answers: object): Thenable<Record<string, unknown>> => vscode.commands.executeCommand(command, answers);

interface Inspected {
  readonly State: { readonly Running: boolean; readonly ExitCode: number };
  readonly HostConfig: { readonly RestartPolicy: { readonly Name: string }; readonly PidsLimit: number };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

describeWithEngine('Containers: verbs with options, their page, stats and networks', () => {
  let engine: Engine;
  let id: string;
  const name = fresh('inside');
  const network = fresh('inside-net');
  before(async () => {
    engine = await engineUnderTest();
    const Cmd = ['sh', '-c', 'trap "exit 9" USR1; while true; do sleep 0.2; done'];
    ({ id } = await engine.containers.create({ name, body: { Image: baseImage, Cmd, Env: ['DB_PASSWORD=anchor', 'PLAIN=1'] } }));
    await engine.containers.start(id);
  });
  after(async () => {
    await engine.containers.remove(id, { force: true });
    await engine.networks.remove(network).catch(() => undefined);
    engine.dispose();
  });
  const inspected = async () => (await engine.containers.inspect(id)) as unknown as Inspected;

  it('renames, limits and changes the policy of one that runs', async () => {
    const other = fresh('renamed');
    await call('slipway.containers.rename', { container: name, name: other });
    await call('slipway.containers.updateLimits', { containers: [other], pids: 77 });
    await call('slipway.containers.changeRestartPolicy', { containers: [other], policy: 'unless-stopped' });
    const { HostConfig } = await inspected();
    assert.deepEqual([HostConfig.PidsLimit, HostConfig.RestartPolicy.Name], [77, 'unless-stopped']);
    await call('slipway.containers.changeRestartPolicy', { containers: [other], policy: 'no' });
    await call('slipway.containers.rename', { container: other, name });
  });

  it('runs a command and tells how it ended', async () => {
    assert.deepEqual(await call('slipway.containers.runCommand', { container: name, command: ['sh', '-c', 'echo here; exit 3'] }), { container: name, exitCode: 3, output: 'here\n' });
  });

  it('makes a network and attaches it, by an alias', async () => {
    await call('slipway.networks.create', { name: network, labels: { made: 'here' } });
    await call('slipway.networks.connect', { network, containers: [name], aliases: ['store'] });
    assert.ok(network in (await inspected()).NetworkSettings.Networks);
    await call('slipway.networks.disconnect', { network, containers: [name] });
    assert.ok(!(network in (await inspected()).NetworkSettings.Networks));
  });

  it('shows a page that hides what may be secret, and one of what it uses', async () => {
    const model = await call('slipway.containers.show', { container: name });
    assert.deepEqual([model['name'], model['running']], [name, true]);
    const environment = model['environment'] as readonly { readonly name: string; readonly value?: string }[];
    assert.deepEqual(environment.filter(({ name: variable }) => ['DB_PASSWORD', 'PLAIN'].includes(variable)), [{ name: 'DB_PASSWORD' }, { name: 'PLAIN', value: '1' }]);
    const stats = await call('slipway.containers.stats', { containers: [name] });
    assert.deepEqual((stats['rows'] as readonly { readonly name: string }[]).map((row) => row.name), [name]);
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    await until('both pages', () => labels().includes(name) && labels().includes(`Stats: ${name}`));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('waits for the end that a signal brings', async () => {
    const waiting = call('slipway.containers.wait', { container: name });
    await call('slipway.containers.kill', { containers: [name], signal: 'SIGUSR1' });
    assert.deepEqual(await waiting, { container: name, exitCode: 9 });
    assert.equal((await inspected()).State.Running, false);
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Engine } from '../../src/engine/engine';
import { baseImage, describeWithEngine, engineUnderTest, fresh, rowSaying, rowsOf, showView, until } from './slipway';

interface Inspected {
  readonly State: { readonly Health: { readonly Log: readonly unknown[] } };
}

describeWithEngine('Rows below a container', () => {
  let engine: Engine;
  let id: string;
  const name = fresh('below');
  before(async () => {
    engine = await engineUnderTest();
    ({ id } = await engine.containers.create({
      name,
      body: {
        Image: baseImage, Cmd: ['sh', '-c', 'touch /made; sleep 300'], Env: ['DB_PASSWORD=anchor', 'PLAIN=1'], StopSignal: 'SIGKILL', ExposedPorts: { '80/tcp': {}, '9/udp': {} }, Volumes: { '/data': {} },
        Healthcheck: { Test: ['CMD-SHELL', 'echo all is well'], Interval: 1_000_000_000 }, HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
      },
    }));
    await engine.containers.start(id);
    // By then the file is there too.
    await until('a check', async () => ((await engine.containers.inspect(id)) as unknown as Inspected).State.Health.Log.length > 0);
  });
  after(async () => {
    await engine.containers.remove(id, { force: true, volumes: true });
    engine.dispose();
  });

  it('tell ports, networks, mounts, environment, health, processes and changes', async () => {
    const view = await showView('containers');
    const group = await rowSaying(view, `Ports of ${name}`);
    const container = group.parent;
    assert.ok(container);
    assert.deepEqual((await view.getChildren(container)).map(({ view: { label } }) => label).slice(-6), ['Ports', 'Networks', 'Mounts', 'Environment', 'Health checks', 'Processes']);
    await rowSaying(view, /^Port 80\/tcp, published at .*127\.0\.0\.1:\d+/);
    await rowSaying(view, 'Port 9/udp, not published');
    await rowSaying(view, /^Network bridge, \d+\./);
    await rowSaying(view, /^Mount \/data, from .*, read and write/);
    await rowSaying(view, 'Variable PLAIN, 1');
    await rowSaying(view, new RegExp(`^Changes of ${name}`));
    await rowSaying(view, /^File made, added/);
    await rowSaying(view, /^Process .*sleep 300/);
    await rowSaying(view, /^Health check .*, passed, all is well/);
  });

  it('keep a secret until somebody asks for it', async () => {
    const view = await showView('containers');
    const hidden = await rowSaying(view, 'Variable DB_PASSWORD, hidden since it may be secret');
    assert.doesNotMatch(JSON.stringify((await rowsOf(view)).map(({ view: row }) => row)), /anchor/);
    await vscode.commands.executeCommand('slipway.details.reveal', hidden);
    const shown = await rowSaying(view, 'Variable DB_PASSWORD, anchor');
    await vscode.commands.executeCommand('slipway.details.hide', shown);
    await rowSaying(view, 'Variable DB_PASSWORD, hidden since it may be secret');
  });
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import * as vscode from 'vscode';
import { AddressRefused, connectedFetch } from '../../src/registry/connected-fetch';
import { Witness } from '../support/witness';
import { describeWithEngine, until } from './slipway';

/** VS Code has put its own `fetch` before Node's: what the transport knows of connections must hold behind it. */
describeWithEngine('Connections behind the fetch of VS Code', () => {
  let home: Witness;
  beforeEach(async () => { home = (await Witness.start()).answers(() => ({})); });
  afterEach(() => home.stop());

  it('are seen before anything is sent', async () => {
    const url = new URL(home.url('localhost'));
    const seen: unknown[] = [];
    const asking = connectedFetch(url, (address) => seen.push(address) === 0, () => fetch(url.href, { redirect: 'manual' }));
    await assert.rejects(asking, (error) => error instanceof AddressRefused);
    assert.deepEqual([seen, home.requests], [['127.0.0.1'], []]);
    assert.equal((await connectedFetch(url, (address) => address === '127.0.0.1', () => fetch(url.href))).status, 200);
  });

  it('are those of a proxy, where one is set, and say nothing', async () => {
    const tunnels: Socket[] = [];
    const proxy = createServer();
    proxy.on('connect', (_request, socket: Socket) => {
      const tunnel = connect(home.port, '127.0.0.1', () => { socket.write('HTTP/1.1 200 OK\r\n\r\n'); });
      tunnels.push(tunnel, socket);
      tunnel.pipe(socket).pipe(tunnel);
      for (const end of [tunnel, socket]) end.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const settings = vscode.workspace.getConfiguration('http');
    const url = new URL('http://registry.invalid/v2/');
    const seen = new Set<unknown>();
    try {
      await settings.update('proxy', `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`, vscode.ConfigurationTarget.Global);
      let status: number | undefined;
      await until('VS Code to take the proxy', async () => {
        const asking = connectedFetch(url, (address) => seen.add(address).size > 0, () => fetch(url.href));
        status = await asking.then((answer) => answer.status, () => undefined);
        return status !== undefined;
      });
      assert.deepEqual([status, [...seen]], [200, [undefined]]);
      assert.ok(tunnels.length > 0 && home.requests.length > 0);
    } finally {
      await settings.update('proxy', undefined, vscode.ConfigurationTarget.Global);
      for (const tunnel of tunnels) tunnel.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    }
  });
});

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { rowSaying, showView, until } from '../slipway';
import { type Parts, type Rows, shows } from './parts';

interface InspectedContainer {
  readonly Config: { readonly Tty: boolean; readonly OpenStdin: boolean; readonly Cmd: readonly string[] };
  readonly HostConfig: { readonly AutoRemove: boolean; readonly Binds: readonly string[] | null; readonly PortBindings: Readonly<Record<string, readonly { readonly HostPort: string }[]>> };
  readonly State: { readonly StartedAt: string };
}

const inspected = async (parts: Parts, container: string): Promise<InspectedContainer> => (await parts.engine.containers.inspect(container)) as unknown as InspectedContainer;

/** Runs a line whose container goes when the test ends. */
async function run(parts: Parts, line: string): Promise<string> {
  const { container } = await parts.call<{ readonly container: string }>('slipway.images.run', { line });
  parts.later(() => parts.engine.containers.remove(container, { force: true, volumes: true }));
  return container;
}

/** A line with a terminal: types into it and sees what it prints. */
async function runShell(parts: Parts, line: string, name?: string): Promise<void> {
  const before = new Set((await parts.engine.containers.list({ all: true })).map(({ id }) => id));
  const shown = await parts.terminal('slipway.images.run', { line });
  const container = (await parts.engine.containers.list({ all: true })).find(({ id }) => !before.has(id));
  assert.ok(container);
  parts.later(() => parts.engine.containers.remove(container.id, { force: true }));
  if (name !== undefined) assert.equal(container.name, name);
  const { Config } = await inspected(parts, container.id);
  assert.deepEqual([Config.Tty, Config.OpenStdin], [true, true]);
  shown.terminal.sendText('echo $((6 * 7)) > /tmp/answer; cat /tmp/answer');
  await shows(shown, /\n42\r\n/);
  shown.terminal.sendText('exit 3');
  await shows(shown, 'exit code 3');
  await until('it to end', async () => (await parts.stateOf(container.id)) === 'exited');
}

/** The page of a container's logs is open; closes it. */
async function logPage(name: string): Promise<void> {
  const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label === `Logs: ${name}`);
  await until(`the page of the logs of ${name}`, () => tabs().length === 1);
  await vscode.window.tabGroups.close(tabs());
}

async function page(port: number): Promise<string> {
  let text = '';
  await until(`an answer at port ${String(port)}`, async () => {
    text = await fetch(`http://127.0.0.1:${String(port)}/`).then((answer) => answer.text(), () => '');
    return text !== '';
  });
  return text;
}

const server = '/bin/sh -c "echo welcome > /tmp/index.html; exec httpd -f -p 80 -h /tmp"';
const loop = '/bin/sh -c "while true; do echo hello world; sleep 1; done"';

/** Runs a web server of the guides in the way of a line and asks it for its page. */
async function runServer(parts: Parts, options: (port: string, name: string) => string): Promise<void> {
  const [image, name, port] = [await parts.tagged('nginx', 'latest'), parts.containerName('webserver'), await parts.freePort()];
  await parts.call('slipway.images.run', { line: `${options(String(port), name)} ${image} ${server}` });
  assert.equal(await page(port), 'welcome\n');
  assert.equal(await parts.stateOf(name), 'running');
}

/** New containers. */
export const runningRows: Rows = {
  "docker run ubuntu:20.04 /bin/echo 'Hello world'": async (parts) => {
    const image = await parts.tagged('ubuntu', '20.04');
    const shown = await parts.terminal('slipway.images.run', { image, command: ['/bin/echo', 'Hello world'] });
    await shows(shown, /^Hello world\r\n/);
    await shows(shown, 'exit code 0');
    const made = (await parts.engine.containers.list({ all: true })).find((container) => container.image === image);
    assert.equal(made?.state, 'exited');
    await parts.engine.containers.remove(made.id);
  },

  'docker run -it python:3.7': async (parts) => runShell(parts, `-it ${await parts.tagged('python', '3.7')}`),

  'docker run -it python:3.7 /bin/bash': async (parts) => runShell(parts, `-it ${await parts.withBash('python', '3.7')} /bin/bash`),

  'docker run -t -i ubuntu:20.04 /bin/bash': async (parts) => runShell(parts, `docker run -t -i ${await parts.withBash('ubuntu', '20.04')} /bin/bash`),

  'docker run --name python_interactive -it python:3.7 /bin/bash': async (parts) => {
    const name = parts.containerName('python_interactive');
    await runShell(parts, `--name ${name} -it ${await parts.withBash('python', '3.7')} /bin/bash`, name);
  },

  'docker run ubuntu:20.04 /bin/sh -c "while true; do echo hello world; sleep 1; done"': async (parts) => {
    const name = parts.containerName('loop');
    const shown = await parts.terminal('slipway.images.run', { line: `--name ${name} ${await parts.tagged('ubuntu', '20.04')} ${loop}` });
    await shows(shown, /hello world\r\nhello world\r\n/);
    shown.terminal.dispose();
    assert.equal(await parts.stateOf(name), 'running');
    const trapping = parts.containerName('trap');
    const other = await parts.terminal('slipway.images.run', { line: `--name ${trapping} ${await parts.tagged('ubuntu', '20.04')} sh -c 'trap "exit 9" INT; echo ready; while :; do sleep 0.1; done'` });
    await shows(other, 'ready');
    other.terminal.sendText('\u0003', false);
    await shows(other, 'exit code 9');
  },

  'docker run -d ubuntu:20.04 /bin/sh -c "while true; do echo hello world; sleep 1; done"': async (parts) => {
    const before = new Set(vscode.window.terminals);
    const id = await run(parts, `-d ${await parts.tagged('ubuntu', '20.04')} ${loop}`);
    assert.ok(vscode.window.terminals.every((terminal) => before.has(terminal)));
    assert.match(id, /^[0-9a-f]{64}$/);
    assert.equal(await parts.stateOf(id), 'running');
  },

  'docker run --name webserver -d -p 80:80 nginx': (parts) => runServer(parts, (port, name) => `--name ${name} -d -p ${port}:80`),

  'docker run -d -p 80:80 --name=httpd httpd:centos': (parts) => runServer(parts, (port, name) => `-d -p ${port}:80 --name=${name}`),

  'docker run --rm -it -p 8888:8888 --name=user-api user/api:v1': async (parts) => {
    const [image, name, port] = [await parts.tagged('api', 'v1'), parts.containerName('user-api'), String(await parts.freePort())];
    const shown = await parts.terminal('slipway.images.run', { line: `--rm -it -p ${port}:8888 --name=${name} ${image}` });
    const { HostConfig } = await inspected(parts, name);
    assert.equal(HostConfig.PortBindings['8888/tcp']?.[0]?.HostPort, port);
    shown.terminal.sendText('exit');
    // It ended well, so it closes by itself.
    await until('the terminal to close', () => shown.terminal.exitStatus !== undefined);
    await until('the container to be removed', async () => (await parts.container(name)) === undefined);
  },

  'docker run --rm -it -d -p 8888:8888 --name=user-api user/api:v1': async (parts) => {
    const [image, name, port] = [await parts.tagged('api', 'v1'), parts.containerName('user-api'), String(await parts.freePort())];
    const id = await run(parts, `--rm -it -d -p ${port}:8888 --name=${name} ${image}`);
    const { Config, HostConfig } = await inspected(parts, name);
    assert.deepEqual([Config.Tty, Config.OpenStdin, HostConfig.AutoRemove], [true, true, true]);
    assert.equal((await parts.container(name))?.id, id);
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker run -d --cidfile web.id nginx': async (parts) => {
    const [image, file] = [await parts.tagged('nginx', 'latest'), path.join(parts.folder, 'web.id')];
    const id = await run(parts, `-d --cidfile '${file}' ${image} sleep 60`);
    assert.equal(await readFile(file, 'utf8'), id);
    const before = (await parts.engine.containers.list({ all: true })).length;
    await assert.rejects(parts.call('slipway.images.run', { line: `-d --cidfile '${file}' ${image} sleep 60` }), /is there already/);
    assert.equal((await parts.engine.containers.list({ all: true })).length, before);
  },

  'docker run -d -p 5000:5000 --name registry registry:2': async (parts) => {
    const [image, name, port] = [await parts.tagged('registry', '2'), parts.containerName('registry'), String(await parts.freePort())];
    await run(parts, `-d -p ${port}:5000 --name ${name} ${image} sleep 300`);
    assert.equal((await inspected(parts, name)).HostConfig.PortBindings['5000/tcp']?.[0]?.HostPort, port);
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker run -d -p 5000:5000 -v ~/registry:/var/lib/registry registry:2': async (parts) => {
    const [image, port] = [await parts.tagged('registry', '2'), String(await parts.freePort())];
    const folder = path.join(parts.folder, 'registry');
    await mkdir(folder);
    await writeFile(path.join(folder, 'kept'), 'kept\n');
    const line = `-d -p ${port}:5000 -v "$(pwd)/registry:/var/lib/registry" ${image} sleep 300`;
    const { container } = await parts.call<{ readonly container: string }>('slipway.images.run', { line, workingDirectory: parts.folder });
    parts.later(() => parts.engine.containers.remove(container, { force: true }));
    assert.deepEqual((await inspected(parts, container)).HostConfig.Binds, [`${folder}:/var/lib/registry`]);
    const home = `-v ~/none:/data ${image}`;
    const { container: other } = await parts.call<{ readonly container: string }>('slipway.images.run', { line: `-d ${home} true` });
    parts.later(() => parts.engine.containers.remove(other, { force: true }));
    assert.match((await inspected(parts, other)).HostConfig.Binds?.[0] ?? '', /^\/.*\/none:\/data$/);
  },
};

const row = async (words: string): ReturnType<typeof rowSaying> => rowSaying(await showView('containers'), words);

/** Containers that are there. */
export const containerRows: Rows = {
  'docker start web': async (parts) => {
    const [name, other] = [await parts.created('web', { Cmd: ['sleep', '300'] }), await parts.created('web', { Cmd: ['sleep', '300'] })];
    await parts.call('slipway.containers.start', { containers: [name] });
    assert.equal(await parts.stateOf(name), 'running');
    await vscode.commands.executeCommand('slipway.containers.start', await row(`Container ${other}, created`));
    assert.equal(await parts.stateOf(other), 'running');
  },

  'docker stop web': async (parts) => {
    const [name, other] = [await parts.running('web'), await parts.running('web')];
    await parts.call('slipway.containers.stop', { containers: [name] });
    assert.equal(await parts.stateOf(name), 'exited');
    await vscode.commands.executeCommand('slipway.containers.stop', await row(`Container ${other}, running`));
    assert.equal(await parts.stateOf(other), 'exited');
  },

  'docker stop --time 60 web': async (parts) => {
    const [image, name] = [await parts.tagged('slow', 'latest'), parts.containerName('web')];
    // Its own time is over before it has tidied up.
    await run(parts, `-d --name ${name} --stop-timeout 1 ${image} sh -c "trap 'sleep 2; exit 5' TERM; echo ready; while true; do sleep 0.1; done"`);
    const exitCode = async () => ((await inspected(parts, name)).State as { readonly ExitCode?: number }).ExitCode;
    await parts.call('slipway.containers.stop', { containers: [name], timeout: 60 });
    assert.deepEqual([await parts.stateOf(name), await exitCode()], ['exited', 5]);
  },

  'docker restart web': async (parts) => {
    const name = await parts.running('web');
    const { StartedAt } = (await inspected(parts, name)).State;
    await parts.call('slipway.containers.restart', { containers: [name] });
    assert.notEqual((await inspected(parts, name)).State.StartedAt, StartedAt);
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker attach web': async (parts) => {
    const name = await parts.created('web', { Cmd: ['sh'], Tty: true, OpenStdin: true });
    await parts.engine.containers.start(name);
    const shown = await parts.terminal('slipway.containers.attach', { container: name });
    shown.terminal.sendText('echo $((6 * 7))');
    await shows(shown, /\n42\r\n/);
    shown.terminal.dispose();
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker exec -it web bash': async (parts) => {
    const name = await parts.running('web', { Image: await parts.withBash('web', '1') });
    const shown = await parts.terminal('slipway.containers.shell', { container: name });
    await shows(shown, 'this is bash');
    shown.terminal.sendText('tty; exit');
    await shows(shown, '/dev/pts/');
    await until('a terminal that ended well to close itself', () => !vscode.window.terminals.includes(shown.terminal));
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker exec -it web /bin/sh': async (parts) => {
    const name = await parts.running('web');
    const shown = await parts.terminal('slipway.containers.shell', { container: name, command: ['/bin/sh'] });
    shown.terminal.sendText('echo "$0" > /tmp/from-exec; cat /tmp/from-exec; exit');
    await shows(shown, /\n\/bin\/sh\r\n/);
    await until('the file', async () => (await parts.engine.containers.changes(name)).some(({ path: changed }) => changed === '/tmp/from-exec'));
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker exec -i web bash': async (parts) => {
    const name = await parts.running('web');
    const shown = await parts.terminal('slipway.containers.shell', { container: name, tty: false });
    shown.terminal.sendText('echo $((6 * 7)); tty; exit 5');
    await shows(shown, /^echo \$\(\(6 \* 7\)\); tty; exit 5\r\n42\r\nnot a tty\r\n/);
    await shows(shown, 'exit code 5');
    assert.equal(await parts.stateOf(name), 'running');
  },

  'docker logs web': async (parts) => {
    const name = await parts.created('web', { Cmd: ['sh', '-c', 'echo first; echo second >&2; sleep 1; echo third; sleep 300'] });
    await parts.engine.containers.start(name);
    assert.deepEqual(await parts.call('slipway.containers.logs', { container: name }), { containers: [name] });
    await logPage(name);
    const shown = await parts.terminal('slipway.containers.logsInTerminal', { container: name });
    await shows(shown, /first\r\n/);
    await shows(shown, /second\r\n/);
    await shows(shown, /third\r\n/);
  },

  'docker logs --tail 10 --timestamps web': async (parts) => {
    const name = await parts.created('web', { Cmd: ['seq', '1', '30'] });
    await parts.engine.containers.start(name);
    await until('it to end', async () => (await parts.stateOf(name)) === 'exited');
    await parts.call('slipway.containers.logs', { container: name, tail: 10, timestamps: true });
    await logPage(name);
    const shown = await parts.terminal('slipway.containers.logsInTerminal', { container: name, tail: 10, timestamps: true });
    await shows(shown, /T\d\d:\d\d:\d\d\S* 30\r\n/);
    assert.match(shown.text(), /^\d{4}-\d\d-\d\dT\S* 21\r\n/);
  },

  'docker logs --since 10m --until 2026-01-31T10:00 web': async (parts) => {
    const name = await parts.running('web');
    // What the page shows of a range is tried in test/engine/log-session.test.ts.
    await parts.call('slipway.containers.logs', { container: name, since: '10m', until: '2026-01-31T10:00' });
    await logPage(name);
    await assert.rejects(parts.call('slipway.containers.logs', { container: name, since: 'yesterday' }), /invalidInput/);
  },

  'docker rm web': async (parts) => {
    const [ended, running] = [await parts.created('web'), await parts.running('web')];
    await parts.call('slipway.containers.remove', { containers: [ended] });
    assert.equal(await parts.container(ended), undefined);
    await assert.rejects(parts.call('slipway.containers.remove', { containers: [running] }), /conflict/);
    assert.equal(await parts.stateOf(running), 'running');
  },

  'docker rm -f web': async (parts) => {
    const name = await parts.running('web');
    await parts.call('slipway.containers.remove', { containers: [name], force: true });
    assert.equal(await parts.container(name), undefined);
  },
};

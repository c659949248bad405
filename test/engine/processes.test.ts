import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEngine } from '../../src/engine/dockerode-engine';
import type { Engine } from '../../src/engine/engine';
import type { TerminalStream } from '../../src/engine/containers/containers';
import { engineSocket, eventually, failsWith, loadShellImage, readTerminal, testEngine, unique } from './support';

/**
 * A way to the engine that loses the ends of streams that were turned over, as a named pipe of Windows does. Gives its socket
 * and how to close it.
 */
async function lossyWay(): Promise<{ readonly socketPath: string; dispose(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-lossy-'));
  const socketPath = join(directory, 'docker.sock');
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ path: engineSocket(), allowHalfOpen: true });
    let lossy = false;
    near.once('data', (chunk: Buffer) => (lossy = /^POST \S+\/(?:attach|start)\?? ?.*\r\n(?:.*\r\n)*Upgrade: tcp/i.test(chunk.toString('latin1'))));
    near.pipe(far);
    far.pipe(near, { end: false });
    far.once('end', () => !lossy && near.end());
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.once('close', () => far.destroy());
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    socketPath,
    async dispose() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await rm(directory, { recursive: true });
    },
  };
}

/** Types lines into a shell as a person does, each when the answer to the one before is there. */
async function converse(terminal: TerminalStream, lines: readonly (readonly [string, RegExp])[]): Promise<string> {
  let output = '';
  terminal.onData((data) => (output += Buffer.from(data).toString('utf8')));
  for (const [line, answer] of lines) {
    terminal.write(line);
    await eventually(() => (answer.test(output) ? true : undefined), `${String(answer)} in ${output}`);
  }
  return output;
}

describe('engine: processes', () => {
  let engine: Engine;
  let image: string;
  let running: string;
  const containers: string[] = [];

  before(async () => {
    engine = await testEngine();
    image = await loadShellImage(engine, `${unique('slipway-exec')}:1`);
    running = await create({ Cmd: ['sleep', '1000'] });
    await engine.containers.start(running);
  });

  after(async () => {
    for (const id of containers) await engine.containers.remove(id, { force: true }).catch(() => undefined);
    await engine.images.remove(image);
    engine.dispose();
  });

  async function create(body: Readonly<Record<string, unknown>>): Promise<string> {
    const { id } = await engine.containers.create({ body: { Image: image, StopTimeout: 1, ...body } });
    containers.push(id);
    return id;
  }

  it('runs a command and tells its exit code', async () => {
    const terminal = await engine.containers.execute(running, { command: ['sh', '-c', 'echo out; echo err >&2; exit 3'], tty: false });
    const { output, code } = await readTerminal(terminal);
    assert.deepEqual(output.split('\n').sort(), ['', 'err', 'out']);
    assert.equal(code, 3);
  });

  it('is a terminal with a size', async () => {
    const terminal = await engine.containers.execute(running, { command: ['sh'], tty: true, user: 'nobody', workingDirectory: '/tmp' });
    await terminal.resize(101, 33);
    const ended = new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
    await converse(terminal, [
      ['tty; id -u; pwd\n', /\/dev\/pts\/\d+\r\n65534\r\n\/tmp\r\n/],
      ['stty size\n', /33 101/],
      ['echo "grüße €"\n', /\ngrüße €\r\n/],
      ['exit 7\n', /exit 7/],
    ]);
    assert.equal(await ended, 7);
    await terminal.resize(10, 10);
    terminal.write('after the end');
  });

  it('tells a command that is not there', async () => {
    const work = engine.containers.execute(running, { command: ['/no/such'], tty: true });
    const result = await work.then(readTerminal, (error: unknown) => String(error));
    if (typeof result === 'string') assert.match(result, /engineFailed|notFound/);
    else assert.ok(result.code === 126 || result.code === 127, JSON.stringify(result));
  });

  it('refuses where nothing runs', async () => {
    const stopped = await create({ Cmd: ['true'] });
    await failsWith(engine.containers.execute(stopped, { command: ['sh'], tty: true }), 'conflict');
    await failsWith(engine.containers.execute(unique('nowhere'), { command: ['sh'], tty: true }), 'notFound');
    await failsWith(engine.containers.attach(unique('nowhere')), 'notFound');
  });

  it('attaches before the start and misses nothing, until the exit code', async () => {
    const id = await create({ Tty: true, OpenStdin: true, Cmd: ['sh', '-c', 'echo ready; read line; echo "got $line"; exit 5'], HostConfig: { AutoRemove: true } });
    const terminal = await engine.containers.attach(id);
    const ended = new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
    await engine.containers.start(id);
    const output = await converse(terminal, [['', /ready/], ['hello\r', /got hello/]]);
    assert.equal(output.includes('{'), false, output);
    assert.equal(await ended, 5);
    await eventually(async () => ((await engine.containers.list({ all: true })).some((item) => item.id === id) ? undefined : true), 'removed');
  });

  it('ends the input of a container, which goes on writing', async () => {
    const id = await create({ OpenStdin: true, StdinOnce: true, AttachStdin: true, Cmd: ['sh', '-c', 'cat; echo after; exit 4'] });
    const terminal = await engine.containers.attach(id);
    const ended = new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
    await engine.containers.start(id);
    let output = '';
    terminal.onData((data) => (output += Buffer.from(data).toString('utf8')));
    terminal.write('one\ntwo\nlast');
    terminal.endInput?.();
    assert.equal(await ended, 4);
    assert.equal(output, 'one\ntwo\nlastafter\n');
  });

  it('ends the input of a process in a container, which goes on writing', async () => {
    const terminal = await engine.containers.execute(running, { command: ['sh', '-c', 'cat; echo after; exit 4'], tty: false });
    const ended = new Promise<number | undefined>((resolve) => terminal.onEnd(resolve));
    await converse(terminal, [['one\n', /one/]]);
    let rest = '';
    terminal.onData((data) => (rest += Buffer.from(data).toString('utf8')));
    terminal.endInput?.();
    assert.equal(await ended, 4);
    assert.equal(rest, 'after\n');
  });

  it('leaves the container running when the terminal is closed', async () => {
    const id = await create({ Tty: true, OpenStdin: true, Cmd: ['sh'] });
    const terminal = await engine.containers.attach(id);
    await engine.containers.start(id);
    await converse(terminal, [['echo $((40+2))\n', /42/]]);
    terminal.dispose();
    const found = (await engine.containers.list()).find((item) => item.id === id);
    assert.equal(found?.state, 'running');
  });

  describe('over a way that loses the ends of streams', () => {
    let way: Awaited<ReturnType<typeof lossyWay>>;
    let lossy: Engine;

    before(async () => {
      way = await lossyWay();
      lossy = await connectEngine({ socketPath: way.socketPath });
    });
    after(async () => {
      lossy.dispose();
      await way.dispose();
    });

    for (const tty of [true, false]) {
      it(`exec ${tty ? 'with' : 'without'} a terminal ends with its output and exit code`, async () => {
        const terminal = await lossy.containers.execute(running, { command: ['sh', '-c', 'echo begun; sleep 2; seq 1 20000; exit 3'], tty });
        const { output, code } = await readTerminal(terminal);
        assert.equal(output.replaceAll('\r', '').split('\n').length, 20_002);
        assert.equal(code, 3);
        terminal.dispose();
      });

      it(`a container's own process ${tty ? 'with' : 'without'} a terminal ends with its output and exit code`, async () => {
        const id = await create({ Tty: tty, OpenStdin: true, Cmd: ['sh', '-c', 'echo begun; sleep 2; seq 1 20000; exit 5'], HostConfig: { AutoRemove: true } });
        const terminal = await lossy.containers.attach(id);
        const reading = readTerminal(terminal);
        await lossy.containers.start(id);
        const { output, code } = await reading;
        assert.equal(output.replaceAll('\r', '').split('\n').length, 20_002);
        assert.equal(code, 5);
        terminal.dispose();
      });
    }

    it('exec goes with its container', async () => {
      const id = await create({ Cmd: ['sleep', '1000'] });
      await lossy.containers.start(id);
      const terminal = await lossy.containers.execute(id, { command: ['sleep', '1000'], tty: true });
      const ended = new Promise((resolve) => terminal.onEnd(resolve));
      terminal.onData(() => undefined);
      await lossy.containers.remove(id, { force: true });
      await ended;
      terminal.dispose();
    });
  });
});

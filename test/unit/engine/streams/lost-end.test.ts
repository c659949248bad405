import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachToContainer } from '../../../../src/commands/containers/attach';
import { openContainerShell } from '../../../../src/commands/containers/shell';
import { runImage } from '../../../../src/commands/images/run';
import { LogTerminal } from '../../../../src/commands/terminals/log-terminal';
import { connectEngine } from '../../../../src/engine/dockerode-engine';
import type { Engine } from '../../../../src/engine/engine';
import type { TerminalStream } from '../../../../src/engine/containers/containers';
import { LiveEngineConnection } from '../../../../src/engine/connection/engine-connection';
import { hostEnvironment } from '../../../../src/engine/contexts/host-environment';
import { until } from '../../../support/conditions';
import { fakeApp, runWithAnswers } from '../../../support/fake-app';
import { FakeEngine, json } from '../../../support/fake-engine';
import { ManualClock } from '../../../support/manual-clock';

/** A frame of a stream without a terminal. */
function frame(text: string): Buffer {
  const header = Buffer.alloc(8);
  header[0] = 1;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}

const id = 'a'.repeat(64);

/** An engine whose streams never end, as Node sees those of a named pipe of Windows, with one container and one exec. */
class EndlessEngine {
  running = true;
  status = 'running';
  execRunning = true;
  exitCode = 0;
  tty = true;
  /** Streams that were turned over. */
  readonly streams: Socket[] = [];
  private readonly waiting: (() => void)[] = [];
  clock = new ManualClock();
  engine!: Engine;

  private constructor(readonly fake: FakeEngine, private readonly kind: 'docker' | 'podman') {}

  static async start(kind: 'docker' | 'podman' = 'docker'): Promise<EndlessEngine> {
    const endless = new EndlessEngine(await FakeEngine.start(), kind);
    endless.script();
    endless.engine = await connectEngine({ socketPath: endless.fake.socketPath, pulse: { clock: endless.clock } });
    return endless;
  }

  async dispose(): Promise<void> {
    this.engine.dispose();
    await this.fake.dispose();
  }

  say(text: string): void {
    for (const stream of this.streams) stream.write(this.tty ? text : frame(text));
  }

  endExec(code: number): void {
    this.execRunning = false;
    this.exitCode = code;
    const name = this.kind === 'podman' ? 'exec_died' : 'exec_die';
    this.fake.emit({ Type: 'container', Action: name, Actor: { ID: id, Attributes: { ...(this.kind === 'docker' && { execID: 'e1' }), name: 'web' } }, time: 1 });
  }

  endContainer(code: number): void {
    this.running = false;
    this.status = 'exited';
    this.exitCode = code;
    for (const answer of this.waiting.splice(0)) answer();
    this.fake.emit({ Type: 'container', Action: this.kind === 'podman' ? 'died' : 'die', Actor: { ID: id, Attributes: { name: 'web' } }, time: 1 });
  }

  /** Time passes as slowly as the answers come, for as long as something may still happen. */
  async passQuietly(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      this.clock.pass(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private script(): void {
    const { fake } = this;
    if (this.kind === 'podman') {
      fake.on('GET /version', json({ Version: '4.3.1', ApiVersion: '1.41', MinAPIVersion: '1.24', Os: 'linux', Arch: 'amd64', Components: [{ Name: 'Podman Engine', Version: '4.3.1' }] }));
    }
    const turnOver = (interrupt: () => void) => (response: { readonly socket: Socket | null }) => {
      const { socket } = response;
      assert.ok(socket);
      this.streams.push(socket);
      socket.on('data', (chunk: Buffer) => {
        if (chunk.toString() === '\u0003') interrupt();
      });
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    };
    const inspect = () => ({ Id: id, Name: '/web', Config: { Tty: this.tty, OpenStdin: true }, State: { Running: this.running, Status: this.status, ExitCode: this.exitCode, FinishedAt: '2026-01-01T00:00:01Z' } });
    for (const name of ['web', id]) {
      fake.on(`GET /containers/${name}/json`, (response) => void response.end(JSON.stringify(inspect())));
      fake.on(`POST /containers/${name}/attach`, turnOver(() => this.endContainer(130)));
      fake.on(`POST /containers/${name}/exec`, (response) => void response.end(JSON.stringify({ Id: 'e1' })));
      fake.on(`POST /containers/${name}/start`, (response) => {
        [this.running, this.status] = [true, 'running'];
        response.writeHead(204).end();
      });
      fake.on(`POST /containers/${name}/kill`, (response) => {
        response.writeHead(204).end();
        this.endContainer(137);
      });
      fake.on(`POST /containers/${name}/wait`, (response) => {
        if (this.kind === 'docker') response.flushHeaders();
        this.waiting.push(() => void response.end(JSON.stringify({ StatusCode: this.exitCode })));
      });
    }
    fake.on('POST /containers/create', (response) => {
      [this.running, this.status] = [false, 'created'];
      response.end(JSON.stringify({ Id: id, Warnings: [] }));
    });
    fake.on('POST /exec/e1/start', turnOver(() => this.endExec(130)));
    fake.on('GET /exec/e1/json', (response) => {
      const podman = this.kind === 'podman';
      const state = { Running: this.execRunning, ExitCode: this.execRunning && !podman ? null : this.exitCode, ...(podman && { CanRemove: !this.execRunning }) };
      response.end(JSON.stringify(state));
    });
  }
}

interface Heard {
  text: string;
  ended: boolean;
  code?: number | undefined;
}

function hear(stream: TerminalStream): Heard {
  const heard: Heard = { text: '', ended: false };
  stream.onData((data) => (heard.text += Buffer.from(data).toString()));
  stream.onEnd((code) => Object.assign(heard, { ended: true, code }));
  return heard;
}

for (const kind of ['docker', 'podman'] as const) {
  for (const tty of [true, false]) {
    describe(`streams whose end is lost: ${kind}, ${tty ? 'with' : 'without'} a terminal`, () => {
      let endless: EndlessEngine;

      beforeEach(async () => {
        endless = await EndlessEngine.start(kind);
        endless.tty = tty;
      });
      afterEach(() => endless.dispose());

      const ways = [
        { name: 'exec', open: () => endless.engine.containers.execute('web', { command: ['sh'], tty }), end: (code: number) => endless.endExec(code) },
        { name: 'attach', open: () => endless.engine.containers.attach('web'), end: (code: number) => endless.endContainer(code) },
      ];
      for (const { name, open, end } of ways) {
        it(`${name}: ends with its exit code once the process has`, async () => {
          const stream = await open();
          const heard = hear(stream);
          await until('the event stream or the wait', () => endless.fake.eventStreams > 0 || endless.fake.requests.some(({ path }) => path.endsWith('/wait')));
          endless.say('one\n');
          await until('output', () => heard.text === 'one\n');
          await endless.passQuietly(60_000);
          assert.equal(heard.ended, false, 'a process that is silent for a minute was ended');
          end(3);
          await until('the end', async () => {
            await endless.passQuietly(250);
            return heard.ended;
          });
          assert.deepEqual(heard, { text: 'one\n', ended: true, code: 3 });
          stream.dispose();
          await until('the end of the events', () => endless.fake.eventStreams === 0);
        });

        it(`${name}: does not cut output that comes late and goes on`, async () => {
          const stream = await open();
          const heard = hear(stream);
          await until('the way to notice', () => endless.fake.eventStreams > 0 || endless.fake.requests.some(({ path }) => path.endsWith('/wait')));
          end(0);
          let expected = '';
          for (let line = 0; line < 30; line += 1) {
            await endless.passQuietly(500);
            endless.say(`${String(line)}\n`);
            expected += `${String(line)}\n`;
            await until(`line ${String(line)}`, () => heard.text === expected);
            assert.equal(heard.ended, false);
          }
          await until('the end', async () => {
            await endless.passQuietly(250);
            return heard.ended;
          });
          assert.deepEqual(heard, { text: expected, ended: true, code: 0 });
          stream.dispose();
        });

        it(`${name}: is not ended before somebody reads it`, async () => {
          const stream = await open();
          await until('the way to notice', () => endless.fake.eventStreams > 0 || endless.fake.requests.some(({ path }) => path.endsWith('/wait')));
          endless.say('early\n');
          end(4);
          await endless.passQuietly(30_000);
          const heard = hear(stream);
          await until('the end', async () => {
            await endless.passQuietly(250);
            return heard.ended;
          });
          assert.deepEqual(heard, { text: 'early\n', ended: true, code: 4 });
          stream.dispose();
        });
      }

      it('exec: an end that no event told is noticed when the events are back', async () => {
        const stream = await endless.engine.containers.execute('web', { command: ['sh'], tty });
        const heard = hear(stream);
        await until('the event stream', () => endless.fake.eventStreams === 1);
        endless.execRunning = false;
        endless.exitCode = 9;
        endless.fake.endEvents();
        await until('the end', async () => {
          await endless.passQuietly(250);
          return heard.ended;
        });
        assert.equal(heard.code, 9);
        stream.dispose();
      });

      it('exec: goes with its container', async () => {
        const stream = await endless.engine.containers.execute('web', { command: ['sh'], tty });
        const heard = hear(stream);
        await until('the event stream', () => endless.fake.eventStreams === 1);
        endless.execRunning = false;
        endless.exitCode = 137;
        endless.endContainer(137);
        await until('the end', async () => {
          await endless.passQuietly(250);
          return heard.ended;
        });
        assert.equal(heard.code, 137);
        stream.dispose();
      });

      it('several share one event stream, which goes with the last', async () => {
        const streams = await Promise.all([1, 2, 3].map(() => endless.engine.containers.execute('web', { command: ['sh'], tty })));
        for (const stream of streams) hear(stream);
        await until('the event stream', () => endless.fake.eventStreams === 1);
        const [first, ...rest] = streams;
        first?.dispose();
        await endless.passQuietly(2_000);
        assert.equal(endless.fake.eventStreams, 1);
        for (const stream of rest) stream.dispose();
        await until('no event stream', () => endless.fake.eventStreams === 0);
      });

      it('attach: an engine that refuses to wait is asked when the container dies', async () => {
        endless.fake.on('POST /containers/web/wait', json({ message: 'no' }, 500));
        const stream = await endless.engine.containers.attach('web');
        const heard = hear(stream);
        await until('the event stream', () => endless.fake.eventStreams === 1);
        endless.endContainer(5);
        await until('the end', async () => {
          await endless.passQuietly(250);
          return heard.ended;
        });
        assert.equal(heard.code, 5);
        stream.dispose();
        await until('no event stream', () => endless.fake.eventStreams === 0);
      });

      it('the verbs: run, attach and shell end, and Ctrl+C ends them', async () => {
        const app = fakeApp({ engine: endless.engine });
        const verbs = [
          () => runWithAnswers(runImage, app, { image: 'alpine:1', options: tty ? ['-it'] : ['-i'] }),
          () => runWithAnswers(attachToContainer, app, { container: 'web' }),
          () => runWithAnswers(openContainerShell, app, { container: 'web', tty }),
        ];
        for (const [index, open] of verbs.entries()) {
          endless.running = true;
          endless.status = 'running';
          endless.execRunning = true;
          endless.streams.length = 0;
          await open();
          const stream = await app.record.terminals[index]!.open(new AbortController().signal);
          const heard = hear(stream);
          endless.say('$ ');
          await until('the prompt', () => heard.text.includes('$ '));
          stream.write('\u0003');
          // The shell itself heeds no signal there, but the end of its input.
          if (index === 2 && !tty) endless.endExec(130);
          const interrupted = index === 2 || tty ? 130 : 137;
          await until(`the end of verb ${String(index)}`, async () => {
            await endless.passQuietly(250);
            return heard.ended;
          });
          assert.equal(heard.code, interrupted, `verb ${String(index)}`);
          stream.dispose();
        }
      });
    });
  }
}

describe('logs whose end is lost', () => {
  /** A container of one run, whose log goes on without a word after it has ended. */
  async function logOf(kind: 'docker' | 'podman', tty: boolean, late: readonly string[], never: readonly string[]): Promise<string> {
    const endless = await EndlessEngine.start(kind);
    endless.tty = tty;
    const end = Date.parse('2026-01-01T00:00:01Z');
    const lines: { readonly at: number; readonly text: string }[] = [];
    const logs: ServerResponse[] = [];
    endless.fake.on(`GET /containers/${id}/logs`, (response, { query }) => {
      response.writeHead(200);
      response.flushHeaders();
      const wanted = lines.filter(({ at }) => at >= Number(query.get('since') ?? '0') * 1000).map(({ text }) => text);
      for (const text of wanted) response.write(tty ? text : frame(text));
      if (['true', '1'].includes(query.get('follow') ?? '')) logs.push(response);
      else response.end();
    });
    const directory = await mkdtemp(join(tmpdir(), 'slipway-logs-'));
    const connection = new LiveEngineConnection({
      chosen: () => '',
      environment: { ...hostEnvironment(), variables: { DOCKER_HOST: `unix://${endless.fake.socketPath}`, DOCKER_CONFIG: directory }, homeDirectory: directory },
    });
    const log = (at: number, text: string, told: boolean): void => {
      lines.push({ at, text });
      if (told) for (const response of logs) response.write(tty ? text : frame(text));
    };
    try {
      const terminal = new LogTerminal({ ...fakeApp({ information: { kind } }), connection }, { container: id });
      const heard = hear(terminal);
      await until('the log', () => logs.length > 0 && endless.fake.eventStreams > 0);
      log(end - 100, 'working\n', true);
      await until('the first line', () => heard.text.includes('working'));
      endless.endContainer(6);
      for (const text of late) log(end + 1, text, true);
      for (const text of never) log(end + 1, text, false);
      await until('the words about the end', () => heard.text.includes('exit code 6'));
      terminal.dispose();
      return heard.text;
    } finally {
      connection.dispose();
      await endless.dispose();
      await rm(directory, { recursive: true });
    }
  }

  for (const kind of ['docker', 'podman'] as const) {
    for (const tty of [true, false]) {
      it(`end with the container and lose nothing (${kind}, ${tty ? 'with' : 'without'} a terminal)`, async () => {
        const text = await logOf(kind, tty, ['late 1\n', 'late 2\n'], ['never told\n']);
        assert.match(text, /^working\r\nlate 1\r\nlate 2\r\nnever told\r\n.*exit code 6/s);
        assert.equal(text.match(/late/g)?.length, 2, text);
      });
    }
  }
});

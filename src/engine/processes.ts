import { SlipwayError } from '../core/errors';
import { containerContext, inspectContainer } from './containers';
import type { Engine, TerminalStream } from './engine';
import { number, object, text } from './json';
import { checkObjectName } from './names';
import { HijackedTerminal } from './terminal';
import type { EngineRequest, Transport } from './transport';

type ProcessMethods = Pick<Engine, 'execute' | 'attach' | 'waitContainer'>;

/** How long the exit code of a container is waited for after its stream has ended, in milliseconds. */
const exitPatience = 2_000;

/** Terminals of containers and of processes in them. */
export function processMethods(transport: Transport): ProcessMethods {
  return {
    execute: (container, options) => execute(transport, container, options),
    attach: (container) => attach(transport, container),
    async waitContainer(container, signal) {
      const path = `/containers/${checkObjectName('container', container)}/wait`;
      const query = { condition: 'not-running' };
      const answer = await transport.longJson({ method: 'POST', path, query, context: containerContext('wait', container), ...(signal && { signal }) });
      return number(object(answer).StatusCode, -1);
    },
  };
}

async function execute(
  transport: Transport,
  container: string,
  options: Parameters<Engine['execute']>[1],
): Promise<TerminalStream> {
  const context = containerContext('exec', container);
  const body = {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: options.tty,
    Cmd: options.command,
    ...(options.user !== undefined && { User: options.user }),
    ...(options.workingDirectory !== undefined && { WorkingDir: options.workingDirectory }),
  };
  const path = `/containers/${checkObjectName('container', container)}/exec`;
  const id = text(object(await transport.json({ method: 'POST', path, body, context })).Id);
  const stream = await transport.hijack({
    method: 'POST',
    path: `/exec/${id}/start`,
    body: { Detach: false, Tty: options.tty },
    context,
  });
  const state = async () => object(await transport.json({ method: 'GET', path: `/exec/${id}/json`, context }));
  const poll = pollWindowsPipe(transport, async () => (await state()).Running === false, () => stream.socket.destroy());
  return new HijackedTerminal(stream, options, {
    resize: (columns, rows) => resize(transport, { method: 'POST', path: `/exec/${id}/resize`, context }, columns, rows),
    exitCode: async () => {
      // The stream ends a little before the engine has noted the end of the process.
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const { Running, ExitCode } = await state();
        if (Running === false && typeof ExitCode === 'number') return ExitCode;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return undefined;
    },
    release: poll,
  });
}

async function attach(transport: Transport, container: string): Promise<TerminalStream> {
  const context = containerContext('attach', container);
  const path = `/containers/${checkObjectName('container', container)}`;
  const tty = object(object(await inspectContainer(transport, container)).Config).Tty === true;
  const query = { stream: true, stdin: true, stdout: true, stderr: true };
  const stream = await transport.hijack({ method: 'POST', path: `${path}/attach`, query, context });
  const waiting = new AbortController();
  // Asked before the start, because a container that removes itself cannot be asked afterwards.
  const exit = transport
    .longJson({ method: 'POST', path: `${path}/wait`, query: { condition: 'next-exit' }, signal: waiting.signal, context })
    .then((answer) => number(object(answer).StatusCode, -1))
    .catch(() => -1);
  return new HijackedTerminal(stream, { tty }, {
    resize: (columns, rows) => resize(transport, { method: 'POST', path: `${path}/resize`, context }, columns, rows),
    exitCode: async () => {
      const code = await Promise.race([exit, new Promise<number>((resolve) => setTimeout(resolve, exitPatience, -1))]);
      return code >= 0 ? code : exitCodeOf(transport, container);
    },
    release: () => waiting.abort(),
  });
}

async function exitCodeOf(transport: Transport, container: string): Promise<number | undefined> {
  const state = object(object(await inspectContainer(transport, container)).State);
  return state.Running === false && typeof state.ExitCode === 'number' ? state.ExitCode : undefined;
}

/**
 * Resizing may come before the process is there or after it has gone. The engines answer 404, 409 or 500 then; Podman
 * answers 201 for success. A resize that came too early is repeated once.
 */
async function resize(transport: Transport, request: EngineRequest, columns: number, rows: number): Promise<void> {
  const attempt = () => transport.text({ ...request, query: { w: columns, h: rows } });
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await attempt().catch(() => undefined);
  }
}

/** On a Windows pipe the end of a hijacked stream is lost, so the process is asked for each second. */
function pollWindowsPipe(transport: Transport, hasEnded: () => Promise<boolean>, end: () => void): () => void {
  if (!/^(?:\\\\|\/\/)[.?][\\/]pipe[\\/]/.test(transport.options.socketPath)) return () => undefined;
  const timer = setInterval(() => {
    hasEnded().then(
      (ended) => ended && end(),
      () => undefined,
    );
  }, 1000);
  return () => clearInterval(timer);
}

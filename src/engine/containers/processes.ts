import { isPipeAddress } from '../../core/engine-place';
import { SlipwayError } from '../../core/errors';
import { containerContext, inspectContainer } from './life';
import type { EngineEvent } from '../system/system';
import type { EngineInformation } from '../information';
import type { EngineContainers, TerminalStream } from './containers';
import { type JsonObject, number, object, text } from '../json/json';
import { hangUp } from './hang-up';
import { LostEnd } from '../streams/lost-end';
import { checkObjectName } from '../transport/names';
import { ProcessEnds } from './process-ends';
import { HijackedTerminal } from './terminal';
import type { EngineRequest, EngineTransport } from '../transport/transport';
import { defined } from '../../core/records';

type ProcessMethods = Pick<EngineContainers, 'execute' | 'attach' | 'wait'>;

/** How long the exit code of a container is waited for after its stream has ended, in milliseconds. */
const exitPatience = 2_000;

/** Terminals of containers and of processes in them. */
export function processMethods(transport: EngineTransport, { kind }: Pick<EngineInformation, 'kind'>): ProcessMethods {
  const ends = new ProcessEnds(transport);
  return {
    execute: (container, options) => execute(transport, ends, container, options, kind === 'podman' ? podmanExecEnded : dockerExecEnded),
    attach: (container) => attach(transport, ends, container, kind),
    async wait(container, signal) {
      const path = `/containers/${checkObjectName('container', container)}/wait`;
      const query = { condition: 'not-running' };
      const answer = await transport.longJson({
        method: 'POST',
        path,
        query,
        context: containerContext('wait', container),
        ...defined({ signal }),
      });
      return number(object(answer).StatusCode, -1);
    },
  };
}

async function execute(
  transport: EngineTransport,
  ends: ProcessEnds,
  container: string,
  options: Parameters<EngineContainers['execute']>[1],
  isEnded: (state: JsonObject) => boolean,
): Promise<TerminalStream> {
  const context = containerContext('exec', container);
  const ending = options.hangUp === true ? hangUp(transport, context) : undefined;
  const environment = ending ? [...(options.environment ?? []), ending.environment] : options.environment;
  const body = {
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: options.tty,
    Cmd: options.command,
    ...defined({
      User: options.user,
      WorkingDir: options.workingDirectory,
      Env: environment,
      Privileged: options.privileged,
    }),
  };
  const path = `/containers/${checkObjectName('container', container)}/exec`;
  const id = text(object(await transport.json({ method: 'POST', path, body, context })).Id);
  const stream = await transport.hijack({
    method: 'POST',
    path: `/exec/${id}/start`,
    body: { Detach: false, Tty: options.tty },
    context,
  });
  const endOfTerminal = await ending?.watch(container, options.user);
  const state = async () => object(await transport.json({ method: 'GET', path: `/exec/${id}/json`, context }));
  const lost = lostEnd(transport, stream.socket, async () => isEnded(await state()));
  const watching = ends.watch({
    onEvent: (event) => {
      // Podman 4 does not tell which exec it was. The end of the container is that of all that runs in it.
      const ours =
        event.action === 'exec_die' ? (event.attributes.execID ?? id) === id : event.action === 'die' && concerns(container, event);
      if (ours) lost.suspect();
    },
    onGap: () => lost.suspect(),
  });
  return new HijackedTerminal(
    stream,
    { tty: options.tty, pipe: isEnginePipe(transport) },
    {
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
      began: () => lost.began(),
      heard: () => lost.heard(),
      ...defined({ errors: options.errors }),
      release: () => {
        endOfTerminal?.();
        watching.dispose();
        lost.dispose();
      },
    },
  );
}

/** An exec that has not begun has no exit code yet. */
function dockerExecEnded({ Running, ExitCode }: JsonObject): boolean {
  return Running === false && typeof ExitCode === 'number';
}

/** Podman's exit code is 0 before the beginning too, but only what has ended may be removed. */
function podmanExecEnded({ Running, CanRemove }: JsonObject): boolean {
  return Running === false && CanRemove === true;
}

async function attach(
  transport: EngineTransport,
  ends: ProcessEnds,
  container: string,
  kind: EngineInformation['kind'],
): Promise<TerminalStream> {
  const context = containerContext('attach', container);
  const path = `/containers/${checkObjectName('container', container)}`;
  const tty = object(object(await inspectContainer(transport, container)).Config).Tty === true;
  const query = { stream: true, stdin: true, stdout: true, stderr: true };
  const stream = await transport.hijack({ method: 'POST', path: `${path}/attach`, query, context });
  const waiting = new AbortController();
  let hasEnded = async () => containerEnded(await inspectContainer(transport, container));
  const lost = lostEnd(transport, stream.socket, () => hasEnded());
  const watchEvents = (): void => {
    if (waiting.signal.aborted) return;
    const watching = ends.watch({
      onEvent: (event) => {
        if (event.action === 'die' && concerns(container, event)) lost.suspect();
      },
      onGap: () => lost.suspect(),
    });
    waiting.signal.addEventListener('abort', () => watching.dispose(), { once: true });
  };
  // Asked before the start, because a container that removes itself cannot be asked afterwards. The engine's first word says
  // that it waits; an end before that would not be the next one. Podman says nothing until the end.
  const wait = {
    method: 'POST',
    path: `${path}/wait`,
    query: { condition: 'next-exit' },
    signal: waiting.signal,
    onHeaders: () => lost.suspect(),
    context,
  } as const;
  const exit = transport.longJson(wait).then(
    (answer) => {
      // It may have been started again by now, but its streams are others then.
      hasEnded = () => transport.text({ method: 'GET', path: '/_ping', context }).then(() => true);
      lost.suspect();
      return number(object(answer).StatusCode, -1);
    },
    () => {
      watchEvents();
      return -1;
    },
  );
  if (kind === 'podman') watchEvents();
  return new HijackedTerminal(
    stream,
    { tty, pipe: isEnginePipe(transport) },
    {
      resize: (columns, rows) => resize(transport, { method: 'POST', path: `${path}/resize`, context }, columns, rows),
      exitCode: async () => {
        const code = await Promise.race([exit, new Promise<number>((resolve) => setTimeout(resolve, exitPatience, -1))]);
        return code >= 0 ? code : exitCodeOf(transport, container);
      },
      began: () => lost.began(),
      heard: () => lost.heard(),
      release: () => {
        waiting.abort();
        lost.dispose();
      },
    },
  );
}

/** `container` is a name or an id, or the beginning of one. */
function concerns(container: string, { id, attributes }: EngineEvent): boolean {
  return id.startsWith(container) || attributes.name === container;
}

/** A bridge's own pipe goes through Node at both ends. */
function isEnginePipe({ options: { socketPath, remote } }: EngineTransport): boolean {
  return !remote && isPipeAddress(socketPath);
}

/** One that was created and not started yet does not run either. */
function containerEnded(inspected: unknown): boolean {
  const { Running, Status } = object(object(inspected).State);
  return Running === false && ['exited', 'stopped', 'dead', 'removing'].includes(text(Status));
}

function lostEnd(transport: EngineTransport, socket: { destroy(): void }, hasEnded: () => Promise<boolean>): LostEnd {
  return new LostEnd({
    hasEnded: () => hasEnded().catch(goneIsEnded),
    end: () => socket.destroy(),
    remote: transport.options.remote,
    clock: transport.options.pulse?.clock,
  });
}

function goneIsEnded(error: unknown): true {
  if (SlipwayError.details(error, 'notFound')) return true;
  throw error;
}

async function exitCodeOf(transport: EngineTransport, container: string): Promise<number | undefined> {
  const state = object(object(await inspectContainer(transport, container)).State);
  return state.Running === false && typeof state.ExitCode === 'number' ? state.ExitCode : undefined;
}

/**
 * Resizing may come before the process is there or after it has gone. The engines answer 404, 409 or 500 then; Podman
 * answers 201 for success. A resize that came too early is repeated once.
 */
async function resize(transport: EngineTransport, request: EngineRequest, columns: number, rows: number): Promise<void> {
  const attempt = () => transport.text({ ...request, query: { w: columns, h: rows } });
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 300));
    await attempt().catch(() => undefined);
  }
}

import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import type { ExecuteOptions } from '../../engine/containers/containers';
import { back } from '../../ports';
import { name, optional, text, texts } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { startedProcess } from '../terminals/started-process';
import { executeWords, openProcess } from './open-shell';
import { isWindows, shellsOf } from './shell-choice';

interface Ran {
  readonly container: string;
  /** Absent where it runs in a terminal. */
  readonly exitCode?: number;
  readonly output?: string;
}

/** Runs one command in a running container and says its exit code. */
export const runInContainer = defineCommand({
  id: 'slipway.containers.runCommand',
  title: 'Run Command in Container…',
  summary:
    'Runs one command in a running container: in a terminal that says its exit code, or for a program with the output as the result.',
  icon: 'play',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 6 },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    command: texts('Program and arguments.'),
    user: optional(text("User name or id (`user:group`) instead of the image's.")),
    workingDirectory: optional(text("Folder in the container instead of the image's.")),
  },
  result: '{ readonly container: string; readonly exitCode?: number; readonly output?: string }',
  run: async (app, call): Promise<Ran> => {
    const title = t('Run Command in Container');
    if (!call.programmatic) app.show.requireTerminal(title);
    const target = await chooseTarget(app, call, containers, {
      title,
      placeholder: t('Running container'),
      accepts: ({ state }) => state === 'running',
    });
    const { command, user, workingDirectory } = call.answers;
    const engine = await app.connection.engine();
    if (call.programmatic) {
      if (!command || command.length === 0)
        throw failure('invalidInput', { field: 'command', value: '', reason: t('A command is needed.') });
      return collect(app, engine, target, { command, tty: false, ...defined({ user, workingDirectory }) });
    }
    const typed = await app.ask.input({
      title,
      prompt: t('Command for {0}; a shell of the container reads it where there is one', target.name),
      check: (value) => (value.trim() === '' ? { severity: 'error', message: t('A command is needed.') } : undefined),
    });
    if (typed === back) throw failure('cancelled', { operation: title });
    const line = typed.trim();
    const words = await wordsOf(engine, target, line);
    await openProcess(
      app,
      engine,
      target,
      { command: words, tty: true },
      t('{0}: {1}', oneLine(target.name), oneLine(programOf(line), 40)),
    );
    return { container: target.name };
  },
});

/** What a terminal may be called by: the arguments may hold a secret, as may a variable before the program. */
const programOf = (line: string): string => line.split(/\s+/).find((word) => !word.includes('=')) ?? '…';

/** Without a shell blanks alone tell words apart. */
async function wordsOf(engine: Engine, target: ContainerTarget, line: string): Promise<readonly string[]> {
  if (await isWindows(engine, target.id)) return ['cmd', '/s', '/c', line];
  const shells = await shellsOf(engine, target);
  const shell = shells.find((file) => file.endsWith('/sh')) ?? shells[0];
  return shell === undefined ? line.split(/\s+/) : [shell, '-c', line];
}

async function collect(app: App, engine: Engine, target: ContainerTarget, options: ExecuteOptions): Promise<Ran> {
  app.log.command(dockerLine(executeWords(target.name, options, true), app.terminalShell()));
  return app.progress.run(t('Running a command in {0}', oneLine(target.name)), async (_report, signal) => {
    const stream = await startedProcess(await nameInErrors(target, engine.containers.execute(target.id, { ...options, hangUp: true })), {
      container: target.name,
      program: options.command[0] ?? '',
    });
    const stop = (): void => stream.dispose();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await ended(stream, target, signal);
    } finally {
      signal.removeEventListener('abort', stop);
      stream.dispose();
    }
  });
}

function ended(
  stream: Awaited<ReturnType<typeof startedProcess>>,
  { name: container }: ContainerTarget,
  signal: AbortSignal,
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let length = 0;
    signal.addEventListener('abort', () => reject(failure('cancelled', { operation: 'exec' })), { once: true });
    stream.onData((piece) => {
      length += piece.length;
      if (length > limits.answer.most) reject(exceeded('answer', container));
      else pieces.push(piece);
    });
    stream.onEnd((exitCode) => {
      if (stream.failure) reject(stream.failure);
      else resolve({ container, output: Buffer.concat(pieces).toString('utf8'), ...defined({ exitCode }) });
    });
  });
}

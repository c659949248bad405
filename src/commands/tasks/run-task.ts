import * as schema from 'valibot';
import type { App } from '../../app';
import { failure, SlipwayError } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { checkConfiguration } from '../../core/run/configuration-schema';
import { configurationOfRun, type RunConfiguration } from '../../core/run/run-configuration';
import { checkRunLine } from '../../core/run-line';
import { oneLine } from '../../core/untrusted';
import type { TerminalStream } from '../../engine/containers/containers';
import { keptConfiguration } from '../configurations/chosen-configuration';
import { startConfiguration } from '../configurations/start-configuration';
import { lineSurroundings } from '../images/line-surroundings';
import { discard, type StartedRun } from '../images/perform-run';
import { readTask, wrongTask } from './read-task';
import { appOfTask, type TaskCall, type TaskProperties, taskType } from './task-call';
import { whenReady } from './when-ready';

/** So many seconds a container has to become ready. */
const patience = 120;

const text = schema.pipe(schema.string(), schema.nonEmpty(), schema.maxLength(100_000));

/** What stands in `tasks.json` for a run: what is run in one of three ways, and what is waited for. */
const runTask = schema.strictObject({
  type: schema.literal(taskType),
  command: schema.literal('run'),
  configuration: schema.optional(text),
  line: schema.optional(text),
  container: schema.optional(schema.record(schema.string(), schema.unknown())),
  waitFor: schema.optional(schema.union([schema.literal('healthy'), schema.strictObject({ log: text })])),
  timeout: schema.optional(schema.pipe(schema.number(), schema.gtValue(0), schema.maxValue(86_400)), patience),
});
type RunTask = schema.InferOutput<typeof runTask>;

/** How a wait is written, for the editor of `tasks.json`. */
export const waitForSchema = {
  oneOf: [
    { type: 'string', enum: ['healthy'] },
    {
      type: 'object',
      required: ['log'],
      additionalProperties: false,
      properties: { log: { type: 'string', minLength: 1 } },
      defaultSnippets: [{ body: { log: '${1:listening}' } }],
    },
  ],
};

/** The properties of a run task for the editor of `tasks.json`, but for the fields of `container`, which are those of a run configuration. */
export const runTaskProperties: TaskProperties = {
  configuration: {
    schema: { type: 'string', minLength: 1 },
    text: 'Of a `run`: the name of a run configuration of `.vscode/slipway.json`. Either this, or `line`, or `container`.',
  },
  line: { schema: { type: 'string', minLength: 1 }, text: 'Of a `run`: a `docker run` line, with or without its first two words.' },
  container: { schema: { type: 'object' }, text: 'Of a `run`: an image and how it is run, with the fields of a run configuration.' },
  waitFor: {
    schema: waitForSchema,
    text: 'The task ends well when this is so, with the container in the background: it is `healthy`, or has written a line to its log with this text or RE2 regular expression. Without it the task shows what a container writes until it ends, and ends with its exit code.',
  },
  timeout: {
    schema: { type: 'number', exclusiveMinimum: 0, default: patience },
    text: 'Seconds after which a wait has failed: the task fails, and the container is removed.',
  },
};

/**
 * Runs what a task says. With `waitFor` it ends with 0 once the container is ready, and what did not become ready is removed;
 * without it a container in the foreground is shown until it ends. Throws what starting throws, and `restrictedMode`.
 */
export async function performRunTask(app: App, definition: unknown, call: TaskCall): Promise<number> {
  // What a file of the workspace says is run.
  if (!app.trust.isGranted) throw failure('restrictedMode', { name: call.label, wants: 'run' });
  const task = readTask(runTask, definition);
  let session: TerminalStream | undefined;
  const shown: TaskCall = { ...call, show: (stream) => call.show((session = stream)) };
  const quiet = appOfTask(app, shown);
  const configuration = await configurationOfTask(quiet, task, call);
  const started = await startConfiguration(quiet, task.waitFor ? { ...configuration, detach: true } : configuration, {
    answers: { running: 'replace' },
    programmatic: true,
  });
  if (task.waitFor) return waitUntilReady(quiet, started, task, call);
  if (!session) {
    call.print(`${t('{0} runs.', oneLine(started.name))}\n`);
    return 0;
  }
  return ended(quiet, started, session, call);
}

/** The configuration that a task names, or says itself; such a one is known by the name of the task. */
async function configurationOfTask(app: App, task: RunTask, { label, folder }: TaskCall): Promise<RunConfiguration> {
  const { configuration, line, container } = task;
  if ([configuration, line, container].filter((way) => way !== undefined).length !== 1)
    throw wrongTask('configuration', t('A run task has one of “configuration”, “line” and “container”.'));
  const name = `task: ${label}`;
  if (configuration !== undefined) return (await keptConfiguration(app, configuration)).configuration;
  if (line !== undefined) {
    const checked = checkRunLine(line, lineSurroundings(app, folder));
    if ('reason' in checked) throw wrongTask('line', checked.reason);
    return configurationOfRun(name, checked.run);
  }
  const checked = checkConfiguration({ ...container, name });
  if ('wrong' in checked || container?.['name'] !== undefined)
    throw wrongTask(['container', ...('wrong' in checked ? checked.wrong : ['name'])].join('.'));
  return checked.configuration;
}

async function waitUntilReady(app: App, started: StartedRun, { waitFor = 'healthy', timeout }: RunTask, call: TaskCall): Promise<number> {
  const name = oneLine(started.name);
  const { signal, print } = call;
  print(`${t('Waiting until {0} is ready', name)}\n`);
  try {
    await whenReady(app, started, { waitFor, timeout, signal, print });
    print(`${t('{0} is ready.', name)}\n`);
    return 0;
  } catch (error) {
    // Nothing of a run that was given up stays.
    await discard(app, app.connection.engine(), started.container);
    if (!signal.aborted && error instanceof SlipwayError) print(`${failureReason(error)} ${t('It has been removed.')}\n`);
    else throw error;
    return 1;
  }
}

/** Follows a session to its end; a task that is ended stops its container. Gives the exit code. */
async function ended(app: App, started: StartedRun, session: TerminalStream, { signal }: TaskCall): Promise<number> {
  const stopped = new Promise<undefined>((resolve, reject) => {
    const stop = (): void => void stopContainer(app, started, session).then(() => resolve(undefined), reject);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  const code = await Promise.race([stopped, new Promise<number | undefined>((resolve) => session.onEnd(resolve))]);
  // What it shows may end before it has stopped.
  if (signal.aborted) await stopped;
  else if (session.failure) throw session.failure;
  return code ?? 1;
}

async function stopContainer(app: App, { container }: StartedRun, session: TerminalStream): Promise<void> {
  try {
    const engine = await app.connection.engine();
    await engine.containers.stop(container);
  } finally {
    session.dispose();
  }
}

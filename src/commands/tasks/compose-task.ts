import path from 'node:path';
import * as schema from 'valibot';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { startComposeVerb } from '../compose/run-compose';
import { readTask, wrongTask } from './read-task';
import { type TaskCall, type TaskProperties, taskType } from './task-call';

const text = schema.pipe(schema.string(), schema.nonEmpty(), schema.maxLength(10_000));

/** What stands in `tasks.json` for a Compose project. */
const composeTask = schema.strictObject({
  type: schema.literal(taskType),
  command: schema.literal('compose'),
  action: schema.optional(schema.picklist(['up', 'down']), 'up'),
  file: schema.optional(text),
  services: schema.optional(schema.array(schema.pipe(text, schema.regex(/^[^-]/u))), []),
  waitFor: schema.optional(schema.literal('healthy')),
  timeout: schema.optional(schema.pipe(schema.number(), schema.gtValue(0), schema.maxValue(86_400))),
});

/** The properties that only a Compose task has, for the editor of `tasks.json`. */
export const composeTaskProperties: TaskProperties = {
  action: {
    schema: { type: 'string', enum: ['up', 'down'], default: 'up' },
    text: 'Of `compose`: `up` creates and starts the containers in the background, `down` stops and removes them. With `waitFor` `healthy` the task waits until all of them are running or healthy.',
  },
  file: {
    schema: { type: 'string', minLength: 1 },
    text: 'Of `compose`: the Compose file, relative to the folder of the workspace; without it the one that Compose finds there.',
  },
  services: { schema: { type: 'array', items: { type: 'string' } }, text: 'Of `compose`: only these services and what they depend on.' },
};

/** Does it by the installed Compose program, whose output is shown. Gives the exit code. Throws `unsupported` where none is installed. */
export async function performComposeTask(app: App, definition: unknown, call: TaskCall): Promise<number> {
  if (!app.trust.isGranted) throw failure('restrictedMode', { name: call.label, wants: 'run' });
  const { action, file, services, waitFor, timeout } = readTask(composeTask, definition);
  if (waitFor !== undefined && action === 'down') throw wrongTask('waitFor');
  const { folder } = call;
  if (folder === undefined && (file === undefined || !path.isAbsolute(file)))
    throw wrongTask('file', t('Open a folder, or name the file by its absolute path.'));
  const full = file === undefined ? undefined : path.resolve(folder ?? '/', file);
  const verb = action === 'up' ? ['up', '--detach', ...(waitFor === undefined ? [] : ['--wait'])] : ['down'];
  const words = [...(full === undefined ? [] : ['--file', full]), ...verb, ...(services.length > 0 ? ['--', ...services] : [])];
  const stream = await startComposeVerb(app, words, full === undefined ? folder : path.dirname(full));
  const late = new AbortController();
  const timer = timeout === undefined ? undefined : setTimeout(() => late.abort(), timeout * 1_000);
  const stop = (): void => stream.dispose();
  const over = AbortSignal.any([call.signal, late.signal]);
  over.addEventListener('abort', stop, { once: true });
  if (over.aborted) stop();
  try {
    stream.onData(call.print);
    const code = await new Promise<number | undefined>((resolve) => stream.onEnd(resolve));
    if (call.signal.aborted) throw failure('cancelled', { operation: 'compose' });
    if (stream.failure) throw stream.failure;
    if (!late.signal.aborted) return code ?? 1;
    call.print(`${t('Compose was not done within {0} seconds.', timeout ?? 0)}\n`);
    return 1;
  } finally {
    clearTimeout(timer);
    over.removeEventListener('abort', stop);
  }
}

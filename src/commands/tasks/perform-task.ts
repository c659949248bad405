import type { App } from '../../app';
import { isCancelled } from '../../core/errors';
import { failureReason } from '../../core/failure-reason';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { performBuildTask } from './build-task';
import { performComposeTask } from './compose-task';
import { wrongTask } from './read-task';
import { performRunTask } from './run-task';
import type { TaskCall } from './task-call';

type Perform = (app: App, definition: unknown, call: TaskCall) => Promise<number>;

/** What each `command` of a task does. */
const kinds: Readonly<Record<string, Perform>> = {
  build: performBuildTask,
  run: performRunTask,
  compose: performComposeTask,
};

/** Does what a task of `tasks.json` says. What goes wrong is said in its terminal. Gives the exit code. */
export async function performTask(app: App, definition: Readonly<Record<string, unknown>>, call: TaskCall): Promise<number> {
  try {
    const { engine, ...rest } = definition;
    const { command } = rest;
    const perform = typeof command === 'string' ? own(kinds, command) : undefined;
    if (!perform) throw wrongTask('command');
    if (engine !== undefined && (typeof engine !== 'string' || engine === '')) throw wrongTask('engine');
    return await perform(engine === undefined ? app : await app.engines.named(engine), rest, call);
  } catch (error) {
    call.print(`${isCancelled(error) ? t('The task was ended.') : failureReason(error)}\n`);
    if (!isCancelled(error)) app.log.error(`task ${call.label}`, error);
    return 1;
  }
}

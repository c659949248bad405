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
    const { command } = definition;
    const perform = typeof command === 'string' ? own(kinds, command) : undefined;
    if (!perform) throw wrongTask('command');
    return await perform(app, definition, call);
  } catch (error) {
    call.print(`${isCancelled(error) ? t('The task was ended.') : failureReason(error)}\n`);
    if (!isCancelled(error)) app.log.error(`task ${call.label}`, error);
    return 1;
  }
}

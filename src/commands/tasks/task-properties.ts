import { buildTaskProperties } from './build-task';
import { composeTaskProperties } from './compose-task';
import { runTaskProperties } from './run-task';
import type { TaskProperties } from './task-call';

/** All properties of tasks, for the editor of `tasks.json`: VS Code knows one list for a type. */
export const taskProperties: TaskProperties = {
  command: {
    schema: { type: 'string', enum: ['build', 'run', 'compose'] },
    text: 'What to do: `build` builds an image of a Dockerfile, `run` runs a container, `compose` brings a Compose project up or down.',
  },
  engine: {
    schema: { type: 'string', minLength: 1 },
    text: 'On which engine: the name of a docker context, or an address; the engine in use without it.',
  },
  ...buildTaskProperties,
  ...runTaskProperties,
  ...composeTaskProperties,
};

import path from 'node:path';
import * as schema from 'valibot';
import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { checkReference, invalidNewName } from '../../core/reference';
import { BuildText } from '../../core/build/build-text';
import { buildWords } from '../../core/build/build-words';
import { dockerLine } from '../../core/docker-line';
import type { App } from '../../app';
import { performBuild } from '../builds/perform-build';
import { type TaskCall, type TaskProperties, taskType } from './task-call';
import { readTask } from './read-task';

const texts = schema.record(schema.string(), schema.string());

/** What stands in `tasks.json` for a build; paths are relative to the folder of the workspace. */
const buildTask = schema.strictObject({
  type: schema.literal(taskType),
  command: schema.literal('build'),
  dockerfile: schema.optional(schema.string(), 'Dockerfile'),
  context: schema.optional(schema.string()),
  tags: schema.optional(schema.array(schema.string()), []),
  target: schema.optional(schema.string()),
  buildArgs: schema.optional(texts, {}),
  labels: schema.optional(texts, {}),
  platform: schema.optional(schema.string()),
  noCache: schema.optional(schema.boolean(), false),
  pull: schema.optional(schema.boolean(), false),
});

/** The properties of a build task for the editor of `tasks.json`, with what each is. */
export const buildTaskProperties: TaskProperties = {
  dockerfile: { schema: { type: 'string', default: 'Dockerfile' }, text: 'The Dockerfile, relative to the folder of the workspace.' },
  context: { schema: { type: 'string' }, text: 'The folder that COPY and ADD copy files from; that of the Dockerfile without it.' },
  tags: { schema: { type: 'array', items: { type: 'string' } }, text: 'Names of the image.' },
  target: { schema: { type: 'string' }, text: 'Stage to build; the last one without it.' },
  buildArgs: { schema: { type: 'object', additionalProperties: { type: 'string' } }, text: 'Values of build arguments.' },
  labels: { schema: { type: 'object', additionalProperties: { type: 'string' } }, text: 'Labels of the image.' },
  platform: { schema: { type: 'string' }, text: 'Platform to build for, such as `linux/arm64`.' },
  noCache: { schema: { type: 'boolean' }, text: 'Builds everything anew.' },
  pull: { schema: { type: 'boolean' }, text: 'Asks registries for base images even where they are here.' },
};

/** The build that a task in `tasks.json` means. Throws `invalidInput` that names the property. */
export function requestOfTask(definition: unknown, folder: string | undefined): BuildRequest {
  const { dockerfile, context, tags, buildArgs, labels, noCache, pull, target, platform } = readTask(buildTask, definition);
  for (const tag of tags) {
    const reason = invalidNewName(tag);
    if (reason !== undefined || !('reference' in checkReference(tag)))
      throw failure('invalidInput', { field: 'tags', value: tag, reason: reason ?? '' });
  }
  const file = absolute(dockerfile, folder);
  return {
    source: { kind: 'folder', folder: context === undefined ? path.dirname(file) : absolute(context, folder) },
    dockerfile: { kind: 'file', file },
    ...defined({
      target,
      platform,
      references: tags.length > 0 ? tags : undefined,
      buildArguments: Object.keys(buildArgs).length > 0 ? buildArgs : undefined,
      labels: Object.keys(labels).length > 0 ? labels : undefined,
      noCache: noCache ? (true as const) : undefined,
      pull: pull ? true : undefined,
    }),
  };
}

function absolute(file: string, folder: string | undefined): string {
  if (path.isAbsolute(file)) return file;
  if (folder === undefined)
    throw failure('invalidInput', { field: 'dockerfile', value: file, reason: t('Open a folder, or name the file by its absolute path.') });
  return path.join(folder, file);
}

/** Builds the image, with the steps and what they print in the terminal. Gives the exit code. Throws as `performBuild`. */
export async function performBuildTask(app: App, definition: unknown, call: TaskCall): Promise<number> {
  const text = new BuildText();
  const request = requestOfTask(definition, call.folder);
  app.log.command(dockerLine(buildWords(request), app.terminalShell()));
  const { imageId } = await performBuild(app, request, { signal: call.signal, onEvent: (event) => call.print(text.add(event)) });
  call.print(`${t('Built {0}', request.references?.[0] ?? imageId ?? '')}\n`);
  return 0;
}

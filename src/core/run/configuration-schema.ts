import * as schema from 'valibot';
import type { RunConfiguration } from './run-configuration';

const text = schema.pipe(schema.string(), schema.maxLength(100_000));
const name = schema.pipe(schema.string(), schema.nonEmpty(), schema.maxLength(200));
const texts = schema.array(text);
const flag = schema.boolean();

const step = schema.union([
  schema.strictObject({ pull: name }),
  schema.strictObject({ build: name, tag: name, context: schema.optional(text) }),
  schema.strictObject({ waitFor: name }),
  schema.strictObject({ task: name }),
]);

const configuration = schema.strictObject({
  name,
  image: name,
  command: schema.optional(schema.union([text, texts])),
  containerName: schema.optional(text),
  entrypoint: schema.optional(text),
  detach: schema.optional(flag),
  interactive: schema.optional(flag),
  tty: schema.optional(flag),
  remove: schema.optional(flag),
  ports: schema.optional(texts),
  environment: schema.optional(schema.record(text, schema.nullable(text))),
  envFiles: schema.optional(texts),
  volumes: schema.optional(texts),
  mounts: schema.optional(texts),
  networks: schema.optional(texts),
  labels: schema.optional(schema.record(text, text)),
  user: schema.optional(text),
  workingDirectory: schema.optional(text),
  restart: schema.optional(text),
  memory: schema.optional(text),
  cpus: schema.optional(text),
  platform: schema.optional(text),
  pull: schema.optional(schema.picklist(['always', 'missing', 'never'])),
  options: schema.optional(text),
  allowParallelRun: schema.optional(flag),
  beforeLaunch: schema.optional(schema.array(step)),
});

/** Names of the fields of a configuration. */
export const configurationFields: readonly string[] = Object.keys(configuration.entries);

/** A configuration as a file has it, or the path of what is wrong in it. */
export function checkConfiguration(
  value: unknown,
): { readonly configuration: RunConfiguration } | { readonly wrong: readonly (string | number)[] } {
  const read = schema.safeParse(configuration, value);
  if (read.success) return { configuration: read.output };
  const [issue] = read.issues;
  return { wrong: (issue.path ?? []).flatMap(({ key }) => (typeof key === 'string' || typeof key === 'number' ? [key] : [])) };
}

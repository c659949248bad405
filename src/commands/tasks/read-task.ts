import * as schema from 'valibot';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';

/** What stands in `tasks.json` for a task, checked. Throws `invalidInput` that names the property. */
export function readTask<Schema extends schema.GenericSchema>(form: Schema, definition: unknown): schema.InferOutput<Schema> {
  const read = schema.safeParse(form, definition);
  if (read.success) return read.output;
  const [issue] = read.issues;
  throw wrongTask(schema.getDotPath(issue) ?? 'task');
}

/** The failure for a property that is not of the form that it must have; its value, which may be secret, is not part of it. */
export function wrongTask(property: string, reason = t('{0} in tasks.json is not of the form that this task takes.', property)): Error {
  return failure('invalidInput', { field: property, value: '', reason });
}

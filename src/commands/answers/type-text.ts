import type * as v from 'valibot';
import type { AnswerSchema } from './takes';

/** The schemas that `takes.ts` is made of. */
type Known =
  | v.StringSchema<undefined>
  | v.NumberSchema<undefined>
  | v.BooleanSchema<undefined>
  | v.PicklistSchema<readonly string[], undefined>
  | v.ArraySchema<v.GenericSchema, undefined>
  | v.RecordSchema<v.StringSchema<undefined>, v.GenericSchema, undefined>
  | v.StrictObjectSchema<Readonly<Record<string, v.GenericSchema>>, undefined>;

/** The checks that come after the type. */
type Check =
  | v.IntegerAction<number, undefined>
  | v.MinValueAction<number, number, undefined>
  | v.MaxValueAction<number, number, undefined>
  | v.NonEmptyAction<string, undefined>;

/** What a schema lets through, in TypeScript: `readonly string[]`. */
export function typeText(schema: AnswerSchema): string {
  const known = schema as unknown as Known;
  switch (known.type) {
    case 'string':
    case 'number':
    case 'boolean':
      return known.type;
    case 'picklist':
      return known.options.map((word) => `'${word}'`).join(' | ');
    case 'array':
      return `readonly ${element(known.item)}[]`;
    case 'record':
      return `Readonly<Record<string, ${typeText(known.value)}>>`;
    case 'strict_object':
      return `{ ${Object.entries(known.entries)
        .map(([key, value]) => `${key}: ${typeText(value)}`)
        .join('; ')} }`;
    default:
      return unwritten(known);
  }
}

function element(schema: AnswerSchema): string {
  const written = typeText(schema);
  return written.includes(' | ') || written.startsWith('readonly ') ? `(${written})` : written;
}

/** What the type does not say: `integer, 1 to 65535`; the empty text where it says all. Of a list it is said of its elements. */
export function limitText(schema: AnswerSchema): string {
  const known = schema as unknown as Known;
  if (known.type === 'array') return limitText(known.item).replace(/^(?=.)/, 'each ');
  const checks = ((schema as { readonly pipe?: readonly unknown[] }).pipe ?? []).slice(1) as readonly Check[];
  const least = checks.find((check) => check.type === 'min_value')?.requirement;
  const most = checks.find((check) => check.type === 'max_value')?.requirement;
  const words = checks.flatMap(({ type }) => (type === 'integer' ? ['integer'] : type === 'non_empty' ? ['not empty'] : []));
  if (least !== undefined)
    words.push(
      most === undefined || most === Number.MAX_SAFE_INTEGER ? `at least ${String(least)}` : `${String(least)} to ${String(most)}`,
    );
  return words.join(', ');
}

/** Type and limits in one: `number (integer, 1 to 65535)`. */
export function takenText(schema: AnswerSchema): string {
  const limits = limitText(schema);
  return limits === '' ? typeText(schema) : `${typeText(schema)} (${limits})`;
}

function unwritten(schema: never): never {
  throw new Error(`docs/commands.md cannot say what this is: ${JSON.stringify(schema)}`);
}

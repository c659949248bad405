import * as v from 'valibot';
import { defined } from '../../core/records';

/** What may be given for an answer; `typeText` writes its TypeScript form. */
export type AnswerSchema<Value = unknown> = v.GenericSchema<unknown, Value>;

/** One answer of a command: its type, its check and its row in docs/commands.md. */
export interface Answer<Value = unknown, Required extends boolean = boolean> {
  readonly schema: AnswerSchema<Value>;
  /** English, for docs/commands.md. */
  readonly text: string;
  /** A program must give it; a person is asked. */
  readonly required: Required;
  /** What counts when a program does not give it. */
  readonly default?: Value;
}

/** The answers of a command by their names. */
export type Answers = Readonly<Record<string, Answer>>;

/** The values of answers, as `run` of a command and its helpers see them. */
export type AnswersOf<Declared extends Answers> = {
  readonly [Name in keyof Declared as Declared[Name]['required'] extends true ? Name : never]: ValueOf<Declared[Name]>;
} & {
  readonly [Name in keyof Declared as Declared[Name]['required'] extends true ? never : Name]?: ValueOf<Declared[Name]>;
};

type ValueOf<Declared> = Declared extends Answer<infer Value> ? Value : never;

function answer<Value>(schema: AnswerSchema<Value>, text: string): Answer<Value, true> {
  return { schema, text, required: true };
}

/** A text. */
export function text(description: string): Answer<string, true> {
  return answer(v.string(), description);
}

/** A list of texts. */
export function texts(description: string): Answer<readonly string[], true> {
  return answer(v.array(v.string()), description);
}

/** A list of texts that are not empty: names, ids, references. */
export function names(description: string): Answer<readonly string[], true> {
  return answer(v.array(v.pipe(v.string(), v.nonEmpty())), description);
}

/** A text that is not empty. */
export function name(description: string): Answer<string, true> {
  return answer(v.pipe(v.string(), v.nonEmpty()), description);
}

/** True or false. */
export function flag(description: string): Answer<boolean, true> {
  return answer(v.boolean(), description);
}

/** A whole number of at least `least`, and at most `most`. */
export function whole(description: string, least: number, most: number = Number.MAX_SAFE_INTEGER): Answer<number, true> {
  return answer(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most)), description);
}

/** One of some words. */
export function choice<const Word extends string>(words: readonly Word[], description: string): Answer<Word, true> {
  return answer(v.picklist(words), description);
}

/** A text for each of some names. */
export function textsByName(description: string): Answer<Readonly<Record<string, string>>, true> {
  return answer(v.record(v.string(), v.string()), description);
}

/** Some texts for each of some names. */
export function listsByName(description: string): Answer<Readonly<Record<string, readonly string[]>>, true> {
  return answer(v.record(v.string(), v.array(v.string())), description);
}

/** A list of objects that have a text, which is not empty, under each of these keys. */
export function records<const Key extends string>(
  keys: readonly Key[],
  description: string,
): Answer<readonly Readonly<Record<Key, string>>[], true> {
  const fields: v.ObjectEntries = Object.fromEntries(keys.map((key) => [key, v.pipe(v.string(), v.nonEmpty())]));
  return answer(v.array(v.strictObject(fields)) as AnswerSchema as AnswerSchema<readonly Readonly<Record<Key, string>>[]>, description);
}

/** An answer that a program may leave out, and what counts then. */
export function optional<Value>(given: Answer<Value>, ...[byDefault]: readonly [NoInfer<Value>?]): Answer<Value, false> {
  return { ...given, required: false, ...defined({ default: byDefault }) };
}

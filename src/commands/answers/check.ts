import * as v from 'valibot';
import { failure, type SlipwayErrorDetails } from '../../core/errors';
import { defined, own } from '../../core/records';
import { nearest } from '../../dockerfile/facts/spelling';
import { givenText, plainCopy, Unfit } from './plain-copy';
import type { Answer, Answers } from './takes';
import { takenText } from './type-text';

/** What of a command's definition says which answers it takes. */
export interface Answerable {
  readonly id: string;
  readonly answers: Answers;
  /** A program must give all answers of one of these groups; `false` counts as none. */
  readonly oneOf?: readonly (readonly string[])[];
}

/**
 * The answers of a call, as a copy with own keys that the command declares. `complete`: a program gave them, so that those
 * that are required must be there and defaults count. Throws `wrongAnswer`.
 */
export function checkedAnswers(command: Answerable, given: unknown, complete: boolean): Readonly<Record<string, unknown>> {
  const copied = copyOf(command, given);
  const answers = new Map<string, unknown>();
  for (const [name, value] of Object.entries(copied)) {
    const declared = own(command.answers, name);
    if (!declared) throw unknownAnswer(command, name);
    if (value !== undefined) answers.set(name, checked(command, name, declared, value));
  }
  if (complete) completeAnswers(command, answers);
  return Object.fromEntries(answers);
}

function copyOf(command: Answerable, given: unknown): Readonly<Record<string, unknown>> {
  try {
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new Unfit('', givenText(given));
    return plainCopy(given) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // A getter or a proxy may throw anything.
    const { where, given: short } = error instanceof Unfit ? error : new Unfit('', 'object that cannot be read');
    if (where === '') throw wrong(command, 'noObject', { given: short });
    const declared = Object.entries(command.answers).find(
      ([name]) => where === name || where.startsWith(`${name}[`) || where.startsWith(`${name}.`),
    );
    if (!declared) throw unknownAnswer(command, where);
    throw wrong(command, 'wrong', { answer: where, takes: takenText(declared[1].schema), given: short });
  }
}

function unknownAnswer(command: Answerable, name: string): Error {
  const known = Object.keys(command.answers);
  const near = nearest(name, known);
  return wrong(command, 'unknown', { answer: name, takes: known.join(', '), ...defined({ instead: near }) });
}

/** Of longer words and places in an answer the beginning is told. */
const longestWord = 80;
const longestPlace = 200;

function checked(command: Answerable, name: string, { schema }: Answer, value: unknown): unknown {
  // To valibot a list is a record too.
  if (schema.type === 'record' && Array.isArray(value))
    return fail(command, { answer: name, takes: takenText(schema), given: givenText(value) });
  const result = v.safeParse(schema, value, { abortEarly: true, abortPipeEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const keys = (issue.path ?? []).map(({ key }) => key);
  const where = keys.map((key) => (typeof key === 'number' ? `[${String(key)}]` : `.${String(key)}`)).join('');
  return fail(command, { answer: `${name}${where}`, takes: takenText(schema), given: shortly(issue) });
}

function fail(command: Answerable, details: Partial<SlipwayErrorDetails['wrongAnswer']>): never {
  throw wrong(command, 'wrong', details);
}

/** Values are told of words to choose from and of numbers only: anything else may be a secret. */
function shortly({ type, input }: v.BaseIssue<unknown>): string {
  if (type === 'picklist' && typeof input === 'string') return `'${input.slice(0, longestWord)}'`;
  if (type === 'non_empty') return "''";
  if (['integer', 'min_value', 'max_value'].includes(type) || Number.isNaN(input)) return String(input);
  return givenText(input);
}

function completeAnswers(command: Answerable, answers: Map<string, unknown>): void {
  for (const [name, { required, schema, default: value }] of Object.entries(command.answers)) {
    if (answers.has(name)) continue;
    if (required) throw wrong(command, 'missing', { answer: name, takes: takenText(schema) });
    if (value !== undefined) answers.set(name, value);
  }
  const { oneOf } = command;
  if (oneOf && !oneOf.some((group) => group.every((name) => answers.has(name) && answers.get(name) !== false))) {
    throw wrong(command, 'missing', { answer: oneOf.map((group) => group.join(' + ')).join(' | '), takes: '' });
  }
}

/** The error of a call that a program got wrong. */
export function wrong(
  { id }: Answerable,
  problem: SlipwayErrorDetails['wrongAnswer']['problem'],
  details: Partial<SlipwayErrorDetails['wrongAnswer']>,
): Error {
  const { answer = '', takes = '', ...rest } = details;
  return failure('wrongAnswer', { command: id, problem, answer: answer.slice(0, longestPlace), takes, ...rest });
}

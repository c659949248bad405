import assert from 'node:assert/strict';
import type { App } from '../../../../src/app';
import { commands } from '../../../../src/commands/all';
import type { Answer } from '../../../../src/commands/answers/takes';
import { limitText, typeText } from '../../../../src/commands/answers/type-text';
import type { AnyCommand } from '../../../../src/commands/define';
import { failure, SlipwayError } from '../../../../src/core/errors';
import { describeError } from '../../../../src/ui/present';
import { fakeApp, runInUsersName, runWithAnswers } from '../../../support/fake-app';

/** Values of every type, with what can go wrong while they are read. */
function strangeValues(): readonly (readonly [string, unknown])[] {
  const cycle: unknown[] = ['a'];
  cycle.push(cycle);
  const throwing = Object.defineProperty({}, 'a', { enumerable: true, get: () => assert.fail('read') });
  return [
    ['null', null], ['true', true], ['a number', 7], ['nothing', 0], ['a negative number', -7], ['a fraction', 1.5], ['NaN', Number.NaN], ['Infinity', Number.POSITIVE_INFINITY], ['a big integer', 7n],
    ['a text', 'a'], ['the empty text', ''], ['a text without end', 'a'.repeat(100_001)], ['a symbol', Symbol('a')], ['a function', () => 'a'],
    ['the empty list', []], ['a list of a text', ['a']], ['a list of the empty text', ['a', '']], ['a list of a number', ['a', 7]], ['a list of lists', [['a']]], ['a list with holes', [, 'a']], // eslint-disable-line no-sparse-arrays -- a program may give one
    ['a list without end', new Array<string>(10_001)], ['a list in itself', cycle], ['a list of records', [{ image: 'a', reference: 'b' }]], ['a list of a part', [{ image: 'a' }]], ['a list of more', [{ image: 'a', reference: 'b', more: 'c' }]],
    ['an object', {}], ['a text by name', { a: 'b' }], ['texts by name', { a: ['b'] }], ['a number by name', { a: 7 }], ['a key with a meaning', JSON.parse('{ "__proto__": "a" }')], ['another', { constructor: ['a'] }],
    ['a date', new Date(0)], ['a map', new Map([['a', 'b']])], ['a getter that throws', throwing], ['a proxy that throws', new Proxy({}, { ownKeys: () => assert.fail('read') })],
    ['an inherited text', Object.create({ a: 'b' }) as unknown],
  ];
}

const strange = strangeValues();

/** What docs/commands.md promises by a type and its limits; written anew here, to agree with the schemas. */
const promised: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string' && value.length <= 100_000,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  'readonly string[]': (value) => Array.isArray(value) && value.length <= 10_000 && Array.from<unknown>(value).every((each) => typeof each === 'string'),
  'Readonly<Record<string, string>>': (value) => named(value, (each) => typeof each === 'string'),
  'Readonly<Record<string, readonly string[]>>': (value) => named(value, (each) => promised['readonly string[]']?.(each) === true),
  'readonly { image: string; reference: string }[]': (value) =>
    Array.isArray(value) && value.length <= 10_000 && Array.from<unknown>(value).every((each) => named(each, (text) => typeof text === 'string' && text !== '') && Object.keys(each as object).sort().join() === 'image,reference'),
};

function named(value: unknown, each: (value: unknown) => boolean): boolean {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype || Object.getOwnPropertyDescriptor(value, 'a')?.get) return false;
  return Object.entries(value).every(([key, entry]) => key !== '__proto__' && key !== 'constructor' && each(entry));
}

function keepsPromise({ schema }: Answer, value: unknown): boolean {
  const [type, limits] = [typeText(schema), limitText(schema)];
  if (type.startsWith("'")) return type.split(' | ').includes(`'${String(value)}'`) && typeof value === 'string';
  const test = promised[type];
  assert.ok(test, `docs/commands.md has a type that this test does not know: ${type}`);
  if (!test(value)) return false;
  const range = /^integer, (?:at least (-?\d+)|(\d+) to (\d+))$/.exec(limits);
  if (range) return Number.isInteger(value) && Number(value) >= Number(range[1] ?? range[2]) && Number(value) <= Number(range[3] ?? Number.MAX_SAFE_INTEGER);
  if (limits === 'not empty') return value !== '';
  if (limits === 'each not empty') return !(value as readonly unknown[]).includes('');
  assert.equal(limits, '');
  return true;
}

/** Something that is right for an answer. */
function rightValue(answer: Answer): unknown {
  const word = /^'([^']+)'/.exec(typeText(answer.schema))?.[1];
  const found = word ?? strange.find(([, value]) => value !== '' && keepsPromise(answer, value))?.[1];
  assert.notEqual(found, undefined);
  return found;
}

/** What a program must give. */
function rightAnswers({ answers, oneOf = [] }: AnyCommand): Record<string, unknown> {
  const needed = [...Object.keys(answers).filter((name) => answers[name]?.required), ...(oneOf[0] ?? [])];
  return Object.fromEntries(needed.map((name) => [name, rightValue(answers[name] as Answer)]));
}

/** Everything that a command may call refuses, under any name; `asked` are the questions that reached the user, `begun` what was begun. */
function refusingApp(): { readonly app: App; readonly asked: string[]; readonly begun: string[] } {
  const asked: string[] = [];
  const begun: string[] = [];
  const refusing = (path: string, fixed: Readonly<Record<string, unknown>> = {}): unknown =>
    new Proxy(() => undefined, {
      get: (_target, key) => (typeof key === 'symbol' || key === 'then' ? undefined : (fixed[key] ?? refusing(`${path}.${key}`))),
      apply: () => {
        begun.push(path);
        return Promise.reject(failure('engineFailed', { operation: path, status: 500, detail: 'no' }));
      },
    });
  const base = fakeApp();
  const question = (name: string) => () => {
    asked.push(name);
    return Promise.reject(new Error(`asked: ${name}`));
  };
  const connection = { ...base.connection, engine: () => Promise.resolve(refusing('engine', { information: { kind: 'docker', version: '28', apiVersion: '1.51', platform: 'linux/amd64' } })) };
  const ask = new Proxy({}, { get: (_target, key) => question(String(key)) });
  const app = { ...base, ask, connection, registries: refusing('registries', { list: () => [] }), dockerfiles: refusing('dockerfiles'), pages: refusing('pages'), inventory: refusing('inventory'), views: { ...base.views, askFilter: question('askFilter'), help: question('help') } };
  return { app: app as unknown as App, asked, begun };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(() => undefined, (error: unknown) => error ?? 'nothing');
}

/** Fails unless the command refused this call before it began anything, and gives the words. */
async function refusal(command: AnyCommand, given: unknown, what: string) {
  const { app, asked, begun } = refusingApp();
  const error = await errorOf(runWithAnswers(command, app, given as Record<string, unknown>));
  const details = SlipwayError.details(error, 'wrongAnswer');
  assert.ok(details, `${what}: ${String(error)}`);
  assert.deepEqual([asked, begun, details.command], [[], [], command.id], what);
  assert.ok(describeError(error).message.includes(command.id), what);
  return details;
}

describe('a call by a program', () => {
  for (const command of commands) {
    describe(command.id, () => {
      const names = Object.keys(command.answers);

      for (const [name, answer] of Object.entries(command.answers)) {
        it(`refuses for ${name} what it does not take, and begins nothing`, async () => {
          let wrong = 0;
          for (const [what, value] of strange) {
            const given = { ...rightAnswers(command), [name]: value };
            if (!/throws/.test(what) && keepsPromise(answer, value)) {
              const { app, asked } = refusingApp();
              const error = await errorOf(runWithAnswers(command, app, given));
              assert.ok(error === undefined || error instanceof SlipwayError, `${what}: ${stackOf(error)}`);
              assert.deepEqual(asked, [], what);
              assert.ok(SlipwayError.details(error, 'wrongAnswer')?.problem !== 'wrong', `${what}: ${String(error)}`);
              continue;
            }
            wrong++;
            const { problem, answer: where, takes } = await refusal(command, given, what);
            // What cannot be read may stand anywhere in the object.
            if (/throws/.test(what)) assert.ok(['noObject', 'wrong'].includes(problem));
            else assert.ok(problem === 'wrong' && (where === name || where.startsWith(`${name}[`) || where.startsWith(`${name}.`)) && takes.startsWith(typeText(answer.schema)), `${what}: ${problem} ${where} ${takes}`);
            const user = refusingApp();
            const said = await errorOf(runInUsersName(command, user.app, given));
            assert.equal((said as SlipwayError).kind, 'wrongAnswer', what);
          }
          assert.ok(wrong > 10);
        });
      }

      it('asks nothing when nothing is answered', async () => {
        const { app, asked } = refusingApp();
        const error = await errorOf(runWithAnswers(command, app, {}));
        assert.ok(error === undefined || error instanceof SlipwayError, stackOf(error));
        assert.deepEqual(asked, []);
        const required = names.filter((name) => command.answers[name]?.required);
        if (required.length > 0 || command.oneOf) {
          const { problem, answer } = await refusal(command, {}, 'nothing');
          assert.deepEqual([problem, required.length === 0 || required.includes(answer)], ['missing', true]);
        }
      });

      it('misses each answer that it needs', async () => {
        const right = rightAnswers(command);
        for (const name of Object.keys(right)) {
          for (const left of [undefined, 'absent']) {
            const given = left === undefined ? { ...right, [name]: undefined } : Object.fromEntries(Object.entries(right).filter(([key]) => key !== name));
            const { problem, answer } = await refusal(command, given, name);
            assert.ok(problem === 'missing' && answer.includes(name), `${name}: ${problem} ${answer}`);
          }
        }
      });

      it('knows no other answers', async () => {
        const right = rightAnswers(command);
        for (const name of ['__proto__', 'constructor', 'toString', 'nobodyKnowsThis', `${names[0] ?? 'x'}Q`, '']) {
          const given = Object.defineProperty({ ...right }, name, { value: {}, enumerable: true });
          const { problem, answer, instead } = await refusal(command, given, name);
          assert.deepEqual([problem, answer], ['unknown', name]);
          if (name === `${names[0] ?? ''}Q`) assert.equal(instead, names[0]);
        }
        if (Object.keys(right).length > 0) assert.equal((await refusal(command, Object.create(right), 'inherited')).problem, 'noObject');
      });

      it('takes one plain object', async () => {
        for (const [what, value] of strange) {
          if (value === null || typeof value !== 'object' || Array.isArray(value) || /date|map|throws|inherited/.test(what)) {
            assert.equal((await refusal(command, value, what)).problem, 'noObject', what);
          }
        }
      });

      it('says of each answer what it is, and takes its own defaults', () => {
        for (const [name, answer] of Object.entries(command.answers)) {
          assert.match(answer.text, /^[^a-z].*\.$/, name);
          if (answer.default !== undefined) assert.ok(keepsPromise(answer, answer.default) && !answer.required, name);
        }
        for (const name of (command.oneOf ?? []).flat()) assert.equal(command.answers[name]?.required, false, name);
      });
    });
  }
});

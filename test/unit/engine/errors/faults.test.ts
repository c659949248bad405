import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fromAnswer, fromStreamError } from '../../../../src/engine/errors/errors';
import { describeError } from '../../../../src/ui/present';
import { contextOfFault, engineFaults, expectedOfFault } from '../../../support/engine-faults';

interface Recorded {
  readonly engine: string;
  readonly fault: string;
  readonly at: number;
  readonly status: number;
  readonly text: string;
}

/** What real engines said; `scripts/oracle-engine-faults.ts` writes it anew. */
const recorded = JSON.parse(readFileSync(path.join(__dirname, 'errors.cases.json'), 'utf8')) as readonly Recorded[];

describe('engine/errors: what real engines say', () => {
  it(`holds ${recorded.length} answers of three engines, and every fault is refused by one of them at least`, () => {
    assert.deepEqual([...new Set(recorded.map(({ engine }) => engine.split(' ')[0]))], ['Docker', 'Podman']);
    assert.ok(recorded.length >= 215, String(recorded.length));
    const never = engineFaults.filter(({ id }) => !recorded.some(({ fault }) => fault === id)).map(({ id }) => id);
    assert.deepEqual(never, []);
  });

  for (const { engine, fault, at, status, text } of recorded) {
    it(`${engine}, ${fault}: ${text.slice(0, 80)}`, () => {
      const context = contextOfFault(fault, at, engine);
      const error = status === 200 ? fromStreamError(text, context) : fromAnswer(status, JSON.stringify({ message: text }), context);
      const { kind, ...wanted } = expectedOfFault(fault, text);
      assert.equal(error.kind, kind, error.message);
      const details = error.failure.details as unknown as Record<string, unknown>;
      for (const [key, value] of Object.entries(wanted)) assert.deepEqual(details[key], value, `${key}: ${error.message}`);
      // The engine's own words are kept for the log, and an object is never said to stand in its own way.
      if (kind !== 'unsupported') assert.equal(details['detail'], text);
      const sentence = describeError(error).message;
      if (fault.startsWith('run: ') && !/^run: (?:image|name)/.test(fault)) assert.ok(!/image named|in use by/.test(sentence), sentence);
    });
  }
});

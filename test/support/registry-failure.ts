import assert from 'node:assert/strict';
import { SlipwayError, type SlipwayErrorKind } from '../../src/core/errors';

/** Waits for a failure of that kind, in whose texts the tests' password `geheim` does not stand; gives it. */
export async function fails(run: Promise<unknown>, kind: SlipwayErrorKind, text?: RegExp): Promise<SlipwayError> {
  let caught: unknown;
  await assert.rejects(run, (error) => {
    caught = error;
    return true;
  });
  assert.ok(caught instanceof SlipwayError, String(caught));
  assert.equal(caught.kind, kind, caught.message);
  if (text) assert.match(caught.message, text);
  assert.doesNotMatch(`${caught.message} ${String(caught.stack)}`, /geheim/);
  return caught;
}

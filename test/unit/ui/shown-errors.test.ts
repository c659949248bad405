import assert from 'node:assert/strict';
import { failure } from '../../../src/core/errors';
import { ErrorMessages } from '../../../src/ui/error-messages';
import { ShownErrors } from '../../../src/ui/shown-errors';

describe('ui/shown-errors', () => {
  let loads: { readonly come: () => void; readonly fail: (error: Error) => void }[];
  let shown: string[];
  let logged: string[];
  let errors: ShownErrors;

  beforeEach(() => {
    loads = [];
    shown = [];
    logged = [];
    const log = (message: string): void => void logged.push(message);
    const messages = new ErrorMessages({
      log,
      ask: (message) => Promise.resolve(void shown.push(message)),
      details: () => undefined,
      openPlace: () => Promise.resolve(),
      command: () => Promise.resolve(),
      now: () => 0,
    });
    errors = new ShownErrors({
      load: () => new Promise((resolve, reject) => loads.push({ come: () => resolve(messages), fail: reject })),
      log,
      tell: (message) => Promise.resolve(shown.push(message)),
    });
  });

  const missing = (name: string) => failure('notFound', { what: 'container', name });

  it('load the words with the first one, and show all in their order', async () => {
    assert.equal(loads.length, 0);
    const all = [errors.show(missing('a')), errors.show(missing('b'))];
    assert.equal(loads.length, 1);
    loads[0]!.come();
    await Promise.all(all);
    await errors.show(missing('c'));
    assert.deepEqual(shown, ['a', 'b', 'c'].map((name) => `There is no container named ${name}.`));
    assert.deepEqual([logged, loads.length], [shown, 1]);
  });

  it('load nothing for what was cancelled', async () => {
    await errors.show(failure('cancelled', { operation: 'x' }));
    assert.deepEqual([loads.length, shown], [0, []]);
  });

  it('are shown by their own text when the words cannot be loaded, and the next one tries again', async () => {
    const first = errors.show(new Error('odd'));
    loads[0]!.fail(new Error('the file is gone'));
    await first;
    assert.deepEqual(shown, ['Something unexpected happened: odd']);
    assert.deepEqual(logged, ['The words for errors could not be loaded', ...shown]);
    const second = errors.show(missing('a'));
    loads[1]!.come();
    await second;
    assert.equal(shown[1], 'There is no container named a.');
  });

  it('are not lost when everything ends while the words are loaded', async () => {
    const first = errors.show(new Error('odd'));
    errors.dispose();
    loads[0]!.come();
    await first;
    assert.deepEqual(logged, ['Something unexpected happened: odd']);
  });
});

import assert from 'node:assert/strict';
import { failure } from '../../../src/core/errors';
import { silent } from '../../../src/core/network-reason';
import { ErrorMessages } from '../../../src/ui/error-messages';

describe('ui/error-messages', () => {
  let shown: { readonly message: string; readonly buttons: readonly string[]; readonly press: (title?: string) => void }[];
  let pressed: string[];
  let logged: string[];
  let time: number;
  let messages: ErrorMessages;

  beforeEach(() => {
    shown = [];
    pressed = [];
    logged = [];
    time = 0;
    messages = new ErrorMessages({
      log: (message) => logged.push(message),
      ask: (message, buttons) => new Promise((press) => shown.push({ message, buttons, press })),
      details: () => pressed.push('details'),
      openPlace: (place) => Promise.resolve(void pressed.push(`${place.file}:${place.line}`)),
      command: (id) => Promise.resolve(pressed.push(id)),
      now: () => time,
    });
  });

  const gone = (address = 'tcp://far:2375') => failure('engineUnreachable', { tried: [{ address, source: '', reason: silent }] });
  const verb = (name: string) => () => Promise.resolve(pressed.push(name));

  it('shows one message for all that hung on one engine, and does all of it again', async () => {
    const all = [messages.show(gone(), verb('start')), messages.show(gone(), verb('pull')), messages.show(gone(), verb('logs'))];
    assert.equal(shown.length, 1);
    assert.deepEqual(shown[0]!.buttons, ['Try Again', 'Choose Engine', 'Show Details']);
    assert.match(shown[0]!.message, /^The engine at tcp:\/\/far:2375 no longer answers\./);
    shown[0]!.press('Try Again');
    await Promise.all(all);
    assert.deepEqual(pressed, ['start', 'pull', 'logs']);
  });

  it('shows another for another engine, for another time, and for what has another cause', async () => {
    const all = [messages.show(gone(), verb('a')), messages.show(gone('tcp://near:1'), verb('b')), messages.show(new Error('odd')), messages.show(new Error('odd'))];
    assert.equal(shown.length, 4);
    time = 60_000;
    all.push(messages.show(gone(), verb('c')));
    assert.equal(shown.length, 5);
    for (const { press } of shown) press();
    await Promise.all(all);
    // None of them stands any more.
    void messages.show(gone(), verb('d'));
    assert.equal(shown.length, 6);
    assert.deepEqual(pressed, []);
  });

  it('shows what goes wrong with the action of a message', async () => {
    const failing = new ErrorMessages({
      log: (message) => logged.push(message),
      ask: (message, buttons) => new Promise((press) => shown.push({ message, buttons, press })),
      details: () => undefined,
      openPlace: () => Promise.resolve(),
      command: () => Promise.reject(failure('notFound', { what: 'container', name: 'web' })),
      now: () => time,
    });
    const message = failing.show(failure('unauthorized', { registry: 'r.io' }));
    shown[0]!.press('Log In');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(shown[1]?.message, 'There is no container named web.');
    assert.deepEqual(logged, shown.map(({ message: words }) => words), 'each is in the log too');
    shown[1].press();
    await message;
  });

  it('offers Try Again only where it may help and something can be done again', async () => {
    const registry = failure('registryUnreachable', { registry: 'r.io', detail: 'x' });
    const missing = failure('notFound', { what: 'image', name: 'a' });
    for (const [error, again, buttons] of [
      [registry, verb('pull'), ['Try Again', 'Show Details']],
      [registry, undefined, ['Show Details']],
      [missing, verb('pull'), ['Show Details']],
      [failure('unauthorized', { registry: 'r.io' }), verb('pull'), ['Log In', 'Show Details']],
      [failure('buildFailed', { step: 'RUN x', line: 3, file: '/f', detail: 'd' }), verb('build'), ['Go to Line', 'Show Details']],
    ] as const) {
      const message = messages.show(error, again);
      assert.deepEqual(shown.at(-1)!.buttons, buttons);
      shown.at(-1)!.press(buttons[0]);
      await message;
    }
    assert.deepEqual(pressed, ['pull', 'details', 'details', 'slipway.registries.logIn', '/f:3']);
  });
});

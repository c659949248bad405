import assert from 'node:assert/strict';
import { BackgroundAnswers, inTime } from '../../../../../src/ui/language/knowledge/background';

const failed = (key: string, error: unknown): never => {
  throw new Error(`reading ${key} failed`, { cause: error });
};

describe('answers read in the background', () => {
  it('are not there at first, and then are, read once', async () => {
    let reads = 0;
    const answers = new BackgroundAnswers({ freshMilliseconds: 60_000, read: (key) => Promise.resolve(`${key}${String(++reads)}`), failed });
    const first = answers.get('a');
    assert.equal(first.answer, undefined);
    assert.equal(answers.get('a').more, first.more);
    await first.more;
    assert.deepEqual(answers.get('a'), { answer: 'a1', more: undefined });
    await answers.get('b').more;
    assert.equal(reads, 2);
    answers.clear();
    assert.equal(answers.get('a').answer, undefined);
    answers.dispose();
  });

  it('that fail are told once, and the old answer stays', async () => {
    const failures: string[] = [];
    let broken = false;
    const answers = new BackgroundAnswers({
      freshMilliseconds: -1_000_000,
      read: () => (broken ? Promise.reject(new Error('away')) : Promise.resolve(1)),
      failed: (key) => failures.push(key),
    });
    await answers.get('a').more;
    broken = true;
    await answers.get('a').more;
    await answers.get('a').more;
    assert.equal(answers.get('a').answer, 1);
    assert.deepEqual(failures, ['a']);
    answers.dispose();
  });

  it('that nobody waits for are ended, and begin anew when somebody does', async () => {
    const signals: AbortSignal[] = [];
    const answers = new BackgroundAnswers<number>({
      freshMilliseconds: 60_000,
      read: (_, signal) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
      },
      failed,
      graceMilliseconds: 0,
    });
    const { more } = answers.get('a');
    answers.abandon('a');
    await more;
    assert.equal(signals[0]?.aborted, true);
    assert.ok(answers.get('a').more);
    assert.equal(signals.length, 2);
    answers.abandon('a');
    answers.get('a');
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(signals[1]?.aborted, false);
    answers.dispose();
    assert.equal(signals.at(-1)?.aborted, true);
  });

  it('are not waited for too long', async () => {
    assert.equal(await inTime(undefined, 0), true);
    assert.equal(await inTime(Promise.resolve(), 1000), true);
    assert.equal(await inTime(new Promise(() => undefined), 1), false);
  });
});

// mocha's own output, and each result as it comes: a line of JSON in the file that SLIPWAY_TEST_RESULTS names (the form: results.ts).
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const keep = (line) => appendFileSync(process.env.SLIPWAY_TEST_RESULTS, `${JSON.stringify(line)}\n`);
    const end = (state) => (test, error) =>
      keep({
        title: test.fullTitle(),
        state,
        milliseconds: test.duration ?? 0,
        ...(error === undefined ? {} : { error: error.stack ?? String(error) }),
      });
    runner.on('test', (test) => keep({ title: test.fullTitle(), state: 'running' }));
    runner.on('pass', end('passed'));
    runner.on('fail', end('failed'));
    runner.on('pending', end('pending'));
    // A test that passes only when it is tried again is said, with what went wrong, so that it can be mended.
    runner.on('retry', (test, error) => console.log(`    tried again: ${test.fullTitle()}\n      ${error.stack ?? String(error)}`));
    runner.once('end', () => keep({ state: 'finished' }));
  }
}

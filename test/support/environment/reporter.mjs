// mocha's own output, and every result as JSON in the file that SLIPWAY_TEST_RESULTS names (the form: results.ts).
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class ResultsReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const results = [];
    const keep = (state) => (test, error) =>
      results.push({
        title: test.fullTitle(),
        state,
        milliseconds: test.duration ?? 0,
        ...(error === undefined ? {} : { error: error.stack ?? String(error) }),
      });
    runner.on('pass', keep('passed'));
    runner.on('fail', keep('failed'));
    runner.on('pending', keep('pending'));
    // A test that passes only when it is tried again is said, with what went wrong, so that it can be mended.
    runner.on('retry', (test, error) => console.log(`    tried again: ${test.fullTitle()}\n      ${error.stack ?? String(error)}`));
    runner.once('end', () => writeFileSync(process.env.SLIPWAY_TEST_RESULTS, JSON.stringify(results)));
  }
}

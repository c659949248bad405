import { writeFile } from 'node:fs/promises';
import { resultMark, type TestResult } from './results';

/** Registers the tests with mocha inside the extension host, runs them, and tells each result in a line of its
 * output, and all in the file SLIPWAY_TEST_RESULTS if there is one. */
export async function runHostTests(register: () => void): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const grep = process.env['SLIPWAY_TEST_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, ...(grep === undefined || grep === '' ? {} : { grep }) });
  mocha.reporter(function silent() { /* the results are told below */ } as unknown as Mocha.ReporterConstructor);
  mocha.suite.emit('pre-require', globalThis, 'slipway', mocha);
  register();
  const results: TestResult[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => { resolve(); });
    const tell = (state: TestResult['state']) => (test: Mocha.Runnable, error?: Error): void => {
      const result: TestResult = {
        title: test.fullTitle(), state, milliseconds: test.duration ?? 0,
        ...(error === undefined ? {} : { error: error.stack ?? error.message }),
      };
      results.push(result);
      console.log(resultMark + JSON.stringify(result));
    };
    runner.on('pass', tell('passed')).on('fail', tell('failed')).on('pending', tell('pending'));
  });
  const file = process.env['SLIPWAY_TEST_RESULTS'];
  if (file !== undefined) await writeFile(file, JSON.stringify(results));
}

import { parseArgs } from 'node:util';
import { messageOf } from './environment/failure';
import { prepareMachine } from './environment/prepare';
import { prepareParts } from './testing/parts';
import type { RunRequest, SuiteResult } from './testing/suite';
import { desktopSuite, suites, type Suite } from './testing/suites';

/** Runs one suite with parts of its own; whatever breaks is a failure of that suite, and the parts end in any case. */
async function runSuite(suite: Suite, request: RunRequest): Promise<readonly SuiteResult[]> {
  console.log(`\n${suite.name}`);
  const started = Date.now();
  const broken = (error: unknown): SuiteResult => ({
    name: suite.name,
    passed: 0,
    failed: 1,
    pending: 0,
    seconds: (Date.now() - started) / 1000,
    failures: [],
    problem: messageOf(error),
  });
  const results: SuiteResult[] = [];
  const parts = await prepareParts();
  const interrupted = (): void => {
    const leave = (): void => process.exit(130);
    parts.close().then(leave, leave);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    results.push(...(await suite.run(parts, request)));
  } catch (error) {
    results.push(broken(error));
  } finally {
    await parts.close().catch((error: unknown) => results.push(broken(error)));
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  }
  return results;
}

function show(result: SuiteResult): void {
  const pending = result.pending === 0 ? '' : `, ${result.pending} not run`;
  console.log(`${result.name}: ${result.passed} passed, ${result.failed} failed${pending} (${result.seconds.toFixed(1)} s)`);
  for (const failure of result.failures) console.log(`  ✖ ${failure.split('\n')[0] ?? ''}`);
  if (result.problem !== undefined) console.log(`  ✖ ${result.problem}`);
}

/** npm test [-- SUITE… | all] [--grep TEXT]; the last line is `N passed, N failed`. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
  const all = positionals.length === 0 || positionals.includes('all');
  const unknown = positionals.filter((name) => name !== 'all' && ![...suites, desktopSuite].some((suite) => suite.name === name));
  if (unknown.length > 0) throw new Error(`no such suite: ${unknown.join(', ')}`);
  const chosen = all ? suites : [...suites, desktopSuite].filter(({ name }) => positionals.includes(name));
  const purposes = [...new Set(chosen.flatMap(({ purposes: needed }) => needed))];
  // While the quick suites run. A suite whose part could not be had asks for it again and reports the failure.
  const prepared = prepareMachine(purposes, (line) => {
    console.log(line);
  }).catch(() => undefined);
  const results: SuiteResult[] = [];
  for (const suite of chosen) {
    if (suite.purposes.length > 0) await prepared;
    results.push(...(await runSuite(suite, { grep: values.grep })));
  }
  console.log('');
  for (const result of results) show(result);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});

import type { TestResult } from '../../test/support/environment/results';

/** How a suite ended. A suite that broke, or in which nothing ran, has a `problem` and counts as one failure more. */
export interface SuiteResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
  readonly seconds: number;
  readonly failures: readonly string[];
  readonly problem?: string;
}

/** What a run was asked for. */
export interface RunRequest {
  readonly grep: string | undefined;
}

/** Counts results; a run without any is a problem unless tests were picked by `--grep`. */
export function suiteResult(
  name: string,
  results: readonly TestResult[],
  { seconds, problem, request }: { readonly seconds: number; readonly problem?: string | undefined; readonly request: RunRequest },
): SuiteResult {
  const count = (state: TestResult['state']): number => results.filter((result) => result.state === state).length;
  const passed = count('passed');
  const failed = count('failed');
  const found = problem ?? (passed + failed === 0 && request.grep === undefined ? 'no test ran' : undefined);
  return {
    name,
    passed,
    seconds,
    failed: failed + (found === undefined ? 0 : 1),
    pending: count('pending'),
    failures: results.flatMap(({ state, title, error }) => (state === 'failed' ? [`${title}\n${error ?? ''}`] : [])),
    ...(found === undefined ? {} : { problem: found }),
  };
}

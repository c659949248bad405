// Plugins of Stryker, which knows no sampling: a reporter that writes down all mutants, and what became of those that ran,
// and a checker that lets the chosen ones run only. Checkers have processes of their own, so what is chosen stands in a file.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const directory = process.env['SLIPWAY_MUTATE_DIRECTORY'] ?? '';

/** What names a mutant in every run: ids are given anew by each. */
const keyOf = (file, { start, end }, { mutatorName, replacement }) =>
  [file, start.line, start.column, end.line, end.column, mutatorName, replacement].join(':');

const planned = (mutant) => keyOf(path.relative(process.cwd(), mutant.fileName).replaceAll('\\', '/'), mutant.location, mutant);

const write = (name, value) => writeFileSync(path.join(directory, name), JSON.stringify(value, undefined, 1));

const reporter = {
  onMutationTestingPlanReady({ mutantPlans }) {
    write(
      'mutants.json',
      mutantPlans
        .filter(({ mutant }) => mutant.status === undefined)
        .map(({ mutant }) => ({
          key: planned(mutant),
          file: path.relative(process.cwd(), mutant.fileName).replaceAll('\\', '/'),
          ...mutant.location,
        })),
    );
  },
  onMutationTestReportReady(report) {
    write(
      'results.json',
      Object.entries(report.files).flatMap(([file, { mutants, source }]) =>
        mutants.map((mutant) => {
          const {
            location: { start, end },
            status,
            statusReason,
            mutatorName,
            replacement,
          } = mutant;
          const line = source.split('\n')[start.line - 1] ?? '';
          const text = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
          // The report counts lines and columns from one, the plan from nought.
          const fromNought = ({ line: row, column }) => ({ line: row - 1, column: column - 1 });
          const key = keyOf(file, { start: fromNought(start), end: fromNought(end) }, mutant);
          return {
            key,
            file,
            line: start.line,
            status,
            static: mutant.static ?? false,
            mutatorName,
            text,
            replacement,
            reason: statusReason,
          };
        }),
      ),
    );
  },
};

const checker = {
  init: () => Promise.resolve(),
  group: (mutants) => Promise.resolve([mutants.map(({ id }) => id)]),
  check(mutants) {
    const file = path.join(directory, 'chosen.json');
    const chosen = new Set(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []);
    const status = (mutant) => (chosen.has(planned(mutant)) ? { status: 'passed' } : { status: 'compileError', reason: 'not chosen' });
    return Promise.resolve(Object.fromEntries(mutants.map((mutant) => [mutant.id, status(mutant)])));
  },
};

export const strykerPlugins = [
  { kind: 'Reporter', name: 'slipway', value: reporter },
  { kind: 'Checker', name: 'slipway', value: checker },
];

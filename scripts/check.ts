import { runChecks } from './testing/checks';

// npm run check: types, eslint, knip, generated files, packaging.
runChecks({ grep: process.argv[2] }).then(
  ({ failed }) => {
    process.exitCode = failed === 0 ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);

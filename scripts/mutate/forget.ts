// The linter keeps what it has read of shell texts, and the tests of one mutant would be given what another has made of the same
// text: before each run so many other texts are read that nothing is left of the last one.
import { parseShell } from '../../src/dockerfile/shell/parse-shell';

let count = 0;

before(function () {
  this.timeout(60_000);
  for (const end = count + 16_100; count < end; count++) parseShell(`:${String(count)}`);
});

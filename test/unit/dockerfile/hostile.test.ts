import assert from 'node:assert/strict';
import { builderErrors } from '../../../src/dockerfile/builder-errors';
import { flagsAt } from '../../../src/dockerfile/features/flag-completion';
import { outlineOf } from '../../../src/dockerfile/features/outline';
import { semanticTokens } from '../../../src/dockerfile/features/semantic-tokens';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { lintDockerfile } from '../../../src/dockerfile/lint';
import { parseDockerfile } from '../../../src/dockerfile/parse';

// What is repeated. With a pattern that backtracks one of these takes minutes or for ever; the limit is that of the test.
const pieces = [
  ' ', '\t', '\v', '\r', '\u2028', '\u00a0', 'a', '0', 'x=', '=', ':', '::', '/', '//', '://', '@', '.', '-', '--', '_', ',', ';', '&', '|', '\\', '\\"', "'", '"', '`', '$', '$a', '$aa', '${', '${a', '${a:-',
  '}', '{', '(', ')', '$(', '<', '<<', '<<a ', '>', '[', '["', '",', ']', '*', '?', '!', '#', '#=', '%', '~', '+', 'a ', 'a=b ', 'a="$b" ', 'sudo ', 'docker ', 'AS ', '.cache/pip', '/wget', 'sha256:', '\u0130', '\ud83d',
];

/** In front of what is repeated, and behind it: where patterns look. */
const places: readonly (readonly [before: string, after: string])[] = [
  ['#A=', '\u2028'], ['# ', '!'], ['# hadolint ignore=', ' !'], ['# check=skip=', '\u2028!'], ['ARG A=', '!"'], ['FROM ', ' !'], ['FROM a AS ', '!'], ['FROM --platform=', '! a'], ['ENV A=', "!'"], ['ENV A ', '!`'], ['LABEL ', '=!"'], ['RUN ', ' !'],
  ['RUN --mount=', '! a'], ['RUN ["', '!'], ['RUN pip install ', '!'], ['RUN apt-get install ', ' !('], ['COPY ', '! "'], ['COPY --from=', '! a b'], ['COPY --chown=', '! a b'], ['ADD ', '!.git#\\'], ['EXPOSE ', '!'], ['USER ', '!:'], ['WORKDIR ', '!"'],
  ['VOLUME ', '!'], ['STOPSIGNAL ', '!'], ['HEALTHCHECK --interval=', '! CMD a'], ['CMD ', '!'], ['SHELL ', '!'], ['ONBUILD ', '!'], ['MAINTAINER ', '!$'], ['', '!'], ['RUN <<E\n#! ', '!\nE'],
];
const configuration = { ...defaultConfiguration, trustedRegistries: ['*a*a*a*a*a*b', '*.*.*.*.*.c'] };
const length = 4_000;

describe('Hostile Dockerfiles', function () {
  this.timeout(20_000);
  for (const piece of pieces) {
    it(`of many ${JSON.stringify(piece)} are read to their end`, () => {
      const many = piece.repeat(Math.ceil(length / piece.length));
      const text = places.map(([before, after]) => `${before}${many}${after}`).join('\n');
      const file = parseDockerfile(text);
      assert.ok(Array.isArray(lintDockerfile(file, configuration)));
      assert.ok(Array.isArray(builderErrors(file, configuration)));
      assert.ok(outlineOf(file).length > 0);
      flagsAt(file, text.length - 3);
      semanticTokens(file);
      // Alone at the beginning, where directives are.
      for (const [before, after] of places.slice(0, 4)) assert.ok(lintDockerfile(parseDockerfile(`${before}${many}${after}\nFROM a`), configuration));
    });
  }
});

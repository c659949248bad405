import assert from 'node:assert/strict';
import { applyEdits } from '../../src/dockerfile/edits';
import { mergeCandidates } from '../../src/dockerfile/merge-candidates';
import { mergeRuns, type MergePlan } from '../../src/dockerfile/merge-run';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Engine } from '../../src/engine/engine';
import { buildFileSystem } from './built-file-system';
import { loadShellImage, testEngine, unique } from './support';

/** What stands behind FROM, and whether it builds; every row of RUN must become one. */
const cases: readonly (readonly [string, string, 'fails'?])[] = [
  ['plain commands', 'RUN echo a > /a\nRUN echo b > /b\nRUN rm /a'],
  ['folders that must not leak', 'RUN mkdir /x && cd /x && echo 1 > one\nRUN pwd > /where; echo 2 > two\nRUN cd /x && echo 3 > three'],
  ['variables that must not leak', 'RUN export V=1 && echo $V > /v\nRUN echo "[$V]" > /w\nRUN W=2; echo $W > /x\nRUN echo "[$W]" > /y'],
  ['lists and alternatives', 'RUN false || echo a > /a\nRUN true || echo b > /b\nRUN false; echo c > /c; echo d > /d\nRUN ! false'],
  ['a mask that must not leak', 'RUN umask 077; echo a > /a\nRUN echo b > /b'],
  ['an end that must not end the others', 'RUN echo a > /a; exit 0; echo never > /never\nRUN echo b > /b\nRUN exec touch /c\nRUN echo d > /d'],
  ['set -e all along', 'RUN set -eux; \\\n    mkdir /x; \\\n    cd /x; \\\n    touch one\n# then\nRUN set -eux; \\\n    touch /two; \\\n    rm -f /three'],
  ['set -e with a folder, and the next minds errors', 'RUN set -e; \\\n    mkdir /x; \\\n    cd /x; touch one\nRUN set -e; touch two; touch three'],
  ['set -e, then none', 'RUN set -e; touch /a; touch /b\nRUN touch /c && touch /d\nRUN touch /e'],
  ['a shell that ends at errors', 'SHELL ["/bin/sh", "-e", "-c"]\nRUN cd /tmp; touch a; touch b\nRUN touch c && touch d\nRUN touch /e; touch /f'],
  ['loops, conditions and substitutions', 'RUN for i in a b c; do echo $i > /$i; done\nRUN if [ -f /a ]; then mv /a /A; fi\nRUN echo "$(cat /A; cat /b)" > "/d e"'],
  ['comments everywhere', 'RUN echo a > /a # first\n\n# between\n  # and more\nRUN \\\n  # inside\n  echo b \\\n  # again\n  > /b # last'],
  ['pipes and quotes', "RUN printf 'a\\nb\\n' | sort -r > /a\nRUN echo 'it is \"so\"' \\\\ > /b\nRUN echo \"# none; && ||\" > /c"],
  ['the other escape character', 'RUN echo a `\n > /a\nRUN echo `\n# note\n b > /b'],
  ['functions and aliases', 'RUN f() { echo f; }; f > /a\nRUN f > /b 2>/dev/null || echo none > /c'],
  ['CRLF', 'RUN echo a > /a && \\\r\n    echo b > /b\r\n# c\r\nRUN echo c > /c\r\n'],
  ['the first fails', 'RUN false\nRUN echo b > /b', 'fails'],
  ['the middle fails', 'RUN true; true\nRUN false && true || false\nRUN true || true', 'fails'],
  ['the last of a list fails', 'RUN set -e; true; false\nRUN true', 'fails'],
  ['the first in a list fails under set -e', 'RUN set -e; false; true\nRUN set -e; true', 'fails'],
];

describe('engine: merged RUN instructions', function () {
  this.timeout(120_000);
  let engine: Engine | undefined;
  let base: string;
  const built: string[] = [];

  before(async function () {
    // What a shell does with one RUN or several is the same with every builder; one is enough.
    if (process.env['SLIPWAY_TEST_ENGINE'] !== 'docker-20' && process.env['SLIPWAY_TEST_ENGINE'] !== 'attached') this.skip();
    engine = await testEngine();
    base = await loadShellImage(engine, `${unique('slipway-merge')}:base`);
  });

  after(async () => {
    if (engine === undefined) return;
    for (const image of [...built, base]) await engine.images.remove(image).catch(() => undefined);
    engine.dispose();
  });

  const build = async (dockerfile: string): Promise<readonly string[] | undefined> => {
    const done = await buildFileSystem(dockerfile);
    if (done) built.push(done.image);
    return done?.entries;
  };

  function withBase(text: string): string {
    const escape = text.includes('`\n') ? '# escape=`\n' : '';
    const shell = escape === '' ? '' : 'SHELL ["/bin/sh", "-c"]\n';
    return `${escape}FROM ${base}\n${shell}${text}\n`;
  }

  for (const [title, text, fails] of cases) {
    it(`build to the same file system: ${title}`, async () => {
      const before = withBase(text);
      const file = parseDockerfile(before);
      const plans = mergeCandidates(file);
      const runs = file.instructions.filter(({ name }) => name === 'RUN');
      assert.deepEqual(plans.map(({ instructions, behaviour }) => [instructions.length, behaviour]), [[runs.length, 'same']]);
      const after = applyEdits(before, plans[0]!.edits);
      const [one, other] = [await build(before), await build(after)];
      assert.equal(one === undefined, fails === 'fails', 'as it was');
      assert.deepEqual(other, one, after);
    });
  }

  it('build to something else where the merge says that it changes behaviour', async () => {
    const before = withBase('RUN mkdir /x && cd /x\nRUN touch here');
    const file = parseDockerfile(before);
    const { plans } = mergeRuns(file, file.stages[0]!.named('RUN'));
    assert.deepEqual(plans?.map((plan: MergePlan) => plan.behaviour), ['same', 'changes']);
    const [one, same, changed] = [
      await build(before),
      await build(applyEdits(before, plans[0].edits)),
      await build(applyEdits(before, plans[1]!.edits)),
    ];
    assert.deepEqual(same, one);
    assert.notDeepEqual(changed, one);
    assert.ok(changed?.some((entry) => entry.startsWith('x/here ')));
  });
});

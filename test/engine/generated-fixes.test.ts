import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ImageFile } from '../../scripts/environment/images';
import { fixAll } from '../../src/dockerfile/fix-all';
import type { Engine } from '../../src/engine/engine';
import { buildFileSystem } from './built-file-system';
import { loadShellImage, testEngine, unique } from './support';

/**
 * The law of safe fixes, tried on what nobody thought of: a file of generated RUN instructions builds to the same file
 * system before and after, but for the caches that the rules are about. `SLIPWAY_GENERATED_FIXES=300` tries as many.
 */
const runs = Number(process.env['SLIPWAY_GENERATED_FIXES'] ?? '3');
const seed = Number(process.env['SLIPWAY_GENERATED_SEED'] ?? '20261126');

/** Needs the lists that an update has left, as the real one does, and makes a file for each package. */
const aptGet = `#!/bin/sh
lists=/var/lib/apt/lists
for word in "$@"; do case "$word" in
  update) mkdir -p $lists && touch $lists/index; exit;;
  install) [ -f $lists/index ] || { echo "no lists" >&2; exit 100; };;
  -*) ;;
  *) mkdir -p /usr/share/made && touch "/usr/share/made/$word";;
esac; done
`;
/** As yarn: a cache that grows, and a folder of packages; cleaning fails where there is no yarn project. */
const yarn = `#!/bin/sh
case "$1" in
  install) mkdir -p /usr/local/share/.cache/yarn node_modules && touch /usr/local/share/.cache/yarn/x node_modules/x /usr/local/share/.yarn-ran;;
  cache) [ -f /usr/local/share/.yarn-ran ] || exit 3; rm -rf /usr/local/share/.cache/yarn;;
esac
`;
/** Knows no flag but these, as the one of BusyBox. */
const wget = `#!/bin/sh
for word in "$@"; do case "$word" in -q|-O|-O-|/*|http*) ;; -*) echo "unrecognized option: $word" >&2; exit 1;; esac; done
touch /fetched
`;
const script = `#!/bin/sh\napt-get install -y from-script\n`;
const shell = `#!/bin/busybox sh\nshift; echo replaced >> /shells; exec /bin/busybox sh -c "$@"\n`;
const files: readonly ImageFile[] = [
  ...Object.entries({ 'apt-get': aptGet, yarn, wget, 'setup.sh': script, newsh: shell }).map(([name, content]): ImageFile => ({ path: `bin/${name}`, content, mode: 0o755 })),
];

const file = fc.constantFrom('a', 'b', 'c', 'd');
const single = fc.oneof(
  file.map((name) => `echo ${name} > /${name}`),
  file.map((name) => `touch ${name}.here`),
  fc.constantFrom('cd /tmp', 'export V=1', 'umask 077', 'true', 'pwd >> /where', 'echo "[$V]" >> /values', 'V=2', 'set -e', 'mkdir -p /x/y'),
  fc.constantFrom('apt-get update', 'apt-get install -y curl', 'apt-get install git', 'apt-get update && apt-get install -y make', 'sh -c "apt-get install -y late"', 'setup.sh'),
  fc.constantFrom('yarn install', 'yarn cache clean', 'wget http://example.com/a', 'wget -O /f http://example.com/a'),
  fc.constantFrom('cp /usr/local/bin/newsh /bin/sh', 'ln -sf /usr/local/bin/newsh /bin/sh', 'exec touch /last', 'exit 0'),
);
const compound = fc.oneof(
  { weight: 5, arbitrary: single },
  { weight: 1, arbitrary: fc.tuple(single, single).map(([one, other]) => `if [ -f /a ]; then ${one}; else ${other}; fi`) },
  { weight: 1, arbitrary: single.map((one) => `f() { ${one}; }; f`) },
  { weight: 1, arbitrary: single.map((one) => `( ${one} )`) },
  { weight: 1, arbitrary: single.map((one) => `for i in 1 2; do ${one}; done`) },
  { weight: 1, arbitrary: single.map((one) => `false || { ${one}; }`) },
);
const line = fc.tuple(fc.array(compound, { minLength: 1, maxLength: 3 }), fc.constantFrom(' && ', '; ')).map(([commands, joiner]) => `RUN ${commands.join(joiner)}`);
const instruction = fc.oneof(
  { weight: 12, arbitrary: line },
  { weight: 1, arbitrary: fc.constantFrom('# hadolint ignore=DL3059', '# a comment', '') },
  { weight: 1, arbitrary: fc.constantFrom('WORKDIR /work', 'ENV V=env', 'SHELL ["/bin/sh", "-e", "-c"]', 'SHELL ["/bin/sh", "-l", "-c"]', 'RUN echo "export V=profile" > /etc/profile') },
);
const dockerfile = fc.array(instruction, { minLength: 2, maxLength: 6 }).map((lines) => `${lines.join('\n')}\n`);

/** What the rules are about does not count: caches, and the folders that hold nothing else. */
const isCache = (entry: string): boolean => /^(?:var\/lib\/apt\/lists|var\/lib\/apt\/?|var\/lib\/?|usr\/local\/share\/\.cache|\.dockerenv|etc\/(?:hosts|hostname|resolv\.conf|mtab)|(?:dev|proc|sys)\/)/.test(entry);

describe('engine: safe fixes of generated files', function () {
  this.timeout(120_000 + runs * 20_000);
  let engine: Engine;
  let base: string;
  const built: string[] = [];

  before(async function () {
    engine = await testEngine();
    // The law is about Dockerfiles, not about engines: the builds of one are enough.
    if (process.env['SLIPWAY_TEST_ENGINE'] !== 'docker-20' && process.env['SLIPWAY_TEST_ENGINE'] !== 'attached') this.skip();
    base = await loadShellImage(engine, `${unique('slipway-generated')}:base`);
  });
  after(async () => {
    for (const image of [...built.reverse(), base]) await engine.removeImage(image, { force: true }).catch(() => undefined);
    engine.dispose();
  });

  it('build to the same file system', async () => {
    let compared = 0;
    let fixes = 0;
    await fc.assert(
      fc.asyncProperty(dockerfile, async (text) => {
        const before = `FROM ${base}\nCOPY bin/ /usr/local/bin/\n${text}`;
        const fixed = fixAll(before);
        fc.pre(fixed.count > 0);
        const one = await buildFileSystem(before, files);
        // What does not build before proves nothing.
        fc.pre(one !== undefined);
        const other = await buildFileSystem(fixed.text, files);
        built.push(one.image, ...(other ? [other.image] : []));
        assert.ok(other, `does not build any more:\n${before}\nafter:\n${fixed.text}`);
        assert.deepEqual(other.entries.filter((entry) => !isCache(entry)), one.entries.filter((entry) => !isCache(entry)), `${before}\nafter:\n${fixed.text}`);
        compared++;
        fixes += fixed.count;
      }),
      { numRuns: runs, seed, maxSkipsPerRun: 200, endOnFailure: true },
    );
    console.log(`      ${String(compared)} files compared, ${String(fixes)} fixes made, seed ${String(seed)}`);
    assert.equal(compared, runs);
  });
});

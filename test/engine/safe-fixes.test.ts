import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import type { ImageFile } from '../../scripts/environment/images';
import { fixAll } from '../../src/dockerfile/fix-all';
import type { Engine } from '../../src/engine/engine';
import { buildFileSystem } from './built-file-system';
import { fakeDistribution, fakeReferences, unruled, type FakeFamily } from './fake-distributions';
import { loadShellImage, testEngine, unique } from './support';

const files: readonly ImageFile[] = [
  { path: 'app.conf', content: 'port = 80\n', mode: 0o644 },
  { path: 'src/main.sh', content: '#!/bin/sh\necho hello\n', mode: 0o755 },
];

type Base = FakeFamily | 'python';

/** What stands behind FROM, and of which family the base is where it is not Debian. Each has something that "fix all" changes, and builds to the same files after it. */
const dockerfiles: readonly (readonly [string, string, Base?])[] = [
  ['ADD of a file and a folder', 'ADD app.conf /etc/app.conf\nADD src /src\n'],
  ['ADD in JSON form', 'ADD ["app.conf", "/etc/my app.conf"]\n'],
  ['the author of old', 'MAINTAINER Ada <ada@example.com>\nCOPY app.conf /etc/\n'],
  ['ENV and LABEL of old', 'ENV MODE some long value\nLABEL who Ada Lovelace\nENV DIR /data\nRUN echo "$MODE" > /mode && mkdir $DIR\n'],
  ['ENV with blanks', 'ENV GREETING hello  two  blanks\nRUN echo "$GREETING" > /a\n'],
  ['casing of instructions', 'run echo a > /a\nRUN echo b > /b\nRUN echo c > /c && echo d > /d\n'],
  ['casing of stages', 'RUN echo a > /a\nFROM slipway AS Final\nCOPY --from=0 /a /b\n'],
  ['as and FROM', 'RUN echo a > /a\nFROM slipway as last\nCOPY --from=0 /a /c\n'],
  ['empty lines in a continuation', 'RUN echo a > /a && \\\n\n    echo b > /b\n'],
  ['several CMD', 'CMD ["a"]\nRUN echo a > /a\nCMD ["b"]\n'],
  ['several ENTRYPOINT and HEALTHCHECK', 'ENTRYPOINT ["a"]\nHEALTHCHECK CMD true\nENTRYPOINT ["b"]\nHEALTHCHECK NONE\nRUN echo a > /a\n'],
  ['CMD in shell form', 'COPY app.conf /etc/\nCMD cat /etc/app.conf\n'],
  ['ports', 'EXPOSE 80/TCP 53/UDP\nRUN echo a > /a\n'],
  ['consecutive RUN', 'RUN echo a > /a\n# the second\nRUN echo b > /b\nRUN rm /a\n'],
  ['consecutive RUN with folders', 'RUN mkdir -p /x/y\nRUN touch /x/y/z\nRUN chmod 700 /x\n'],
  ['apt-get with lists that stay', `RUN apt-get update && apt-get install -y curl git\n`],
  ['apt for people', `RUN apt update && apt install -y curl\nRUN apt-get install -y wget && touch /done\n`],
  ['apk with a cache', `RUN apk add --update curl && rm -rf /var/cache/apk/*\n`, 'alpine'],
  ['yum and dnf', `RUN yum install -y httpd\nRUN dnf install -y nginx\n`, 'rpm'],
  ['pip with a cache', `RUN pip install flask \\\n    # and the database\n    sqlalchemy\n`, 'python'],
  ['useradd with a high number', `RUN useradd -u 1234567 ada\n`],
  ['COPY of several', 'WORKDIR /w\nCOPY app.conf src/main.sh /w/\nADD app.conf /w/two.conf\nRUN sh /w/main.sh > /w/out\n'],
];

describe('engine: safe fixes', function () {
  this.timeout(120_000);
  let engine: Engine | undefined;
  const bases = new Map<Base, string>();
  const built: string[] = [];

  before(async function () {
    // What a Dockerfile means is the same for all builders here; those of one engine are enough.
    if (process.env['SLIPWAY_TEST_ENGINE'] !== 'docker-20' && process.env['SLIPWAY_TEST_ENGINE'] !== 'attached') this.skip();
    const opened = await testEngine();
    engine = opened;
    const own = unique('test');
    for (const family of ['debian', 'alpine', 'rpm'] as const) {
      bases.set(family, await loadShellImage(opened, `${fakeReferences[family]}-${own}`, { layers: [fakeDistribution(family)] }));
    }
    bases.set('python', await loadShellImage(opened, `docker.io/library/python:3.12.${String(randomInt(1_000_000))}-bookworm`, { layers: [fakeDistribution('debian')] }));
  });
  after(async () => {
    if (engine === undefined) return;
    for (const image of [...built.reverse(), ...bases.values()]) await engine.images.remove(image).catch(() => undefined);
    engine.dispose();
  });

  async function build(text: string): Promise<readonly string[]> {
    const done = await buildFileSystem(text, files);
    assert.ok(done, `does not build:\n${text}`);
    built.push(done.image);
    return unruled(done.entries);
  }

  for (const [title, text, family = 'debian'] of dockerfiles) {
    it(`build to the same file system: ${title}`, async () => {
      const base = bases.get(family) ?? '';
      const before = `FROM ${base}\n${text.replaceAll('FROM slipway', `FROM ${base}`)}`;
      const fixed = fixAll(before);
      assert.ok(fixed.count > 0, 'nothing was fixed');
      assert.deepEqual(await build(fixed.text), await build(before), fixed.text);
    });
  }
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { placeOfFailure } from '../../../../src/dockerfile/failed/place-of-failure';
import { parseDockerfile } from '../../../../src/dockerfile/parse';
import { expectedPlace, type RecordedFailure } from '../../../support/failing-builds/record';
import { failingBuilds } from '../../../support/failing-builds/kinds';

type Recorded = Readonly<Record<string, Readonly<Record<string, RecordedFailure | null>>>>;
const recorded = JSON.parse(readFileSync(path.join(__dirname, '../../../support/failing-builds/recorded.json'), 'utf8')) as Recorded;
const images = { BASE: 'slipway-failing/base:1', TRIGGER: 'slipway-failing/trigger:1', COPYTRIGGER: 'slipway-failing/copy:1', REGISTRY: '127.0.0.1:5000' };

describe('failed builds: what engines said', () => {
  const engines = [...new Set(Object.values(recorded).flatMap((said) => Object.keys(said)))];
  for (const engine of engines) {
    describe(engine, () => {
      for (const failing of failingBuilds) {
        const said = recorded[failing.name]?.[engine];
        if (!said) continue;
        it(failing.name, () => {
          const { text, range } = expectedPlace(failing, images, said);
          const name = (told: string): string => told.replaceAll(/\b(?:BASE|TRIGGER|COPYTRIGGER|REGISTRY)\b/g, (word) => images[word as keyof typeof images]);
          const place = placeOfFailure(parseDockerfile(text), { ...said, step: name(said.step), detail: name(said.detail) });
          const shown = (one: { readonly start: number; readonly end: number } | undefined): string => (one ? `${String(one.start)} «${text.slice(one.start, one.end)}»` : 'nowhere');
          assert.equal(shown(place?.range), shown(range));
        });
      }
    });
  }

  it('are of more than 40 kinds on each engine', () => {
    for (const engine of engines) {
      const count = failingBuilds.filter(({ name }) => recorded[name]?.[engine]).length;
      assert.ok(count > 40, `${engine}: ${String(count)}`);
    }
  });
});

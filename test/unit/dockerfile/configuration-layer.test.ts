import assert from 'node:assert/strict';
import { defaultConfiguration } from '../../../src/dockerfile/configuration';
import { configurationOf, labelOf, layerOfEnvironment } from '../../../src/dockerfile/configuration-layer';

describe('Layers of configuration', () => {
  it('is the default without any', () => {
    assert.deepEqual(configurationOf([]), defaultConfiguration);
    assert.deepEqual(configurationOf([{}, {}]), defaultConfiguration);
  });

  it('takes severities and labels one by one and lists as a whole', () => {
    const { ignored, severities, labelSchema, noFail } = configurationOf([
      { ignored: ['DL3000'], severities: { DL3001: 'error', DL3002: 'info' }, labelSchema: { a: 'text' }, noFail: true },
      { ignored: ['DL3003'], severities: { DL3002: 'style' }, labelSchema: { b: 'url' } },
    ]);
    assert.deepEqual(
      { ignored, severities, labelSchema, noFail },
      { ignored: ['DL3003'], severities: { DL3001: 'error', DL3002: 'style' }, labelSchema: { a: 'text', b: 'url' }, noFail: true },
    );
  });

  it('reads the environment as hadolint documents it', () => {
    assert.deepEqual(
      layerOfEnvironment({
        NO_COLOR: '1',
        HADOLINT_NOFAIL: 'Yes',
        HADOLINT_VERBOSE: '0',
        HADOLINT_FORMAT: 'json',
        HADOLINT_FAILURE_THRESHOLD: 'error',
        HADOLINT_OVERRIDE_ERROR: 'DL3010, DL3020',
        HADOLINT_OVERRIDE_STYLE: 'DL3020,DL3015',
        HADOLINT_IGNORE: 'DL3006,',
        HADOLINT_STRICT_LABELS: 'true',
        HADOLINT_TRUSTED_REGISTRIES: 'docker.io,ghcr.io',
        HADOLINT_REQUIRE_LABELS: 'maintainer:text,org:label:semver,broken',
      }),
      {
        noColor: true,
        noFail: true,
        format: 'json',
        failureThreshold: 'error',
        severities: { DL3010: 'error', DL3020: 'error', DL3015: 'style' },
        ignored: ['DL3006'],
        strictLabels: true,
        trustedRegistries: ['docker.io', 'ghcr.io'],
        labelSchema: { maintainer: 'text', 'org:label': 'semver' },
      },
    );
    assert.deepEqual(layerOfEnvironment({ HADOLINT_FORMAT: '', NO_COLOR: '', HADOLINT_FAILURE_THRESHOLD: 'high' }), {});
  });

  it('reads labels with their types', () => {
    assert.deepEqual(labelOf('a:url'), ['a', 'url']);
    assert.equal(labelOf(':url'), undefined);
    assert.equal(labelOf('url'), undefined);
    assert.equal(labelOf('a:word'), undefined);
  });
});

import assert from 'node:assert/strict';
import { imageText } from '../../../../../src/ui/language/knowledge/image-text';

const day = 86_400_000;
const now = Date.parse('2026-03-10T00:00:00Z');
const nothing = { reference: 'alpine:3.20', registry: 'docker.io', inEngine: undefined, inRegistry: undefined, now };

describe('the text about an image', () => {
  it('is none where nothing is known', () => {
    assert.equal(imageText(nothing), undefined);
  });

  it('tells what the engine knows, and the other platforms', () => {
    const text = imageText({
      ...nothing,
      inEngine: {
        Size: 7_800_000,
        Created: new Date(now - 3 * day).toISOString(),
        RepoDigests: ['alpine@sha256:1', 'mirror/alpine@sha256:1'],
        Os: 'linux',
        Architecture: 'arm64',
        Variant: 'v8',
        Config: { Entrypoint: ['/x'], Cmd: null, User: 'app', WorkingDir: '', ExposedPorts: { '80/tcp': {} }, Env: ['PATH=/bin', 'A=b'] },
      },
      inRegistry: { digest: 'sha256:2', platforms: ['linux/amd64', 'linux/arm64/v8'], size: undefined, created: undefined },
    });
    assert.deepEqual(text?.replaceAll('\\', '').split('\n'), [
      '**alpine:3.20** — in the engine',
      '',
      '- Size: 7.8MB',
      '- Created: 3 days ago',
      '- Digest: sha256:1',
      '- Platform: linux/arm64/v8',
      '- Other platforms: linux/amd64',
      '- Entrypoint: [&quot;/x&quot;]',
      '- User: app',
      '- Ports: 80/tcp',
      '- Environment:',
      '  - PATH=/bin',
      '  - A=b',
    ]);
  });

  it('tells what the registry knows where the engine has none', () => {
    const text = imageText({ ...nothing, inRegistry: { digest: 'sha256:2', platforms: ['linux/amd64'], size: 3_000_000, created: now - 40 * day } });
    assert.deepEqual(text?.replaceAll('\\', '').split('\n'), ['**alpine:3.20** — not in the engine; reported by docker.io', '', '- Download size: 3MB', '- Created: 5 weeks ago', '- Digest: sha256:2', '- Platforms: linux/amd64']);
  });

  it('lets nothing from an image become Markdown', () => {
    const bad = '](command:evil) <img src=x> $(trash) **a**\n# b';
    const text = imageText({ ...nothing, reference: bad, inEngine: { Config: { User: bad, Env: [bad], Cmd: [bad], ExposedPorts: { [bad]: {} } }, RepoDigests: [`a@${bad}`], Os: bad } });
    assert.ok(text !== undefined);
    assert.doesNotMatch(text, /(?<!\\)\]|<img|\$\(|[^\\*]\*\*a|^# b/m);
    assert.equal(imageText({ ...nothing, inEngine: { Config: 3, RepoDigests: 'x', Size: 'y', Created: null } })?.includes('date unknown'), true);
  });
});

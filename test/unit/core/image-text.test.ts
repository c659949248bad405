import assert from 'node:assert/strict';
import type { ImageDetails } from '../../../src/core/image-details';
import { imageText } from '../../../src/core/image-text';

const bare: ImageDetails = {
  id: 'sha256:1', tags: [], digests: [], platform: 'linux/amd64', created: 0, size: 1000, author: '', comment: '', builtWith: '', user: '', workingDirectory: '', entrypoint: [], command: [],
  environment: [], ports: [], volumes: [], labels: {}, healthcheck: undefined, stopSignal: '', shell: [], onBuild: [], layers: [],
};

describe('an image as text', () => {
  it('says what it must', () => {
    assert.equal(imageText(bare, []), 'ID: sha256:1\nSize: 1kB\nPlatform: linux/amd64\n\n# Configuration\n\n# Environment\n\n# Labels\n\n# History\n\n# Layers\n');
  });
  it('says all that there is, one fact a line, sorted where order has no meaning', () => {
    const full: ImageDetails = {
      ...bare, tags: ['b:1', 'a:1'], created: Date.UTC(2026, 0, 2), user: 'me', workingDirectory: '/w', entrypoint: ['/run'], command: ['a b', 'c'], environment: ['B=1', 'A=\n'], ports: ['90/tcp', '80/tcp'],
      volumes: ['/v', '/d'], labels: { b: '1', a: '2' }, healthcheck: { test: ['NONE'], interval: 0, timeout: 0, startPeriod: 0, retries: 0 }, stopSignal: 'INT', shell: ['/bin/bash', '-c'], onBuild: ['RUN z', 'RUN a'], layers: ['l2', 'l1'],
    };
    const steps = [
      { createdBy: 'RUN /bin/sh -c make # buildkit', size: 2000, created: 0, comment: 'c' },
      { createdBy: '/bin/sh -c #(nop)  CMD ["sh"]', size: 0, created: 0, comment: '' },
      { createdBy: '', size: 0, created: 0, comment: 'imported' },
      { createdBy: '', size: -1, created: 0, comment: '' },
    ];
    assert.deepEqual(imageText(full, steps.slice(0, 3)).split('\n'), [
      'Tag: a:1', 'Tag: b:1', 'ID: sha256:1', 'Created: 2026-01-02T00:00:00.000Z', 'Size: 1kB', 'Platform: linux/amd64', '',
      '# Configuration', 'Entrypoint: ["/run"]', 'Command: ["a b","c"]', 'User: me', 'Working directory: /w', 'Port: 80/tcp', 'Port: 90/tcp', 'Volume: /d', 'Volume: /v',
      'Health check: {"test":["NONE"],"interval":0,"timeout":0,"startPeriod":0,"retries":0}', 'Stop signal: INT', 'Shell: ["/bin/bash","-c"]', 'On build: RUN z', 'On build: RUN a', '',
      '# Environment', 'A=⏎', 'B=1', '', '# Labels', 'a=2', 'b=1', '', '# History', 'RUN make', '    2kB', 'CMD ["sh"]', 'imported', '', '# Layers', 'l2', 'l1', '',
    ]);
    assert.match(imageText(bare, steps.slice(3)), /# History\nunknown step\n/);
  });
});

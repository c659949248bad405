import assert from 'node:assert/strict';
import { checkChange, checkChanges } from '../../../src/core/commit-changes';
import { SlipwayError } from '../../../src/core/errors';

describe('changes of a commit', () => {
  for (const good of [
    'CMD ["sh", "-c", "echo"]', 'cmd sh -c x', 'ENTRYPOINT /run.sh', 'ENV A=b', 'ENV A=b C="d e" F=\'g h\'', 'ENV A b c', 'EXPOSE 80 53/udp 8000-8010/tcp',
    'EXPOSE ${PORT}', 'LABEL a.b="c d"', 'ONBUILD RUN make', 'STOPSIGNAL SIGTERM', 'STOPSIGNAL 9', 'USER 1000:1000', 'VOLUME /data', 'VOLUME ["/a"]',
    'WORKDIR /srv', 'HEALTHCHECK NONE', 'HEALTHCHECK --interval=5s --retries=2 CMD curl x', '  ENV A=b  ',
  ]) {
    it(`takes ${good}`, () => assert.equal(checkChange(good), undefined));
  }

  for (const [bad, offset] of [
    ['', 0], ['  ', 2], ['RUN make', 0], ['COPY a b', 0], ['FROM x', 0], ['ENV', 3], ['CMD [sh]', 4], ["CMD ['sh']", 4], ['ENV A', 4], ['ENV A=b C', 8],
    ['ENV A=b =c', 8], ['ENV A="b', 4], ['LABEL a', 6], ['EXPOSE 80 http', 10], ['EXPOSE 70000', 7], ['EXPOSE 90-80', 7], ['STOPSIGNAL now', 11],
    ['HEALTHCHECK curl', 12], ['HEALTHCHECK --every=1s CMD x', 12], ['HEALTHCHECK CMD', 15], ['ONBUILD ONBUILD ENV A=b', 8], ['ONBUILD ENV', 11], ['ENV A=b\nRUN x', 7],
  ] as const) {
    it(`refuses ${JSON.stringify(bad)} at ${String(offset)}`, () => assert.equal(checkChange(bad)?.offset, offset));
  }

  it('names the instruction and the column of the first fault', () => {
    assert.throws(
      () => checkChanges(['ENV A=b', 'EXPOSE 80 x']),
      (error) => {
        const details = SlipwayError.details(error, 'invalidInput');
        assert.equal(details?.value, 'EXPOSE 80 x');
        assert.match(details.reason, /^Instruction 2, column 11: /);
        return true;
      },
    );
  });
});

import assert from 'node:assert/strict';
import { checkChange, checkChanges } from '../../../src/core/commit-changes';
import { SlipwayError } from '../../../src/core/errors';

describe('changes of a commit', () => {
  for (const good of [
    'CMD ["sh", "-c", "echo"]', 'CMD []', 'VOLUME ["/a","/b"]', 'EXPOSE 1 65535 80-80 80/SCTP', 'STOPSIGNAL INT', 'STOPSIGNAL RTMIN+3', 'STOPSIGNAL $SIGNAL', 'HEALTHCHECK none', 'HEALTHCHECK --timeout=1s --start-period=1s --start-interval=1s CMD ["x"]', 'ONBUILD COPY . .', 'LABEL a="b" c=\'d e\'', 'cmd sh -c x', 'ENTRYPOINT /run.sh', 'ENV A=b', 'ENV A=b C="d e" F=\'g h\'', 'ENV A b c', 'EXPOSE 80 53/udp 8000-8010/tcp',
    'EXPOSE ${PORT}', 'LABEL a.b="c d"', 'ONBUILD RUN make', 'STOPSIGNAL SIGTERM', 'STOPSIGNAL 9', 'USER 1000:1000', 'VOLUME /data', 'VOLUME ["/a"]',
    'WORKDIR /srv', 'HEALTHCHECK NONE', 'HEALTHCHECK --interval=5s --retries=2 CMD curl x', '  ENV A=b  ',
  ]) {
    it(`takes ${good}`, () => assert.equal(checkChange(good), undefined));
  }

  const needed = (keyword: string): string => `${keyword} needs a value.`;
  const array = 'This is not a JSON array of strings in double quotes.';
  const pair = 'Write NAME=value.';
  const port = (word: string): string => `"${word}" is not a port such as 8080 or 53/udp.`;
  const option = (word: string): string => `"${word}" is not an option of HEALTHCHECK.`;
  const healthForm = 'Write HEALTHCHECK CMD and a command, or HEALTHCHECK NONE.';
  const refusals: readonly (readonly [text: string, offset: number, reason: string | RegExp])[] = [
    ['', 0, 'The instruction is empty.'], ['  ', 2, 'The instruction is empty.'],
    ['RUN make', 0, /cannot apply RUN. It can apply CMD, ENTRYPOINT, .*, WORKDIR\.$/], ['  copy a b', 2, /cannot apply copy\./], ['FROM x', 0, /cannot apply FROM/],
    ['ENV', 3, needed('ENV')], [' env  ', 6, needed('ENV')],
    ['CMD [sh]', 4, array], ["CMD ['sh']", 4, array], ['CMD []x', 4, array], ['CMD ["a", 1]', 4, array], ['ENTRYPOINT [1]', 11, array], ['VOLUME [["/a"]]', 7, array], ['VOLUME [', 7, array],
    ['ENV A', 4, pair], ['ENV A=b C', 8, pair], ['LABEL a', 6, pair], ['LABEL a b', 6, pair], ['ENV A=b =c', 8, 'The name before the = is missing.'], ['LABEL =c', 6, 'The name before the = is missing.'],
    ['ENV A="b', 4, 'A quote is not closed.'], ["ENV A=b C='d", 8, 'A quote is not closed.'],
    ['EXPOSE 80 http', 10, port('http')], ['EXPOSE 70000', 7, port('70000')], ['EXPOSE 65536', 7, port('65536')], ['EXPOSE 0', 7, port('0')], ['EXPOSE 0-5', 7, port('0-5')], ['EXPOSE 90-80', 7, port('90-80')],
    ['EXPOSE 80-65536', 7, port('80-65536')], ['EXPOSE 80/icmp', 7, port('80/icmp')], ['EXPOSE 80/', 7, port('80/')], ['EXPOSE x80', 7, port('x80')], ['EXPOSE 80-', 7, port('80-')], ['EXPOSE 123456', 7, port('123456')],
    ['STOPSIGNAL now', 11, '"now" is not a signal.'], ['STOPSIGNAL 123', 11, '"123" is not a signal.'], ['STOPSIGNAL 9x', 11, '"9x" is not a signal.'],
    ['HEALTHCHECK curl', 12, healthForm], ['HEALTHCHECK NONE x', 12, healthForm], ['HEALTHCHECK --interval=5s curl', 26, healthForm], ['HEALTHCHECK --every=1s CMD x', 12, option('--every=1s')],
    ['HEALTHCHECK --retries=1 --interval CMD x', 24, option('--interval')], ['HEALTHCHECK --x--retries=1 CMD x', 12, option('--x--retries=1')],
    ['HEALTHCHECK CMD', 15, needed('HEALTHCHECK CMD')], ['HEALTHCHECK --retries=1 CMD', 27, needed('HEALTHCHECK CMD')], ['HEALTHCHECK CMD  [1]', 17, array],
    ['ONBUILD ONBUILD ENV A=b', 8, 'ONBUILD is not allowed after ONBUILD.'], ['ONBUILD from x', 8, 'FROM is not allowed after ONBUILD.'], ['ONBUILD MAINTAINER x', 8, 'MAINTAINER is not allowed after ONBUILD.'],
    ['ONBUILD env', 11, needed('ENV')], ['ONBUILD 5 x', 8, '"5" is not an instruction.'], ['ONBUILD RUN5 x', 8, '"RUN5" is not an instruction.'],
    ['ENV A=b\nRUN x', 7, /separately/], ['ENV A=b\r', 7, /separately/],
  ];
  for (const [bad, offset, reason] of refusals) {
    it(`refuses ${JSON.stringify(bad)} at ${String(offset)}`, () => {
      const problem = checkChange(bad);
      assert.equal(problem?.offset, offset);
      if (typeof reason === 'string') assert.equal(problem.reason, reason);
      else assert.match(problem.reason, reason);
    });
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

import assert from 'node:assert/strict';
import { builderErrors } from '../../../../src/dockerfile/builder-errors';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

const found = (text: string): readonly string[] => builderErrors(parseDockerfile(text)).map(({ code, range }) => `${code} ${text.slice(range.start, range.end)}`);

describe('Substitution by instruction', () => {
  const replaced = [
    ...['ENV x=${y', 'ENV ${y=1', 'ENV x ${y', 'LABEL x=${y', 'LABEL ${y=1', 'ARG x=${y', 'WORKDIR /${y', 'USER ${y', 'EXPOSE ${y', 'VOLUME ${y', 'VOLUME ["${y"]'],
    ...['STOPSIGNAL ${y', 'COPY ${y /x', 'COPY a ${y', 'COPY ["${y", "/x"]', 'ADD ${y /x', 'ADD --checksum=${y http://a/b /x', 'COPY --chown=${y a /x'],
    ...['COPY --chmod=${y a /x', 'COPY --from=${y a /x', 'ONBUILD ENV x=${y'],
  ];
  for (const text of replaced) {
    it(`in ${text}`, () => {
      assert.deepEqual(found(`FROM scratch\n${text}\n`), ['DU111 ${y']);
    });
  }

  it('in FROM and in ARG before it', () => {
    assert.deepEqual(found('FROM scratch${y\n'), ['DU111 ${y']);
    assert.deepEqual(found('FROM --platform=${y scratch\n'), ['DU111 ${y']);
    assert.deepEqual(found('ARG x=${y\nFROM scratch\n'), ['DU111 ${y']);
  });

  const kept = ['RUN echo ${y', 'CMD echo ${y', 'ENTRYPOINT echo ${y', 'SHELL ["${y"]', 'HEALTHCHECK CMD ${y', 'MAINTAINER ${y', 'COPY <<"E" /x\na ${y b\nE', 'COPY <<E /x\nit\'s "\nE', "ENV x='${y'", 'COPY --exclude=${y a /x'];
  for (const text of kept) {
    it(`not in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(found(`FROM scratch\n${text}\n`), []);
    });
  }

  it('in a here-document and over several lines', () => {
    assert.deepEqual(found('FROM scratch\nCOPY <<E /x\na ${y b\nE\n'), ['DU111 ${y']);
    assert.deepEqual(found('FROM scratch\nENV x=1 \\\n  z=${y^}\n'), ['DU44 ^']);
    assert.deepEqual(found('# escape=`\nFROM scratch\nENV x=`${y z=\\${y\n'), ['DU111 ${y']);
  });

  it('quotes that are not closed', () => {
    for (const [text, error] of [['WORKDIR "/a', 'DU36 "/a'], ["USER 'a", "DU35 'a"], ['EXPOSE "80', 'DU36 "80'], ['VOLUME "/x', 'DU36 "/x'], ['COPY "a /x', 'DU36 "a'], ["ENV x=it's", "DU35 's"], ['LABEL x=^"', 'DU36 "'], ["ARG x=a'", "DU35 '"], ['ENV x="a', 'DU36 "a']] as const) {
      assert.deepEqual(found(`FROM scratch\n${text}\n`), [error], text);
    }
  });
});

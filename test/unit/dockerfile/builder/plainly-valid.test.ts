import assert from 'node:assert/strict';
import { isPlainInstruction } from '../../../../src/dockerfile/builder/plainly-valid';
import { parseDockerfile } from '../../../../src/dockerfile/parse';

describe('instructions that the validator need not see', () => {
  const isCalm = (line: string): boolean => {
    const instruction = parseDockerfile(line).instructions[0];
    assert.ok(instruction !== undefined);
    return isPlainInstruction(instruction);
  };
  for (const line of [
    'FROM alpine:3.20', 'FROM --platform=$BUILDPLATFORM golang:1.23 AS build', 'FROM localhost:5000/a/b', 'FROM ${BASE}', 'RUN a && b', 'RUN ["a"]', 'CMD ["a", "b"]', 'CMD a', 'ENTRYPOINT ["a"]', 'SHELL ["/bin/sh", "-c"]',
    'COPY a b', 'COPY a b c/', 'COPY *.js $TO/', 'COPY --from=build /a /b', 'COPY --chown=1:1 --chmod=755 --link a b', 'COPY ["a", "b"]', 'COPY <<EOF /x\na\nEOF', 'ADD a b', 'ADD https://a.example/b /c',
    'ENV A=b C="d e"', 'ENV A b c', 'LABEL a.b=c', 'ARG A', 'ARG A=b', 'EXPOSE 80 443/tcp', 'WORKDIR /a', 'USER 1000:1000', 'VOLUME /a /b', 'STOPSIGNAL SIGTERM', 'MAINTAINER me', 'ONBUILD RUN a',
  ]) it(`as ${JSON.stringify(line)}`, () => assert.equal(isCalm(line), true));
  for (const line of [
    'FROM', 'FROM a b', 'FROM a AS', 'FROM --plat=a b', 'FROM --platform=a --platform=b c', 'FROM a AS 1', 'RUN ["a"', 'CMD', 'CMD ["a"', 'CMD --a b', 'ENTRYPOINT [a]', 'SHELL sh', 'SHELL []',
    'COPY a', 'COPY', 'COPY a --from=b c', 'COPY --form=a b c', 'COPY --link --link a b', 'COPY ["a"]', 'COPY "a b', 'ADD --from=a b c', 'ADD a',
    'ENV A', 'ENV A="b', 'LABEL', 'ARG', 'ARG 1', 'ARG A B', 'EXPOSE a', 'EXPOSE 80/x', 'WORKDIR', 'WORKDIR a b', 'USER', 'VOLUME', 'STOPSIGNAL x', 'STOPSIGNAL 0', 'ONBUILD ONBUILD RUN a', 'ONBUILD', 'HEALTHCHECK NONE', 'UNKNOWN a', 'ENV --a b=c',
  ]) it(`but ${JSON.stringify(line)}`, () => assert.equal(isCalm(line), false));
});

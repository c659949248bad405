import type { BuildRequest } from '../../../src/core/build/build-request';

/** A build that fails, and where. */
export interface FailingBuild {
  readonly name: string;
  /**
   * What stands between « and » is what is to be marked. `BASE` has busybox, bash and dash; `TRIGGER` runs `false` by ONBUILD,
   * `COPYTRIGGER` copies a file that is not there.
   */
  readonly dockerfile: string;
  /** Of the context, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly request?: Partial<BuildRequest>;
  /** Engines that end themselves over it, or make an image of it that they cannot read. */
  readonly falls?: readonly string[];
}

const kind = (name: string, dockerfile: string, more: Omit<FailingBuild, 'name' | 'dockerfile'> = {}): FailingBuild => ({ name, dockerfile, ...more });

/** Kinds of builds that fail, each in the simplest Dockerfile in which something else could be taken for it. */
export const failingBuilds: readonly FailingBuild[] = [
  // What a RUN does.
  kind('exit of a RUN', 'FROM BASE\nRUN true\nRUN («exit 7»)\nRUN true\n'),
  kind('program that is not there', 'FROM BASE\nRUN true\nRUN «nosuchprogram --flag»\n'),
  kind('second of two equal RUNs', 'FROM BASE\nRUN test ! -e /x && touch /x\nENV A=b\n«RUN test ! -e /x && touch /x»\n'),
  kind('killed', "FROM BASE\n«RUN sh -c 'kill -9 $$'»\n"),
  kind('program in a continued RUN', 'FROM BASE\nRUN true && \\\n    # a comment\n    echo before && \\\n    «nosuchprogram --flag» && \\\n    echo after\n'),
  kind('file in a continued RUN', 'FROM BASE\nRUN cat /etc/passwd && \\\n    «cat /nowhere» && \\\n    cat /etc/group\n'),
  kind('trace of a continued RUN', 'FROM BASE\nRUN set -ex; \\\n    echo one; \\\n    test -d /etc; \\\n    «test -d "/nowhere"»; \\\n    test -d /tmp\n'),
  kind('literal exit in a continued RUN', 'FROM BASE\nRUN if test -e /nowhere; then exit 3; fi; \\\n    test -e /nowhere || «exit 9»; \\\n    exit 4\n'),
  kind('exec form without program', 'FROM BASE\n«RUN ["/bin/nosuchprogram", "x"]»\n'),
  kind('exec form', 'FROM BASE\nRUN ["/bin/true"]\n«RUN ["/bin/cat", "/nowhere"]»\n'),
  kind('unclosed quote in a RUN', 'FROM BASE\n«RUN echo "x»\n'),
  kind('variable without value', 'FROM BASE\nARG NEEDED\nRUN true && \\\n    «: "${NEEDED:?is needed}"»\n'),
  kind('working directory that is not there', 'FROM BASE\nRUN true; \\\n    «cd /nowhere» && \\\n    ls\n'),
  kind('network', 'FROM BASE\nRUN true && \\\n    «wget -q http://127.0.0.1:1/x»\n'),
  kind('user that is not there', 'FROM BASE\nUSER nosuchuser\n«RUN true»\n'),
  kind('shell that is not there', 'FROM BASE\nSHELL ["/bin/nosuchshell", "-c"]\n«RUN true»\n'),
  kind('RUN in lower case and CRLF', 'FROM BASE\r\nRUN true\r\nrun true && \\\r\n    «nosuchprogram»\r\n'),
  kind('backtick as escape', '# escape=`\nFROM BASE\nRUN true && `\n    «nosuchprogram»\n'),

  // Here-documents.
  kind('heredoc, program that is not there', 'FROM BASE\nRUN <<EOF\nset -e\necho one\n«nosuchprogram --flag»\necho two\nEOF\n'),
  kind('heredoc without set -e', 'FROM BASE\nRUN <<EOF\necho one\necho two\n«nosuchprogram --flag»\nEOF\n'),
  kind('heredoc of bash by its first line', 'FROM BASE\nRUN <<EOF\n#!/bin/bash\nset -e\necho one\n«nosuchprogram --flag»\nEOF\n'),
  kind('heredoc read by bash', 'FROM BASE\nRUN bash -e <<EOF\necho one\n«nosuchprogram --flag»\necho two\nEOF\n'),
  kind('heredoc of dash', 'FROM BASE\nSHELL ["/bin/dash", "-ec"]\nRUN <<EOF\necho one\n«nosuchprogram --flag»\necho two\nEOF\n'),
  kind('heredoc of bash by SHELL', 'FROM BASE\nSHELL ["/bin/bash", "-ec"]\nRUN <<EOF\n\necho one\n«nosuchprogram --flag»\necho two\nEOF\n'),
  kind('heredoc, trace', 'FROM BASE\nRUN <<-EOF\n\tset -eux\n\techo one\n\t«test -d /nowhere»\n\techo two\nEOF\n'),
  kind('heredoc, silent', 'FROM BASE\n«RUN <<EOF»\nset -e\ntest -d /nowhere\ntest -d /other\nEOF\n'),
  kind('heredoc, literal exit', 'FROM BASE\nRUN <<EOF\necho one\nif true; then\n  «exit 42»\nfi\nEOF\n'),
  kind('heredoc, unset variable', "FROM BASE\nRUN <<'EOF'\nset -eu\necho one\n«echo \"$NOBODY_SETS_IT\"»\nEOF\n"),
  kind('heredoc, syntax', 'FROM BASE\nRUN <<EOF\necho one\n«fi»\nEOF\n'),
  kind('heredoc, program complains', 'FROM BASE\nRUN <<EOF\nset -e\ncat /etc/passwd\n«cat /nowhere»\nls /\nEOF\n'),
  kind('heredoc after another instruction of its kind', 'FROM BASE\nRUN <<EOF\necho one\nEOF\nRUN <<EOF\nset -e\necho one\n«nosuchprogram»\nEOF\n'),
  kind('heredoc without end', 'FROM BASE\n«RUN <<EOF»\necho one\n'),

  // COPY and ADD.
  kind('COPY of a missing file', 'FROM BASE\nCOPY there /there\nCOPY «nowhere.txt» /x\n', { files: { there: '' } }),
  kind('second source of a COPY', 'FROM BASE\nCOPY there \\\n  «nowhere.txt» \\\n  /x/\n', { files: { there: '' } }),
  kind('COPY in JSON', 'FROM BASE\nCOPY ["there", «"no where.txt"», "/x/"]\n', { files: { there: '' } }),
  kind('pattern without match', 'FROM BASE\nCOPY «nothing-*.txt» /x/\n', { files: { there: '' } }),
  kind('ADD of a missing file', 'FROM BASE\nADD «./nowhere.tar» /x/\n', { files: { there: '' } }),
  kind('missing file by a variable', 'FROM BASE\nARG NAME=nowhere\nCOPY there /a\nCOPY «${NAME}.txt» /b\n', { files: { there: '' } }),
  kind('ignored file', 'FROM BASE\nCOPY «secret.txt» /x\n', { files: { 'secret.txt': 'x', there: '', '.dockerignore': 'secret*\n' } }),
  kind('file above the context', 'FROM BASE\nCOPY «../outside.txt» /x\n', { files: { there: '' } }),
  kind('COPY from a stage without the file', 'FROM BASE AS first\nRUN touch /made\nFROM BASE\nCOPY --from=first /made /made\nCOPY --from=first «/nowhere» /x\n'),
  kind('COPY from no stage', 'FROM BASE AS first\nRUN touch /made\nFROM BASE\nCOPY --from=«nosuchstage» /made /x\n'),
  kind('COPY from a stage of a number that is none', 'FROM BASE AS first\nRUN touch /made\nFROM BASE\nCOPY --from=«7» /made /x\n', { falls: ['podman'] }),
  kind('unknown flag of COPY', 'FROM BASE\nCOPY «--nonsense» there /x\n', { files: { there: '' } }),
  kind('owner that is not there', 'FROM BASE\nCOPY «--chown=nosuchuser» there /x\n', { files: { there: '' } }),
  kind('mode that is none', 'FROM BASE\nCOPY «--chmod=zz» there /x\n', { files: { there: '' } }),
  kind('several files into one', 'FROM BASE\n«COPY there other /x»\n', { files: { there: '', other: '' } }),
  kind('COPY of one word', 'FROM BASE\n«COPY there»\n', { files: { there: '' } }),
  kind('ADD of an address', 'FROM BASE\nADD «http://127.0.0.1:1/file» /x\n'),
  kind('COPY below a file', 'FROM BASE\nRUN touch /file\n«COPY there /file/below/»\n', { files: { there: '' } }),
  kind('COPY of a heredoc below a file', 'FROM BASE\nRUN touch /file\n«COPY <<EOF /file/below/x»\ntext\nEOF\n'),

  // FROM.
  kind('image of a registry that is not there', 'FROM BASE AS one\nFROM «127.0.0.1:1/nothing:1» AS two\nCOPY --from=one /etc /x\n'),
  kind('image that a registry has not', 'FROM «REGISTRY/slipway-nothing:1»\nRUN true\n'),
  kind('name that no image can have', 'FROM «Bad//NAME»\nRUN true\n'),
  kind('FROM of a variable without value', 'ARG BASE_IMAGE\nFROM «${BASE_IMAGE}»\nRUN true\n'),
  kind('name that no stage can have', 'FROM BASE AS «1first»\n'),
  kind('unknown flag of FROM', 'FROM «--nonsense=x» BASE\n'),
  kind('FROM of nothing', '«FROM»\n'),
  kind('RUN of a trigger', 'FROM BASE AS one\nRUN true\nFROM «TRIGGER» AS two\nRUN true\n'),
  kind('COPY of a trigger', 'FROM «COPYTRIGGER»\nRUN true\n'),
  kind('no FROM', '«RUN true»\n'),
  kind('ARG alone', '«ARG A=b»\n', { falls: ['docker-20'] }),

  // Other instructions.
  kind('unknown instruction', 'FROM BASE\n# comment\nRUN true\n«NONSENSE x»\n'),
  kind('unknown flag of RUN', 'FROM BASE\nRUN «--nonsense=x» true\n'),
  kind('mount of a type that is none', 'FROM BASE\nRUN «--mount=type=nonsense,target=/x» true\n'),
  kind('mount from no stage', 'FROM BASE\nRUN «--mount=type=bind,from=nosuchstage,target=/x» true\n'),
  kind('secret that is required', 'FROM BASE\nRUN «--mount=type=secret,id=token,required=true» cat /run/secrets/token\n'),
  kind('ENV without value', 'FROM BASE\n«ENV A»\n'),
  kind('ENV of nothing', 'FROM BASE\n«ENV»\n'),
  kind('open variable', 'FROM BASE\nENV A=b\n«WORKDIR /${A»\n'),
  kind('WORKDIR below a file', 'FROM BASE\nRUN touch /file\n«WORKDIR /file/below»\nRUN true\n'),
  kind('EXPOSE of no port', 'FROM BASE\n«EXPOSE abc»\n', { falls: ['podman'] }),
  kind('STOPSIGNAL of no signal', 'FROM BASE\n«STOPSIGNAL NOTHING»\n'),
  kind('SHELL that is no JSON', 'FROM BASE\n«SHELL /bin/sh -c»\n'),
  kind('flag of HEALTHCHECK', 'FROM BASE\nHEALTHCHECK «--interval=zz» CMD true\n'),
  kind('HEALTHCHECK of no type', 'FROM BASE\n«HEALTHCHECK NOTHING true»\n'),
  kind('LABEL of nothing', 'FROM BASE\n«LABEL»\n'),
  kind('ONBUILD FROM', 'FROM BASE\n«ONBUILD FROM BASE»\n'),
  kind('RUN of nothing', 'FROM BASE\n«RUN»\n', { falls: ['podman'] }),

  // Stages.
  kind('third of four stages', 'FROM BASE AS one\nRUN true\nFROM BASE AS two\nRUN true\nFROM BASE AS three\nENV X=y\nRUN true\nRUN («exit 5»)\nFROM BASE\nCOPY --from=one /etc/passwd /a\nCOPY --from=three /etc/passwd /b\nRUN (exit 5)\n'),
  kind('stages without names', 'FROM BASE\nRUN true\nRUN («exit 5»)\nFROM BASE\nRUN true\nCOPY --from=0 /etc/passwd /b\nRUN (exit 5)\n'),
  kind('target', 'FROM BASE AS one\nRUN true\nRUN («exit 5»)\nFROM one\nRUN (exit 5)\n', { request: { target: 'one' } }),
  kind('target that is no stage', 'FROM BASE AS one\nRUN true\n', { request: { target: 'nosuchstage' } }),
  kind('stage of a stage', 'FROM BASE AS one\nRUN true\nFROM one AS two\nRUN true\nRUN true && («exit 5»)\nRUN true && (exit 5)\n'),
  kind('stage of nothing', 'FROM BASE AS one\nRUN true\nFROM scratch\nCOPY --from=one / /\nRUN true\nRUN true && («exit 5»)\nRUN true && (exit 5)\n'),
  kind('instructions that are no steps', 'FROM BASE\nARG A\nENV B=c\nLABEL d=e\nUSER root\nEXPOSE 80\nCMD ["x"]\nWORKDIR /w\nONBUILD RUN false\nRUN («exit 5»)\n'),
];

/** What `--help` prints. */
export const help = `slipway-lint: checks Dockerfiles by the rules of hadolint and of BuildKit, and fixes them

Usage: slipway-lint [options] FILE | FOLDER | PATTERN ... | -

A folder is searched for Dockerfiles (Dockerfile, Dockerfile.*, *.Dockerfile, Containerfile and their kin, in any
case), but not in node_modules and .git. In a pattern * and ? stand for parts of a name, ** for any folders, {a,b} for
either. A - reads standard input.

  -f, --format FORMAT         text (usual), json, sarif, checkstyle or github
  -c, --config FILE           the configuration file; otherwise .hadolint.yaml is looked for in the folder of each file
                              and those above it, in the working folder, in $XDG_CONFIG_HOME and in the home folder
      --fix                   write what can be fixed without changing the meaning, then report what is left;
                              of standard input the fixed text is printed and the report goes to standard error
      --fix-dry-run           print what --fix would change, as a unified diff
  -t, --failure-threshold L   fail only by findings of this level or above:
                              error, warning, info (usual), style; none or ignore: by any
      --no-fail               end with status 0 whatever is found

      --ignore RULE           silence a rule; then the list of the configuration file does not count
      --error, --warning, --info, --style RULE
                              give a rule that level
      --trusted-registry REGISTRY, --require-label LABEL:TYPE, --strict-labels, --disable-ignore-pragma
                              as in the configuration file
      --file-path-in-report FILE
                              what to call the file in the report
      --no-color              no colours
  -V, --verbose               tell on standard error which configuration is used
  -v, --version               print the version
  -h, --help                  print this

Options that can be repeated: --ignore, the levels, --trusted-registry, --require-label. hadolint's environment
variables (HADOLINT_IGNORE and so on) are read too; options count more than they, and they more than a file.

Exit status: 0 when nothing was found at or above the threshold, otherwise 1; also 1 when a file cannot be read.
`;

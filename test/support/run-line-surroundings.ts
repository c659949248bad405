/** The machine on which the lines of `run-line.cases.json` are typed: files under `/project` and variables. */
export const runLineFiles: Readonly<Record<string, string>> = {
  'project/app.env': '# comment\nA=1\n  B=two words\nFOO\nNOT_SET\n\nEMPTY=\n',
  'project/bad.env': 'A B=1\n',
  'project/labels.txt': 'one=1\n# no\ntwo\n',
  'project/seccomp.json': '{\n  "defaultAction": "SCMP_ACT_ALLOW"\n}\n',
  'project/not.json': 'nope',
};

export const runLineVariables: Readonly<Record<string, string>> = { FOO: 'foo value', TAG: '3.20' };

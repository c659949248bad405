import { t } from '../localize';
import { LineProblem } from './scan';

const operator = /^(?:\d*(?:<<<|<<-?|<>|>>|>&|<&|>\||[<>])|&>>?|&&|\|\||\|&|;;|[;|&()\n])/;

/** Refuses what would make more than one command of the line, with what to do instead. `words` stand before it. */
export function refuseOperator(line: string, position: number, words: number): never {
  const [text = ''] = operator.exec(line.slice(position)) ?? [line[position] ?? ''];
  const rest = line.slice(position + text.length);
  const isLast = rest.trim() === '';
  if (/^[<>][(]/.test(line.slice(position))) {
    throw new LineProblem(
      t('This line runs without a shell, so {0} cannot become a file: write it to a file and mount that with -v.', text + '(…)'),
      position,
      2,
    );
  }
  if (text === '(' || text === ')')
    throw new LineProblem(t('This line runs without a shell: "{0}" must be quoted.', text), position, text.length);
  if (/[<>]/.test(text)) throw new LineProblem(redirection(text), position, text.length);
  if (text === '&' && isLast && words > 0)
    throw new LineProblem(t('To run in the background, use the option -d instead of &.'), position, 1);
  const shown = text === '\n' ? '↵' : text;
  if (text === '|' || text === '|&') throw new LineProblem(pipe(rest, shown), position, text.length);
  if (isLast) throw new LineProblem(t('A command is missing after "{0}": remove it.', shown), position, text.length);
  if (runs.test(rest))
    throw new LineProblem(t('Only one command can run: remove everything before docker, up to "{0}".', shown), 0, position + text.length);
  const words_ = t('Only one command can run: remove "{0}" and everything after it, or quote it all: sh -c "… {0} …".', shown);
  throw new LineProblem(words_, position, line.length - position);
}

const runs = {
  /** Whether docker is called with `run` or `create`. */
  test(text: string): boolean {
    const program = /(?:^|[\s/\\])(?:docker|podman)(?:\.exe)?(?=\s)/.exec(text);
    return program !== null && /\s(?:run|create)\s/.test(text.slice(program.index + program[0].length));
  },
};

function pipe(rest: string, shown: string): string {
  return runs.test(rest)
    ? t('Input cannot be piped into it: run it with -i, type or paste the input in its terminal, and press Ctrl+D.')
    : t('The output cannot be piped: quote all of the command that runs in the container: sh -c "… {0} …".', shown);
}

function redirection(text: string): string {
  if (text.includes('<'))
    return t('Input cannot be redirected with "{0}": mount the file with -v, or run it with -i, paste the input and press Ctrl+D.', text);
  return t(
    'Output cannot be redirected with "{0}": it is shown in the terminal and kept in the log. To write a file in the container, quote its command: sh -c "… {0} …".',
    text,
  );
}

import type { ApiProblem } from '../api/problem.js';

/** A refusal as people read it, with the code that documentation and support know it by. */
export function ProblemText({ problem }: { readonly problem: ApiProblem }) {
  const wait = problem.retryAfterS > 0 ? ` Try again in ${problem.retryAfterS} s.` : '';
  return (
    <div className="alert" role="alert">
      {sentence(problem.message)}
      {wait}
      <code>{problem.code}</code>
    </div>
  );
}

export function sentence(text: string): string {
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

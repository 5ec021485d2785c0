// Judges drafts by the script of the pages, and changes them at random. Reads on each line of standard input
// the data of a page; writes for each a line with what follows of the draft as it is, and of changed drafts
// with their texts.

import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';

const whatIf = runInThisContext(`${readFileSync('src/page/html/what_if.js', 'utf8')}; whatIf`);

/** Numbers from 0 up to `end`, the same in every run (xorshift). */
let state = 0x2545f491;
const below = (end) => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
  return (state >>> 0) % end;
};

function anything(term) {
  const kind = below(6);
  if (kind === 0) return { is: 'silent' };
  if (kind === 1) return { is: 'open' };
  if (kind === 2 && term.may_fail) return { is: 'none' };
  if (term.kind === 'numbers') {
    const [one, other] = [below(term.count + 1), below(term.count + 1)].sort((a, b) => a - b);
    return { is: 'range', ...[{ from: one, to: one }, { from: one, to: null }, { from: null, to: other }, { from: one, to: other }][below(4)] };
  }
  if (term.kind === 'set') return { is: 'set', members: term.labels.map(() => '01?'[below(3)]).join('') };
  const of = term.labels.map((_, at) => at).filter(() => below(3) === 0);
  return { is: 'any', of: of.length ? of : [below(term.labels.length)], silent: below(4) === 0, none: term.may_fail && below(4) === 0 };
}

for (const line of readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const data = JSON.parse(line), changed = [];
  for (let each = 0; each < 3; each++) {
    const said = data.terms.map((term) => below(3) === 0 ? anything(term) : null);
    // A link says the same again.
    data.terms.forEach((term, at) => {
      if (!said[at]) return;
      const back = whatIf.unpacked(term, whatIf.packed(term, said[at]));
      if (!back || !whatIf.same(term, whatIf.possible(term, back), whatIf.possible(term, said[at]))) throw new Error(`${term.id}: ${JSON.stringify(said[at])}`);
    });
    changed.push({ judged: whatIf.judge(data, said), text: data.text.missing ? null : whatIf.exported(data, said) });
  }
  console.log(JSON.stringify({ judged: whatIf.judge(data, []), changed }));
}

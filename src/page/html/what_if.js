// "What if": judges any change of a draft in the page itself. The data is a policy as decision diagrams, the
// terms, and the draft's text in pieces; src/answer/what_if/data.rs says what each part of it is. Nothing is sent
// or fetched. This file has no document and runs in node as well, where tests hold it against the engine;
// what_if_page.js is the page.
'use strict';
const whatIf = (() => {
  const LABELS = 8, COUNTED = 7, MOST_BOXES = 4096, MOST_STEPS = 200000;
  class TooMuch extends Error {}

  // ---- What is said of a term: `null` as the draft has it, or one of
  // {is: 'silent'}, {is: 'open'} (not established), {is: 'none'} (does not arise),
  // {is: 'any', of: [index…], silent, none}, {is: 'range', from, to} (either may be null),
  // {is: 'set', members: '10?'} (a character a member, as in the data).

  /** What is then possible of the term. */
  function possible(term, said) {
    if (!said) return term.draft;
    if (said.is === 'silent') return term.silent;
    const last = term.kind === 'numbers' ? term.count : term.labels.length - 1;
    const set = (sets, none) => ({ none, stretches: [], sets });
    const values = (stretches, none) => ({ none, stretches, sets: [] });
    if (said.is === 'none') return term.kind === 'set' ? set([], true) : values([], true);
    if (said.is === 'open') {
      return term.kind === 'set' ? set(['?'.repeat(term.labels.length)], term.may_fail) : values([[0, last]], term.may_fail);
    }
    if (said.is === 'set') return set([said.members], false);
    if (said.is === 'range') return values([[said.from ?? 0, said.to ?? last]], false);
    const all = said.of.map((index) => [index, index]);
    if (said.silent) all.push(...(term.silent.stretches ?? []));
    return values(all, Boolean(said.none || (said.silent && term.silent.none)));
  }

  /** Whether the same is possible, however it is written. */
  function same(term, one, other) {
    const canon = (known) => {
      const joined = [];
      for (const [low, high] of [...(known.stretches ?? [])].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
        const before = joined[joined.length - 1];
        if (before && low <= before[1] + 1) before[1] = Math.max(before[1], high);
        else joined.push([low, high]);
      }
      return JSON.stringify([known.none, joined, [...(known.sets ?? [])].sort()]);
    };
    return canon(one) === canon(other);
  }

  /** The classes that each column of the term may have, from its first column on: one box for each alternative. */
  function boxes(term, known) {
    const { as, column, arises, starts, members } = term.columns;
    const stretches = known.stretches ?? [], sets = known.sets ?? [];
    if (as === 'one') {
      const classes = starts.map((_, at) => at).filter((at) => {
        const end = at + 1 < starts.length ? starts[at + 1] - 1 : Infinity;
        return stretches.some(([low, high]) => low <= end && high >= starts[at]);
      });
      if (term.may_fail && known.none) classes.push(starts.length);
      return { first: column, all: [[classes]] };
    }
    const alternatives = as === 'steps' ? stretches : sets;
    const head = arises === undefined ? [] : [[...(known.none ? [0] : []), ...(alternatives.length ? [1] : [])]];
    const open = as === 'steps' ? [[0, Infinity]] : ['?'.repeat(term.labels.length)];
    const box = (alternative) => head.concat(as === 'steps'
      ? starts.slice(1).map((start) => start <= alternative[0] ? [1] : start > alternative[1] ? [0] : [0, 1])
      : members.map((member) => ({ 0: [0], 1: [1], '?': [0, 1] })[alternative[member]]));
    const all = (alternatives.length ? alternatives : open).map(box);
    const distinct = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
    return { first: arises ?? column, all: distinct };
  }

  /** Everything that can be asked about one choice of what is said of each term (by its place). */
  function judge(data, said) {
    const columns = [];   // the classes that each column may have
    const several = [];   // terms with several boxes
    data.terms.forEach((term, at) => {
      const { first, all } = boxes(term, possible(term, said[at]));
      all[0].forEach((classes, offset) => { columns[first + offset] = classes; });
      if (all.length > 1) several.push({ first, all });
    });
    for (const { column, readings, settled } of data.findings) {
      if (column !== undefined) columns[column] = settled === undefined ? readings.map((_, at) => at) : [settled];
    }
    const node = (reference) => data.nodes[reference - LABELS];

    /** The columns that a diagram asks for. */
    const support = (root) => {
      const seen = new Set([root]), found = new Set();
      for (const at of seen) {
        if (at < LABELS) continue;
        const [column, ...children] = node(at);
        found.add(column);
        children.forEach((child) => seen.add(child));
      }
      return found;
    };
    /** Calls `each` once for every choice of boxes of terms that these diagrams ask for. */
    const choices = (roots, each) => {
      const asked = several.length ? new Set(roots.flatMap((root) => [...support(root)])) : null;
      const open = several.filter(({ first, all }) => all[0].some((_, offset) => asked.has(first + offset)));
      if (open.reduce((count, { all }) => count * all.length, 1) > MOST_BOXES) throw new TooMuch();
      const choose = (at) => {
        if (at === open.length) return each();
        for (const box of open[at].all) {
          box.forEach((classes, offset) => { columns[open[at].first + offset] = classes; });
          choose(at + 1);
        }
      };
      choose(0);
    };
    /** The outcomes that some completion comes to, as bits; `null` where the diagram is not in the page. */
    const outcomes = (root) => {
      if (root === null) return null;
      let found = 0;
      choices([root], () => {
        const seen = new Set([root]);
        for (const at of seen) {
          if (at < LABELS) { found |= at; continue; }
          const [column] = node(at);
          for (const value of columns[column]) seen.add(node(at)[value + 1]);
        }
      });
      return found;
    };

    for (const part of data.coherence) {
      if (outcomes(part.root) === 0) {
        const broken = part.pieces.filter((piece) => outcomes(piece.root) === 0);
        return { contradiction: (broken.length ? broken : part.pieces).map((piece) => piece.says) };
      }
    }
    const seen = data.findings.map(({ root }) => outcomes(root));
    const findings = data.findings.map((finding, at) => {
      const { column, readings, root } = finding;
      if (column === undefined || root === null) return { verdict: verdict(seen[at]), readings: [] };
      const kept = columns[column];
      const by = readings.map((_, reading) => { columns[column] = [reading]; return verdict(outcomes(root)); });
      columns[column] = kept;
      return { verdict: verdict(seen[at]), readings: by };
    });
    const warnings = data.warnings.map(({ root }) => alarm(outcomes(root)));
    const tallies = data.groups.map((group) => tally(data, group, seen, columns, node, choices));
    const parts = data.groups.map(({ root }, at) => root === null ? tallies[at] && tallies[at].outcomes : outcomes(root));
    return { verdict: joint(parts), findings, warnings, score: score(tallies) };
  }

  /** A verdict in the words of the reports, from the outcomes over all completions. */
  function verdict(bits) {
    if (bits === null) return null;
    if ((bits & 3) === 1) return 'met';
    return bits === 2 ? 'unmet' : bits === 4 ? 'not applicable' : 'open';
  }
  function alarm(bits) {
    if (bits === null) return null;
    return (bits & 3) === 2 ? 'raised' : (bits & 3) === 1 ? 'clear' : 'open';
  }
  /** The joint verdict: groups have no term in common, so that none of them bears on another. */
  function joint(groups) {
    const known = groups.filter((group) => group !== null);
    const stuck = !known.every((group) => group & 5);
    let bits = known.some((group) => group & 2) ? 2 : 0;
    if (!stuck && known.some((group) => group & 1)) bits |= 1;
    if (known.every((group) => group & 4)) bits |= 4;
    const found = verdict(bits);
    return known.length === groups.length || found === 'unmet' ? found : null;
  }

  /**
   * What the prerequisites of a group can come to together: weight met, weight that applies, and which outcomes
   * those have that are not advisory; and the joint outcomes. `null` where a diagram is not in the page or too
   * much is open.
   */
  function tally(data, group, seen, columns, node, choices) {
    const count = ([met, of, any], bit, { weight, advisory }) =>
      [met + (bit === 1 ? weight : 0), of + (bit === 4 ? 0 : weight), advisory ? any : any | bit];
    const varOf = (at) => at < LABELS ? Infinity : node(at)[0];
    let settled = [0, 0, 0];
    const open = [];
    for (const at of group.findings) {
      const finding = data.findings[at];
      if (finding.root === null) return null;
      if ([1, 2, 4].includes(seen[at])) settled = count(settled, seen[at], finding);
      else open.push(finding);
    }
    const found = new Map();
    let steps = 0;
    // The diagrams side by side, column by column: where they are, and the tallies that lead there.
    const walk = () => {
      const ahead = new Map();
      const put = (at, tallies) => {
        const next = Math.min(...at.map(varOf), Infinity);
        if (!ahead.has(next)) ahead.set(next, new Map());
        const key = at.join(), known = ahead.get(next);
        if (!known.has(key)) known.set(key, { at, tallies: new Map() });
        for (const [name, tally] of tallies) known.get(key).tallies.set(name, tally);
      };
      put(open.map(({ root }) => root), new Map([[settled.join(), settled]]));
      while (ahead.size) {
        const next = Math.min(...ahead.keys()), states = ahead.get(next);
        ahead.delete(next);
        for (const { at, tallies } of states.values()) {
          if (next === Infinity) { for (const [name, tally] of tallies) found.set(name, tally); continue; }
          const tried = new Set();
          for (const value of columns[next]) {
            const moved = at.map((each) => varOf(each) === next ? node(each)[value + 1] : each);
            if (moved.includes(0) || tried.has(moved.join())) continue;
            tried.add(moved.join());
            if ((steps += tallies.size) > MOST_STEPS) throw new TooMuch();
            const counted = new Map([...tallies.values()].map((tally) => {
              const sum = moved.reduce((sum, each, index) =>
                each < LABELS && each !== COUNTED ? count(sum, each, open[index]) : sum, tally);
              return [sum.join(), sum];
            }));
            put(moved.map((each) => each < LABELS ? COUNTED : each), counted);
          }
        }
      }
    };
    try { choices(open.map(({ root }) => root), walk); } catch (error) {
      if (error instanceof TooMuch) return null;
      throw error;
    }
    const tallies = [...found.values()];
    const outcome = (any) => any & 2 ? 2 : any & 1 ? 1 : 4;
    return { tallies, outcomes: tallies.reduce((all, [,, any]) => all | outcome(any), 0) };
  }

  /** The least and the most weight met over weight that applies; a word instead where there is no share. */
  function score(groups) {
    if (groups.includes(null)) return null;
    const all = groups.map(({ tallies }) => tallies);
    const low = extreme(all, 1n), high = extreme(all, -1n);
    return low !== null && high !== null ? [low, high] : 'nothing applies';
  }

  /** The lowest share for `sign` 1, the highest for -1 (Dinkelbach 1967), in whole numbers. */
  function extreme(groups, sign) {
    const exact = groups.map((group) => group.map(([met, of]) => [BigInt(met), BigInt(of)]));
    const pick = (cost) => {
      let met = 0n, of = 0n, cheapest = null;
      for (const group of exact) {
        const least = (all) => all.reduce((best, each) => best && cost(best) <= cost(each) ? best : each, null);
        const best = least(group), applying = least(group.filter((tally) => tally[1] > 0n));
        met += best[0]; of += best[1];
        if (applying) {
          const extra = cost(applying) - cost(best);
          if (!cheapest || extra < cheapest[0]) cheapest = [extra, applying];
        }
      }
      return of > 0n ? [met, of] : cheapest && cheapest[1];
    };
    let share = pick((tally) => tally[1] === 0n ? 1n : 0n);
    while (share) {
      const [met, of] = share;
      const next = pick((tally) => sign * (tally[0] * of - tally[1] * met));
      if (sign * (next[0] * of - met * next[1]) >= 0n) break;
      share = next;
    }
    return share && Number(share[0]) / Number(share[1]);
  }

  // ---- Numbers of a term: exact decimals, as whole numbers of their last place.

  const scaled = (text, places) => {
    const found = /^\s*(-?)(\d*)(?:\.(\d*))?\s*$/.exec(text);
    if (!found || !(found[2] || found[3]) || (found[3] ?? '').replace(/0+$/, '').length > places) return null;
    const digits = (found[2] || '0') + (found[3] ?? '').slice(0, places).padEnd(places, '0');
    return BigInt(found[1] + digits);
  };
  const placesOf = (term) => Math.max(...[term.first, term.step].map((text) => (text.split('.')[1] ?? '').length));
  /** The index of a number; `null` if the term has no such value. */
  function indexOf(term, text) {
    const places = placesOf(term), number = scaled(text, places);
    if (number === null) return null;
    const above = number - scaled(term.first, places), step = scaled(term.step, places);
    if (above < 0n || above % step) return null;
    return above / step <= BigInt(term.count) ? Number(above / step) : null;
  }
  /** The number with an index. */
  function numberOf(term, index) {
    const places = placesOf(term);
    const number = scaled(term.first, places) + scaled(term.step, places) * BigInt(index);
    const digits = String(number < 0n ? -number : number).padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places), rest = digits.slice(digits.length - places).replace(/0+$/, '');
    return (number < 0n ? '-' : '') + whole + (rest && `.${rest}`);
  }

  // ---- In a proposal and in a link.

  /** What stands behind the name of a term in a proposal; `null` where the term is left out. */
  function yaml(term, said) {
    if (said.is === 'open') return null;
    if (said.is === 'silent') return 'silent';
    if (said.is === 'none') return 'not applicable';
    const word = (index) => term.labels[index].yaml ?? term.labels[index].id;
    if (said.is === 'any') {
      const all = said.of.map(word).concat(said.silent ? 'silent' : [], said.none ? 'not applicable' : []);
      return all.length === 1 ? all[0] : `{any of: [${all.join(', ')}]}`;
    }
    if (said.is === 'range') {
      if (said.from !== null && said.from === said.to) return numberOf(term, said.from);
      const bounds = [];
      if (said.from !== null) bounds.push(`at least: ${numberOf(term, said.from)}`);
      if (said.to !== null) bounds.push(`at most: ${numberOf(term, said.to)}`);
      return `{${bounds.join(', ')}}`;
    }
    const list = (marks) => `[${[...said.members].flatMap((mark, at) => marks.includes(mark) ? word(at) : []).join(', ')}]`;
    return said.members.includes('?') ? `{at least: ${list('1')}, at most: ${list('1?')}}` : list('1');
  }

  /** The changed draft: the lines of changed provisions are others, what they said stays as a comment. */
  function exported(data, said) {
    const { pieces, line_break: end, indent, silent, taken, anew } = data.text;
    const changed = new Map(data.terms.flatMap((term, at) => said[at] ? [[term.id, yaml(term, said[at])]] : []));
    const listed = new Set(pieces.flatMap((piece) => piece.is === 'provision' ? piece.term : []));
    // A term that is left out would count as silent: then every other one is said to be.
    const spelled = silent && [...changed].some(([, value]) => value === null);
    const line = (id, value) => `${indent}${id}: ${value}`;
    const extra = [];
    for (const [id, value] of changed) if (!listed.has(id) && value !== null) extra.push(line(id, value));
    if (spelled) for (const id of silent) if (!changed.has(id)) extra.push(line(id, 'silent'));
    const was = (text) => text.replace(/\r\n?/g, '\n').trimEnd().split('\n')
      .map((each, at) => `${indent}${at ? '#     ' : '# was:'} ${each.startsWith(indent) ? each.slice(indent.length) : each}`.trimEnd());
    const lines = (all) => all.map((each) => each + end).join('');
    const write = (piece) => {
      switch (piece.is) {
        case 'provision': {
          if (!changed.has(piece.term)) return piece.text;
          const value = changed.get(piece.term);
          return lines([...(value === null ? [] : [line(piece.term, value)]), ...was(piece.text)]);
        }
        case 'unlisted': return spelled ? lines(was(piece.text).map((each) => each.trimStart())) : piece.text;
        case 'no_provisions': return extra.length ? `provisions:${end}` : piece.text;
        case 'room': return lines(extra);
        default: return piece.text;
      }
    };
    const head = [`# Changed in a report of servanda by the policy ${data.policy}: ${[...changed.keys()].join(', ') || 'nothing'}.`];
    if (listed.size) head.push('# What a changed provision said before stands below it as a comment.');
    if (anew) head.push(`# This file has ${anew}.`);
    if (taken) head.push(`# The report took it like this: ${taken}.`);
    return lines(head.map((each) => each.replace(/[\r\n]+/g, ' '))) + pieces.map(write).join('');
  }

  /** What is said of a term in a few characters for a link, and back; `undefined` for what does not fit. */
  function packed(term, said) {
    const name = (at) => term.labels[at].id;
    switch (said.is) {
      case 'silent': case 'open': case 'none': return `!${said.is}`;
      case 'any': return said.of.map(name).concat(said.silent ? '!silent' : [], said.none ? '!none' : []).join(',');
      case 'range': return `${said.from === null ? '' : numberOf(term, said.from)}..${said.to === null ? '' : numberOf(term, said.to)}`;
      default: return [...said.members].flatMap((mark, at) => mark === '1' ? name(at) : mark === '?' ? `?${name(at)}` : []).join(',') || '!nothing';
    }
  }
  function unpacked(term, text) {
    if (text === '!silent') return { is: 'silent' };
    if (text === '!open') return { is: 'open' };
    if (text === '!none') return term.may_fail ? { is: 'none' } : undefined;
    if (term.kind === 'numbers') {
      const found = text.split('..');
      if (found.length !== 2) return undefined;
      const [from, to] = found.map((each) => each === '' ? null : indexOf(term, each) ?? undefined);
      const fits = from !== undefined && to !== undefined && (from !== null || to !== null) && (from ?? 0) <= (to ?? Infinity);
      return fits ? { is: 'range', from, to } : undefined;
    }
    const find = (id) => term.labels.findIndex((label) => label.id === id);
    const parts = text === '!nothing' ? [] : text.split(',');
    if (term.kind === 'set') {
      const members = Array(term.labels.length).fill('0');
      for (const part of parts) {
        const may = part.startsWith('?'), at = find(may ? part.slice(1) : part);
        if (at < 0) return undefined;
        members[at] = may ? '?' : '1';
      }
      return { is: 'set', members: members.join('') };
    }
    const said = { is: 'any', of: [], silent: false, none: false };
    for (const part of parts) {
      if (part === '!silent') said.silent = true;
      else if (part === '!none' && term.may_fail) said.none = true;
      else if (find(part) < 0) return undefined;
      else said.of.push(find(part));
    }
    return said;
  }

  // ---- Shares in percent, as src/page/percent.rs writes them.

  const decimals = (share, places) => {
    const percent = 100 * share, twice = percent * 2 * 10 ** places;
    const tie = Number.isInteger(percent * 1024) && Number.isInteger(twice) && twice % 2 === 1;
    const whole = (twice - 1) / 2;
    return tie ? ((whole + whole % 2) / 10 ** places).toFixed(places) : percent.toFixed(places);
  };
  const isTrue = (share, text) => (Number(text) !== 0 || share <= 0) && (Number(text) !== 100 || share >= 1);
  function percent(low, high) {
    for (let places = 0; places <= 3; places++) {
      const [first, second] = [decimals(low, places), decimals(high, places)];
      if (!isTrue(low, first) || !isTrue(high, second)) continue;
      if (low >= high) return `${first} %`;
      if (first !== second) return `${first} % to ${second} %`;
    }
    const one = (share) => share < 0.5 ? 'under 0.001 %' : 'over 99.999 %';
    return low >= high ? one(low) : `${percent(low, low)} to ${percent(high, high)}`;
  }
  const scoreWords = (score) => score === null ? 'not bounded here' : typeof score === 'string' ? `none: ${score}` : percent(...score);

  return { judge, possible, same, boxes, exported, packed, unpacked, yaml, indexOf, numberOf, scoreWords, TooMuch };
})();

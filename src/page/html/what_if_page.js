// The page of "what if": for each section its terms as form controls, and beside them what follows. All text
// from files is put in as text, never as markup.
(() => {
  const TONES = {
    met: 'good', clear: 'good', unmet: 'bad', raised: 'bad', contradiction: 'bad', open: 'open', 'not applicable': 'neutral',
  };
  /** A text on one line, in which every character is seen, as in the rest of the document. */
  const seen = (text) => String(text).replace(/[\r\n\t]+/g, ' ').replace(
    /[\p{Cc}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}]/gu, '\ufffd');
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
    element.append(...children.flat().map((child) => child instanceof Node ? child : seen(child)));
    return element;
  };
  const word = (text) => make('span', { class: `word ${TONES[text] ?? 'neutral'}` }, text ?? 'not shown here');
  const counted = (count, one, several) => `${count} ${count === 1 ? one : several}`;

  /** The control of one term. `changed` is called when something else is said. */
  function control(term, id, changed) {
    const values = { draft: null, silent: { is: 'silent' }, open: { is: 'open' }, none: { is: 'none' } };
    const options = [['draft', `as in the draft: ${term.says}`]];
    if (term.kind === 'labels') {
      term.labels.forEach((label, at) => {
        values[`=${label.id}`] = { is: 'any', of: [at] };
        options.push([`=${label.id}`, label.gloss ? `${label.id}: ${label.gloss}` : label.id]);
      });
      options.push(['several', 'one of several …']);
    } else if (term.kind === 'numbers') {
      options.push(['exactly', 'exactly …'], ['least', 'at least …'], ['most', 'at most …'], ['between', 'between …']);
    } else {
      options.push(['members', 'these members …']);
    }
    options.push(['silent', term.silence], ['open', 'not established']);
    if (term.may_fail) options.push(['none', 'does not arise']);
    const select = make('select', { id, 'aria-describedby': `${id}-more` },
      options.map(([value, text]) => make('option', { value }, text)));
    const more = make('div', { id: `${id}-more`, class: 'more' });
    let said = null;

    const say = (next) => {
      // What comes to the same as the draft is no change.
      said = next && !whatIf.same(term, whatIf.possible(term, next), term.draft) ? next : null;
      changed();
    };
    /** A tick for each label, of which at least one has to be chosen. */
    const several = (chosen) => {
      const boxes = term.labels.map((label, at) => ({ at, text: label.id }));
      boxes.push({ at: 'silent', text: 'silent' }, ...(term.may_fail ? [{ at: 'none', text: 'does not arise' }] : []));
      const inputs = boxes.map(({ at, text }, index) => {
        const input = make('input', { type: 'checkbox', id: `${id}-${index}` });
        input.checked = typeof at === 'number' ? chosen.of.includes(at) : Boolean(chosen[at]);
        input.addEventListener('change', () => {
          const ticked = boxes.filter((_, other) => inputs[other].checked).map((each) => each.at);
          if (!ticked.length) { input.checked = true; return; }
          say({
            is: 'any', of: ticked.filter((each) => typeof each === 'number'),
            silent: ticked.includes('silent'), none: ticked.includes('none'),
          });
        });
        return input;
      });
      more.replaceChildren(make('fieldset', {}, make('legend', {}, 'It may be any one of these:'),
        inputs.map((input, at) => make('label', { for: input.id }, input, ` ${boxes[at].text}`))));
    };
    const numbers = (kind, range) => {
      const field = (name, value) => {
        const input = make('input', { type: 'text', inputmode: 'decimal', 'aria-label': `${term.id}: ${name}`, size: 8 });
        if (value !== null && value !== undefined) input.value = whatIf.numberOf(term, value);
        return input;
      };
      const from = kind === 'most' ? null : field(kind === 'exactly' ? 'value' : 'at least', range?.from);
      const to = kind === 'most' || kind === 'between' ? field('at most', range?.to) : null;
      const told = make('span', { class: 'told', role: 'alert' });
      const read = () => {
        const [low, high] = [from, to].map((input) => input ? whatIf.indexOf(term, input.value) : null);
        const wrong = (input, index) => input && input.value !== '' && index === null;
        for (const [input, index] of [[from, low], [to, high]]) input?.setAttribute('aria-invalid', String(wrong(input, index)));
        let fault = null;
        if (wrong(from, low) || wrong(to, high)) {
          fault = `There is no such value: ${term.first} to ${term.last} ${term.unit} in steps of ${term.step}.`;
        } else if ([from, to].some((input) => input && input.value === '')) {
          fault = 'No number is given.';
        } else if (from && to && low > high) {
          fault = 'The lower number comes first.';
        }
        // What is shown beside a field that says nothing must not be what it said before.
        told.textContent = fault ? `${fault} Until then what the draft says counts.` : '';
        say(fault ? null : { is: 'range', from: low, to: kind === 'exactly' ? low : high });
      };
      for (const input of [from, to]) input?.addEventListener('input', read);
      more.replaceChildren(...[from, from && to ? ' and ' : null, to, ` ${seen(term.unit)} `, told].filter((each) => each !== null));
      read();
    };
    const members = (marks) => {
      const asked = term.columns.members, chosen = [...marks];
      const words = [['1', 'in'], ['0', 'not in'], ['?', 'not established']];
      more.replaceChildren(...asked.map((member) => {
        const each = make('select', { id: `${id}-m${member}` },
          words.map(([value, text]) => make('option', { value }, text)));
        each.value = chosen[member];
        each.addEventListener('change', () => { chosen[member] = each.value; say({ is: 'set', members: chosen.join('') }); });
        const { id: name, gloss } = term.labels[member];
        return make('p', {}, each, ' ', make('label', { for: each.id }, gloss ? `${name}: ${gloss}` : name));
      }));
      if (asked.length < term.labels.length) more.append(make('p', {}, 'Other members make no difference here.'));
    };
    /** The set of the draft; what its alternatives do not share may be in. */
    const fromDraft = () => {
      const sets = term.draft.sets ?? [];
      return term.labels.map((_, at) => {
        const marks = new Set(sets.map((set) => set[at]));
        return marks.size === 1 ? [...marks][0] : marks.size ? '?' : '0';
      }).join('');
    };
    const show = (kind) => {
      if (kind === 'several') several(said?.is === 'any' ? said : { of: [] });
      else if (['exactly', 'least', 'most', 'between'].includes(kind)) numbers(kind, said?.is === 'range' ? said : null);
      else if (kind === 'members') members(said?.is === 'set' ? said.members : fromDraft());
      else more.replaceChildren();
    };
    select.addEventListener('change', () => {
      if (select.value in values) say(values[select.value]);
      else if (select.value === 'members') say({ is: 'set', members: fromDraft() });
      show(select.value);
    });
    const kindOf = (next) => {
      if (!next) return 'draft';
      if (next.is === 'any') return next.of.length === 1 && !next.silent && !next.none ? `=${term.labels[next.of[0]].id}` : 'several';
      if (next.is === 'range') return next.from === next.to ? 'exactly' : next.to === null ? 'least' : next.from === null ? 'most' : 'between';
      return next.is === 'set' ? 'members' : next.is;
    };
    const set = (next) => { say(next); select.value = kindOf(said); show(select.value); };
    const undo = make('button', { type: 'button' }, 'undo');
    undo.addEventListener('click', () => { set(null); select.focus(); });
    const was = make('p', { class: 'was', hidden: '' }, `changed from: ${term.says} `, undo);
    undo.setAttribute('aria-label', `undo the change of ${term.id}`);
    const element = make('div', { class: 'term' },
      make('label', { for: id }, make('code', {}, term.id), term.gloss ? ` ${term.gloss}` : ''), select, more, was);
    if (term.arises_when) element.append(make('p', { class: 'quiet' }, `Arises only where this holds: ${term.arises_when}`));
    return {
      element, set, said: () => said,
      mark: () => { was.hidden = said === null; element.classList.toggle('changed', said !== null); },
    };
  }

  function mount(section, number) {
    const data = JSON.parse(document.getElementById(`what-if-data-${number}`).textContent);
    const before = whatIf.judge(data, []);
    const live = make('p', { role: 'status', class: 'summary' });
    const result = make('div', { class: 'result' }), told = make('p', { class: 'told', role: 'alert' });
    let ready = false;
    const update = () => { if (ready) show(); };
    const controls = data.terms.map((term, at) => control(term, `what-if-${number}-${at}`, update));
    const said = () => controls.map((each) => each.said());

    const flips = (all, now, then) => all.flatMap((each, at) => now[at] === then[at] ? [] : [{ each, now: now[at], then: then[at] }]);
    const row = ({ each, now, then }) => make('li', {}, word(then), ' → ', word(now), ' ', make('b', {}, each.id), ` ${each.title}`);
    const item = (each, now, readings) => make('li', {}, word(now), ' ', make('b', {}, each.id), ` ${each.title}${each.advisory ? ' (advisory)' : ''}`,
      readings && new Set(readings).size > 1 ? `; ${each.readings.map((name, at) => `read as ${name} ${readings[at]}`).join(', ')}` : '');
    const changes = () => controls.filter((each) => each.said()).length;

    function show() {
      controls.forEach((each) => each.mark());
      yaml.textContent = data.text.missing ? '' : whatIf.exported(data, said());
      remember();
      let now;
      try { now = whatIf.judge(data, said()); } catch (error) {
        if (!(error instanceof whatIf.TooMuch)) throw error;
        live.textContent = 'Too many combinations of sets are left open to judge this here.';
        result.replaceChildren();
        return;
      }
      const count = changes();
      if (now.contradiction) {
        live.textContent = 'No text can say all of this together, so that there is no verdict.';
        result.replaceChildren(make('p', { class: 'status' }, word('contradiction')),
          make('ul', {}, now.contradiction.map((says) => make('li', {}, says))));
        return;
      }
      const verdicts = (of) => of.findings.map((finding) => finding.verdict);
      const flipped = flips(data.findings, verdicts(now), verdicts(before));
      const warned = flips(data.warnings, now.warnings, before.warnings);
      const joint = now.verdict === before.verdict ? `the verdict stays ${now.verdict ?? 'unknown here'}`
        : `the verdict changes from ${before.verdict} to ${now.verdict ?? 'unknown here'}`;
      live.textContent = count === 0 ? 'This is the draft as it stands.'
        : `With ${counted(count, 'provision', 'provisions')} changed ${joint}; ${counted(flipped.length, 'finding changes', 'findings change')}`
          + (warned.length ? ` and ${counted(warned.length, 'warning', 'warnings')}.` : '.');
      const change = (then, next) => then === next ? [] : [make('span', { class: 'quiet' }, ` (the draft: ${then})`)];
      const score = whatIf.scoreWords(now.score), scored = whatIf.scoreWords(before.score);
      const missing = now.verdict === null || [...data.findings, ...data.warnings].some((each) => each.root === null);
      result.replaceChildren(
        make('p', { class: 'status' }, word(now.verdict), change(before.verdict, now.verdict)),
        make('p', {}, `Score ${score}`, change(scored, score)),
        ...(missing ? [make('p', { class: 'told' }, 'What says "not shown here" cannot be judged in this page. Save the changed draft and judge the file with the command.')] : []),
        ...(flipped.length + warned.length ? [make('ul', { class: 'flips' }, [...flipped, ...warned].map(row))] : []),
        make('details', {}, make('summary', {}, 'All findings and warnings'),
          make('ul', {}, data.findings.map((each, at) => item(each, now.findings[at].verdict, now.findings[at].readings)),
            data.warnings.map((each, at) => item(each, now.warnings[at])))));
    }

    // The state in a link: the fragment says which section, which version of its data, and each change.
    const fragment = () => {
      const each = data.terms.flatMap((term, at) =>
        said()[at] ? `&${encodeURIComponent(term.id)}=${encodeURIComponent(whatIf.packed(term, said()[at]))}` : []);
      return `#what-if=${number}.${data.version}${each.join('')}`;
    };
    const remember = () => {
      if (!changes() && !location.hash.startsWith(`#what-if=${number}.`)) return;
      try { history.replaceState(null, '', changes() ? fragment() : location.href.split('#')[0]); } catch { /* The link can still be copied. */ }
    };
    const restore = () => {
      const found = new URLSearchParams(location.hash.slice(1));
      const [index, version] = (found.get('what-if') ?? '').split('.');
      if (index !== String(number)) return false;
      found.delete('what-if');
      const wrong = [];
      ready = false;
      controls.forEach((each) => each.set(null));
      for (const [id, text] of found) {
        const at = data.terms.findIndex((term) => term.id === id);
        const next = at < 0 ? undefined : whatIf.unpacked(data.terms[at], text);
        if (next === undefined) wrong.push(id); else controls[at].set(next);
      }
      ready = true;
      const other = version === data.version ? '' : 'This link was made with another version of the draft or the policy: what follows may differ. ';
      told.textContent = seen(other + (wrong.length ? `What the link says of ${wrong.join(', ')} does not fit here and was left out.` : ''));
      show();
      section.scrollIntoView();
      return true;
    };

    const button = (text, act) => {
      const made = make('button', { type: 'button' }, text);
      made.addEventListener('click', act);
      return made;
    };
    const reset = button('Back to the draft', () => {
      ready = false;
      controls.forEach((each) => each.set(null));
      ready = true;
      told.textContent = '';
      show();
    });
    const copy = button('Copy link', async () => {
      const link = location.href.split('#')[0] + fragment();
      try { await navigator.clipboard.writeText(link); told.textContent = 'The link is copied.'; } catch { told.textContent = `The link: ${link}`; }
    });
    const yaml = make('pre', { tabindex: 0, role: 'region', 'aria-label': 'The changed draft' });
    const save = button('Save the changed draft', () => {
      const address = URL.createObjectURL(new Blob([whatIf.exported(data, said())], { type: 'application/yaml' }));
      const link = make('a', { href: address, download: `${data.text.name}-what-if.yaml` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
    });

    const groups = [];
    data.terms.forEach((term, at) => {
      const title = term.section ?? (data.terms.some((each) => each.section) ? 'Other terms' : 'Terms');
      if (groups[groups.length - 1]?.title !== title) groups.push({ title, all: [] });
      groups[groups.length - 1].all.push(controls[at].element);
    });
    section.append(
      make('p', {}, 'Change what the draft says of a term, and see which findings, which warnings and which verdict follow. They are worked out in this page, as exactly as in the report above; nothing is sent. Terms that make no difference to this policy are not listed.'),
      make('div', { class: 'sides' },
        make('div', { class: 'follows', tabindex: 0, role: 'region', 'aria-label': 'What follows' }, live, told, result,
          make('p', { class: 'buttons' }, reset, copy, data.text.missing ? seen(data.text.missing) : save),
          ...(data.text.missing ? [] : [make('details', {}, make('summary', {}, 'The changed draft as YAML'), yaml)])),
        make('form', {}, groups.map(({ title, all }) => make('fieldset', {}, make('legend', {}, title), all)))));
    section.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
    section.hidden = false;
    ready = true;
    // Before anything is shown: that would put another state into the address.
    if (!restore()) show();
    addEventListener('hashchange', restore);
  }

  document.addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('.what-if').forEach((section) => mount(section, Number(section.dataset.number)));
    document.querySelectorAll('.to-what-if').forEach((link) => { link.hidden = false; });
  });
})();
